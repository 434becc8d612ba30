// Where a request's context gets lost. In: a scope. Out: calls that replace it, do without it, or start what goes on
// without it. Invariant: only where a context is at hand; what follows `<-ctx.Done()`, and what is deferred, is
// cleaning up and needs another one.

import type { GoNode } from '../../golang/goNode';
import { isDoneCall } from './blocking';
import { type ContextAtHand, contextAtHand } from './contextAtHand';
import type { CodeFunction, GoPackage, Place } from './goPackage';
import { keyOf, mentionsOf } from './identity';
import { nameOfType, typeFromNode } from './goType';
import { functionNode, requestAround, requestOf, type Surroundings, surroundingsOf } from './surroundings';
import { calleeOf } from './typeOf';

export interface ContextLoss {
  /**
   * `request`: the request goes on with another context (`r.WithContext(context.Background())`);
   * `argument`: Background or TODO where a context is at hand;
   * `without`: a call that has a variant with a context (`http.NewRequest`, `db.Query`);
   * `detached`: context.WithoutCancel, which says that it means it;
   * `goroutine`: started by a handler that does not wait for it.
   */
  readonly kind: 'request' | 'argument' | 'without' | 'detached' | 'goroutine';
  /** The expression to replace, or the whole call or statement. */
  readonly place: Place;
  /** `context.Background`, `net/http.NewRequest`; of a goroutine what it runs. */
  readonly by: string;
  readonly context: ContextAtHand;
  readonly surroundings: Surroundings;
}

const roots = ['context.Background', 'context.TODO'];
const withContext = ['net/http.Request.WithContext', 'net/http.Request.Clone'];
const contextless = [
  'net/http.NewRequest',
  'net/http.Get',
  'net/http.Head',
  'net/http.Post',
  'net/http.PostForm',
  'net/http.Client.Get',
  'net/http.Client.Head',
  'net/http.Client.Post',
  'net/http.Client.PostForm',
  'net.Dial',
  'os/exec.Command',
  ...['DB', 'Conn', 'Tx', 'Stmt'].flatMap((type) =>
    ['Query', 'QueryRow', 'Exec', 'Prepare', 'Ping'].map((method) => `database/sql.${type}.${method}`),
  ),
];

export function contextLossesIn(pkg: GoPackage, scope: GoNode): readonly ContextLoss[] {
  return scope.find('call_expression', 'go_statement').flatMap((node) => {
    const context = contextAtHand(pkg, node);
    const loss = context && (node.type === 'go_statement' ? goroutine(pkg, node) : lossBy(pkg, node));
    if (context === undefined || loss === undefined) return [];
    return [{ ...loss, place: pkg.place(node), context, surroundings: surroundingsOf(pkg, node) }];
  });
}

type Loss = Pick<ContextLoss, 'kind' | 'by'>;

function lossBy(pkg: GoPackage, call: GoNode): Loss | undefined {
  const { name } = calleeOf(pkg, call);
  if (contextless.includes(name)) return isCleanup(call) ? undefined : { kind: 'without', by: name };
  const isForRequest = isPutIntoRequest(pkg, call);
  if (name === 'context.WithoutCancel') return { kind: isForRequest ? 'request' : 'detached', by: name };
  if (!roots.includes(name)) return undefined;
  if (isForRequest) return { kind: 'request', by: name };
  if (isCleanup(call) || call.around('go_statement') !== undefined) return undefined;
  return { kind: 'argument', by: name };
}

/** Given to `r.WithContext`, with values added or not, at once or by way of a variable. */
function isPutIntoRequest(pkg: GoPackage, context: GoNode): boolean {
  const list = context.parent;
  const outer = list?.type === 'argument_list' && list.children[0] === context ? list.parent : undefined;
  if (outer !== undefined) {
    const { name } = calleeOf(pkg, outer);
    if (name === 'context.WithValue') return isPutIntoRequest(pkg, outer);
    // A framework's value gives the request, whose type is not told then: `c.Request().WithContext(ctx)`.
    return withContext.includes(name) || name === '?.WithContext';
  }
  const statement = list?.parent;
  if (statement?.is('short_var_declaration', 'var_spec') !== true || list?.children.length !== 1) return false;
  const variable = statement.get('left')?.children.at(0) ?? statement.get('name');
  const key = variable && keyOf(pkg, variable);
  if (key === undefined) return false;
  const mentions = mentionsOf(pkg, key, variable!.text).filter((mention) => mention.start > statement.end);
  const isOther = mentions.some(({ parent }) => parent?.type === 'expression_list' && parent.field === 'left');
  return !isOther && mentions.some((mention) => isPutIntoRequest(pkg, mention));
}

/** Deferred, or after the end of a context has been awaited. */
function isCleanup(call: GoNode): boolean {
  if (call.around('defer_statement') !== undefined) return true;
  const receives = functionNode(call)?.find('unary_expression') ?? [];
  return receives.some((r) => r.end <= call.start && r.get('operator')?.text === '<-' && isDoneCall(r.get('operand')!));
}

function goroutine(pkg: GoPackage, statement: GoNode): Loss | undefined {
  const handler = functionNode(statement);
  if (handler === undefined || requestAround(pkg, statement) === undefined) return undefined;
  if (waitsAfter(pkg, handler, statement)) return undefined;
  const target = statement.children.at(0)?.get('function');
  return { kind: 'goroutine', by: target?.type === 'func_literal' ? 'func' : (target?.text ?? '') };
}

/** A receive or a Wait of the handler's own behind the `go`. */
function waitsAfter(pkg: GoPackage, handler: GoNode, statement: GoNode): boolean {
  return handler.find('unary_expression', 'select_statement', 'range_clause', 'call_expression').some((node) => {
    if (node.start < statement.end || node.around('go_statement') !== undefined) return false;
    if (node.type === 'unary_expression') return node.get('operator')?.text === '<-';
    if (node.type === 'call_expression') return calleeOf(pkg, node).name.endsWith('.Wait');
    return node.type === 'select_statement';
  });
}

/** Takes a handler and gives one: what it does happens to every request behind it. */
export function isMiddleware(pkg: GoPackage, fn: CodeFunction): boolean {
  const types = (role: string): string[] => {
    const list = fn.node.get(role);
    if (list === undefined) return [];
    const nodes = list.type === 'parameter_list' ? list.children.map((p) => p.get('type')) : [list];
    return nodes.map((type) => (type === undefined ? '' : handlerName(pkg, type)));
  };
  return types('parameters').includes('handler') && types('result').includes('handler');
}

function handlerName(pkg: GoPackage, type: GoNode): string {
  const of = typeFromNode(pkg, type);
  const isHandler = ['net/http.Handler', 'net/http.HandlerFunc'].includes(nameOfType(of));
  const isFunction = type.type === 'function_type' && requestOf(pkg, type) !== undefined;
  return isHandler || isFunction ? 'handler' : '';
}
