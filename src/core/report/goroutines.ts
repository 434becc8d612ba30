// Goroutine groups as text. In: groups, or the growth between two sets of them. Out: a paragraph a group, largest (or
// fastest growing) first. Invariant: only what the profile knows is printed; numbers first, so that lines sort and grep.

import { counted } from '../../base/counted';
import type { Growth, GrowthRow } from '../goroutine/growth';
import type { GoroutineGroup, GoroutineGroups, GroupFrame } from '../goroutine/groups';

export function groupsText({ total, groups }: GoroutineGroups): string {
  const head = `${counted(total, 'goroutine')} in ${groups.length} ${groups.length === 1 ? 'group' : 'groups'}`;
  return `${head}\n${groups.map((group) => `\n${groupText(group)}`).join('')}`;
}

export function growthText({ before, now, rows }: Growth): string {
  const head = `${counted(now, 'goroutine')} now, ${before} before (${signed(now - before)})`;
  const changed = rows.filter((row) => row.delta !== 0);
  const same = rows.length - changed.length;
  const tail = same === 0 ? '' : `\n${same} ${same === 1 ? 'group has' : 'groups have'} as many as before.\n`;
  return `${head}\n${changed.map((row) => `\n${rowText(row)}`).join('')}${tail}`;
}

function groupText(group: GoroutineGroup): string {
  const dump = group.dump === undefined ? '' : ` dump ${group.dump}`;
  const labels = Object.entries(group.labels).map(([key, value]) => `${key}=${value}`);
  const facts = factsText(group);
  return [
    `${group.count}${facts}${dump}`,
    ...(labels.length === 0 ? [] : [`    labels: ${labels.join(', ')}`]),
    ...stackText(group),
    ...(group.ids.length === 0 ? [] : [`    goroutines ${idsText(group.ids)}`]),
    '',
  ].join('\n');
}

function rowText(row: GrowthRow): string {
  return [
    `${signed(row.delta)} (${row.before} → ${row.now})${factsText(row)}`,
    ...stackText(row),
    ...(row.newIds.length === 0 ? [] : [`    new: goroutines ${idsText(row.newIds)}`]),
    '',
  ].join('\n');
}

type Shown = Pick<GoroutineGroup, 'state' | 'waitMinutes' | 'leaked' | 'frames' | 'createdBy'>;

function factsText({ state, waitMinutes, leaked }: Shown): string {
  const facts: string[] = [];
  if (state !== null) facts.push(state);
  if (waitMinutes !== null) {
    const { min, max } = waitMinutes;
    facts.push(min === max ? `${min} min` : `${min}–${max} min`);
  }
  if (leaked) facts.push('leaked');
  return facts.length === 0 ? '' : ` [${facts.join(', ')}]`;
}

function stackText({ frames, createdBy }: Shown): readonly string[] {
  const lines = frames.map((frame) => `    ${frameText(frame)}`);
  return createdBy === null ? lines : [...lines, `    created by ${frameText(createdBy)}`];
}

function frameText({ function: name, file, line }: GroupFrame): string {
  if (file === '') return name;
  return `${name} ${file}${line > 0 ? `:${line}` : ''}`;
}

/** Enough to look some of them up in the dump. */
const shownIds = 10;

function idsText(ids: readonly number[]): string {
  const more = ids.length > shownIds ? ` and ${ids.length - shownIds} more` : '';
  return ids.slice(0, shownIds).join(', ') + more;
}

function signed(value: number): string {
  return value > 0 ? `+${value}` : String(value);
}
