// Profiles that count, as text: `debug=1` of goroutine, goroutineleak, threadcreate and the program's own.
// In: bytes. Out: one sample a record, with its labels; addresses are kept and named where Go named them.
// Invariant: a text without names (old Go wrote none) decodes to what `go tool pprof` makes of it.
//
//   goroutine profile: total 20
//   3 @ 0x48c2aa 0x418c9c
//   # labels: {"endpoint":"/a b"}
//   #	0x48c2a9	main.wait+0x29	/srv/main.go:12

import { malformed } from '../wire/errors';
import { AddressSamples } from '../profile/legacy/addressSamples';
import { GoSymbols } from '../profile/legacy/goSymbols';
import { pushAddresses } from '../profile/legacy/hexAddresses';
import { profilerFrames } from '../profile/legacy/legacyFacts';
import { decoded } from '../profile/legacy/legacyWarnings';
import { readMappingsAfter } from '../profile/legacy/memoryMap';
import { TextLines } from '../profile/legacy/textLines';
import { utf8Of } from '../profile/legacy/utf8';
import type { Decoded } from '../profile/profile';

const title = / profile: total \d+$/;

export function looksLikeCountText(bytes: Uint8Array): boolean {
  return nameOf(new TextLines(utf8Of(bytes))) !== undefined;
}

/** The profile's name from `NAME profile: total N`, the first line that is no comment. */
function nameOf(lines: TextLines): string | undefined {
  while (lines.advance()) {
    if (lines.isBlankOrComment) continue;
    if (lines.to - lines.from > longestTitle) return undefined;
    const text = lines.text();
    const match = title.exec(text);
    const name = match === null ? '' : text.slice(0, match.index);
    return name === '' || /\s/.test(name) ? undefined : name;
  }
  return undefined;
}

/** Names are the program's choice; a line longer than this is no title. */
const longestTitle = 4096;

export function parseCountText(bytes: Uint8Array): Decoded {
  const lines = new TextLines(utf8Of(bytes));
  const name = nameOf(lines);
  if (name === undefined) throw malformed('the title of the profile', 0);
  const samples = new AddressSamples(1);
  const symbols = new GoSymbols(lines, samples, true);
  let isCut = false;
  while (lines.advance()) {
    if (lines.isBlankOrComment) {
      symbols.comment();
      continue;
    }
    if (lines.startsWith('---')) break;
    symbols.endRecord();
    if (!addRecord(lines, samples)) {
      if (!lines.isLast) throw malformed('a record of the profile', lines.from);
      isCut = true;
    }
  }
  symbols.endRecord();
  const type = { type: name, unit: 'count' };
  return decoded(
    samples.build(
      { sampleTypes: [type], periodType: type, period: 1n, dropFrames: profilerFrames },
      { symbols: symbols.finish(), mappings: readMappingsAfter(lines) },
    ),
    isCut,
  );
}

function addRecord(lines: TextLines, samples: AddressSamples): boolean {
  const count = lines.integer();
  lines.skipBlanks();
  if (count === undefined || !lines.take('@')) return false;
  const from = samples.stack.length;
  pushAddresses(lines, samples, 1, 1);
  samples.addSample(from, [count]);
  return true;
}
