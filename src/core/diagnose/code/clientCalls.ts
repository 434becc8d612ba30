// Calls of HTTP clients, and what limits them. In: a line. Out: the call, the client as the source writes it, and
// whether anything ends it when the other side says nothing. Invariant: unlimited only where client and request are
// both seen to have no limit; what comes from elsewhere (a parameter, a client that other code makes) is not told.

import type { GoNode } from '../../golang/goNode';
import { bindingOf } from './binding';
import type { CodeLine, GoPackage, Place } from './goPackage';
import { settingsIn, type SettingsLiteral } from './httpLiterals';
import { bare } from './identity';
import { functionNode } from './surroundings';
import { calleeOf } from './typeOf';

export interface ClientCall {
  readonly place: Place;
  /** `http.Get`, `http.DefaultClient.Do`, `s.client.Do`. */
  readonly call: string;
  /** Where the client is made; undefined for net/http's own. */
  readonly made: Place | undefined;
  /** Undefined where the source does not tell. */
  readonly isLimited: boolean | undefined;
}

const ofPackage = /^net\/http\.(Get|Head|Post|PostForm)$/;
const ofClient = /^(net\/http\.Client|\?)\.(Do|Get|Head|Post|PostForm)$/;

export function clientCallsAt(pkg: GoPackage, at: CodeLine): readonly ClientCall[] {
  const root = pkg.file(at.path)?.code.root;
  if (root === undefined) return [];
  return root.find('call_expression').flatMap((call) => {
    const target = call.get('function');
    // A call over several lines is on that of the method's name.
    if ((target?.get('field')?.line ?? call.line) !== at.line) return [];
    const { name } = calleeOf(pkg, call);
    const known = { place: pkg.place(call), call: target?.text ?? name };
    if (ofPackage.test(name)) return [{ ...known, made: undefined, isLimited: false }];
    const client = target?.get('operand');
    if (!ofClient.test(name) || client === undefined) return [];
    const isDefault = client.text === 'http.DefaultClient';
    if (name.startsWith('?') && !isDefault) return [];
    const literal = isDefault ? undefined : literalOf(pkg, client);
    const byClient = isDefault ? false : literal && isLimitedBy(pkg, literal);
    const byRequest = name.endsWith('.Do') ? hasContext(pkg, call) : false;
    return [{ ...known, made: literal?.place, isLimited: either(byClient, byRequest) }];
  });
}

function either(a: boolean | undefined, b: boolean | undefined): boolean | undefined {
  return a === true || b === true ? true : a === undefined || b === undefined ? undefined : false;
}

/** The literal that the variable is; for a field, the package's only one. */
function literalOf(pkg: GoPackage, client: GoNode): SettingsLiteral | undefined {
  const all = pkg.files.flatMap(({ code }) => settingsIn(pkg, code.root)).filter(({ kind }) => kind === 'client');
  const node = bare(client);
  if (node.type !== 'identifier') return all.length === 1 ? all[0] : undefined;
  const value = bindingOf(pkg, node)?.value;
  const literal = value && bare(value);
  if (literal?.type !== 'composite_literal') return undefined;
  const place = pkg.place(literal);
  return all.find((one) => one.place.path === place.path && one.place.start === place.start);
}

function isLimitedBy(pkg: GoPackage, { problems, settings }: SettingsLiteral): boolean | undefined {
  if (!problems.some(({ kind }) => kind === 'noTimeout')) return true;
  if (!settings.has('Transport')) return false;
  // Its Transport may have a limit for the answer, or be no Transport at all.
  const transports = pkg.files
    .flatMap(({ code }) => settingsIn(pkg, code.root))
    .filter(({ kind }) => kind === 'transport');
  const isPlain = transports.length > 0 && !transports.some((one) => one.settings.has('ResponseHeaderTimeout'));
  return isPlain ? false : undefined;
}

/** Whether the request has a context that may end: `NewRequest` and `context.Background()` have none. */
function hasContext(pkg: GoPackage, call: GoNode): boolean | undefined {
  const request = call.get('arguments')?.children.at(0);
  if (request?.type !== 'identifier') return undefined;
  const made = bindingOf(pkg, request)?.value;
  const owner = functionNode(call);
  if (made?.type !== 'call_expression' || owner === undefined) return undefined;
  const isGivenOne = owner
    .find('call_expression')
    .some((one) => ['WithContext', 'Clone'].includes(one.get('function')?.get('field')?.text ?? ''));
  if (isGivenOne) return undefined;
  const { name } = calleeOf(pkg, made);
  if (name === 'net/http.NewRequest') return false;
  if (name !== 'net/http.NewRequestWithContext') return undefined;
  const context = made.get('arguments')?.children.at(0)?.text ?? '';
  return context !== 'context.Background()' && context !== 'context.TODO()';
}
