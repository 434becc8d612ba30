// What changed between two texts, by lines. In: before and after. Out: edits of the text before, whole lines each, as few
// as there are places that changed. Invariant: the edits applied to `before` give `after`.
// Myers' difference: the number of steps grows with what differs, and a fix differs in a few lines.

export interface LineEdit {
  readonly start: number;
  readonly end: number;
  readonly newText: string;
}

export function lineEdits(before: string, after: string): readonly LineEdit[] {
  const old = linesOf(before);
  const now = linesOf(after);
  const edits: LineEdit[] = [];
  let offset = 0;
  let x = 0;
  let y = 0;
  const upTo = (toX: number, toY: number): void => {
    const start = offset;
    for (; x < toX; x++) offset += old[x].length;
    const newText = now.slice(y, toY).join('');
    y = toY;
    if (start !== offset || newText !== '') edits.push({ start, end: offset, newText });
  };
  for (const { at, to, length } of [...common(old, now), { at: old.length, to: now.length, length: 0 }]) {
    upTo(at, to);
    for (let i = 0; i < length; i++) offset += old[x++].length;
    y += length;
  }
  return edits;
}

/** Each with its line end. */
function linesOf(text: string): readonly string[] {
  return text.split(/(?<=\n)/);
}

interface Run {
  readonly at: number;
  readonly to: number;
  readonly length: number;
}

/** Runs of equal lines, in order. */
function common(old: readonly string[], now: readonly string[]): readonly Run[] {
  const most = old.length + now.length;
  let reach = new Map<number, number>([[1, 0]]);
  const trail: ReadonlyMap<number, number>[] = [];
  for (let steps = 0; steps <= most; steps++) {
    trail.push(reach);
    const next = new Map(reach);
    for (let k = -steps; k <= steps; k += 2) {
      const down = k === -steps || (k !== steps && (next.get(k - 1) ?? 0) < (next.get(k + 1) ?? 0));
      let x = down ? (next.get(k + 1) ?? 0) : (next.get(k - 1) ?? 0) + 1;
      while (x < old.length && x - k < now.length && old[x] === now[x - k]) x++;
      next.set(k, x);
      if (x >= old.length && x - k >= now.length) return walkBack(trail, old.length, now.length);
    }
    reach = next;
  }
  return [];
}

function walkBack(trail: readonly ReadonlyMap<number, number>[], endX: number, endY: number): readonly Run[] {
  const runs: Run[] = [];
  let [x, y] = [endX, endY];
  for (let steps = trail.length - 1; steps >= 0; steps--) {
    const reach = trail[steps];
    const k = x - y;
    const down = k === -steps || (k !== steps && (reach.get(k - 1) ?? 0) < (reach.get(k + 1) ?? 0));
    const fromX = steps === 0 ? 0 : (reach.get(down ? k + 1 : k - 1) ?? 0);
    const startX = steps === 0 ? 0 : down ? fromX : fromX + 1;
    if (x > startX) runs.push({ at: startX, to: startX - k, length: x - startX });
    x = fromX;
    y = steps === 0 ? 0 : fromX - (down ? k + 1 : k - 1);
  }
  return runs.reverse();
}
