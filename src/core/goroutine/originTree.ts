// Who started whom. In: a dump's Profile. Out: a tree of goroutines, those of one origin together: same
// parent node, same `go` statement's function, same entry function. Invariants: rows are depth-first, so a
// subtree is the range [row, row.end); every goroutine is in exactly one row; a row's total is its own
// goroutines and those below it; children of one row are by total, largest first.
//
// A parent that has ended is not in the dump. Its children then stand below a row of their creator's
// function without goroutines of its own (`own` 0), or at the top where the creator is unknown as well.

import type { LocationIndex, Profile } from '../profile/profile';
import { framesOf, type GroupFrame } from './groups';

export interface OriginRow {
  /** Row of the parent, -1 at the top. */
  readonly parent: number;
  readonly depth: number;
  /** One behind the last row below this one. */
  readonly end: number;
  /** The function that the goroutines run; where there are none, the function that started their children. */
  readonly entry: string;
  /** The `go` statement, null for those that have none (the first goroutine, the runtime's own stacks). */
  readonly createdBy: GroupFrame | null;
  /** Goroutines of this origin itself. */
  readonly own: number;
  readonly total: number;
  /** Their numbers, in file order. */
  readonly ids: readonly number[];
  /** Their rows in the profile's goroutine columns. */
  readonly rows: readonly number[];
}

interface Node {
  readonly parent: Node | undefined;
  readonly entry: string;
  readonly createdBy: GroupFrame | null;
  readonly ids: number[];
  readonly rows: number[];
  readonly children: Map<string, Node>;
  total: number;
}

export function originTree(profile: Profile): OriginRow[] {
  const pass = new OriginTreePass(profile);
  while (!pass.advance(Infinity));
  return pass.result();
}

/** The same in parts, for a thread that has other things to do. */
export class OriginTreePass {
  readonly samplesInSlice = 4000;
  private readonly rowOf = new Map<number, number>();
  private readonly places: Places;
  private readonly root = nodeOf(undefined, '', null);
  private readonly nodeByRow: (Node | undefined)[];
  private readonly all: Node[] = [];
  private readonly count: number;
  private numbered = 0;
  private next = 0;
  private rows: Rows | undefined;

  constructor(private readonly profile: Profile) {
    this.count = profile.goroutines?.count ?? 0;
    this.places = new Places(profile);
    this.nodeByRow = new Array<Node | undefined>(this.count);
  }

  /** True when all goroutines have their place. */
  advance(goroutines: number): boolean {
    const { count } = this;
    if (this.numbered < count) {
      // The last of several with one number: in a file of several dumps the latest parent.
      const stop = Math.min(count, this.numbered + goroutines);
      for (; this.numbered < stop; this.numbered++) {
        this.rowOf.set(this.profile.goroutines!.id[this.numbered], this.numbered);
      }
      return false;
    }
    if (this.next < count) {
      const stop = Math.min(count, this.next + goroutines);
      for (; this.next < stop; this.next++) this.add(this.next);
      return false;
    }
    this.rows ??= this.total();
    return this.rows.advance(goroutines);
  }

  result(): OriginRow[] {
    return this.rows!.rows;
  }

  private total(): Rows {
    // Children were made after their parents.
    for (const node of this.all) node.total = node.ids.length;
    for (let i = this.all.length - 1; i >= 0; i--) this.all[i].parent!.total += this.all[i].total;
    return new Rows(this.root);
  }

  private add(start: number): void {
    const { root, all, places, rowOf, nodeByRow } = this;
    const goroutines = this.profile.goroutines!;
    // Up to the first ancestor that has its node, then down again. A ring of parents is cut where it closes.
    const path: number[] = [];
    const onPath = new Set<number>();
    let row: number | undefined = start;
    while (row !== undefined && nodeByRow[row] === undefined && !onPath.has(row)) {
      path.push(row);
      onPath.add(row);
      row = goroutines.parent[row] < 0 ? undefined : rowOf.get(goroutines.parent[row]);
    }
    let above = row === undefined ? undefined : nodeByRow[row];
    for (const at of path.reverse()) {
      const creator = goroutines.createdBy[at];
      let parent = above ?? root;
      if (above === undefined && creator >= 0) parent = child(root, places.functionOf(creator), null, all);
      const entry = places.entryOf(goroutines.sample[at]);
      const node: Node = child(parent, entry, creator < 0 ? null : places.frameOf(creator), all);
      node.ids.push(goroutines.id[at]);
      node.rows.push(at);
      nodeByRow[at] = node;
      above = node;
    }
  }
}

/** Names and places, each looked up once. */
class Places {
  private readonly frames = new Map<number, GroupFrame>();
  private readonly entries = new Map<number, string>();

  constructor(private readonly profile: Profile) {}

  frameOf(location: number): GroupFrame {
    let frame = this.frames.get(location);
    if (frame === undefined) {
      frame = framesOf(this.profile, location as LocationIndex)[0];
      this.frames.set(location, frame);
    }
    return frame;
  }

  functionOf(location: number): string {
    return this.frameOf(location).function;
  }

  /** The outermost function of a sample that is not runtime.goexit, which every stack ends in. */
  entryOf(sample: number): string {
    let entry = this.entries.get(sample);
    if (entry === undefined) {
      entry = this.readEntry(sample);
      this.entries.set(sample, entry);
    }
    return entry;
  }

  private readEntry(sample: number): string {
    const { samples } = this.profile;
    if (sample < 0) return '';
    for (let at = samples.stackOffset[sample + 1] - 1; at >= samples.stackOffset[sample]; at--) {
      const frames = framesOf(this.profile, samples.stackLocation[at] as LocationIndex);
      const name = frames[frames.length - 1].function;
      if (name !== 'runtime.goexit') return name;
    }
    return '';
  }
}

function nodeOf(parent: Node | undefined, entry: string, createdBy: GroupFrame | null): Node {
  return { parent, entry, createdBy, ids: [], rows: [], children: new Map(), total: 0 };
}

function child(parent: Node, entry: string, createdBy: GroupFrame | null, all: Node[]): Node {
  const key = createdBy === null ? `0${entry}` : `1${createdBy.function}\0${entry}`;
  let node = parent.children.get(key);
  if (node === undefined) {
    node = nodeOf(parent, entry, createdBy);
    parent.children.set(key, node);
    all.push(node);
  }
  return node;
}

class Rows {
  readonly rows: (OriginRow & { end: number })[] = [];
  private readonly waiting: { readonly node: Node; readonly parent: number; readonly depth: number }[];
  /** Rows whose subtree is not complete, outermost first. */
  private readonly open: number[] = [];

  constructor(root: Node) {
    this.waiting = byTotal(root).map((node) => ({ node, parent: -1, depth: 0 }));
  }

  advance(count: number): boolean {
    const { rows, waiting, open } = this;
    for (let left = count; left > 0; left--) {
      const next = waiting.pop();
      if (next === undefined) {
        for (const row of open) rows[row].end = rows.length;
        return true;
      }
      const { node, parent, depth } = next;
      while (open.length > depth) rows[open.pop()!].end = rows.length;
      const row = rows.length;
      const { entry, createdBy, ids, total } = node;
      rows.push({ parent, depth, end: row + 1, entry, createdBy, own: ids.length, total, ids, rows: node.rows });
      open.push(row);
      for (const below of byTotal(node)) waiting.push({ node: below, parent: row, depth: depth + 1 });
    }
    return false;
  }
}

/** Smallest first. */
function byTotal({ children }: Node): Node[] {
  return [...children.values()].sort((a, b) => a.total - b.total);
}
