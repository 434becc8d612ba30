// go.mod. In: its text. Out: what matters for finding sources: the module's path, what it requires and what
// it replaces. Invariant: never throws; what cannot be understood is left out, as is `exclude`, `retract`,
// `tool`, `godebug` and `ignore`, which move no source.

import { type Directive, readDirectives } from './goModLexer';

export interface ModuleVersion {
  readonly path: string;
  readonly version: string;
}

export interface Replacement {
  readonly path: string;
  /** Undefined: every version. */
  readonly version: string | undefined;
  readonly target: ReplacementTarget;
}

/** A folder, relative to the go.mod or go.work that says it, or another module. */
export type ReplacementTarget =
  | { readonly kind: 'folder'; readonly folder: string }
  | { readonly kind: 'module'; readonly path: string; readonly version: string };

export interface GoMod {
  /** '' where the file names none. */
  readonly module: string;
  /** `1.22`, undefined where absent. */
  readonly go: string | undefined;
  /** `go1.27.3`, undefined where absent. */
  readonly toolchain: string | undefined;
  readonly requires: readonly ModuleVersion[];
  readonly replaces: readonly Replacement[];
}

export function parseGoMod(text: string): GoMod {
  const directives = readDirectives(text);
  const first = (verb: string): string | undefined => directives.find((d) => d.verb === verb)?.words[0];
  return {
    module: first('module') ?? '',
    go: first('go'),
    toolchain: first('toolchain'),
    requires: directives.flatMap(({ verb, words }) =>
      verb === 'require' && words.length >= 2 ? [{ path: words[0], version: words[1] }] : [],
    ),
    replaces: replacementsOf(directives),
  };
}

/** Shared with go.work, which has the same directive. */
export function replacementsOf(directives: readonly Directive[]): readonly Replacement[] {
  return directives.flatMap(({ verb, words }) => {
    const replacement = verb === 'replace' ? parseReplacement(words) : undefined;
    return replacement === undefined ? [] : [replacement];
  });
}

/** `old [v1] => new v2` or `old [v1] => ../folder`; also in vendor/modules.txt. */
export function parseReplacement(words: readonly string[]): Replacement | undefined {
  const arrow = words.indexOf('=>');
  if (arrow < 1 || arrow === words.length - 1) return undefined;
  const path = words[0];
  const version = arrow === 1 ? undefined : words[1];
  const target = words[arrow + 1];
  const targetVersion = words.at(arrow + 2);
  if (isFolder(target)) return { path, version, target: { kind: 'folder', folder: target.replaceAll('\\', '/') } };
  if (targetVersion === undefined) return undefined;
  return { path, version, target: { kind: 'module', path: target, version: targetVersion } };
}

/** As the go command decides: local paths begin with `./`, `../`, `/` or a drive. */
function isFolder(target: string): boolean {
  const path = target.replaceAll('\\', '/');
  return path === '.' || path === '..' || path.startsWith('./') || path.startsWith('../') || isRooted(path);
}

function isRooted(path: string): boolean {
  return path.startsWith('/') || path[1] === ':';
}
