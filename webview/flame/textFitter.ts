// Names cut to their boxes. In: a name and a width in device pixels. Out: the longest form of it that fits, '' for none.
// Invariant: one fitter belongs to one font and one device ratio and is thrown away with them: a width depends on both.
//
// Forms of net/http.(*conn).serve, the longest first: the whole name, http.(*conn).serve, (*conn).serve, and that cut
// short with an ellipsis. The widths of a text's characters are added up: kerning and ligatures are off on the canvas, so
// the sum is exact for the ASCII that Go's names are nearly always made of.

import { partsOfName } from '../theme/packageKind';

const ellipsis = '…';

export class TextFitter {
  private readonly ascii = new Float32Array(128).fill(-1);
  private readonly others = new Map<string, number>();

  constructor(private readonly context: CanvasRenderingContext2D) {}

  fit(name: string, width: number): string {
    if (this.widthOf(name) <= width) return name;
    const { element, packageEnd } = partsOfName(name);
    if (element > 0 && this.widthOf(name, element) <= width) return name.slice(element);
    const local = packageEnd > 0 ? packageEnd + 1 : 0;
    if (local > 0 && this.widthOf(name, local) <= width) return name.slice(local);
    return this.cut(name, local, width);
  }

  widthOf(text: string, from = 0): number {
    let width = 0;
    for (let i = from; i < text.length; i++) width += this.charWidth(text, i);
    return width;
  }

  private cut(name: string, from: number, width: number): string {
    let left = width - this.charWidth(ellipsis, 0);
    let end = from;
    while (end < name.length && left >= 0) left -= this.charWidth(name, end++);
    if (left < 0) end--;
    // One letter and an ellipsis says nothing; half a surrogate pair is no letter at all.
    if (isHighSurrogate(name.charCodeAt(end - 1))) end--;
    return end - from < 2 ? '' : name.slice(from, end) + ellipsis;
  }

  /** Of the UTF-16 unit at `at`; the first of a pair has the width of both. */
  private charWidth(text: string, at: number): number {
    const code = text.charCodeAt(at);
    if (code < 128) {
      const known = this.ascii[code];
      return known >= 0 ? known : (this.ascii[code] = this.context.measureText(text[at]).width);
    }
    if (code >= 0xdc00 && code <= 0xdfff) return 0;
    const char = isHighSurrogate(code) ? text.slice(at, at + 2) : text[at];
    let width = this.others.get(char);
    if (width === undefined) this.others.set(char, (width = this.context.measureText(char).width));
    return width;
  }
}

function isHighSurrogate(code: number): boolean {
  return code >= 0xd800 && code <= 0xdbff;
}
