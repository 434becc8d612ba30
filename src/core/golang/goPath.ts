// File names as profiles spell them. In: a path from any system. Out: the same with slashes, and its parts.
// Invariant: knows nothing of the machine it runs on; a Windows path is one wherever it is read.

/** `C:\src\app\main.go` becomes `C:/src/app/main.go`; a backslash in a Unix path stays what it is. */
export function normalizePath(path: string): string {
  const isWindows = hasDrive(path) || path.startsWith('\\\\') || (path.includes('\\') && !path.includes('/'));
  const slashed = isWindows ? path.replaceAll('\\', '/') : path;
  // Bazel compiles in a sandbox and names it by this link.
  return slashed.replace(/^\/proc\/self\/cwd\/(?:\.\/)*/, '');
}

export function isAbsolutePath(path: string): boolean {
  return path.startsWith('/') || hasDrive(path);
}

function hasDrive(path: string): boolean {
  const letter = path.charAt(0).toLowerCase();
  return letter >= 'a' && letter <= 'z' && path[1] === ':' && (path[2] === '/' || path[2] === '\\');
}

/** Text behind the last slash. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** Text before the last slash, '' without one. */
export function folderName(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

/** What `path` has below `folder`: '' for the folder itself, undefined for a path elsewhere. */
export function pathBelow(path: string, folder: string): string | undefined {
  if (path === folder) return '';
  const prefix = folder === '' || folder.endsWith('/') ? folder : `${folder}/`;
  return path.startsWith(prefix) ? path.slice(prefix.length) : undefined;
}

/** What stands before `/suffix`: '' for the suffix itself, undefined where the path does not end in it. */
export function pathAbove(path: string, suffix: string): string | undefined {
  if (suffix === '') return path;
  if (path === suffix) return '';
  return path.endsWith(`/${suffix}`) ? path.slice(0, -suffix.length - 1) : undefined;
}

export function joinPath(...parts: readonly string[]): string {
  return parts
    .filter((part) => part !== '')
    .map((part, i) => part.replace(i === 0 ? /\/+$/ : /^\/+|\/+$/g, ''))
    .join('/');
}
