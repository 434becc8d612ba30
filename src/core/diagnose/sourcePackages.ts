// Frames as places in parsed Go packages. In: packages as text, a parser; frames. Out: for each frame its package and the
// declaration around its line. Invariants: each package is read and parsed once; a package that cannot be had, or a line
// that is in none of its functions, is undefined; files keep the names that the caller gave them, which are the profile's.

import type { GroupFrame } from '../goroutine/groups';
import { parseSymbolName } from '../golang/symbolName';
import type { GoParser } from '../golang/syntax';
import type { Line1 } from '../profile/profile';
import { type CodeFunction, GoPackage } from './code/goPackage';

export interface SourceText {
  /** As the profile names the file, or would. */
  readonly path: string;
  readonly text: string;
}

/** All Go files of the package that the file belongs to, without tests; undefined where they cannot be had. */
export type ReadPackage = (file: string) => Promise<readonly SourceText[] | undefined>;

/** Where a frame is. */
export interface CodeAt {
  readonly pkg: GoPackage;
  readonly path: string;
  readonly line: Line1;
  /** The declaration around the line. */
  readonly fn: CodeFunction;
}

export class SourcePackages {
  private readonly packages = new Map<string, Promise<GoPackage | undefined>>();

  constructor(
    private readonly read: ReadPackage,
    private readonly parser: GoParser,
  ) {}

  async at({ file, line, function: name }: GroupFrame): Promise<CodeAt | undefined> {
    const pkg = await this.packageOf(file);
    const at = { path: file, line: line as Line1 };
    const fn = pkg?.functionAt(at);
    if (pkg === undefined || fn === undefined) return undefined;
    // The text may be newer than the binary: a line that is in another function now says nothing.
    const readings = parseSymbolName(name)?.readings;
    const isSame =
      readings === undefined || readings.length === 0 || readings.some((reading) => reading.name === fn.name);
    return isSame ? { pkg, ...at, fn } : undefined;
  }

  private packageOf(file: string): Promise<GoPackage | undefined> {
    const folder = file.slice(0, file.lastIndexOf('/') + 1);
    let found = this.packages.get(folder);
    if (found === undefined) this.packages.set(folder, (found = this.parsed(file)));
    return found;
  }

  private async parsed(file: string): Promise<GoPackage | undefined> {
    const texts = await this.read(file);
    if (texts === undefined) return undefined;
    return new GoPackage(texts.map(({ path, text }) => ({ path, code: this.parser.parseCode(text) })));
  }
}
