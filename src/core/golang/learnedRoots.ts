// Where the binary was built, learned from the profile itself. In: all files of a profile and the modules here.
// Out: for a path of the build machine, where it lies here. A function of example.com/orders/internal/pool in
// /app/internal/pool/pool.go says that /app was the folder of module example.com/orders; so /app/cmd/srv/main.go,
// whose functions say only `main`, is that module's cmd/srv/main.go. Invariant: only certain packages teach.

import { folderName, pathAbove, pathBelow } from './goPath';
import { type Folder, modulesOf, type ModuleIndex } from './moduleIndex';
import type { ProfileFiles } from './profileFiles';
import { type Candidate, type CandidateReason, tiers, withoutTestSuffix } from './candidate';
import { isStandardPackage } from './standardLibrary';

interface Root {
  /** On the build machine. */
  readonly built: string;
  readonly folder: Folder;
  readonly reason: CandidateReason;
  readonly tier: number;
}

export class LearnedRoots {
  private constructor(private readonly roots: readonly Root[]) {}

  static from(files: ProfileFiles, index: ModuleIndex): LearnedRoots {
    const roots = new Map<string, Root>();
    const learn = (built: string | undefined, folder: Folder, reason: CandidateReason, tier: number): void => {
      if (built !== undefined && built !== '') roots.set(`${built}\0${folder}`, { built, folder, reason, tier });
    };
    for (const file of files.files) {
      const builtIn = folderName(file.path);
      if (file.certainPackage === undefined) continue;
      const packagePath = withoutTestSuffix(file.certainPackage, file.path);
      for (const { path, folder } of modulesOf(index, packagePath)) {
        learn(pathAbove(builtIn, packagePath.slice(path.length + 1)), folder, 'build folder', tiers.module);
      }
      if (!isStandardPackage(packagePath)) continue;
      index.standardLibrary.forEach((folder, i) => {
        learn(pathAbove(builtIn, packagePath), folder, 'standard library', tiers.standardLibrary + i / 100);
      });
    }
    return new LearnedRoots([...roots.values()].sort((a, b) => b.built.length - a.built.length));
  }

  candidates(path: string): readonly Candidate[] {
    return this.roots.flatMap(({ built, folder, reason, tier }) => {
      const rest = pathBelow(path, built);
      return rest === undefined ? [] : [{ folder, path: rest, reason, tier, proof: 'declaration' as const }];
    });
  }
}
