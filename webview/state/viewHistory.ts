// Back and forward through what was shown. In: each change of the view, with what kind it is and when. Out: the view
// before or after. Invariant: one gesture is one step: parts of the same gesture that follow each other within a moment (a
// turn of the wheel, the letters of a word) replace each other; a new change forgets what lay ahead.

/** Half a second: longer than the pause between two keys, shorter than that between two thoughts. */
const momentMs = 500;
const longest = 200;

export class ViewHistory<View, Gesture> {
  private readonly entries: View[];
  private at = 0;
  private lastGesture: Gesture | undefined;
  private lastTime = -Infinity;

  constructor(first: View) {
    this.entries = [first];
  }

  get canGoBack(): boolean {
    return this.at > 0;
  }

  get canGoForward(): boolean {
    return this.at < this.entries.length - 1;
  }

  /** @param gesture what the change may be a part of; undefined for one that always stands alone */
  record(view: View, gesture: Gesture | undefined, time: number): void {
    const isSame = gesture !== undefined && gesture === this.lastGesture && time - this.lastTime < momentMs;
    this.lastGesture = gesture;
    this.lastTime = time;
    this.entries.length = this.at + 1;
    if (isSame && this.at > 0) {
      this.entries[this.at] = view;
      return;
    }
    this.entries.push(view);
    if (this.entries.length > longest) this.entries.shift();
    this.at = this.entries.length - 1;
  }

  back(): View | undefined {
    return this.canGoBack ? this.goTo(this.at - 1) : undefined;
  }

  forward(): View | undefined {
    return this.canGoForward ? this.goTo(this.at + 1) : undefined;
  }

  private goTo(at: number): View {
    this.lastGesture = undefined;
    this.at = at;
    return this.entries[at];
  }
}
