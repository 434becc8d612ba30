// The string table as two columns. In: bytes of all strings, end to end, and where each starts.
// Out: text on demand, remembered. Invariant: the bytes are kept as the file had them, so that a string
// that is not UTF-8 is shown with replacement characters and still written back unchanged.

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

export class StringTable {
  private readonly texts: (string | undefined)[];

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
    const text = decoder.decode(this.bytes.subarray(this.offsets[index], this.offsets[index + 1]));
    this.texts[index] = text;
    return text;
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
