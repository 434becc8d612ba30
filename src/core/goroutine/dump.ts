// Goroutine dumps. In: what `goroutine?debug=2`, a panic, SIGQUIT or runtime.Stack printed, alone or in a
// log. Out: a Profile of goroutines, or a ProfileError. Invariant: every form Go has printed is read, in
// time proportional to the bytes; text around and between the goroutines costs nothing but that.
//
// Steps: dumpScan.ts reads the bytes once, dumpParts.ts tells several dumps apart, dumpProfile.ts makes
// columns of them.

import { emptyInput, ProfileError } from '../wire/errors';
import type { Decoded, Warning } from '../profile/profile';
import { utf8Of } from '../profile/legacy/utf8';
import { partsOf, type DumpParts } from './dumpParts';
import { profileOfDump } from './dumpProfile';
import { ascii, findHeader, hasText } from './dumpLines';
import { scanDump } from './dumpScan';
import { rowFlag, type DumpScan } from './dumpTables';

/** Whether a goroutine's header stands anywhere in the text. */
export function looksLikeDump(bytes: Uint8Array): boolean {
  return findHeader(utf8Of(bytes), 0) !== undefined;
}

export function parseDump(bytes: Uint8Array): Decoded {
  if (bytes.length === 0) throw emptyInput();
  const text = utf8Of(bytes);
  const scan = scanDump(text);
  if (scan.count === 0) {
    throw new ProfileError(
      'not-a-profile',
      'There is no goroutine in this text.',
      'A dump has lines like "goroutine 1 [running]:"; capture goroutine?debug=2, or copy the whole of the panic.',
    );
  }
  const parts = partsOf(scan, text);
  return {
    profile: profileOfDump(scan, parts, isDeadlock(text, scan.at.data[0])),
    warnings: warningsOf(scan, parts, text.length),
  };
}

const asleep = ascii('all goroutines are asleep - deadlock!');
/** The runtime says it in the line before the first goroutine; a log's prefixes may stand between. */
const nearBytes = 4096;

/** Whether the program ended because none of its goroutines could go on. */
function isDeadlock(text: Uint8Array, firstAt: number): boolean {
  for (let p = Math.max(0, firstAt - nearBytes); p < firstAt; p++) {
    if (text[p] === asleep[0] && hasText(text, p, firstAt, asleep)) return true;
  }
  return false;
}

/** runtime.Stack's buffer in net/http/pprof stops growing here, and the text is cut wherever that is. */
const stackBufferBytes = 64 << 20;

function warningsOf(scan: DumpScan, parts: DumpParts, length: number): Warning[] {
  const warnings: Warning[] = [];
  if (scan.truncated || length === stackBufferBytes) {
    const why = length === stackBufferBytes ? ' Go prints no more than 64 MiB.' : '';
    warnings.push({
      code: 'truncated',
      message: `The dump is cut off, so goroutines are missing and the last one may be incomplete.${why}`,
    });
  }
  if (parts.dumpCount > 1) {
    warnings.push({
      code: 'several-dumps',
      message: `The file holds ${parts.dumpCount} dumps. Counts are sums over them; the label "dump number" tells them apart.`,
    });
  }
  const elided = countFlag(scan, parts, rowFlag.elided);
  if (elided > 0) {
    warnings.push({
      code: 'frames-elided',
      message: `${goroutines(elided)} frames left out: Go prints the 50 innermost and the 50 outermost ones.`,
    });
  }
  const unavailable = countFlag(scan, parts, rowFlag.unavailable);
  if (unavailable > 0) {
    warnings.push({
      code: 'stack-unavailable',
      message: `${goroutines(unavailable)} no stack: another thread was running them when the dump was taken.`,
    });
  }
  return warnings;
}

function countFlag(scan: DumpScan, parts: DumpParts, flag: number): number {
  let count = 0;
  const { rows } = parts;
  for (let i = 0; i < rows.length; i++) if ((scan.flags.data[rows[i]] & flag) !== 0) count++;
  return count;
}

function goroutines(count: number): string {
  return count === 1 ? '1 goroutine has' : `${count} goroutines have`;
}
