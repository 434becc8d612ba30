// node run.mjs scan|tree FILE → one JSON line: milliseconds in the process and peak memory in MB.
import { readFileSync } from 'node:fs';
import process from 'node:process';
import { aggregate } from './aggregate.mjs';
import { inflate, names, scan } from './scan.mjs';

const [what, file] = process.argv.slice(2);
const raw = readFileSync(file);
const start = performance.now();
const state = scan(inflate(raw));
if (what === 'tree') {
  aggregate(state, -1, state.nS > 2e4 ? [8, 1e9] : []);
  names(state);
}
console.log(JSON.stringify({ ms: performance.now() - start, mb: process.resourceUsage().maxRSS / 1024 }));
