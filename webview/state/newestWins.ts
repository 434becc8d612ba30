// One call at a time, and only the newest one waits. In: values, as fast as they come. Out: `work` on the first and,
// when that is done, on the last. Invariant: what was overtaken resolves to undefined and never runs.

export class NewestWins<T, R> {
  private isRunning = false;
  private waiting: { value: T; resolve: (result: R | undefined) => void; reject: (error: unknown) => void } | undefined;

  constructor(private readonly work: (value: T) => Promise<R>) {}

  run(value: T): Promise<R | undefined> {
    return new Promise((resolve, reject) => {
      this.waiting?.resolve(undefined);
      this.waiting = { value, resolve, reject };
      if (!this.isRunning) void this.drain();
    });
  }

  private async drain(): Promise<void> {
    this.isRunning = true;
    while (this.waiting !== undefined) {
      const { value, resolve, reject } = this.waiting;
      this.waiting = undefined;
      try {
        resolve(await this.work(value));
      } catch (error) {
        reject(error);
      }
    }
    this.isRunning = false;
  }
}
