// Seeded dumps of 100 thousand goroutines, as `goroutine?debug=2` prints them. In: whether every stack is different, most
// are shared, or few stacks make up all of it as in a live service, where a place fixes the state, the number of arguments
// and the offset, and ids, addresses and minutes differ. Out: a file in out/bench, made once.

import { closeSync, existsSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs';
import path from 'node:path';
import { generateProgram, type Program } from './program';
import { Random } from './random';
import { generateStacks, type Stacks } from './stacks';

export const dumpKinds = ['different', 'shared', 'service'] as const;
export type DumpKind = (typeof dumpKinds)[number];

const folder = path.resolve(__dirname, '../../../out/bench');
const goroutines = 100_000;
const meanDepth = 12;
const distinctStacks: Readonly<Record<DumpKind, number>> = { different: goroutines, shared: 4000, service: 300 };

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
  const stacks = generateStacks(random, program, distinctStacks[kind], meanDepth);
  const out = openSync(`${file}.part`, 'w');
  let chunk = '';
  for (let i = 0; i < goroutines; i++) {
    const stack = kind === 'different' ? i % stacks.count : Math.floor(stacks.count * random.unit() ** 3);
    chunk += goroutine(random, program, stacks, stack, i, kind === 'service');
    if (chunk.length < 1 << 20 && i < goroutines - 1) continue;
    writeSync(out, chunk);
    chunk = '';
  }
  closeSync(out);
  renameSync(`${file}.part`, file);
  return file;
}

/** @param isFixed whether a place fixes what it does in a real program */
function goroutine(
  random: Random,
  program: Program,
  stacks: Stacks,
  stack: number,
  i: number,
  isFixed: boolean,
): string {
  const hex = (n: number): string => `0x${n.toString(16)}`;
  const argument = (): string =>
    hex(random.unit() < 0.3 ? random.below(256) : 0xc000000000 + random.below(1 << 30)) +
    (random.unit() < 0.2 ? '?' : '');
  const wait = random.unit() < 0.5 ? `, ${1 + random.below(600)} minutes` : '';
  const state = isFixed ? states[stack % states.length] : random.pick(states);
  let text = `goroutine ${i * 7 + 1} [${state}${wait}]:\n`;
  for (let k = stacks.offset[stack + 1] - 1; k >= stacks.offset[stack]; k--) {
    const site = stacks.site[k];
    const f = program.siteFunction[site];
    const args = Array.from({ length: isFixed ? f % 5 : random.below(5) }, argument).join(', ');
    text += `${program.functionName[f]}(${args})\n`;
    text += `\t${program.functionFile[f]}:${program.siteLine[site]} +${hex(isFixed ? (site * 29) % 4000 : random.below(4000))}\n`;
  }
  const creator = program.firstOwnFunction + (stack % 500);
  text += `created by ${program.functionName[creator]} in goroutine ${1 + random.below(1000)}\n`;
  return `${text}\t${program.functionFile[creator]}:${program.functionStart[creator] + 5} +${hex(0x1d)}\n\n`;
}
