// File names as reports show them. In: a profile, the options for sources. Out: the profile with shorter file names,
// the same one where none changes. Invariant: google/pprof internal/report trimPath: without prefixes of the user's,
// up to the first `/NAME/` where NAME is the last element of a search directory; Bazel's /proc/self/cwd/ always.

import { withStrings } from '../profile/mergeStrings';
import type { Profile } from '../profile/profile';
import { baseName } from './goText';

export interface SourceOptions {
  readonly sourcePath?: string | undefined;
  readonly trimPath?: string | undefined;
}

const bazelPrefixes = ['/proc/self/cwd/./', '/proc/self/cwd/'];

export function trimFilenames(profile: Profile, options: SourceOptions): Profile {
  const { functions, strings } = profile;
  const added: string[] = [];
  const newName = new Map<number, number>();
  for (const index of new Set(functions.filename)) {
    const file = strings.text(index);
    const trimmed = trimFilename(file, options);
    if (trimmed === file) continue;
    newName.set(index, strings.count + added.length);
    added.push(trimmed);
  }
  if (added.length === 0) return profile;
  return {
    ...profile,
    strings: withStrings(strings, added),
    functions: { ...functions, filename: functions.filename.map((index) => newName.get(index) ?? index) },
  };
}

export function trimFilename(file: string, { sourcePath = '', trimPath = '' }: SourceOptions): string {
  if (trimPath === '') {
    for (const dir of splitPaths(sourcePath)) {
      const wanted = `/${baseName(dir)}/`;
      const found = file.indexOf(wanted);
      if (found >= 0) return file.slice(found + wanted.length);
    }
  }
  for (const prefix of [...splitPaths(trimPath), ...bazelPrefixes]) {
    const whole = prefix.endsWith('/') ? prefix : `${prefix}/`;
    if (file.startsWith(whole)) return file.slice(whole.length);
  }
  return file;
}

export function splitPaths(paths: string): readonly string[] {
  return paths === '' ? [] : paths.split(':');
}
