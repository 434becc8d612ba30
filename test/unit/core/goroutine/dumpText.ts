// Dumps as text, in and out. In: lines of a dump, or what was decoded. Out: bytes, or one line a sample that
// reads in a diff: count, labels, stack innermost first, `~` before the frame another was inlined into.
import { parseDump } from '../../../../src/core/goroutine/dump';
import type { Profile } from '../../../../src/core/profile/profile';

export function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}

export function dump(...lines: readonly string[]): Profile {
  return parseDump(bytesOf(`${lines.join('\n')}\n`)).profile;
}

export function warningsOf(text: string): string[] {
  return parseDump(bytesOf(text)).warnings.map((w) => w.code);
}

export function locationText(p: Profile, location: number): string {
  const { locations, functions, strings } = p;
  const frames: string[] = [];
  for (let line = locations.lineOffset[location]; line < locations.lineOffset[location + 1]; line++) {
    const fn = locations.lineFunction[line];
    const file = strings.text(functions.filename[fn]);
    frames.push(`${strings.text(functions.name[fn])}@${file}:${locations.lineNumber[line]}`);
  }
  const address = locations.address[location];
  return frames.join(' ~ ') + (address === 0n ? '' : `#${address.toString(16)}`);
}

export function samplesText(p: Profile): string[] {
  const { samples, labels, strings } = p;
  return Array.from({ length: samples.count }, (_, s) => {
    const shown: string[] = [];
    for (let l = samples.labelOffset[s]; l < samples.labelOffset[s + 1]; l++) {
      const value = labels.text[l] < 0 ? String(labels.number[l]) : strings.text(labels.text[l]);
      shown.push(`${strings.text(labels.key[l])}=${value}`);
    }
    const stack = samples.stackLocation.subarray(samples.stackOffset[s], samples.stackOffset[s + 1]);
    const values = samples.values.map((column) => column[s]).join('/');
    return `${values} {${shown.join(', ')}} ${Array.from(stack, (l) => locationText(p, l)).join(' < ')}`.trimEnd();
  });
}

/** Number, state, minutes, flags, creator and parent of each goroutine. */
export function goroutinesText(p: Profile): string[] {
  const g = p.goroutines;
  if (g === undefined) return [];
  return Array.from(g.id, (id, i) => {
    const creator = g.createdBy[i] < 0 ? '-' : locationText(p, g.createdBy[i]);
    return `${id} ${p.strings.text(g.state[i])} ${g.waitMinutes[i]} ${g.flags[i]} ${creator} ${g.parent[i]}`;
  });
}
