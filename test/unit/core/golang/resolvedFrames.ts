// Frames of real programs, resolved. In: a profile, what is open, a parser. Out: for each function and line of it where it
// leads, to compare with the truth: what a plain build in place records. Invariant: what is not found is a frame as well,
// so that it counts as wrong.

import assert from 'node:assert/strict';
import { currentLine } from '../../../../src/core/golang/anchors';
import { LearnedRoots } from '../../../../src/core/golang/learnedRoots';
import type { ModuleIndex } from '../../../../src/core/golang/moduleIndex';
import { ProfileFiles } from '../../../../src/core/golang/profileFiles';
import { resolveSource, type SourceResolution } from '../../../../src/core/golang/resolveSource';
import type { GoParser } from '../../../../src/core/golang/syntax';
import type { Profile } from '../../../../src/core/profile/profile';
import { nodeReader } from './nodeSources';

export interface Frame {
  readonly name: string;
  readonly file: string;
  readonly line: number;
}

/** Every distinct function and line of a profile, resolved. */
export async function resolveAll(profile: Profile, index: ModuleIndex, parser: GoParser): Promise<Frame[]> {
  const files = new ProfileFiles(profile);
  const learned = LearnedRoots.from(files, index);
  const reader = nodeReader(parser);
  const resolved = new Map<number, SourceResolution>();
  for (const file of files.files) {
    resolved.set(file.filename, await resolveSource(files, file, index, learned, reader));
  }
  return distinctFrames(profile).map(({ f, name, line }) => {
    const resolution = resolved.get(profile.functions.filename[f]);
    if (resolution?.kind !== 'found') return { name, file: textOf(resolution), line: 0 };
    const { place, syntax, anchors } = resolution.source;
    const anchor = [...anchors].find(([functionIndex]) => (functionIndex as number) === f)?.[1];
    return { name, file: place, line: syntax === undefined ? line : currentLine(anchor, syntax, line) };
  });
}

function textOf(resolution: SourceResolution | undefined): string {
  return resolution === undefined
    ? '?'
    : JSON.stringify(resolution.kind === 'several' ? resolution.sources.map((s) => s.place) : resolution);
}

function distinctFrames(profile: Profile): { readonly f: number; readonly name: string; readonly line: number }[] {
  const { lineFunction, lineNumber } = profile.locations;
  const seen = new Map<string, { f: number; name: string; line: number }>();
  lineFunction.forEach((f, i) => {
    const name = profile.strings.text(profile.functions.name[f]);
    seen.set(`${f}:${lineNumber[i]}`, { f, name, line: lineNumber[i] });
  });
  return [...seen.values()];
}

export function recordedFrames(profile: Profile): Frame[] {
  return distinctFrames(profile).map(({ f, name, line }) => ({
    name,
    line,
    file: profile.strings.text(profile.functions.filename[f]),
  }));
}

const keyOf = (frame: Frame): string => `${frame.name}:${frame.line} in ${frame.file}`;

/** How many frames of each build form lead to exactly the right line; printed, and none may be wrong. */
export class Shares {
  private readonly lines: string[] = [];

  check(form: string, actual: readonly Frame[], expected: readonly Frame[]): void {
    const wanted = new Set(expected.map(keyOf));
    const wrong = actual.filter((frame) => !wanted.has(keyOf(frame)));
    this.lines.push(`${form}: ${actual.length - wrong.length} of ${actual.length} frames right`);
    // The first ones say enough.
    assert.deepEqual(wrong.slice(0, 5).map(keyOf), []);
    assert.ok(actual.length > 0);
  }

  /** Prints by name what a form has besides. */
  note(frames: Iterable<Frame>, what: string): void {
    for (const frame of frames) this.lines.push(`  ${what}: ${keyOf(frame)}`);
  }

  print(): void {
    for (const line of this.lines) console.log(`      ${line}`);
  }
}
