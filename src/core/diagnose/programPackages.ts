// The program's packages, as far as a bundle shows them. In: facts. Out: one frame of each folder. Invariants: frames of
// the program itself only; whoever did something and returned is in no dump, but others of the package may be, or the
// memory that it asked for.

import type { GroupFrame } from '../goroutine/groups';
import type { Facts } from './facts/facts';
import { stacksOf } from './facts/stacks';

export function programPackages({ sites, profiles, owners }: Facts): readonly GroupFrame[] {
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
export function functionIn(path: string, name: string): string {
  const dot = name.indexOf('.');
  return dot < 0 ? `${path}.${name}` : `${path}.(*${name.slice(0, dot)})${name.slice(dot)}`;
}
