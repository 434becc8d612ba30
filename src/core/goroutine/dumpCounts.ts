// What a dump's text says about one goroutine in it, or about one of its frames. In: where everything stands in the text.
// Out: how many goroutines share its state, its stack, its function. Invariants: a record of `debug=1` counts as many as it
// says; a function counts once for a goroutine, however often its stack passes it; done in parts.

import type { DumpGoroutine, DumpOutline, DumpPlace } from './dumpOutline';

export interface DumpQuestion {
  readonly goroutine: DumpGoroutine;
  /** Undefined: the question is about the goroutine as a whole. */
  readonly place: DumpPlace | undefined;
  /** The frame that a goroutine waits in, as the reader is to see it. */
  readonly waitsIn: (goroutine: DumpGoroutine) => DumpPlace | undefined;
}

export class DumpCountsPass {
  readonly samplesInSlice = 2000;
  all = 0;
  /** In the same state, whatever else is in the brackets. */
  sameState = 0;
  /** In the same state, with the same frames at the same lines, started at the same line. */
  sameStack = 0;
  /** With the function on the stack; of a creator: started by it. */
  inFunction = 0;
  /** Waiting in the function; of a creator: started at the same line. */
  rightHere = 0;
  private next = 0;

  constructor(
    private readonly outline: DumpOutline,
    private readonly question: DumpQuestion,
  ) {}

  /** True when all goroutines were looked at. */
  advance(goroutines: number): boolean {
    const { outline, next } = this;
    const stop = Math.min(outline.goroutines.length, next + goroutines);
    for (let i = next; i < stop; i++) this.count(outline.goroutines[i]);
    this.next = stop;
    return stop === outline.goroutines.length;
  }

  private count(other: DumpGoroutine): void {
    const { goroutine, place } = this.question;
    this.all += other.count;
    if (stateName(other) === stateName(goroutine)) {
      this.sameState += other.count;
      if (isSameStack(other.places, goroutine.places)) this.sameStack += other.count;
    }
    if (place === undefined) return;
    const frames = other.places.filter((one) => one.function === place.function && one.isCreator === place.isCreator);
    if (frames.length === 0) return;
    this.inFunction += other.count;
    const isHere = place.isCreator
      ? frames.some((one) => isSamePlace(one, place))
      : this.question.waitsIn(other)?.function === place.function;
    if (isHere) this.rightHere += other.count;
  }
}

/** `chan receive` of `chan receive, 5 minutes, locked to thread`. */
export function stateName({ state }: DumpGoroutine): string {
  return state.split(',', 1)[0];
}

function isSameStack(a: readonly DumpPlace[], b: readonly DumpPlace[]): boolean {
  return a.length === b.length && a.every((place, i) => place.function === b[i].function && isSamePlace(place, b[i]));
}

function isSamePlace(a: DumpPlace, b: DumpPlace): boolean {
  return a.fileLine === b.fileLine && a.file === b.file;
}
