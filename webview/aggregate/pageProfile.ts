// What the page keeps of a profile: names and kinds of values, not the samples. In: a profile and its frames.
// Out: plain columns that cross from the worker to the page. Invariant: small beside the samples; a frame is named by
// its FrameIndex, a file by its place in `files`.

import type { FrameTable } from '../../src/core/analyze/frames';
import { measure, totalOf } from '../../src/core/analyze/measure';
import { isDifference } from '../../src/core/profile/diff';
import { defaultSampleTypeIndex, type Profile, type ValueType } from '../../src/core/profile/profile';

export interface PageFrames {
  readonly count: number;
  readonly name: readonly string[];
  /** FunctionIndex, -1 for none. */
  readonly function: Int32Array;
  /** Index into `files`, -1 for none. */
  readonly file: Int32Array;
  readonly files: readonly string[];
}

export interface PageProfile {
  readonly sampleTypes: readonly ValueType[];
  readonly defaultSampleType: number;
  readonly sampleCount: number;
  /** By sample type: what percentages refer to, as in pprof; in a difference the base's sum. */
  readonly whole: readonly number[];
  /** Whether it is a profile less another one: then values have a sign. */
  readonly isDifference: boolean;
  readonly frames: PageFrames;
  /** By FunctionIndex: the FrameIndex it is shown as, -1 where no stack has it. */
  readonly frameOfFunction: Int32Array;
  /** By FunctionIndex: index into `files`, -1 for none; the file of a line may differ from that of its frame. */
  readonly fileOfFunction: Int32Array;
}

export function pageProfileOf(profile: Profile, frames: FrameTable): PageProfile {
  const { functions, strings } = profile;
  const files: string[] = [];
  const byString = new Map<number, number>();
  const fileOfFunction = Int32Array.from(functions.filename, (string) => {
    if (string <= 0) return -1;
    const known = byString.get(string) ?? files.push(printable(strings.text(string))) - 1;
    byString.set(string, known);
    return known;
  });
  return {
    sampleTypes: profile.sampleTypes,
    defaultSampleType: defaultSampleTypeIndex(profile),
    sampleCount: profile.samples.count,
    whole: profile.sampleTypes.map((_, index) => totalOf(profile, measure(profile, { sampleIndex: String(index) }))),
    isDifference: isDifference(profile),
    frames: {
      count: frames.count,
      name: frames.name.map(printable),
      function: frames.function,
      file: frames.function.map((f) => (f < 0 ? -1 : fileOfFunction[f])),
      files,
    },
    frameOfFunction: framesOfFunctions(profile, frames),
    fileOfFunction,
  };
}

/**
 * Characters that are not seen but change what is seen (controls, direction marks and overrides) become one that is:
 * a name must not be able to look like another.
 */
function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Bidi_Control}]/gu, '\ufffd');
}

function framesOfFunctions(profile: Profile, frames: FrameTable): Int32Array {
  const { lineOffset, lineFunction, count } = profile.locations;
  const frameOf = new Int32Array(profile.functions.count).fill(-1);
  for (let location = 0; location < count; location++) {
    const first = frames.locationOffset[location];
    const lines = lineOffset[location + 1] - lineOffset[location];
    for (let i = 0; i < lines; i++) {
      const at = lineFunction[lineOffset[location] + i];
      if (at >= 0) frameOf[at] = frames.locationFrame[first + i];
    }
  }
  return frameOf;
}

/**
 * The sample type that tells how many beside how much, or the other way round: Go writes them in pairs
 * (samples and cpu, alloc_objects and alloc_space, contentions and delay). Undefined where there is none.
 */
export function companionOf(sampleTypes: readonly ValueType[], index: number): number | undefined {
  const other = index ^ 1;
  if (index >= sampleTypes.length || other >= sampleTypes.length) return undefined;
  const isCount = (at: number): boolean => sampleTypes[at].unit === 'count';
  return isCount(index) === isCount(other) ? undefined : other;
}
