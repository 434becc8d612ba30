// Which calls open something, and what closes it. In: a function's name. Out: the rule for its result.
// Source: the documentation of each function in the standard library.

import type { GoNode } from '../../golang/goNode';
import type { GoPackage } from './goPackage';
import { keyOf } from './identity';
import { calleeOf } from './typeOf';

export type ResourceKind =
  | 'body'
  | 'rows'
  | 'transaction'
  | 'connection'
  | 'statement'
  | 'file'
  | 'listener'
  | 'ticker'
  | 'cancel'
  | 'pooled'
  | 'pipe'
  /** A command's standard input. */
  | 'input';

export interface ResourceRule {
  readonly kind: ResourceKind;
  /** Which of the results. */
  readonly index: number;
  /** The field that is what has to be closed. */
  readonly part?: string;
  /** An argument is only lent: whoever is called does not know where it has to go back to. */
  readonly isLent?: boolean;
  readonly isClose: (pkg: GoPackage, node: GoNode, key: string) => boolean;
  /** Whether a loop condition, once false, has closed it. */
  readonly endsWith?: (pkg: GoPackage, condition: GoNode, key: string) => boolean;
}

const closeMethod = byMethod('Close');
const rows: ResourceRule = {
  kind: 'rows',
  index: 0,
  isClose: closeMethod,
  // Rows.Next: "If Next is called and returns false and there are no further result sets, the Rows are closed".
  endsWith: (pkg, condition, key) => isMethodCall(pkg, condition, key, ['Next']),
};
const connection: ResourceRule = { kind: 'connection', index: 0, isClose: closeMethod };
const ownedConnection: ResourceRule = {
  kind: 'connection',
  index: 0,
  isClose: byMethod('Close', 'Release', 'Destroy', 'Hijack'),
};
const transaction: ResourceRule = { kind: 'transaction', index: 0, isClose: byMethod('Commit', 'Rollback') };
const statement: ResourceRule = { kind: 'statement', index: 0, isClose: closeMethod };
const body: ResourceRule = { kind: 'body', index: 0, part: 'Body', isClose: isBodyClose };
const file: ResourceRule = { kind: 'file', index: 0, isClose: closeMethod };
const listener: ResourceRule = { kind: 'listener', index: 0, isClose: closeMethod };
const cancel: ResourceRule = { kind: 'cancel', index: 1, isClose: isCall };

const rules: Readonly<Record<string, ResourceRule>> = {
  'context.WithCancel': cancel,
  'context.WithCancelCause': cancel,
  'context.WithDeadline': cancel,
  'context.WithTimeout': cancel,
  'os/signal.NotifyContext': cancel,
  'crypto/tls.Dial': connection,
  // Its reading end: while nobody reads, whoever writes waits.
  'io.Pipe': { kind: 'pipe', index: 0, isClose: byMethod('Close', 'CloseWithError') },
  'os/exec.Cmd.StdinPipe': { kind: 'input', index: 0, isClose: closeMethod },
  'net.Dial': connection,
  'net.DialTimeout': connection,
  'net.Listen': listener,
  'net.Listener.Accept': connection,
  'database/sql.DB.Conn': connection,
  'os.Create': file,
  'os.Open': file,
  'os.OpenFile': file,
  'time.NewTicker': { kind: 'ticker', index: 0, isClose: byMethod('Stop') },
  'sync.Pool.Get': { kind: 'pooled', index: 0, isLent: true, isClose: isPut },
};

const clientMethods = ['Do', 'Get', 'Head', 'Post', 'PostForm'];
const ownConnection =
  /^github\.com\/jackc\/(puddle\/v2\.Pool|pgx\/v\d\/pgxpool\.Pool)\.Acquire$|^github\.com\/(redis\/go-redis|go-redis\/redis)(\/v\d+)?\.(Client\.Conn|Client\.Subscribe|Client\.PSubscribe)$|^github\.com\/gomodule\/redigo\/redis\.Pool\.Get(Context)?$/;
const databaseTypes = ['DB', 'Conn', 'Tx', 'Stmt'];

export function resourceRule(name: string): ResourceRule | undefined {
  if (Object.hasOwn(rules, name)) return rules[name];
  const method = name.slice(name.lastIndexOf('.') + 1);
  const type = name.slice(0, name.lastIndexOf('.'));
  if (type === 'net/http.Client' || type === 'net/http') return clientMethods.includes(method) ? body : undefined;
  if (method === 'RoundTrip' && type.startsWith('net/http.')) return body;
  // A connection of one's own out of a pool, of go-redis, redigo, pgx and puddle.
  if (ownConnection.test(name)) return ownedConnection;
  if (!databaseTypes.some((of) => type === `database/sql.${of}` || type === `github.com/jmoiron/sqlx.${of}`))
    return undefined;
  if (/^(Queryx?(Context)?|NamedQuery(Context)?)$/.test(method)) return rows;
  if (/^Beginx?$|^BeginTxx?$/.test(method)) return transaction;
  return /^Preparex?(Context)?$/.test(method) ? statement : undefined;
}

function byMethod(...methods: readonly string[]): ResourceRule['isClose'] {
  return (pkg, node, key) => isMethodCall(pkg, node, key, methods) || isMethodValue(pkg, node, key, methods);
}

function isMethodCall(pkg: GoPackage, node: GoNode, key: string, methods: readonly string[]): boolean {
  const target = node.type === 'call_expression' ? node.get('function') : undefined;
  return target !== undefined && isMethodOf(pkg, target, key, methods);
}

/** `t.Cleanup(rows.Close)`: who is given the method will call it. */
function isMethodValue(pkg: GoPackage, node: GoNode, key: string, methods: readonly string[]): boolean {
  return node.type === 'selector_expression' && node.field !== 'function' && isMethodOf(pkg, node, key, methods);
}

function isMethodOf(pkg: GoPackage, selector: GoNode, key: string, methods: readonly string[]): boolean {
  if (selector.type !== 'selector_expression' || !methods.includes(selector.get('field')?.text ?? '')) return false;
  return keyOf(pkg, selector.get('operand')!) === key;
}

/** `resp.Body.Close()` */
function isBodyClose(pkg: GoPackage, node: GoNode, key: string): boolean {
  if (node.type !== 'selector_expression' || node.get('field')?.text !== 'Close') return false;
  const inner = node.get('operand')!;
  const isBody = inner.type === 'selector_expression' && inner.get('field')?.text === 'Body';
  return isBody && keyOf(pkg, inner.get('operand')!) === key;
}

/** `cancel()`; and `stop = cancel`, `defer cancel` or an argument, which ownership sees. */
function isCall(pkg: GoPackage, node: GoNode, key: string): boolean {
  const target = node.type === 'call_expression' ? node.get('function') : undefined;
  return target?.type === 'identifier' && keyOf(pkg, target) === key;
}

/** `pool.Put(x)` */
function isPut(pkg: GoPackage, node: GoNode, key: string): boolean {
  if (node.type !== 'call_expression' || calleeOf(pkg, node).name !== 'sync.Pool.Put') return false;
  return (node.get('arguments')?.children ?? []).some((argument) => keyOf(pkg, argument) === key);
}
