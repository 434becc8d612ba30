// What a log collector puts before each line of a dump: a time, a pod and container, a sequence number.
// In: the prefix of one line, as bytes. Out: where the text starts on other lines with the same prefix.
// Invariant: runs of digits may differ from line to line (clocks move on), everything else is literal, so
// a line of another pod does not match; matching costs no more than the prefix is long.
//
//   "2026-01-02T10:00:00.5Z orders-7d orders "  matches  "2026-01-02T10:00:00.75Z orders-7d orders \tmain.go:1"

/** Longer than any time, namespace, pod and container (253 + 63) together; keeps matching cheap on hostile input. */
const maxLength = 512;

export class LogPrefix {
  private constructor(private readonly shape: Uint8Array) {}

  /** The prefix that is `bytes[from, to)`; undefined where that is too long to be one. */
  static of(bytes: Uint8Array, from: number, to: number): LogPrefix | undefined {
    if (to - from > maxLength) return undefined;
    const shape: number[] = [];
    for (let p = from; p < to; p++) {
      const digit = isDigit(bytes[p]);
      if (!digit || p === from || !isDigit(bytes[p - 1])) shape.push(digit ? 0 : bytes[p]);
    }
    return new LogPrefix(Uint8Array.from(shape));
  }

  /**
   * Where the text of the line `bytes[from, to)` starts, -1 if the line has another prefix. A line that is
   * blank after the prefix may have lost the prefix's own trailing blanks.
   */
  skip(bytes: Uint8Array, from: number, to: number): number {
    const { shape } = this;
    let p = from;
    for (let i = 0; i < shape.length; i++) {
      if (p >= to) return i > 0 && this.isBlankFrom(i) ? to : -1;
      if (shape[i] === 0) {
        if (!isDigit(bytes[p])) return -1;
        while (p < to && isDigit(bytes[p])) p++;
      } else if (bytes[p++] !== shape[i]) return -1;
    }
    return p;
  }

  private isBlankFrom(index: number): boolean {
    for (let i = index; i < this.shape.length; i++) if (this.shape[i] !== 0x20 && this.shape[i] !== 0x09) return false;
    return true;
  }
}

function isDigit(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39;
}
