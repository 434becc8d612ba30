// Closing what a function opens. In: a resource, how it is closed. Out: the edits: a defer behind the error check, or a
// close before each way out where it is opened in a loop, for a defer runs only when the function ends.
// Invariants: nothing is closed that may not be open; a close that was there at another place gives way to the defer.

import type { GoNode } from '../../golang/goNode';
import type { GoPackage } from '../code/goPackage';
import type { Resource } from '../code/resources';
import { type CodeEdits, nextStatement, statementAround, statementsOf } from './codeEdits';

export interface Closing {
  /** The statement that closes, without `defer`: `resp.Body.Close()`. */
  readonly call: string;
  /** What stands behind `defer`; the call itself unless there is more to do. */
  readonly deferred?: readonly string[];
  /** Closes that are there stay: they say whether it went well, as Commit does. */
  readonly keepsOthers?: boolean;
}

/** @returns whether there is a place for it */
export function closeResource(edits: CodeEdits, resource: Resource, closing: Closing): boolean {
  const { pkg } = edits;
  const opening = pkg.nodeAt(resource.place, 'call_expression');
  const statement = opening && statementAround(opening);
  if (statement === undefined || resource.exits === undefined || resource.isHandedOn) return false;
  if (resource.surroundings.loop !== undefined) return beforeExits(edits, resource, statement, closing);
  const others = closing.keepsOthers === true ? [] : resource.closes.flatMap((place) => pkg.nodeAt(place) ?? []);
  const ends = others.map((node) => closingStatement(node));
  if (ends.some((end) => end === undefined)) return false;
  const deferred = closing.deferred ?? [closing.call];
  if (!deferBehind(edits, resource, statement, [`defer ${deferred[0]}`, ...deferred.slice(1)])) return false;
  for (const end of new Set(ends)) edits.remove(end!);
  return edits.isSure;
}

/** `resp.Body.Close()` or `defer resp.Body.Close()` as a whole; undefined where its result is used. */
function closingStatement(close: GoNode): GoNode | undefined {
  const statement = statementAround(close);
  if (statement?.type !== 'expression_statement' && statement?.type !== 'defer_statement') return undefined;
  const call = statement.children.at(0);
  const isPlain = call?.get('function')?.type !== 'func_literal' && close.isWithin(call ?? close);
  return isPlain && statement.line === statement.endLine ? statement : undefined;
}

function deferBehind(edits: CodeEdits, resource: Resource, statement: GoNode, lines: readonly string[]): boolean {
  if (!statement.is('short_var_declaration', 'assignment_statement', 'var_declaration')) {
    const block = statement.type === 'if_statement' ? openBlock(statement, resource) : undefined;
    if (block === undefined) return false;
    edits.atStart(block, lines);
    return edits.isSure;
  }
  if (resource.error === '') {
    if (!hasNoError(resource)) return false;
    edits.after(statement, lines);
    return edits.isSure;
  }
  const check = nextStatement(statement);
  if (check?.type !== 'if_statement' || check.get('initializer') !== undefined) return false;
  const condition = check.get('condition')?.text;
  if (condition === `${resource.error} != nil` && check.get('alternative') === undefined && endsAway(check)) {
    edits.after(check, lines);
  } else if (condition === `${resource.error} == nil` && check.get('consequence') !== undefined) {
    edits.atStart(check.get('consequence')!, lines);
  } else return false;
  return edits.isSure;
}

const hasNoError = ({ kind }: Resource): boolean => kind === 'ticker' || kind === 'cancel' || kind === 'pooled';

/** Where it is open of `if x, err := open(); err != nil { … } else { … }`. */
function openBlock(statement: GoNode, { error }: Resource): GoNode | undefined {
  const condition = statement.get('condition')?.text;
  if (error === '') return undefined;
  if (condition === `${error} == nil`) return statement.get('consequence');
  const other = statement.get('alternative');
  return condition === `${error} != nil` && other?.type === 'block' ? other : undefined;
}

/** The branch for an error does not come out again. */
function endsAway(check: GoNode): boolean {
  const block = check.get('consequence');
  const last = block && statementsOf(block).at(-1);
  if (last === undefined) return false;
  if (last.is('return_statement', 'continue_statement', 'break_statement', 'goto_statement')) return true;
  const call = last.type === 'expression_statement' ? last.children.at(0)?.get('function')?.text : undefined;
  return ['panic', 'os.Exit', 'log.Fatal', 'log.Fatalf', 'log.Fatalln', 't.Fatal', 't.Fatalf'].includes(call ?? '');
}

/** Only where the way out is a statement of its own that does not use what is closed. */
function beforeExits(edits: CodeEdits, resource: Resource, opening: GoNode, { call }: Closing): boolean {
  const { pkg } = edits;
  for (const { place, kind } of resource.exits ?? []) {
    const exit = kind === 'end' ? undefined : pkg.nodeAt(place);
    const isStatement = exit?.is('return_statement', 'continue_statement', 'break_statement') === true;
    if (!isStatement || mentions(pkg, exit, resource.variable) || exit.start < opening.end) return false;
    edits.before(exit, [call]);
  }
  return edits.isSure;
}

function mentions(pkg: GoPackage, node: GoNode, name: string): boolean {
  return pkg.mentionsOf(name).some((mention) => mention.isWithin(node));
}
