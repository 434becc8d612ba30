// `go tool pprof` as the oracle. In: files and cases. Out: for each case what pprof printed, and what it said beside.
// Invariants: one process answers all cases (its interactive mode reads the profile once; a process a case would cost
// a hundred times as much); symbols come from the profile alone, for `remote` means the server of a profile that was
// fetched, and names are made fit to print as always; nothing outside the given folder is written.

import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import type { Case } from './cases';

export interface Answer {
  /** Undefined where pprof refused. */
  readonly text: string | undefined;
  /** Lines of stderr. */
  readonly notes: readonly string[];
}

export interface Oracle {
  /** Words for the command line before the files, e.g. `-diff_base=F`. */
  readonly flags: readonly string[];
  readonly files: readonly string[];
}

/** What an option is when a case does not set it: pprof's default for the command line. */
const defaults: Readonly<Record<string, string>> = {
  sample_index: '',
  compact_labels: 'false',
  unit: 'minimum',
  nodefraction: '0.005',
  edgefraction: '0.001',
  trim: 'true',
  divide_by: '1',
  sort: 'flat',
  granularity: 'functions',
  noinlines: 'false',
  mean: 'false',
  drop_negative: 'false',
  relative_percentages: 'false',
  focus: '',
  ignore: '',
  prune_from: '',
  hide: '',
  show: '',
  show_from: '',
  tagfocus: '',
  tagignore: '',
  tagshow: '',
  taghide: '',
  tagroot: '',
  tagleaf: '',
  source_path: '',
  trim_path: '',
};

/** Undefined where pprof refuses one of the files. */
export async function askPprof(
  oracle: Oracle,
  cases: readonly Case[],
  scratch: string,
  signal: AbortSignal,
): Promise<readonly Answer[] | undefined> {
  const outputs = cases.map((_, i) => path.join(scratch, `answer-${i}.txt`));
  const script = cases.map((c, i) => commandsOf(c, outputs[i])).join('');
  const { stderr, code } = await run(oracle, script, scratch, signal);
  // It goes on with the files it can read; a sum of some is not what was asked.
  if (/^Fetched \d+ (?:source|base) profiles out of/m.test(stderr)) return undefined;
  const notes = splitNotes(stderr, cases.length);
  if (notes === undefined) {
    if (code !== 0 && /failed to fetch any (?:source|base) profiles|empty common sample type list/.test(stderr))
      return undefined;
    throw new Error(`go tool pprof ended with ${code}: ${stderr.slice(-2000)}`);
  }
  return outputs.map((file, i) => {
    const text = fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : undefined;
    fs.rmSync(file, { force: true });
    return { text, notes: notes[i] };
  });
}

/** Whether pprof opens the files at all; its last words if not. */
export async function pprofOpens(oracle: Oracle, scratch: string, signal: AbortSignal): Promise<string | undefined> {
  const { stderr, code } = await run(oracle, '', scratch, signal);
  return code === 0 ? undefined : stderr.trim().split('\n').at(-1);
}

/** A marker on stderr that tells whose notes follow; pprof says this of an unknown command. */
const marker = /^unrecognized command: "case-(\d+)-begins"$/;

function commandsOf({ command, argument, options }: Case, output: string): string {
  const settings = { ...defaults, nodecount: command === 'tree' ? '80' : '0', ...options };
  const lines = Object.entries(settings).map(([name, value]) => `${name}=${value}`);
  const words = [command, ...(argument === undefined ? [] : [argument]), `>${output}`];
  const number = /answer-(\d+)\.txt$/.exec(output)?.[1] ?? '';
  return [...lines, `case-${number}-begins`, words.join(' '), ''].join('\n');
}

function splitNotes(stderr: string, count: number): readonly string[][] | undefined {
  const notes: string[][] = Array.from({ length: count }, () => []);
  let seen = 0;
  let current: string[] | undefined;
  for (const line of stderr.split('\n')) {
    const begins = marker.exec(line);
    if (begins !== null) {
      current = notes[Number(begins[1])];
      seen++;
    } else if (current !== undefined && line !== '' && !line.startsWith('Generating report in ')) current.push(line);
  }
  return seen === count ? notes : undefined;
}

function run(
  { flags, files }: Oracle,
  script: string,
  scratch: string,
  signal: AbortSignal,
): Promise<{ readonly stderr: string; readonly code: number }> {
  const child = spawn('go', ['tool', 'pprof', '-symbolize=remote', ...flags, ...files], {
    stdio: ['pipe', 'ignore', 'pipe'],
    env: { ...process.env, TZ: 'UTC', PPROF_TMPDIR: scratch, PPROF_BINARY_PATH: scratch, TERM: 'dumb' },
    signal,
  });
  const stderr: Buffer[] = [];
  child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
  child.stdin.on('error', () => undefined); // It ended before it read everything; its exit code tells.
  child.stdin.end(script);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ stderr: Buffer.concat(stderr).toString(), code: code ?? 1 }));
  });
}
