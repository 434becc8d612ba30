// A reader whose answer is kept. In: what reads a scope of a package. Out: the same, which reads each scope once. Invariant: a
// package never changes (an edited one is another), and its answers go with it.

import type { GoNode } from '../../golang/goNode';
import type { GoPackage } from './goPackage';

/** Rules ask the same functions for each goroutine that stands there. */
export function perScope<T>(read: (pkg: GoPackage, scope: GoNode) => T): (pkg: GoPackage, scope: GoNode) => T {
  const known = new WeakMap<GoNode, { readonly answer: T }>();
  return (pkg, scope) => {
    let found = known.get(scope);
    if (found === undefined) known.set(scope, (found = { answer: read(pkg, scope) }));
    return found.answer;
  };
}
