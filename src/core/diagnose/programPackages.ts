// What the source of the whole program has, for when no profile shows who did something. In: facts, a question about a
// package. Out: the places in all packages that a bundle shows. Invariants: packages of the program itself only; whoever
// did something and returned is in no dump, but others of the package may be, or the memory that it asked for.

import type { GroupFrame } from '../goroutine/groups';
import { packageOf } from '../golang/symbolName';
import type { FunctionPlace } from './codeQuestions';
import type { Facts } from './facts/facts';
import { stacksOf } from './facts/stacks';

/** @param ask about the package that the frame is in; functions in the answer are named as in its source, here as in frames */
export async function foundInProgram<T extends FunctionPlace>(
  facts: Facts,
  ask: (frame: GroupFrame) => Promise<readonly T[] | undefined>,
): Promise<readonly T[]> {
  const found: T[] = [];
  for (const frame of programPackages(facts)) {
    for (const one of (await ask(frame)) ?? []) {
      found.push({ ...one, function: functionIn(packageOf(frame.function), one.function) });
    }
  }
  return found;
}

/** One frame of each folder. */
function programPackages({ sites, profiles, owners }: Facts): readonly GroupFrame[] {
  const heap = (profiles.of('allocs') ?? profiles.of('heap'))?.last.profile;
  const all = [
    ...(sites?.all ?? []).flatMap(({ frames, createdBy }) => (createdBy === null ? frames : [...frames, createdBy])),
    ...(heap === undefined ? [] : stacksOf(heap, 'alloc_objects').rows.flatMap(({ frames }) => frames)),
  ];
  const byFolder = new Map<string, GroupFrame>();
  for (const frame of all) {
    const folder = frame.file.slice(0, frame.file.lastIndexOf('/') + 1);
    if (!byFolder.has(folder) && owners.isOwn(frame)) byFolder.set(folder, frame);
  }
  return [...byFolder.values()];
}

/** Whether methods have pointers for receivers the source does not tell here; nearly all have. */
function functionIn(path: string, name: string): string {
  const dot = name.indexOf('.');
  return dot < 0 ? `${path}.${name}` : `${path}.(*${name.slice(0, dot)})${name.slice(dot)}`;
}
