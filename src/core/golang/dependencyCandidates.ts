// Files of modules that are required, not opened. In: a file of a profile and the modules here. Out: where
// `replace`, vendor and the module cache may have it. Invariant: the module a path names (`path@version/…`)
// counts before the one its package suggests; a version we know is never traded for another.

import { baseName, joinPath } from './goPath';
import type { ModuleVersion, Replacement } from './goMod';
import type { Folder, ModuleIndex } from './moduleIndex';
import { moduleCachePath, splitVersionedPath, type VersionedPath } from './modulePath';
import type { ProfileFile } from './profileFiles';
import { type Candidate, type CandidateReason, standardLibraryCandidates, tiers, withoutTestSuffix } from './candidate';

export function dependencyCandidates(file: ProfileFile, index: ModuleIndex): Candidate[] {
  const recorded = splitVersionedPath(file.path, file.packages);
  if (recorded?.module === 'golang.org/toolchain') return toolchainCandidates(recorded, index);
  const wanted = recorded === undefined ? required(file, index) : [recorded];
  return [
    ...wanted.flatMap((w) => replacedCandidates(w, index)),
    ...vendorCandidates(file, recorded, index),
    ...wanted.flatMap((w) => cached(w, index, recorded === undefined ? 'declaration' : 'place')),
  ];
}

/** A Go of another version than the installed one lies in the cache as a module of its own. */
function toolchainCandidates(recorded: VersionedPath, index: ModuleIndex): Candidate[] {
  const inSource = recorded.rest.startsWith('src/') ? recorded.rest.slice('src/'.length) : undefined;
  return [
    ...cached(recorded, index, 'place'),
    ...(inSource === undefined ? [] : standardLibraryCandidates(inSource, index)),
  ];
}

/** Without a version in the path: what a go.mod here requires for the package. */
function required(file: ProfileFile, index: ModuleIndex): VersionedPath[] {
  const all: readonly ModuleVersion[] = index.modules.flatMap((m) => m.requires);
  return file.packages.flatMap((packagePath) => {
    const folder = withoutTestSuffix(packagePath, file.path);
    const matching = all.filter(({ path }) => folder === path || folder.startsWith(`${path}/`));
    const longest = Math.max(0, ...matching.map(({ path }) => path.length));
    return matching
      .filter(({ path }) => path.length === longest)
      .map(({ path, version }) => ({
        module: path,
        version,
        rest: joinPath(folder.slice(path.length + 1), baseName(file.path)),
      }));
  });
}

function replacedCandidates(wanted: VersionedPath, index: ModuleIndex): Candidate[] {
  return [...index.workspaces, ...index.modules].flatMap(({ folder, replaces }) =>
    replaces
      .filter(({ path, version }) => path === wanted.module && (version === undefined || version === wanted.version))
      .flatMap((replacement) => targetCandidates(replacement, folder, wanted, index)),
  );
}

function targetCandidates(
  { target }: Replacement,
  folder: Folder,
  { rest }: VersionedPath,
  index: ModuleIndex,
): Candidate[] {
  if (target.kind === 'module') {
    return cached(
      { module: target.path, version: target.version, rest },
      index,
      'declaration',
      'replace',
      tiers.replace,
    );
  }
  const path = joinPath(target.folder, rest);
  const isAbsolute = target.folder.startsWith('/') || target.folder[1] === ':';
  return [candidate(isAbsolute ? undefined : folder, path, 'replace', tiers.replace, 'declaration')];
}

/** `vendor/` keeps import paths; the recorded path of a trimmed build never says so. */
function vendorCandidates(file: ProfileFile, recorded: VersionedPath | undefined, index: ModuleIndex): Candidate[] {
  const paths = [
    ...(recorded === undefined ? [] : [joinPath(recorded.module, recorded.rest)]),
    ...file.packages.map((p) => joinPath(p, baseName(file.path))),
  ];
  return [...index.workspaces, ...index.modules]
    .filter(({ hasVendor }) => hasVendor)
    .flatMap(({ folder }) =>
      paths.map((path) => candidate(folder, `vendor/${path}`, 'vendor', tiers.vendor, 'declaration')),
    );
}

function cached(
  wanted: VersionedPath,
  index: ModuleIndex,
  proof: Candidate['proof'],
  reason: CandidateReason = 'module cache',
  tier: number = tiers.moduleCache,
): Candidate[] {
  return index.moduleCaches.map((folder) => candidate(folder, moduleCachePath(wanted), reason, tier, proof));
}

function candidate(
  folder: Folder | undefined,
  path: string,
  reason: CandidateReason,
  tier: number,
  proof: Candidate['proof'],
): Candidate {
  return { folder, path, reason, tier, proof };
}
