// Where functions begin on this disk. In: names of rows, the profiles they are from, folders of sources. Out: file and
// line by name. Invariant: the first profile that knows a row says where it is, so the newest ones come first.

import type { Profile } from '../core/profile/profile';
import type { Prepared } from '../core/report/prepare';
import { loadGoParser } from '../node/goParserFiles';
import { LocalSources } from '../node/localSources';
import { localPlace } from './localPlaces';

export interface FunctionPlace {
  readonly file: string;
  readonly line: number;
}

export async function functionPlaces(
  names: readonly string[],
  profiles: readonly Prepared[],
  folders: readonly string[],
): Promise<ReadonlyMap<string, FunctionPlace>> {
  const found = new Map<string, FunctionPlace>();
  if (names.length === 0) return found;
  const parser = await loadGoParser();
  const read = profiles.map(({ profile }) => profile);
  const sources = parser === undefined ? undefined : await LocalSources.open(folders, parser, read);
  const recorded = recordedPlaces(profiles);
  for (const name of names) {
    const place = recorded.get(name);
    if (place !== undefined) found.set(name, await localPlace(place, sources));
  }
  return found;
}

function recordedPlaces(profiles: readonly Prepared[]): ReadonlyMap<string, FunctionPlace> {
  const recorded = new Map<string, FunctionPlace>();
  for (const { profile, rows } of profiles) {
    rows.name.forEach((name, row) => {
      if (recorded.has(name)) return;
      const place = beginOf(profile, rows.function[row], rows.line[row]);
      if (place !== undefined) recorded.set(name, place);
    });
  }
  return recorded;
}

function beginOf({ functions, strings }: Profile, at: number, line: number): FunctionPlace | undefined {
  if (at < 0) return undefined;
  const file = strings.text(functions.filename[at]);
  return file === '' ? undefined : { file, line: line > 0 ? line : Math.max(1, functions.startLine[at]) };
}
