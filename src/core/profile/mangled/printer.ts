// A tree written out as `go tool pprof` writes it by default. In: a tree, and how each kind of part is written. Out: text.
// Types are written from the inside out, as C++ declares: what stands around a name waits in `inner` until its place comes.
// Invariant: the text is no longer than a limit, however often parts are repeated.

import { type Budget, type Kind, type Node, none, NotMangled } from './nodes';

export type Write = (p: Printer, at: Node) => void;
export type Writers = Readonly<Partial<Record<Kind, Write>>>;

const longest = 1 << 16;

export class Printer {
  private text = '';
  inner: Node[] = [];
  /** What is being written: a part that holds itself is written once. */
  private readonly open: Node[] = [];

  constructor(
    private readonly writers: Writers,
    private readonly budget: Budget,
  ) {}

  /** All of a tree. */
  whole(root: Node): string {
    this.print(root);
    return this.text;
  }

  write(text: string): void {
    this.text += text;
    if (this.text.length > longest) throw new NotMangled('too long');
  }

  print(at: Node): void {
    if (at === none || this.open.filter((other) => other === at).length > 1) return;
    this.open.push(at);
    this.budget.down(() => this.writers[at.kind]?.(this, at));
    this.open.pop();
  }

  /** Texts and trees, one after the other. */
  all(...parts: readonly (Node | string)[]): void {
    for (const part of parts) {
      if (typeof part === 'string') this.write(part);
      else this.print(part);
    }
  }

  list(parts: readonly Node[]): void {
    parts.forEach((part, i) => this.all(i === 0 ? '' : ', ', part));
  }

  endsIn(char: string): boolean {
    return this.text.endsWith(char);
  }

  /** With other things waiting than before, and after. */
  waiting(inner: readonly Node[], write: () => void): void {
    const held = this.inner;
    this.inner = [...inner];
    write();
    this.inner = held;
  }
}
