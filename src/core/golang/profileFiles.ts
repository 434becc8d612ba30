// A profile's functions by the file they are in. In: a profile. Out: per file name its functions, what their
// names say, and the packages the file may belong to. Invariants: every function is in exactly one file; names
// are taken apart only for files that somebody asks about, since a large profile has 20 000 of them.

import type { FunctionIndex, Profile, StringIndex } from '../profile/profile';
import { baseName, folderName, normalizePath } from './goPath';
import { type GoSymbol, parseSymbolName } from './symbolName';

export interface ProfileFile {
  /** The name as the profile spells it. */
  readonly filename: StringIndex;
  /** The same with slashes. */
  readonly path: string;
  readonly functions: readonly FunctionIndex[];
  /** Import paths that functions of this file claim: certain ones first, never `main`. */
  readonly packages: readonly string[];
  /** The first of the certain ones, `main` too; undefined where no function is certain. */
  readonly certainPackage: string | undefined;
}

export class ProfileFiles {
  private readonly symbols: (GoSymbol | undefined | null)[];
  private readonly byFilename = new Map<number, ProfileFile>();
  private byBaseName: Map<string, ProfileFile[]> | undefined;

  constructor(readonly profile: Profile) {
    const { functions } = profile;
    this.symbols = new Array<GoSymbol | undefined | null>(functions.count).fill(null);
    const members = new Map<number, FunctionIndex[]>();
    for (let f = 0; f < functions.count; f++) {
      const filename = functions.filename[f];
      const list = members.get(filename);
      if (list === undefined) members.set(filename, [f as FunctionIndex]);
      else list.push(f as FunctionIndex);
    }
    for (const [filename, list] of members) {
      this.byFilename.set(filename, new LazyFile(this, filename as StringIndex, list));
    }
  }

  get files(): Iterable<ProfileFile> {
    return this.byFilename.values();
  }

  /** What the function's name says, undefined where it is not Go's. */
  symbol(functionIndex: number): GoSymbol | undefined {
    const known = this.symbols[functionIndex];
    if (known !== null) return known;
    const { functions, strings } = this.profile;
    const symbol = parseSymbolName(strings.text(functions.name[functionIndex]));
    this.symbols[functionIndex] = symbol;
    return symbol;
  }

  /** The file a function is in, undefined for an index that is not in the profile. */
  fileOf(functionIndex: number): ProfileFile | undefined {
    const { functions } = this.profile;
    return functionIndex >= 0 && functionIndex < functions.count
      ? this.byFilename.get(functions.filename[functionIndex])
      : undefined;
  }

  /** Files whose last part is `name`: a place to begin from a document, never an answer. */
  named(name: string): readonly ProfileFile[] {
    if (this.byBaseName === undefined) {
      this.byBaseName = new Map();
      for (const file of this.files) {
        const base = baseName(file.path);
        const same = this.byBaseName.get(base);
        if (same === undefined) this.byBaseName.set(base, [file]);
        else same.push(file);
      }
    }
    return this.byBaseName.get(name) ?? [];
  }
}

class LazyFile implements ProfileFile {
  readonly path: string;
  private knownPackages: readonly string[] | undefined;

  constructor(
    private readonly files: ProfileFiles,
    readonly filename: StringIndex,
    readonly functions: readonly FunctionIndex[],
  ) {
    this.path = normalizePath(files.profile.strings.text(filename));
  }

  get certainPackage(): string | undefined {
    for (const f of this.functions) {
      const symbol = this.files.symbol(f);
      if (symbol?.isPackageCertain === true) return symbol.package;
    }
    return undefined;
  }

  get packages(): readonly string[] {
    if (this.knownPackages !== undefined) return this.knownPackages;
    const certain = new Set<string>();
    const others = new Set<string>();
    for (const f of this.functions) {
      const symbol = this.files.symbol(f);
      if (symbol === undefined) continue;
      if (symbol.isPackageCertain) certain.add(symbol.package);
      // An uncertain package is worth a look only where the file's folder has its name.
      else if (baseName(folderName(this.path)) === baseName(symbol.package)) others.add(symbol.package);
    }
    this.knownPackages = [...certain, ...[...others].filter((p) => !certain.has(p))].filter((p) => p !== 'main');
    return this.knownPackages;
  }
}
