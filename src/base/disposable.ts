// Ownership of listeners, timers, processes and the like. Invariant: what is added after the list was
// disposed is disposed at once, so an `await` between the two leaks nothing.

export interface Disposable {
  dispose(): void;
}

/** Disposes its members in reverse order of addition, once. */
export class DisposableList implements Disposable {
  private items: Disposable[] = [];
  private disposed = false;

  get isDisposed(): boolean {
    return this.disposed;
  }

  add<T extends Disposable>(item: T): T {
    if (this.disposed) item.dispose();
    else this.items.push(item);
    return item;
  }

  dispose(): void {
    if (this.disposed) return;
    this.disposed = true;
    for (const item of this.items.reverse()) item.dispose();
    this.items = [];
  }
}

export function toDisposable(dispose: () => void): Disposable {
  return { dispose };
}
