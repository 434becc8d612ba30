// What counts as one frame. In: a profile and a granularity. Out: for every location the frames it
// stands for, and for every frame what it shows. Invariant: two lines are the same frame exactly when
// `go tool pprof` with the same granularity puts them in the same row (google/pprof profile.Aggregate
// and internal/graph NodeInfo); a location always stands for at least one frame.

import type { Brand } from '../../base/brand';
import type { Profile } from '../profile/profile';
import { firstOfSame } from '../profile/sameStrings';

export type FrameIndex = Brand<number, 'FrameIndex'>;

/** Names and meaning as in `go tool pprof`. */
export type Granularity = 'functions' | 'filefunctions' | 'files' | 'lines' | 'addresses';

export const granularities: readonly Granularity[] = ['functions', 'filefunctions', 'files', 'lines', 'addresses'];

export interface FrameTable {
  readonly granularity: Granularity;
  readonly count: number;
  /** Shown name, e.g. `main.work` or `main.work main.go:12`. */
  readonly name: readonly string[];
  /** A FunctionIndex of the frame (the first one, where several functions share the name), -1 for none. */
  readonly function: Int32Array;
  /** Line1 where the granularity has lines, else 0. */
  readonly line: Int32Array;
  /** CSR by LocationIndex into `locationFrame`. */
  readonly locationOffset: Uint32Array;
  /** FrameIndex, innermost first, as the location's lines. */
  readonly locationFrame: Int32Array;
}

export interface FrameOptions {
  /** Only the physical function of a location, without those inlined into it. */
  readonly noInlines?: boolean;
}

/** The parts of a line that a granularity keeps; two lines with equal parts are one frame. */
interface Parts {
  readonly address: bigint;
  readonly name: string;
  readonly file: string;
  readonly line: number;
  readonly objectFile: string;
}

/** Frames as they are found. */
interface Builder {
  readonly profile: Profile;
  readonly granularity: Granularity;
  /** By function its frame, where that depends on nothing else, so that most lines are one look-up; else -1. */
  readonly byFunction: Int32Array;
  /** By function the first one of its name, where the name is all that counts. */
  readonly firstOfName: Int32Array;
  readonly byParts: Map<string, number>;
  /** By frame: names that are more than that of a function. */
  readonly madeName: Map<number, string>;
  readonly function: number[];
  readonly line: number[];
}

export function buildFrames(profile: Profile, granularity: Granularity, options: FrameOptions = {}): FrameTable {
  const { locations, functions, strings } = profile;
  const b: Builder = {
    profile,
    granularity,
    byFunction: new Int32Array(functions.count).fill(-1),
    firstOfName: firstOfSame(strings, granularity === 'functions' ? functions.name : new Int32Array(0)),
    byParts: new Map(),
    madeName: new Map(),
    function: [],
    line: [],
  };
  const locationOffset = new Uint32Array(locations.count + 1);
  const locationFrame = new Int32Array(locations.lineFunction.length + locations.count);
  const used = addLocations(b, options.noInlines === true, locationOffset, locationFrame);
  let name: readonly string[] | undefined;
  return {
    granularity,
    count: b.function.length,
    /** Read when somebody asks for it: a call tree is made without. */
    get name() {
      return (name ??= b.function.map((f, frame) => b.madeName.get(frame) ?? strings.text(functions.name[f])));
    },
    function: new Int32Array(b.function),
    line: new Int32Array(b.line),
    locationOffset,
    locationFrame: locationFrame.subarray(0, used),
  };
}

/** @returns how many entries of `locationFrame` were filled */
function addLocations(b: Builder, noInlines: boolean, locationOffset: Uint32Array, locationFrame: Int32Array): number {
  const { count, lineOffset, lineFunction } = b.profile.locations;
  const { byFunction } = b;
  let used = 0;
  for (let l = 0; l < count; l++) {
    const end = lineOffset[l + 1];
    let q = lineOffset[l];
    if (q === end) locationFrame[used++] = frameWithoutFunction(b, l);
    else if (noInlines) q = end - 1;
    for (; q < end; q++) {
      const frame = byFunction[lineFunction[q]];
      locationFrame[used++] = frame < 0 ? frameOfLine(b, l, q) : frame;
    }
    locationOffset[l + 1] = used;
  }
  return used;
}

function frameWithoutFunction(b: Builder, location: number): number {
  const parts = { address: addressOf(b, location), name: '', file: '', line: 0, objectFile: objectFile(b, location) };
  return frameOfParts(b, parts, -1);
}

function frameOfLine(b: Builder, location: number, line: number): number {
  const { strings, functions, locations } = b.profile;
  const { granularity, byFunction } = b;
  const f = locations.lineFunction[line];
  const name = functions.name[f];
  const isNamed = granularity !== 'files' && strings.offsets[name + 1] > strings.offsets[name];
  if (isNamed && granularity === 'functions') {
    const first = b.firstOfName[f];
    if (byFunction[first] < 0) byFunction[first] = addFrame(b, f, 0);
    return (byFunction[f] = byFunction[first]);
  }
  const keepsLine = granularity === 'lines' || granularity === 'addresses';
  const parts = {
    address: addressOf(b, location),
    name: isNamed ? strings.text(name) : '',
    file: granularity === 'functions' ? '' : cleanPath(strings.text(functions.filename[f])),
    line: keepsLine ? locations.lineNumber[line] : 0,
    objectFile: isNamed ? '' : objectFile(b, location),
  };
  const frame = frameOfParts(b, parts, f);
  // One without a name depends on the mapping, too.
  if (isNamed && !keepsLine) byFunction[f] = frame;
  return frame;
}

function frameOfParts(b: Builder, parts: Parts, functionIndex: number): number {
  const key = `${parts.address}\0${parts.name}\0${parts.file}\0${parts.line}\0${parts.objectFile}`;
  const known = b.byParts.get(key);
  if (known !== undefined) return known;
  const frame = addFrame(b, functionIndex, parts.line);
  b.byParts.set(key, frame);
  b.madeName.set(frame, printableName(parts));
  return frame;
}

function addFrame(b: Builder, functionIndex: number, line: number): number {
  b.line.push(line);
  return b.function.push(functionIndex) - 1;
}

function addressOf({ granularity, profile }: Builder, location: number): bigint {
  return granularity === 'addresses' ? profile.locations.address[location] : 0n;
}

function objectFile({ profile }: Builder, location: number): string {
  const m = profile.locations.mapping[location];
  return m < 0 ? '' : profile.strings.text(profile.mappings.file[m]);
}

/** As google/pprof internal/graph `NodeInfo.PrintableName`. */
function printableName(p: Parts): string {
  const parts: string[] = [];
  if (p.address !== 0n) parts.push(p.address.toString(16).padStart(16, '0'));
  if (p.name !== '') parts.push(p.name);
  if (p.line !== 0) parts.push(`${p.file}:${p.line}`);
  else if (p.file !== '') parts.push(p.file);
  else if (p.name !== '') return parts.join(' ');
  else if (p.objectFile !== '') parts.push(`[${p.objectFile.slice(p.objectFile.lastIndexOf('/') + 1)}]`);
  else parts.push('<unknown>');
  return parts.join(' ');
}

/** As Go's `filepath.Clean` on a slash-separated path; '' stays ''. */
export function cleanPath(path: string): string {
  if (path === '' || !/\/\/|(?:^|\/)\.{1,2}(?:\/|$)|.\/$/.test(path)) return path;
  const rooted = path.startsWith('/');
  const out: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') out.push(part);
    else if (out.length > 0 && out.at(-1) !== '..') out.pop();
    else if (!rooted) out.push('..');
  }
  return (rooted ? '/' : '') + out.join('/') || '.';
}
