// Names that Go writes below each record of a `debug=1` profile. In: lines `#\t0xADDRESS\tNAME+0xOFF\tFILE:LINE`
// and the record they belong to. Out: lines by address. Invariant: an address keeps the first description
// it gets.
//
// The address is that of the call, so one below the return address in the record, but the return address
// itself where there was no call (a signal, a function's first instruction). Go to 1.20 describes inlined
// frames by several lines with one address, innermost first.
//
// Go leaves out the runtime's functions at the leaf (allocation, parking) and runtime.goexit everywhere, so
// that what is not described there is known to be one of these. Naming it `runtime.<hidden>` keeps the
// stack whole, and lets the frames that pprof drops from heap profiles (`runtime\..*`) be dropped here too.

import type { AddressSamples, SymbolLine, TextLabel } from './addressSamples';
import { readGoLabels } from './goLabels';
import type { TextLines } from './textLines';

const goexit: readonly SymbolLine[] = [{ name: 'runtime.goexit', file: '', line: 0 }];
const hidden: readonly SymbolLine[] = [{ name: 'runtime.<hidden>', file: '', line: 0 }];

/** Whether a frame was named here and not by Go. */
export function isImplied(name: string, file: string): boolean {
  return file === '' && (name === goexit[0].name || name === hidden[0].name);
}

/** A line of the current record: the address's id, that of the address below, and where the name starts. */
interface Described {
  readonly id: number;
  readonly below: number;
  readonly from: number;
  readonly to: number;
}

export class GoSymbols {
  private readonly byAddress = new Map<number, readonly SymbolLine[]>();
  /** What follows from Go's silence; a description elsewhere in the file is better. */
  private readonly guessed = new Map<number, readonly SymbolLine[]>();
  private readonly record: Described[] = [];

  /** @param hidesLeaves false for block and mutex profiles, which show all but runtime.goexit */
  constructor(
    private readonly lines: TextLines,
    private readonly samples: AddressSamples,
    private readonly hidesLeaves: boolean,
  ) {}

  /** Takes the current line, a comment; labels go to the sample added last. */
  comment(): void {
    const { lines, samples } = this;
    if (lines.startsWith('# labels: {')) {
      if (samples.count > 0) samples.addLabels(labelsOf(lines));
      return;
    }
    lines.p = lines.from + 1;
    lines.skipBlanks();
    const address = lines.take('0x') ? addressAt(lines) : undefined;
    if (address === undefined) return;
    const [high, low] = address;
    lines.skipBlanks();
    this.record.push({
      id: samples.addressId(high, low),
      below: samples.addressId(high, low, 1),
      from: lines.p,
      to: lines.to,
    });
  }

  /** Ends the record whose addresses are the last sample's. */
  endRecord(): void {
    const { record, samples } = this;
    if (record.length === 0 || samples.count === 0) return;
    const stack = samples.stack.data.subarray(
      samples.stackOffset.data[samples.count - 1],
      samples.stackEnd.data[samples.count - 1],
    );
    const times = new Map<number, number>();
    for (const id of stack) times.set(id, (times.get(id) ?? 0) + 1);
    const described = new Map<number, Described[]>();
    for (const line of record) {
      const id = times.has(line.id) || !times.has(line.below) ? line.id : line.below;
      const others = described.get(id);
      if (others === undefined) described.set(id, [line]);
      else others.push(line);
    }
    for (const [id, all] of described) {
      if (this.byAddress.has(id)) continue;
      // A recursion repeats the address and its whole description.
      const own = all.slice(0, Math.max(1, Math.floor(all.length / (times.get(id) ?? 1))));
      const symbols = own
        .filter(({ from, to }) => from < to)
        .map(({ from, to }) => symbolOf(this.lines.text(from, to)));
      if (symbols.length > 0) this.byAddress.set(id, symbols);
    }
    let leading = this.hidesLeaves;
    for (const id of stack) {
      if (described.has(id)) leading = false;
      else if (!this.guessed.has(id)) this.guessed.set(id, leading ? hidden : goexit);
    }
    record.length = 0;
  }

  finish(): ReadonlyMap<number, readonly SymbolLine[]> {
    return new Map([...this.guessed, ...this.byAddress]);
  }
}

/** The halves of the hexadecimal number at the cursor. */
function addressAt(lines: TextLines): readonly [number, number] | undefined {
  let high = 0;
  let low = 0;
  const from = lines.p;
  for (; lines.p < lines.to; lines.p++) {
    const digit = parseInt(String.fromCharCode(lines.bytes[lines.p]), 16);
    if (Number.isNaN(digit)) break;
    high = (high << 4) | (low >>> 28);
    low = (low << 4) | digit;
  }
  return lines.p > from && lines.p - from <= 16 ? [high, low] : undefined;
}

/** `NAME+0xOFF\tFILE:LINE`, with tabs that align columns in between. */
function symbolOf(text: string): SymbolLine {
  const [first, ...others] = text.split('\t');
  const plus = first.lastIndexOf('+0x');
  const name = plus < 0 ? first : first.slice(0, plus);
  const place = others.at(-1) ?? '';
  const colon = place.lastIndexOf(':');
  const line = Number(place.slice(colon + 1));
  if (colon < 0 || !Number.isInteger(line) || line < 0 || line >= 2 ** 31) return { name, file: place, line: 0 };
  return { name, file: place.slice(0, colon), line };
}

function labelsOf(lines: TextLines): readonly TextLabel[] {
  return readGoLabels(lines.bytes, lines.from + '# labels: '.length, lines.to).labels;
}
