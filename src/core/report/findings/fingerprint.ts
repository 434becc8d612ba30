// A name for a cause that stays from run to run. In: a finding. Out: 16 hexadecimal digits. Invariant: lines are not in
// it, nor counts, so that it survives edits above and a busier day; rule, file and title are.

import type { Finding } from '../../diagnose/finding';

export function fingerprint({ rule, location, title }: Pick<Finding, 'rule' | 'location' | 'title'>): string {
  // FNV-1a of 64 bits: a name for a text, nobody's secret.
  let hash = 0xcbf29ce484222325n;
  for (const byte of new TextEncoder().encode([rule, location?.file ?? '', title].join('\0'))) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  }
  return hash.toString(16).padStart(16, '0');
}
