// What people call the kinds of profile. In: the name in the URL (`profile` is the CPU). Out: a name and a codicon.
// Invariant: a custom kind (pprof.NewProfile) keeps its own name.

const known: Readonly<Record<string, { readonly name: string; readonly icon: string }>> = {
  profile: { name: 'CPU', icon: 'dashboard' },
  heap: { name: 'Heap', icon: 'database' },
  allocs: { name: 'Allocations', icon: 'flame' },
  goroutine: { name: 'Goroutines', icon: 'list-tree' },
  goroutineleak: { name: 'Leaked goroutines', icon: 'debug-disconnect' },
  block: { name: 'Blocking', icon: 'watch' },
  mutex: { name: 'Mutex contention', icon: 'lock' },
  fgprof: { name: 'Wall clock (fgprof)', icon: 'clock' },
  threadcreate: { name: 'Thread creation', icon: 'server-process' },
};

export function kindName(kind: string): string {
  return Object.hasOwn(known, kind) ? known[kind].name : kind;
}

export function kindIcon(kind: string): string {
  return Object.hasOwn(known, kind) ? known[kind].icon : 'circle-outline';
}
