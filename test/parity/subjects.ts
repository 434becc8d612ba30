// What is compared. In: files. Out: subjects: a profile as Heatline has it, and how `go tool pprof` is given the same.
// Invariants: a file is a subject by itself; with `pairs`, also its difference with and its sum with the file of the same
// kind before it; only bytes decide what a file is.

import fs from 'node:fs';
import path from 'node:path';
import { sentenceOf, UserError } from '../../src/base/userError';
import { openProfile } from '../../src/core/open';
import { subtractProfile } from '../../src/core/profile/diff';
import { mergeProfiles } from '../../src/core/profile/merge';
import type { Profile } from '../../src/core/profile/profile';
import { readError } from '../../src/node/fileErrors';
import { inflateNative } from '../../src/node/inflate';
import { adaptations } from './knownDifferences';
import type { Oracle } from './pprofSession';

export interface Subject {
  readonly title: string;
  readonly oracle: Oracle;
  /** A sentence where Heatline refuses the file. */
  readonly profile: () => Profile | string;
}

/** @param places folders and files, as seen from where `npm run` was typed */
export function findProfiles(places: readonly string[]): readonly string[] {
  // Absolute: a name that begins with a dash must not become an option of pprof.
  const from = process.env['INIT_CWD'] ?? process.cwd();
  return places.flatMap((place) => filesBelow(path.resolve(from, place))).sort();
}

/** Links are followed to files, not to folders, which could lead round in a circle. */
function filesBelow(place: string): readonly string[] {
  if (!fs.statSync(place).isDirectory()) return [place];
  return fs.readdirSync(place, { withFileTypes: true }).flatMap((entry) => {
    const file = path.join(place, entry.name);
    if (entry.isDirectory()) return filesBelow(file);
    return isFile(file) && !/\.(md|tsv|go|mod|sum|json|sh|html)$/.test(file) ? [file] : [];
  });
}

function isFile(file: string): boolean {
  try {
    return fs.statSync(file).isFile();
  } catch {
    return false; // A link that leads nowhere.
  }
}

export function* subjectsOf(files: readonly string[], pairs: boolean): Generator<Subject> {
  const last = new Map<string, string>();
  for (const file of files) {
    const title = path.join(path.basename(path.dirname(file)), path.basename(file));
    const profile = open(file);
    yield { title, oracle: { flags: [], files: [file] }, profile: () => profile };
    // Dumps of goroutines are nothing to pprof; it would leave them out of a combination.
    if (typeof profile === 'string' || profile.goroutines !== undefined || !pairs) continue;
    const kind = profile.sampleTypes.map(({ type, unit }) => `${type}/${unit}`).join();
    const before = last.get(kind);
    last.set(kind, file);
    if (before !== undefined) yield* pairOf(title, file, before);
  }
}

function* pairOf(title: string, file: string, before: string): Generator<Subject> {
  const make = (combine: (own: Profile, other: Profile) => Profile) => (): Profile | string => {
    const [own, other] = [open(file), open(before)];
    if (typeof own === 'string' || typeof other === 'string') return 'was readable before';
    try {
      return combine(own, other);
    } catch (error) {
      if (UserError.is(error)) return sentenceOf(error);
      throw error;
    }
  };
  const pair = `${title} and ${path.basename(before)}`;
  for (const [flags, options] of [
    [[`-diff_base=${before}`], { kind: 'diff_base' }],
    [[`-base=${before}`], { kind: 'base' }],
    [[`-diff_base=${before}`, '-normalize'], { kind: 'diff_base', normalize: true }],
  ] as const) {
    yield {
      title: `${flags.map((flag) => flag.replace(/=.*/, '')).join(' ')} of ${pair}`,
      oracle: { flags, files: [file] },
      profile: make((own, other) => subtractProfile(own, other, options)),
    };
  }
  // Of several arguments the first is the program, where pprof takes it for one, as it does with most old forms.
  if (!isProtobuf(before)) return;
  yield {
    title: `sum of ${pair}`,
    oracle: { flags: [], files: [before, file] },
    profile: make((own, other) => mergeProfiles([other, own])),
  };
}

/** Packed or not: old forms are text, or begin with a zero word. */
function isProtobuf(file: string): boolean {
  const bytes = new Uint8Array(2);
  const handle = fs.openSync(file, 'r');
  fs.readSync(handle, bytes);
  fs.closeSync(handle);
  return (bytes[0] === 0x1f && bytes[1] === 0x8b) || bytes[0] === 0x0a;
}

function open(file: string): Profile | string {
  try {
    const bytes = fs.readFileSync(file);
    const { profile } = openProfile(bytes, { inflate: inflateNative });
    return adaptations.reduce((read, { applies, adapt }) => (applies(bytes, read) ? adapt(read) : read), profile);
  } catch (error) {
    const reason = error instanceof UserError ? error : readError(file, error);
    if (reason instanceof UserError) return sentenceOf(reason);
    throw error;
  }
}
