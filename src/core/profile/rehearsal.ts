// A tiny made-up profile, read before a real one. In: nothing. Out: nothing but V8's knowledge of what the scan does.
// Invariant: costs less than what it spares.
//
// V8 compiles a loop with what it has seen so far. In a real file three-byte ids, say, come late: then it throws the
// compiled code away and goes on in slow code for a while, in the middle of the file. Here it sees everything first.

import { scanFields } from './scan';
import { ScanState } from './scanState';

/**
 * Numbers of one to five bytes (`n`) in every place that has them:
 * sample { location_id: [n] value: [n, 1] label { key: n num: n } } sample { location_id: n value: n value: 1 }
 * location { id: n mapping_id: n address: n line { function_id: n line: n } }
 * function { id: n name: n system_name: n filename: n start_line: n } string_table: "a" period: n
 */
function profileWith(n: readonly number[]): number[] {
  const w = n.length;
  return [
    ...[0x12, 4 * w + 9, 0x0a, w, ...n, 0x12, w + 1, ...n, 1, 0x1a, 2 * w + 2, 0x08, ...n, 0x18, ...n],
    ...[0x12, 2 * w + 4, 0x08, ...n, 0x10, ...n, 0x10, 1],
    ...[0x22, 5 * w + 7, 0x08, ...n, 0x10, ...n, 0x18, ...n, 0x22, 2 * w + 2, 0x08, ...n, 0x10, ...n],
    ...[0x2a, 5 * w + 5, 0x08, ...n, 0x10, ...n, 0x18, ...n, 0x20, ...n, 0x28, ...n],
    ...[0x32, 1, 0x61, 0x60, ...n],
  ];
}

export function rehearse(): void {
  const state = new ScanState(0);
  for (const n of [[1], [0x81, 1], [0x81, 0x81, 1], [0x81, 0x81, 0x81, 1], [0x81, 0x81, 0x81, 0x81, 1]]) {
    const profile = Uint8Array.from(profileWith(n));
    scanFields(state, profile, profile.length);
  }
}
