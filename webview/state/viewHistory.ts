// Back and forward through what was shown. In: each change of the view, with what kind it is and when. Out: the view
// before or after. Invariant: one gesture is one step: changes of the same kind that follow each other within a moment
// (a turn of the wheel, the letters of a word) replace each other; a new change forgets what lay ahead.

/** Half a second: longer than the pause between two keys, shorter than that between two thoughts. */
const momentMs = 500;
const longest = 200;

export class ViewHistory<View, Kind> {
  private readonly entries: View[];
  private at = 0;
  private lastKind: Kind | undefined;
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

  record(view: View, kind: Kind, time: number): void {
    const isSameGesture = kind === this.lastKind && time - this.lastTime < momentMs && this.at > 0;
    this.lastKind = kind;
    this.lastTime = time;
    this.entries.length = this.at + 1;
    if (isSameGesture) {
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
    this.lastKind = undefined;
    this.at = at;
    return this.entries[at];
  }
}
