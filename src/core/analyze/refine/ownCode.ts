// The program's own lines. In: a profile, which functions are foreign (the runtime and the standard library), and what
// else a view leaves out. Out: samples that count, without foreign lines. Invariant: no sample is lost; what a foreign
// function costs is the cost of the line that led to it.

import type { CountedSamples } from '../lineTotals';
import type { Profile } from '../../profile/profile';

/** @param isForeign by FunctionIndex, 1 for each that is not the program's own */
export function ownCode(profile: Profile, isForeign: Uint8Array, filter: CountedSamples | undefined): CountedSamples {
  const { lineFunction, lineOffset, count } = profile.locations;
  const before = filter?.keepLine;
  const keepLine = Uint8Array.from(lineFunction, (f, l) => (f >= 0 && isForeign[f] === 0 && before?.[l] !== 0 ? 1 : 0));
  const hidden = new Uint8Array(count).fill(1);
  for (let location = 0; location < count; location++) {
    for (let l = lineOffset[location]; l < lineOffset[location + 1]; l++) {
      if (keepLine[l] === 1) hidden[location] = 0;
    }
  }
  return { keepLine, hidden, keeps: (sample) => filter?.keeps(sample) !== false };
}
