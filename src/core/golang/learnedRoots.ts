// Where the binary was built, learned from the profile itself. In: all files of a profile and the modules here.
// Out: for a path of the build machine, where it lies here. A function of example.com/orders/internal/pool in
// /app/internal/pool/pool.go says that /app was the folder of module example.com/orders; so /app/cmd/srv/main.go,
// whose functions say only `main`, is that module's cmd/srv/main.go. Invariant: only certain packages teach.

import { folderName, pathAbove, pathBelow } from './goPath';
import { type Folder, modulesOf, type ModuleIndex } from './moduleIndex';
import type { ProfileFile, ProfileFiles } from './profileFiles';
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
  constructor(private readonly roots: readonly Root[]) {}

  static from(files: ProfileFiles, index: ModuleIndex): LearnedRoots {
    const pass = new LearnedRootsPass(files, index);
    pass.advance(Infinity);
    return pass.result();
  }

  candidates(path: string): readonly Candidate[] {
    return this.roots.flatMap(({ built, folder, reason, tier }) => {
      const rest = pathBelow(path, built);
      return rest === undefined ? [] : [{ folder, path: rest, reason, tier, proof: 'declaration' as const }];
    });
  }
}

/** The same in parts, for a thread that has other things to do. */
export class LearnedRootsPass {
  /** Files; names of their functions are taken apart. */
  readonly samplesInSlice = 300;
  private readonly files: Iterator<ProfileFile>;
  private readonly roots = new Map<string, Root>();

  constructor(
    files: ProfileFiles,
    private readonly index: ModuleIndex,
  ) {
    this.files = files.files[Symbol.iterator]();
  }

  /** True when all files were looked at. */
  advance(files: number): boolean {
    for (let left = files; left > 0; left--) {
      const next = this.files.next();
      if (next.done === true) return true;
      this.learnFrom(next.value);
    }
    return false;
  }

  result(): LearnedRoots {
    return new LearnedRoots([...this.roots.values()].sort((a, b) => b.built.length - a.built.length));
  }

  private learnFrom(file: ProfileFile): void {
    const { index } = this;
    const { certainPackage } = file;
    if (certainPackage === undefined) return;
    const builtIn = folderName(file.path);
    const packagePath = withoutTestSuffix(certainPackage, file.path);
    for (const { path, folder } of modulesOf(index, packagePath)) {
      this.learn(pathAbove(builtIn, packagePath.slice(path.length + 1)), folder, 'build folder', tiers.module);
    }
    if (!isStandardPackage(packagePath)) return;
    index.standardLibrary.forEach((folder, i) => {
      this.learn(pathAbove(builtIn, packagePath), folder, 'standard library', tiers.standardLibrary + i / 100);
    });
  }

  private learn(built: string | undefined, folder: Folder, reason: CandidateReason, tier: number): void {
    if (built !== undefined && built !== '') this.roots.set(`${built}\0${folder}`, { built, folder, reason, tier });
  }
}
