// Where a recorded file may lie on this machine. In: a file of a profile and what we know of modules here.
// Out: places to look at, best reason first. Invariants: pure, nothing is looked up; a place is never proposed
// because its base name fits, only by path, package or module; the resolver confirms by declarations.
//
// Reasons in order: the user's prefix rules; the recorded path itself; modules (main by import path, `replace`,
// vendor); the module cache; GOROOT; the longest common ending with a folder here.

import { type Candidate, standardLibraryCandidates, standardPaths, tiers, withoutTestSuffix } from './candidate';
import { dependencyCandidates } from './dependencyCandidates';
import { baseName, isAbsolutePath, joinPath, pathBelow } from './goPath';
import type { LearnedRoots } from './learnedRoots';
import { type Folder, modulesOf, type ModuleIndex } from './moduleIndex';
import type { ProfileFile } from './profileFiles';

export function sourceCandidates(file: ProfileFile, index: ModuleIndex, learned: LearnedRoots): readonly Candidate[] {
  return distinct([
    ...recordedCandidates(file),
    ...prefixCandidates(file, index),
    ...moduleCandidates(file, index),
    ...learned.candidates(file.path),
    ...dependencyCandidates(file, index),
    ...standardCandidates(file, index),
    ...endingCandidates(file, index),
  ]).sort((a, b) => a.tier - b.tier);
}

function recordedCandidates({ path }: ProfileFile): Candidate[] {
  if (!isAbsolutePath(path)) return [];
  return [{ folder: undefined, path, reason: 'recorded path', tier: tiers.recorded, proof: 'place' }];
}

function prefixCandidates({ path }: ProfileFile, index: ModuleIndex): Candidate[] {
  const rules = [...index.prefixRules].sort((a, b) => b.from.length - a.from.length);
  return rules.flatMap(({ from, to }) => {
    const rest = pathBelow(path, from.endsWith('/') && from.length > 1 ? from.slice(0, -1) : from);
    if (rest === undefined) return [];
    return [{ folder: to, path: rest, reason: 'prefix map', tier: tiers.prefixMap, proof: 'place' } as const];
  });
}

/** Main modules: by the trimmed path, which begins with the module's, and by the package the symbols name. */
function moduleCandidates(file: ProfileFile, index: ModuleIndex): Candidate[] {
  const rests: { readonly folder: Folder; readonly path: string }[] = [];
  if (!isAbsolutePath(file.path)) {
    for (const { path, folder } of modulesOf(index, file.path)) {
      rests.push({ folder, path: file.path.slice(path.length + 1) });
    }
  }
  for (const packagePath of file.packages) {
    for (const { path, folder } of modulesOf(index, packagePath)) {
      const inside = withoutTestSuffix(packagePath, file.path).slice(path.length + 1);
      rests.push({ folder, path: joinPath(inside, baseName(file.path)) });
    }
  }
  return rests.map((rest) => ({ ...rest, reason: 'module', tier: tiers.module, proof: 'declaration' }));
}

function standardCandidates(file: ProfileFile, index: ModuleIndex): Candidate[] {
  return standardPaths(file).flatMap((path) => standardLibraryCandidates(path, index));
}

/** Two parts at least must agree: `main.go` alone is in every other folder. */
function endingCandidates(file: ProfileFile, index: ModuleIndex): Candidate[] {
  const parts = file.path.split('/').filter((part) => part !== '' && part !== '.');
  if (parts.some((part) => part === '..' || part.includes('@') || part.startsWith('<'))) return [];
  const folders = [...new Set([...index.modules.map((m) => m.folder), ...index.openFolders])];
  const out: Candidate[] = [];
  for (let common = Math.min(parts.length, 12); common >= 2; common--) {
    const path = parts.slice(-common).join('/');
    for (const folder of folders) {
      out.push({ folder, path, reason: 'path ending', tier: tiers.ending - common, proof: 'name' });
    }
  }
  // A module's own root may hold package main alone. Then its content has to prove it, all of it.
  const isRoot = file.certainPackage === 'main' && (parts.length === 1 || isAbsolutePath(file.path));
  for (const folder of isRoot ? folders : []) {
    out.push({ folder, path: parts.at(-1)!, reason: 'module root', tier: tiers.moduleRoot, proof: 'all' });
  }
  return out;
}

function distinct(candidates: readonly Candidate[]): Candidate[] {
  const seen = new Set<string>();
  return candidates.filter(({ folder, path }) => {
    const key = `${folder ?? ''}\0${path}`;
    if (path === '' || seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
