// A place where a recorded file may lie. In: nothing. Out: the words that candidates are described with.
// Invariant: a lower tier is a better reason; a reason is text that a person can be shown.

import { baseName, isAbsolutePath, joinPath } from './goPath';
import type { Folder, ModuleIndex } from './moduleIndex';
import type { ProfileFile } from './profileFiles';
import { isStandardPackage } from './standardLibrary';

export type CandidateReason =
  | 'recorded path'
  | 'prefix map'
  | 'module'
  | 'build folder'
  | 'replace'
  | 'vendor'
  | 'module cache'
  | 'standard library'
  | 'path ending'
  | 'module root';

export interface Candidate {
  /** Undefined for an absolute path. */
  readonly folder: Folder | undefined;
  readonly path: string;
  readonly reason: CandidateReason;
  /** Lower is better; candidates of one tier compete. */
  readonly tier: number;
  /**
   * What it takes to accept it. `place`: being there, since the place is certain. `declaration`: being there, and
   * no proof against it. `name`: a function of the profile declared in it. `all`: every one, on its line.
   */
  readonly proof: 'place' | 'declaration' | 'name' | 'all';
}

export const tiers = {
  /** The person said so. */
  prefixMap: 0,
  recorded: 1,
  module: 2,
  /** A build with a vendor folder takes it even before a replacement. */
  vendor: 3,
  replace: 4,
  moduleCache: 5,
  /** Plus hundredths: other versions of Go are looked at only when the likelier ones do not fit exactly. */
  standardLibrary: 6,
  /** Minus the number of common parts: the longest ending wins. */
  ending: 1000,
  moduleRoot: 2000,
} as const;

/** External tests of package x are package `x_test`, in the folder of x. */
export function withoutTestSuffix(packagePath: string, filePath: string): string {
  const isTest = filePath.endsWith('_test.go') && packagePath.endsWith('_test');
  return isTest ? packagePath.slice(0, -'_test'.length) : packagePath;
}

/**
 * Paths below GOROOT/src that the file may be: `runtime/proc.go` with -trimpath, else by package; files of commands
 * in GOROOT are `main`, by their folder. Empty for what is not Go's own.
 */
export function standardPaths(file: ProfileFile): readonly string[] {
  const paths = file.packages
    .filter((p) => isStandardPackage(p))
    .map((p) => joinPath(withoutTestSuffix(p, file.path), baseName(file.path)));
  if (!isAbsolutePath(file.path) && file.path.includes('/') && isStandardPackage(file.path)) paths.push(file.path);
  const command = file.certainPackage === 'main' ? file.path.lastIndexOf('/src/cmd/') : -1;
  if (command >= 0) paths.push(file.path.slice(command + '/src/'.length));
  return paths;
}

/** @param path below GOROOT/src */
export function standardLibraryCandidates(path: string, index: ModuleIndex): readonly Candidate[] {
  return index.standardLibrary.map((folder, i) => ({
    folder,
    path,
    reason: 'standard library',
    tier: tiers.standardLibrary + i / 100,
    proof: 'declaration',
  }));
}
