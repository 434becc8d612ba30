// Slots that a line waits for, and those that it has. In: a line. Out: keys of identity.ts: of what is waited for there
// (a semaphore made of a channel, Acquire, a group with a limit), and of what the function has taken before and not
// given back. Invariants: a slot that a go statement's literal gives back is that literal's, not its starter's; two
// semaphores in one field of a type are taken for one.

import type { GoNode } from '../../golang/goNode';
import type { CodeLine, GoPackage, Place } from './goPackage';
import { collectMentions } from './enders';
import { bare, keyOf, lastName } from './identity';
import { type Slot, slotsIn, takenFrom } from './slots';
import { calleeOf } from './typeOf';

export interface SlotWaits {
  readonly wanted: readonly string[];
  readonly held: readonly { readonly key: string; readonly on: string; readonly place: Place }[];
}

export function slotWaitsAt(pkg: GoPackage, { path, line }: CodeLine, fn: GoNode): SlotWaits {
  const here = fn.find('send_statement', 'call_expression').filter((node) => node.line === line);
  const wanted = here.flatMap((node) => {
    const on = node.type === 'send_statement' ? node.get('channel') : (groupOf(pkg, node) ?? takenFrom(node));
    return (on && keyOf(pkg, on)) ?? [];
  });
  const held = slotsIn(pkg, fn).filter((slot) => slot.place.path === path && isHeld(pkg, slot, line));
  return {
    wanted,
    held: [...held.map(({ key, on, place }) => ({ key, on, place })), ...groupsAround(pkg, here)],
  };
}

/** The group of `g.Go(…)`. */
function groupOf(pkg: GoPackage, node: GoNode): GoNode | undefined {
  const isGo = node.type === 'call_expression' && calleeOf(pkg, node).name === 'golang.org/x/sync/errgroup.Group.Go';
  return isGo ? node.get('function')?.get('operand') : undefined;
}

function isHeld(pkg: GoPackage, { place, releases }: Slot, line: number): boolean {
  if (place.line >= line) return false;
  return releases.some((release) => {
    const node = pkg.nodeAt(release);
    const start = node?.around('go_statement');
    if (start !== undefined && start.line > place.line) return start.line < line && line <= start.endLine;
    return release.line >= line || node?.around('defer_statement') !== undefined;
  });
}

/** What runs as `g.Go(func() { … })` has a slot of g until it ends, whatever g is called in the functions it is given to. */
function groupsAround(pkg: GoPackage, inner: readonly GoNode[]): SlotWaits['held'] {
  const literals = new Set<GoNode>();
  for (const node of inner) {
    for (let at = node.around('func_literal'); at !== undefined; at = at.parent?.around('func_literal'))
      literals.add(at);
  }
  return [...literals].flatMap((literal) => {
    const call = literal.parent?.type === 'argument_list' ? literal.parent.parent : undefined;
    const group = call && groupOf(pkg, call);
    const key = group && keyOf(pkg, group);
    if (key === undefined) return [];
    const names = new Map<string, string>();
    collectMentions(pkg, key, lastName(bare(group!)), names, () => true);
    return [...names.keys()].map((name) => ({ key: name, on: group!.text, place: pkg.place(call!) }));
  });
}
