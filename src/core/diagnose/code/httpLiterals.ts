// Settings of HTTP and TLS as the code writes them. In: a scope. Out: literals of Transport, Client, Server and
// tls.Config with their settings, whether they are shared, and what is wrong with them. Invariant: a setting that is
// no literal is a setting; only what is absent, or plainly there, is a problem.

import type { GoNode } from '../../golang/goNode';
import type { GoPackage, Place } from './goPackage';
import { keyOf, mentionsOf } from './identity';
import { nameOfType, typeFromNode } from './goType';
import { type LiteralProblem, problemsOf } from './httpProblems';
import { functionNode, type Surroundings, surroundingsOf } from './surroundings';

export type LiteralKind = 'transport' | 'client' | 'server' | 'tls';

export interface Setting {
  /** The value as written. */
  readonly text: string;
  /** `Name: value`, or the assignment. */
  readonly place: Place;
}

export interface SettingsLiteral {
  readonly kind: LiteralKind;
  readonly place: Place;
  readonly settings: ReadonlyMap<string, Setting>;
  /**
   * `package`: a package's variable, or made in main or init; `kept`: returned, or put where it stays;
   * `call`: made by each call of the function, and gone with it.
   */
  readonly life: 'package' | 'kept' | 'call';
  readonly surroundings: Surroundings;
  readonly problems: readonly LiteralProblem[];
}

const kinds: Readonly<Record<string, LiteralKind>> = {
  'net/http.Transport': 'transport',
  'net/http.Client': 'client',
  'net/http.Server': 'server',
  'crypto/tls.Config': 'tls',
};

export function settingsIn(pkg: GoPackage, scope: GoNode): readonly SettingsLiteral[] {
  return scope.find('composite_literal').flatMap((literal) => {
    const type = literal.get('type');
    const name = type === undefined ? '' : nameOfType(typeFromNode(pkg, type));
    return Object.hasOwn(kinds, name) ? [settingsLiteral(pkg, literal, kinds[name])] : [];
  });
}

function settingsLiteral(pkg: GoPackage, literal: GoNode, kind: LiteralKind): SettingsLiteral {
  const variable = variableOf(literal);
  const settings = new Map<string, Setting>();
  for (const element of literal.get('body')?.children ?? []) {
    const key = element.get('key')?.text;
    const value = element.get('value')?.text;
    if (key !== undefined && value !== undefined) settings.set(key, { text: value, place: pkg.place(element) });
  }
  if (variable !== undefined) readAssignments(pkg, variable, settings);
  const life = lifeOf(pkg, literal, variable);
  const known = { kind, place: pkg.place(literal), settings, life };
  const isForClient = literal.around('keyed_element')?.get('key')?.text === 'TLSClientConfig';
  return { ...known, surroundings: surroundingsOf(pkg, literal), problems: problemsOf(known, isForClient) };
}

/** The local or package-level variable that the literal is the whole value of. */
function variableOf(literal: GoNode): GoNode | undefined {
  const value = literal.parent?.type === 'unary_expression' ? literal.parent : literal;
  const list = value.parent;
  const statement = list?.parent;
  if (list?.type !== 'expression_list' || statement === undefined) return undefined;
  const targets = statement.get('left')?.children ?? statement.all('name');
  const target = targets.at(list.children.indexOf(value));
  return target?.type === 'identifier' ? target : undefined;
}

/** `transport.DisableKeepAlives = true` */
function readAssignments(pkg: GoPackage, variable: GoNode, settings: Map<string, Setting>): void {
  const key = keyOf(pkg, variable);
  if (key === undefined) return;
  for (const mention of mentionsOf(pkg, key, variable.text)) {
    const selector = mention.parent;
    const list = selector?.parent;
    const statement = list?.parent;
    if (selector?.type !== 'selector_expression' || list?.field !== 'left') continue;
    if (statement?.type !== 'assignment_statement') continue;
    const value = statement.get('right')?.children.at(list.children.indexOf(selector));
    const name = selector.get('field')?.text ?? '';
    if (value !== undefined) settings.set(name, { text: value.text, place: pkg.place(statement) });
  }
}

function lifeOf(pkg: GoPackage, literal: GoNode, variable: GoNode | undefined, depth = 0): SettingsLiteral['life'] {
  const declaration = pkg.functionAround(literal);
  if (declaration === undefined) return 'package';
  if (declaration.receiver === undefined && ['main', 'init'].includes(declaration.name)) return 'package';
  const statement = statementOf(literal);
  if (statement === undefined || statement.type === 'return_statement') return 'kept';
  if (statement.type === 'assignment_statement' && variable === undefined) return 'kept';
  const name = variable ?? onlyTarget(statement);
  const key = name && keyOf(pkg, name);
  if (name === undefined || key === undefined) return 'call';
  if (!isDeclaredIn(pkg, key, functionNode(literal))) return 'kept';
  const isKept = mentionsOf(pkg, key, name.text).some((mention) => {
    if (mention === name || mention.around('statement_list')?.isWithin(functionNode(literal)!) !== true) return false;
    const user = statementOf(mention);
    if (user === undefined || user === statement) return false;
    if (user.type === 'return_statement') return !isUsedByCall(mention, user);
    if (user.type === 'assignment_statement')
      return mention.around('expression_list')?.field === 'right' && onlyTarget(user)?.type !== 'identifier';
    const next = onlyTarget(user);
    return (
      next !== undefined &&
      !isUsedByCall(mention, user) &&
      depth < 4 &&
      lifeOf(pkg, mention, next, depth + 1) === 'kept'
    );
  });
  return isKept ? 'kept' : 'call';
}

/** `return get(client)` uses it up; `return New(client)` does not: a constructor keeps what it is given. */
function isUsedByCall(mention: GoNode, statement: GoNode): boolean {
  for (let at = mention.parent; at !== undefined && at !== statement; at = at.parent) {
    if (at.type !== 'call_expression') continue;
    const target = at.get('function');
    const name = target?.get('field')?.text ?? target?.text ?? '';
    if (!name.toLowerCase().startsWith('new') && !name.startsWith('With')) return true;
  }
  return false;
}

function statementOf(node: GoNode): GoNode | undefined {
  let at: GoNode | undefined = node;
  while (at !== undefined && at.parent?.is('statement_list', 'source_file', 'func_literal') !== true) at = at.parent;
  return at;
}

function onlyTarget(statement: GoNode): GoNode | undefined {
  const left = statement.get('left') ?? statement.find('var_spec').at(0);
  return left?.type === 'var_spec' ? left.get('name') : left?.children.at(0);
}

function isDeclaredIn(pkg: GoPackage, key: string, fn: GoNode | undefined): boolean {
  const [path, start] = key.split('#');
  return fn !== undefined && pkg.fileOf(fn).path === path && fn.start <= Number(start) && Number(start) < fn.end;
}

export interface ConnectionClose {
  /** `server.SetKeepAlivesEnabled(false)`, a header `Connection: close`, `req.Close = true`. */
  readonly kind: 'server' | 'header' | 'request';
  readonly place: Place;
  readonly surroundings: Surroundings;
}

/** Where a connection is told to end with its request. */
export function connectionClosesIn(pkg: GoPackage, scope: GoNode): readonly ConnectionClose[] {
  return scope.find('call_expression', 'assignment_statement').flatMap((node) => {
    const kind = node.type === 'call_expression' ? closingCall(node) : closingAssignment(pkg, node);
    return kind === undefined ? [] : [{ kind, place: pkg.place(node), surroundings: surroundingsOf(pkg, node) }];
  });
}

function closingCall(call: GoNode): ConnectionClose['kind'] | undefined {
  const method = call.get('function')?.get('field')?.text;
  const [first = '', second = ''] = (call.get('arguments')?.children ?? []).map((argument) => argument.text);
  if (method === 'SetKeepAlivesEnabled') return first === 'false' ? 'server' : undefined;
  const isSet = method === 'Set' || method === 'Add';
  const isClose = isSet && [first, second].join(' ').toLowerCase() === '"connection" "close"';
  return isClose ? 'header' : undefined;
}

function closingAssignment(pkg: GoPackage, statement: GoNode): ConnectionClose['kind'] | undefined {
  const target = statement.get('left')?.children.at(0);
  if (target?.type !== 'selector_expression' || target.get('field')?.text !== 'Close') return undefined;
  if (statement.get('right')?.children.at(0)?.type !== 'true') return undefined;
  return keyOf(pkg, target.get('operand')!) === undefined ? undefined : 'request';
}
