// Where a server ends the connection of every request. In: a scope. Out: `server.SetKeepAlivesEnabled(false)` and
// `w.Header().Set("Connection", "close")`. Invariant: only what holds for good: not what stands under a condition, which is
// for errors and overload, and not what is said while the server shuts down.

import type { GoNode } from '../../golang/goNode';
import { bindingOf } from './binding';
import type { GoPackage } from './goPackage';
import { type ConnectionClose, connectionClosesIn } from './httpLiterals';
import { functionNode } from './surroundings';

export function serverClosesIn(pkg: GoPackage, scope: GoNode): readonly ConnectionClose[] {
  return connectionClosesIn(pkg, scope).filter(({ kind, place }) => {
    const call = pkg.nodeAt(place, 'call_expression');
    if (call === undefined || kind === 'request' || isConditional(call)) return false;
    return kind === 'server' ? !isAtShutdown(pkg, call) : isOfResponse(pkg, call);
  });
}

function isConditional(call: GoNode): boolean {
  const branch = call.around(
    'if_statement',
    'expression_case',
    'type_case',
    'communication_case',
    'default_case',
    'defer_statement',
  );
  const owner = functionNode(call);
  return branch !== undefined && owner !== undefined && branch.isWithin(owner);
}

/** A function that is named so, that waited for something first, or that ends a server and starts none. */
function isAtShutdown(pkg: GoPackage, call: GoNode): boolean {
  const owner = functionNode(call);
  if (owner === undefined) return false;
  if (/shut|stop|close|drain|quit|end$/i.test(pkg.functionAround(call)?.name ?? '')) return true;
  const waits = owner
    .find('unary_expression', 'select_statement')
    .some((node) => node.start < call.start && (node.type !== 'unary_expression' || isReceive(node)));
  const calls = owner.find('call_expression').map((one) => one.get('function')?.get('field')?.text ?? '');
  return waits || (calls.includes('Shutdown') && !calls.some((name) => /^(ListenAnd)?Serve/.test(name)));
}

function isReceive(node: GoNode): boolean {
  return node.get('operator')?.text === '<-';
}

/** Of what `w.Header()` gives; `request.Header` is a client's. */
function isOfResponse(pkg: GoPackage, call: GoNode): boolean {
  const header = call.get('function')?.get('operand');
  const made = header?.type === 'identifier' ? bindingOf(pkg, header)?.value : header;
  return made?.type === 'call_expression' && made.get('function')?.get('field')?.text === 'Header';
}
