// The string table as two columns. In: bytes of all strings, end to end, and where each starts.
// Out: text on demand, remembered. Invariant: the bytes are kept as the file had them, so that a string
// that is not UTF-8 is shown with replacement characters and still written back unchanged.

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** Strings are decoded so many at a time: a call to the decoder costs as much as a thousand bytes of ASCII. */
const together = 128;

export class StringTable {
  private readonly texts: (string | undefined)[];
  /** By `together` strings: their text, '' where it cannot be cut up by bytes. */
  private readonly blocks: (string | undefined)[] = [];

  /**
   * @param bytes all strings' bytes, end to end
   * @param offsets start of each string in `bytes`, and the end of the last one: count + 1 entries
   */
  constructor(
    readonly bytes: Uint8Array<ArrayBuffer>,
    readonly offsets: Uint32Array<ArrayBuffer>,
  ) {
    this.texts = new Array<string | undefined>(Math.max(0, offsets.length - 1));
  }

  get count(): number {
    return this.offsets.length - 1;
  }

  /** The string at `index`; '' for an index that is not in the table. */
  text(index: number): string {
    const known = this.texts[index];
    if (known !== undefined) return known;
    if (!(index >= 0 && index < this.count)) return '';
    const { offsets } = this;
    const first = index - (index % together);
    const block = (this.blocks[(index / together) | 0] ??= this.block(first));
    const text =
      block === ''
        ? decoder.decode(this.bytes.subarray(offsets[index], offsets[index + 1]))
        : block.slice(offsets[index] - offsets[first], offsets[index + 1] - offsets[first]);
    this.texts[index] = text;
    return text;
  }

  private block(first: number): string {
    const bytes = this.bytes.subarray(this.offsets[first], this.offsets[Math.min(this.count, first + together)]);
    const text = decoder.decode(bytes);
    // Every character of more than one byte makes the text shorter than the bytes.
    return text.length === bytes.length ? text : '';
  }

  static from(strings: readonly string[]): StringTable {
    const encoder = new TextEncoder();
    const parts = strings.map((s) => encoder.encode(s));
    const offsets = new Uint32Array(strings.length + 1);
    let size = 0;
    parts.forEach((part, i) => {
      size += part.length;
      offsets[i + 1] = size;
    });
    const bytes = new Uint8Array(size);
    parts.forEach((part, i) => bytes.set(part, offsets[i]));
    return new StringTable(bytes, offsets);
  }
}
