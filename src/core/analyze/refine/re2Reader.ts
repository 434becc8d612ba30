// The text of a pattern, read from left to right. In: the text. Out: its characters, and what a parser needs to look
// ahead. Invariant: `at` is never inside a character.

/** What is wrong with a pattern, in Go's words; `what` is the piece of the pattern it is about. */
export class PatternError extends Error {
  override readonly name = 'PatternError';

  constructor(
    readonly reason: string,
    readonly what: string,
  ) {
    super(`${reason}: \`${what}\``);
  }
}

export class PatternReader {
  at = 0;

  constructor(readonly text: string) {}

  /** What a pattern finds at this place, if it does; the whole match comes first. */
  groups(pattern: RegExp): readonly [string, ...(string | undefined)[]] | undefined {
    return (pattern.exec(this.text.slice(this.at)) ?? undefined) as
      readonly [string, ...(string | undefined)[]] | undefined;
  }

  next(): string {
    const c = String.fromCodePoint(this.text.codePointAt(this.at)!);
    this.at += c.length;
    return c;
  }

  sees(c: string): boolean {
    return this.text.charAt(this.at) === c;
  }

  take(c: string): boolean {
    if (!this.sees(c)) return false;
    this.at++;
    return true;
  }

  error(reason: string, start: number, end = this.at): PatternError {
    return new PatternError(reason, this.text.slice(start, end));
  }
}
