// A lock that is given back on every way out. In: the line of a way out that keeps it, or of the Lock. Out: a deferred Unlock
// in place of those on some ways out; or an Unlock before the ways out that have none. Invariants: a defer only where the
// Lock is not in a loop; no Unlock before a return that may read what the lock guards.

import type { GoNode } from '../../golang/goNode';
import { type HeldLock, locksIn } from '../code/locks';
import type { GoPackage } from '../code/goPackage';
import { CodeEdits, statementAround } from './codeEdits';
import { atLine, type Fixer, type Proposal } from './fix';

export const unlock: Fixer = {
  rules: ['deadlock', 'lock-contention'],
  propose({ pkg, scope, at }) {
    const kept = locksIn(pkg, scope).filter(
      ({ unlocks, exits, isUnlockDeferred }) => !isUnlockDeferred && unlocks.length > 0 && (exits ?? []).length > 0,
    );
    const linesOf = ({ place, exits, unlocks }: HeldLock): readonly number[] =>
      [place, ...unlocks, ...(exits ?? []).map((exit) => exit.place)].map(({ line }) => line);
    return atLine(kept, at.line, linesOf).flatMap((lock) =>
      [deferred(pkg, lock), beforeExits(pkg, lock)].filter((one) => one !== undefined),
    );
  },
};

const callOf = ({ expression, kind }: HeldLock): string => `${expression}.${kind === 'lock' ? 'Unlock' : 'RUnlock'}()`;

function deferred(pkg: GoPackage, lock: HeldLock): Proposal | undefined {
  const taken = statementOf(pkg, lock.place);
  const given = lock.unlocks.map((place) => statementOf(pkg, place));
  if (taken === undefined || given.some((one) => one === undefined) || lock.surroundings.loop !== undefined)
    return undefined;
  // Of a branch it would be held after the branch as well.
  if (taken.around('block') !== taken.around('function_declaration', 'method_declaration', 'func_literal')?.get('body'))
    return undefined;
  const edits = new CodeEdits(pkg);
  const call = callOf(lock);
  edits.after(taken, [`defer ${call}`]);
  for (const one of given) edits.remove(one!);
  const isLast = given.every((one) => {
    const rest = one!.parent!.children.slice(one!.parent!.children.indexOf(one!) + 1);
    return rest.every(({ type }) => type === 'return_statement');
  });
  return {
    title: `Defer ${call}`,
    edits,
    why: 'A deferred Unlock runs on every way out, also after a panic.',
    cautions: isLast ? [] : ['The lock is held until the function ends now: see that nothing slow comes after.'],
  };
}

function statementOf(pkg: GoPackage, place: HeldLock['place']): GoNode | undefined {
  const call = pkg.nodeAt(place, 'call_expression');
  const statement = call && statementAround(call);
  const isPlain = statement?.type === 'expression_statement' && statement.children.at(0) === call;
  return isPlain && statement.line === statement.endLine ? statement : undefined;
}

function beforeExits(pkg: GoPackage, lock: HeldLock): Proposal | undefined {
  const edits = new CodeEdits(pkg);
  const call = callOf(lock);
  for (const { kind, place } of lock.exits ?? []) {
    const exit = kind === 'end' ? undefined : pkg.nodeAt(place, 'return_statement', 'continue_statement');
    const readsState = exit?.find('selector_expression', 'index_expression').some(({ parent, field }) => {
      return !(parent?.type === 'call_expression' && field === 'function');
    });
    if (exit === undefined || readsState === true) return undefined;
    edits.before(exit, [call]);
  }
  return {
    title: `Call ${call} on this way out too`,
    edits,
    why: 'Whoever comes next waits for the lock for ever.',
    cautions: [],
  };
}
