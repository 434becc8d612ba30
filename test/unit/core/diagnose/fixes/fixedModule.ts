// One Go module with every fix applied, each to a package of its own. In: packages and fixes. Out: what gofmt and go vet say
// of all of them in one run. Invariants: the module has a copy of test/service, so that its packages find each other;
// nothing is downloaded; the folder is removed.

import fs from 'node:fs';
import path from 'node:path';
import { GoPackage } from '../../../../../src/core/diagnose/code/goPackage';
import type { Fix, ModuleFacts } from '../../../../../src/core/diagnose/fixes/fix';
import { requireGo } from '../../../../harness/goService';
import { serviceDir } from '../../../../harness/paths';
import { runTool } from '../../../../harness/runTool';
import { makeTempDir } from '../../../../harness/tempDir';
import { goParser } from '../../golang/parser';

const env = { GOPROXY: 'off', GOTOOLCHAIN: 'local', GOFLAGS: '-mod=mod', GOWORK: 'off' };

/** A folder of Go files as a package; `path`s are names of files. */
export async function folderPackage(folder: string): Promise<GoPackage> {
  const parser = await goParser();
  const names = fs.readdirSync(folder).filter((name) => name.endsWith('.go') && !name.endsWith('_test.go'));
  return new GoPackage(
    names.map((name) => ({ path: name, code: parser.parseCode(fs.readFileSync(path.join(folder, name), 'utf8')) })),
  );
}

export function textAfter(pkg: GoPackage, file: string, { edits }: Pick<Fix, 'edits'>): string {
  const { text } = pkg.file(file)!.code;
  const own = edits.filter((edit) => edit.path === file).sort((a, b) => b.start - a.start);
  return own.reduce((all, { start, end, newText }) => all.slice(0, start) + newText + all.slice(end), text);
}

export class FixedModule {
  private readonly temp = makeTempDir('fixes');
  private readonly titles = new Map<string, string>();

  private constructor(
    readonly facts: ModuleFacts,
    root: string,
  ) {
    fs.cpSync(path.join(serviceDir, 'internal'), path.join(this.temp.path, 'internal'), { recursive: true });
    this.write('go.mod', this.goMod());
    // golang.org/x/sync as Go itself is built with it, so that nothing is downloaded.
    this.write('xsync/go.mod', `module golang.org/x/sync\n\ngo ${facts.go}\n`);
    fs.cpSync(
      path.join(root, 'src/cmd/vendor/golang.org/x/sync/errgroup'),
      path.join(this.temp.path, 'xsync/errgroup'),
      {
        recursive: true,
      },
    );
  }

  /** Of the Go that is installed. */
  static async make(): Promise<FixedModule> {
    const { stdout } = await runTool(requireGo(), ['env', 'GOVERSION', 'GOROOT'], { env });
    const [version, root] = stdout.trim().split(/\r?\n/);
    const go = /^go(1\.\d+)/.exec(version)?.[1];
    if (go === undefined) throw new Error(`an unknown Go: ${stdout}`);
    return new FixedModule({ go, requires: ['golang.org/x/sync'] }, root);
  }

  private goMod(): string {
    return `module example.com/orders\n\ngo ${this.facts.go}\n\nrequire golang.org/x/sync v0.0.0\n\nreplace golang.org/x/sync => ./xsync\n`;
  }

  write(name: string, text: string): void {
    const file = path.join(this.temp.path, name);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, text);
  }

  /** @returns the package's folder below the module */
  add(pkg: GoPackage, name: string, fix: Fix): string {
    const folder = `internal/fixed/f${this.titles.size}_${name}`;
    for (const file of pkg.files) this.write(`${folder}/${file.path}`, textAfter(pkg, file.path, fix));
    this.titles.set(folder, fix.title);
    return folder;
  }

  /** The package as it is: what go vet says of it, it may say of the fixed ones. */
  addUnfixed(pkg: GoPackage, name: string): void {
    for (const file of pkg.files) this.write(`internal/unfixed/${name}/${file.path}`, file.code.text);
  }

  /** What go vet says of fixed packages and not of the unfixed; errors of the compiler among it. */
  async newComplaints(): Promise<readonly string[]> {
    const { output } = await runTool(requireGo(), ['vet', './internal/fixed/...', './internal/unfixed/...'], {
      cwd: this.temp.path,
      env,
    });
    const complaints = output.split('\n').map((line) => {
      const found = /^(?:vet: )?(internal\/(?:fixed\/f\d+_|unfixed\/)(\w+))\/[\w.]+:\d+:\d+: (.*)$/.exec(line);
      return {
        folder: found?.[1] ?? '',
        key: `${found?.[2] ?? ''} ${(found?.[3] ?? line).replace(/\d+/g, 'N')}`,
        line,
      };
    });
    const broken = complaints.filter(({ folder, line }) => folder.includes('unfixed') && line.startsWith('vet: '));
    if (broken.length > 0) throw new Error(`does not compile as it is: ${broken[0].line}`);
    const known = new Set(complaints.filter(({ folder }) => folder.includes('unfixed')).map(({ key }) => key));
    return complaints
      .filter(({ key, line }) => line !== '' && !line.startsWith('#') && !known.has(key))
      .map(({ folder, line }) => `${this.titles.get(folder) ?? ''}: ${line}`);
  }

  get size(): number {
    return this.titles.size;
  }

  async gofmt(): Promise<string> {
    const { output } = await runTool(path.join(path.dirname(requireGo()), 'gofmt'), ['-d', 'internal/fixed'], {
      cwd: this.temp.path,
    });
    return this.named(output);
  }

  async go(...args: readonly string[]): Promise<{ readonly code: number; readonly output: string }> {
    const { code, output } = await runTool(requireGo(), args, { cwd: this.temp.path, env });
    return { code, output: this.named(output) };
  }

  /** Folders with the title of their fix. */
  private named(output: string): string {
    return output.replace(/internal\/fixed\/f\d+_\w+/g, (folder) => `${folder} (${this.titles.get(folder) ?? '?'})`);
  }

  remove(): void {
    if (process.env['KEEP'] === undefined) this.temp.remove();
  }
}
