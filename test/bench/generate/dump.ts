// Seeded dumps of 100 thousand goroutines, as `goroutine?debug=2` prints them. In: whether every stack is different, or
// most are shared as in a real service. Out: a file in out/bench, made once.

import { closeSync, existsSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs';
import path from 'node:path';
import { generateProgram, type Program } from './program';
import { Random } from './random';
import { generateStacks, type Stacks } from './stacks';

export const dumpKinds = ['different', 'shared'] as const;
export type DumpKind = (typeof dumpKinds)[number];

const folder = path.resolve(__dirname, '../../../out/bench');
const goroutines = 100_000;
const meanDepth = 12;
/** Stacks of the shared kind: a service has some thousand places where goroutines wait. */
const sharedStacks = 4000;

const states =
  'chan receive|select|IO wait|semacquire|sync.Mutex.Lock|sync.Cond.Wait|sleep|chan send|runnable|syscall|select (no cases)'.split(
    '|',
  );

export function dumpOfKind(kind: DumpKind): string {
  const file = path.join(folder, `goroutines-${kind}.txt`);
  if (existsSync(file)) return file;
  mkdirSync(folder, { recursive: true });
  const random = new Random(2);
  const program = generateProgram(random, 6000);
  const stacks = generateStacks(random, program, kind === 'shared' ? sharedStacks : goroutines, meanDepth);
  const out = openSync(`${file}.part`, 'w');
  let chunk = '';
  for (let i = 0; i < goroutines; i++) {
    const stack = kind === 'shared' ? Math.floor(stacks.count * random.unit() ** 3) : i % stacks.count;
    chunk += goroutine(random, program, stacks, stack, i);
    if (chunk.length < 1 << 20 && i < goroutines - 1) continue;
    writeSync(out, chunk);
    chunk = '';
  }
  closeSync(out);
  renameSync(`${file}.part`, file);
  return file;
}

function goroutine(random: Random, program: Program, stacks: Stacks, stack: number, i: number): string {
  const hex = (n: number): string => `0x${n.toString(16)}`;
  const argument = (): string =>
    hex(random.unit() < 0.3 ? random.below(256) : 0xc000000000 + random.below(1 << 30)) +
    (random.unit() < 0.2 ? '?' : '');
  const wait = random.unit() < 0.5 ? `, ${1 + random.below(600)} minutes` : '';
  let text = `goroutine ${i * 7 + 1} [${random.pick(states)}${wait}]:\n`;
  for (let k = stacks.offset[stack + 1] - 1; k >= stacks.offset[stack]; k--) {
    const site = stacks.site[k];
    const f = program.siteFunction[site];
    const args = Array.from({ length: random.below(5) }, argument).join(', ');
    text += `${program.functionName[f]}(${args})\n`;
    text += `\t${program.functionFile[f]}:${program.siteLine[site]} +${hex(random.below(4000))}\n`;
  }
  const creator = program.firstOwnFunction + (stack % 500);
  text += `created by ${program.functionName[creator]} in goroutine ${1 + random.below(1000)}\n`;
  return `${text}\t${program.functionFile[creator]}:${program.functionStart[creator] + 5} +${hex(0x1d)}\n\n`;
}
