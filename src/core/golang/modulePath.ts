// Paths of the module cache. In: a module's path and version, or a path in the cache. Out: the other one.
// Invariant: escape and unescape undo each other (golang.org/x/mod/module: `!a` is a capital A, so that
// file systems without case keep Abc and abc apart).

/** A file of one version of a module. */
export interface VersionedPath {
  readonly module: string;
  readonly version: string;
  /** Inside the module, '' for its root. */
  readonly rest: string;
}

export function escapeModulePath(path: string): string {
  let out = '';
  for (const c of path) out += c >= 'A' && c <= 'Z' ? `!${c.toLowerCase()}` : c;
  return out;
}

/** Undefined where the text is not an escaped path: a capital, or `!` before anything but a small letter. */
export function unescapeModulePath(escaped: string): string | undefined {
  let out = '';
  for (let i = 0; i < escaped.length; i++) {
    const c = escaped[i];
    if (c >= 'A' && c <= 'Z') return undefined;
    if (c !== '!') {
      out += c;
      continue;
    }
    const letter = escaped.charAt(++i);
    if (letter < 'a' || letter > 'z') return undefined;
    out += letter.toUpperCase();
  }
  return out;
}

/** Where the cache keeps a file, relative to GOMODCACHE. */
export function moduleCachePath({ module, version, rest }: VersionedPath): string {
  const folder = `${escapeModulePath(module)}@${escapeModulePath(version)}`;
  return rest === '' ? folder : `${folder}/${rest}`;
}

/**
 * Splits `github.com/acme/dep@v1.2.3/d.go`, as `-trimpath` writes it (capitals as they are), and
 * `…/pkg/mod/github.com/!acme/dep@v1.2.3/d.go`, as a plain build does. Undefined for paths without a version.
 *
 * @param packages import paths the file may belong to; they tell where a module begins behind an unknown folder
 */
export function splitVersionedPath(path: string, packages: readonly string[]): VersionedPath | undefined {
  const at = path.indexOf('@v');
  if (at <= 0) return undefined;
  const end = path.indexOf('/', at);
  const version = path.slice(at + 1, end < 0 ? undefined : end);
  const rest = end < 0 ? '' : path.slice(end + 1);
  const before = path.slice(0, at);
  // A relative path that is no module's, but ends in one, is of a build that keeps its cache inside (Bazel).
  const isInside = !isModuleOf(before, packages) && packages.length > 0;
  const isFolder = before.startsWith('/') || before[1] === ':';
  const inFolder = isFolder || isInside ? cachedModule(before, rest, packages) : undefined;
  const module = isFolder ? inFolder : (inFolder ?? before);
  return module === undefined ? undefined : { module, version: unescapeModulePath(version) ?? version, rest };
}

function isModuleOf(module: string, packages: readonly string[]): boolean {
  return packages.some((packagePath) => packagePath === module || packagePath.startsWith(`${module}/`));
}

/** The import path at the end of an absolute folder: what the cache's own folder leaves. */
function cachedModule(folder: string, rest: string, packages: readonly string[]): string | undefined {
  const cache = folder.lastIndexOf('/pkg/mod/');
  if (cache >= 0) return unescapeModulePath(folder.slice(cache + '/pkg/mod/'.length));
  const inside = rest.slice(0, Math.max(0, rest.lastIndexOf('/')));
  for (const packagePath of packages) {
    const module = inside === '' ? packagePath : withoutSuffix(packagePath, `/${inside}`);
    if (module !== undefined && folder.endsWith(`/${escapeModulePath(module)}`)) return module;
  }
  return undefined;
}

function withoutSuffix(text: string, suffix: string): string | undefined {
  return text.endsWith(suffix) ? text.slice(0, -suffix.length) : undefined;
}
