// Finding frames by name. In: what the user typed, or a set of frames. Out: the nodes that match and what they hold.
// Invariants: a value is counted once per stack: a match below another match adds nothing to the total; an
// expression that does not compile is an answer, not an exception.
//
// Text matches anywhere in a name, whatever the case. `/re/` is a regular expression, with `i` unless it names flags.

import { firstIndex } from '../../base/bisect';
import type { CallTree, NodeIndex } from '../analyze/callTree';

export type Query =
  | { readonly kind: 'none' }
  | { readonly kind: 'invalid'; readonly message: string }
  | { readonly kind: 'matcher'; readonly matches: (name: string) => boolean };

export interface Matches {
  /** 1 for each frame that matches. */
  readonly isFrame: Uint8Array;
  /** How many frames match. */
  readonly frameCount: number;
  /** NodeIndex of every box that matches, in the tree's own order: from left to right, a parent before its children. */
  readonly nodes: Int32Array;
  /** The value of all stacks that hold a match. */
  readonly total: number;
}

export function parseQuery(text: string): Query {
  const wanted = text.trim();
  if (wanted === '') return { kind: 'none' };
  const expression = /^\/(.+)\/([a-z]*)$/su.exec(wanted);
  if (expression === null) {
    const lower = wanted.toLowerCase();
    return { kind: 'matcher', matches: (name) => name.toLowerCase().includes(lower) };
  }
  try {
    // `g` and `y` would make the expression remember a position from one name to the next.
    const flags = expression[2] === '' ? 'i' : expression[2].replace(/[gy]/g, '');
    const regExp = new RegExp(expression[1], flags);
    return { kind: 'matcher', matches: (name) => regExp.test(name) };
  } catch (error) {
    return { kind: 'invalid', message: error instanceof Error ? error.message : String(error) };
  }
}

export function matchingFrames(names: readonly string[], matches: (name: string) => boolean): Uint8Array {
  const isFrame = new Uint8Array(names.length);
  for (let i = 0; i < names.length; i++) if (matches(names[i])) isFrame[i] = 1;
  return isFrame;
}

export function matchesOf(tree: CallTree, isFrame: Uint8Array): Matches {
  const { frame, subtreeEnd, total } = tree;
  const frameCount = isFrame.reduce((sum, each) => sum + each, 0);
  let count = 0;
  if (frameCount > 0) for (let node = 1; node < tree.count; node++) count += isFrame[frame[node]];
  const nodes = new Int32Array(count);
  let found = 0;
  let matched = 0;
  let outermostEnd = 0;
  for (let node = 1; found < count; node++) {
    if (isFrame[frame[node]] === 0) continue;
    nodes[found++] = node;
    if (node < outermostEnd) continue;
    matched += total[node];
    outermostEnd = subtreeEnd[node];
  }
  return { isFrame, frameCount, nodes, total: matched };
}

/** The match after (or before) `node`, around the end; undefined without any. */
export function neighbourMatch(
  matches: Matches,
  node: NodeIndex | undefined,
  direction: 'next' | 'previous',
): NodeIndex | undefined {
  const { nodes } = matches;
  if (nodes.length === 0) return undefined;
  if (node === undefined) return nodes[direction === 'next' ? 0 : nodes.length - 1] as NodeIndex;
  const at = firstAtLeast(nodes, node);
  const isOnMatch = nodes[at] === node;
  const to = direction === 'next' ? (isOnMatch ? at + 1 : at) : at - 1;
  return nodes[(to + nodes.length) % nodes.length] as NodeIndex;
}

/** Which of the matches `node` is, from 0; -1 if it is none. */
export function matchOrdinal(matches: Matches, node: NodeIndex): number {
  const at = firstAtLeast(matches.nodes, node);
  return matches.nodes[at] === node ? at : -1;
}

function firstAtLeast(sorted: Int32Array, wanted: number): number {
  return firstIndex(0, sorted.length, (i) => sorted[i] >= wanted);
}
