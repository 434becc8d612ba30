// Whose code a function is. In: its name and file as the profile has them. Out: the package and one of five kinds, told
// in words and by hue. Invariant: guesses from names and paths alone; nothing is looked up. A wrong guess costs a hue.
//
// Paths by build: a dependency's file has `@version`, `/pkg/mod/` or `/vendor/`; with -trimpath the main
// module's has its import path. The standard library's packages have no dot in their first element, but neither has a
// module called `orders`: so the library's own first elements are listed.

export type PackageKind = 'own' | 'dependency' | 'standard' | 'runtime' | 'unknown';

export const packageKinds: readonly PackageKind[] = ['own', 'dependency', 'standard', 'runtime', 'unknown'];

export const kindText: Readonly<Record<PackageKind, string>> = {
  own: 'your code',
  dependency: 'dependency',
  standard: 'standard library',
  runtime: 'Go runtime',
  unknown: 'not Go code',
};

// `go list std | cut -d/ -f1 | sort -u`, Go 1.26.
const standardElements = new Set(
  (
    'archive bufio bytes cmp compress container context crypto database debug embed encoding errors expvar flag fmt ' +
    'go hash html image index internal io iter log maps math mime net os path plugin reflect regexp runtime slices ' +
    'sort strconv strings structs sync syscall testing text time unicode unique unsafe vendor weak'
  ).split(' '),
);

export interface NameParts {
  /** Where the last element of the package path begins: `net/` of `net/http.(*conn).serve`. */
  readonly element: number;
  /** Where the package path ends: the dot behind `net/http`; 0 for names that are not Go's. */
  readonly packageEnd: number;
}

/** Slashes and dots inside type arguments and receivers do not count. */
export function partsOfName(name: string): NameParts {
  let element = 0;
  let dot = 0;
  for (let i = 0; i < name.length; i++) {
    const c = name[i];
    if (c === '[' || c === '(' || c === ' ') break;
    if (c === '/') {
      element = i + 1;
      dot = 0;
    } else if (c === '.' && dot === 0) dot = i;
  }
  return { element, packageEnd: dot };
}

export function packageOf(name: string): string {
  return name.slice(0, partsOfName(name).packageEnd);
}

export function kindOf(name: string, file: string): PackageKind {
  const path = packageOf(name);
  if (path === '') return 'unknown';
  // Not its neighbours: runtime/pprof and runtime/trace are libraries like others.
  if (path === 'runtime' || /^(?:internal\/runtime|runtime\/internal)\//.test(path)) return 'runtime';
  if (/@v\d|\/pkg\/mod\/|\/vendor\//.test(file)) return isStandard(path) ? 'standard' : 'dependency';
  return isStandard(path) ? 'standard' : 'own';
}

function isStandard(path: string): boolean {
  const slash = path.indexOf('/');
  return standardElements.has(slash < 0 ? path : path.slice(0, slash));
}
