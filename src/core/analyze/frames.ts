// What counts as one frame. In: a profile and a granularity. Out: for every location the frames it
// stands for, and for every frame what it shows. Invariant: two lines are the same frame exactly when
// `go tool pprof` with the same granularity puts them in the same row (google/pprof profile.Aggregate
// and internal/graph NodeInfo); a location always stands for at least one frame.

import type { Brand } from '../../base/brand';
import type { Profile } from '../profile/profile';

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

export function buildFrames(profile: Profile, granularity: Granularity, options: FrameOptions = {}): FrameTable {
  const { locations, functions, strings } = profile;
  const keepsName = granularity !== 'files';
  const keepsFile = granularity !== 'functions';
  const keepsLine = granularity === 'lines' || granularity === 'addresses';
  const keepsAddress = granularity === 'addresses';

  const name: string[] = [];
  const frameFunction: number[] = [];
  const frameLine: number[] = [];
  const frameOf = new Map<string, number>();
  const add = (parts: Parts, functionIndex: number): number => {
    const key = `${parts.address}\0${parts.name}\0${parts.file}\0${parts.line}\0${parts.objectFile}`;
    const known = frameOf.get(key);
    if (known !== undefined) return known;
    const frame = name.length;
    frameOf.set(key, frame);
    name.push(printableName(parts));
    frameFunction.push(functionIndex);
    frameLine.push(parts.line);
    return frame;
  };
  // Where the name is all that counts, no key needs to be made of the parts.
  const frameOfName = new Map<string, number>();
  const addName = (text: string, functionIndex: number): number => {
    const known = frameOfName.get(text);
    if (known !== undefined) return known;
    const frame = name.length;
    frameOfName.set(text, frame);
    name.push(text);
    frameFunction.push(functionIndex);
    frameLine.push(0);
    return frame;
  };
  // Without lines and addresses a frame depends on the function alone (and, for one without a name, on
  // the mapping), so most lines are one array look-up.
  const byFunction = new Int32Array(functions.count).fill(-1);

  const objectFile = (location: number): string => {
    const m = locations.mapping[location];
    return m < 0 ? '' : strings.text(profile.mappings.file[m]);
  };

  const locationOffset = new Uint32Array(locations.count + 1);
  const locationFrame = new Int32Array(locations.lineFunction.length + locations.count);
  let used = 0;
  for (let l = 0; l < locations.count; l++) {
    const end = locations.lineOffset[l + 1];
    let q = locations.lineOffset[l];
    const address = keepsAddress ? locations.address[l] : 0n;
    if (q === end) {
      const parts = { address, name: '', file: '', line: 0, objectFile: objectFile(l) };
      locationFrame[used++] = add(parts, -1);
    } else if (options.noInlines === true) q = end - 1;
    for (; q < end; q++) {
      const f = locations.lineFunction[q];
      let frame = keepsLine ? -1 : byFunction[f];
      if (frame < 0) {
        const functionName = keepsName ? strings.text(functions.name[f]) : '';
        frame =
          functionName !== '' && !keepsFile
            ? addName(functionName, f)
            : add(
                {
                  address,
                  name: functionName,
                  file: keepsFile ? cleanPath(strings.text(functions.filename[f])) : '',
                  line: keepsLine ? locations.lineNumber[q] : 0,
                  objectFile: functionName === '' ? objectFile(l) : '',
                },
                f,
              );
        if (!keepsLine && functionName !== '') byFunction[f] = frame;
      }
      locationFrame[used++] = frame;
    }
    locationOffset[l + 1] = used;
  }
  return {
    granularity,
    count: name.length,
    name,
    function: Int32Array.from(frameFunction),
    line: Int32Array.from(frameLine),
    locationOffset,
    locationFrame: locationFrame.subarray(0, used),
  };
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
