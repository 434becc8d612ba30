// Which packages are Go's own. In: an import path. Out: whether GOROOT/src holds it. Invariant: needs no
// Go installation; a new top-level folder of the standard library is one word here.

// `ls $(go env GOROOT)/src` of Go 1.22 to 1.27, without testdata and builtin, which no code runs from.
const topLevel: ReadonlySet<string> = new Set(
  (
    'archive arena bufio bytes cmd cmp compress container context crypto database debug embed encoding errors ' +
    'expvar flag fmt go hash html image index internal io iter log maps math mime net os path plugin reflect ' +
    'regexp runtime simd slices sort strconv strings structs sync syscall testing text time unicode unique ' +
    'unsafe uuid vendor weak'
  ).split(' '),
);

export function isStandardPackage(importPath: string): boolean {
  const slash = importPath.indexOf('/');
  return topLevel.has(slash < 0 ? importPath : importPath.slice(0, slash));
}
