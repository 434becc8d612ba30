// Locks and what happens while they are held. In: a scope. Out: each Lock with where it is unlocked, the exits that
// keep it, slow work under it, and the locks taken under it. Invariants: "held" means that some path holds it there;
// calls are followed within the package, three deep; Cond.Wait lets go of the lock and is not slow work.

import type { GoNode } from '../../golang/goNode';
import { isDoneCall } from './blocking';
import { bindingOf } from './binding';
import { channelOf } from './channels';
import { type CodeFunction, type GoPackage, type Place, qualified } from './goPackage';
import { bare, keyOf, mentionsOf } from './identity';
import { type OpenExit, openExits } from './paths';
import { perScope } from './perScope';
import { selectCases } from './selectCases';
import { type SlowKind, slowKindOf } from './slowCalls';
import { functionNode, type Surroundings, surroundingsOf } from './surroundings';
import { calleeOf, typeOf } from './typeOf';
import { fieldsOf, type GoType, nameOfType, pointedTo, typeFromNode } from './goType';

export interface SlowUnderLock {
  readonly kind: SlowKind | 'send' | 'receive' | 'select';
  /** In the function that locks: the operation, or the call that leads to it. */
  readonly place: Place;
  /** The function called or the channel, as written where it is. */
  readonly on: string;
  /** Functions of the package between the lock and the operation. */
  readonly through: readonly string[];
}

export interface NestedLock {
  readonly lock: string;
  readonly kind: 'lock' | 'rlock';
  readonly place: Place;
  readonly through: readonly string[];
  /** The very lock that is held: waits for itself. undefined: the same field, of a value that nothing tells. */
  readonly isSame: boolean | undefined;
}

export interface HeldLock {
  readonly kind: 'lock' | 'rlock';
  /** As written: `c.mu`. */
  readonly expression: string;
  /** Equal for the same variable, or the same field of a type: `Cache.mu`. */
  readonly lock: string;
  readonly place: Place;
  /** The function or literal that takes it. */
  readonly body: GoNode | undefined;
  readonly surroundings: Surroundings;
  readonly unlocks: readonly Place[];
  readonly isUnlockDeferred: boolean;
  /** Exits that keep the lock; with no `unlocks` at all it may be meant so. undefined: cannot be told. */
  readonly exits: readonly OpenExit[] | undefined;
  readonly slow: readonly SlowUnderLock[];
  readonly nested: readonly NestedLock[];
}

const lockMethods: Readonly<Record<string, 'lock' | 'rlock'>> = {
  'sync.Mutex.Lock': 'lock',
  'sync.RWMutex.Lock': 'lock',
  'sync.RWMutex.RLock': 'rlock',
};
const unlockMethods = { lock: ['sync.Mutex.Unlock', 'sync.RWMutex.Unlock'], rlock: ['sync.RWMutex.RUnlock'] };
const maxDepth = 3;
/** Cond.Wait lets go of the lock; a Once is slow only the first time; unknown locks are no work. */
const quick: readonly SlowKind[] = ['condition', 'once', 'lock', 'rlock'];

export const locksIn = perScope((pkg, scope): readonly HeldLock[] =>
  scope.find('call_expression').flatMap((call) => {
    const lock = lockOf(pkg, call);
    const body = functionNode(call)?.get('body');
    const isDeferred = call.parent?.type === 'defer_statement';
    return lock === undefined || body === undefined || isDeferred ? [] : [heldLock(pkg, call, lock, body)];
  }),
);

interface Lock {
  readonly kind: 'lock' | 'rlock';
  readonly key: string;
  readonly text: string;
}

function lockOf(pkg: GoPackage, call: GoNode): Lock | undefined {
  const { name } = calleeOf(pkg, call);
  if (!Object.hasOwn(lockMethods, name)) return undefined;
  const operand = call.get('function')!.get('operand')!;
  const key = lockKey(pkg, operand);
  return key === undefined ? undefined : { kind: lockMethods[name], key, text: operand.text };
}

/** The lock that a call takes; undefined for any other call. */
export function lockKeyOf(pkg: GoPackage, call: GoNode): { readonly key: string } | undefined {
  return lockOf(pkg, call);
}

export interface LockOperations {
  readonly takes: readonly GoNode[];
  readonly gives: readonly GoNode[];
  /** Its Unlock is a value somewhere, or the lock itself is given to a function: others may give it back. */
  readonly isHandedOn: boolean;
}

/** Every call of the package that takes a lock, and every one that gives it back. */
export function lockOperations(pkg: GoPackage, key: string, name: string): LockOperations {
  const calls = pkg.files.flatMap(({ code }) => code.root.find('call_expression'));
  const names = [...unlockMethods.lock, ...unlockMethods.rlock];
  const isGiving = (call: GoNode): boolean =>
    names.includes(calleeOf(pkg, call).name) && lockKey(pkg, call.get('function')!.get('operand')!) === key;
  const values = ['Unlock', 'RUnlock'].flatMap((method) => pkg.mentionsOf(method));
  const isValue = (method: GoNode): boolean => {
    const selector = method.parent;
    if (selector?.type !== 'selector_expression' || selector.field === 'function') return false;
    return lockKey(pkg, selector.get('operand')!) === key;
  };
  const isArgument = (mention: GoNode): boolean => {
    const whole = mention.parent?.type === 'unary_expression' ? mention.parent : mention;
    return whole.parent?.type === 'argument_list';
  };
  return {
    takes: calls.filter((call) => lockOf(pkg, call)?.key === key),
    gives: calls.filter(isGiving),
    isHandedOn: values.some(isValue) || mentionsOf(pkg, key, name).some(isArgument),
  };
}

/** An embedded mutex is a field of the type around it, which may be embedded itself. */
function lockKey(pkg: GoPackage, operand: GoNode): string | undefined {
  const type = typeOf(pkg, operand);
  const name = nameOfType(type);
  if (name === '' || name.startsWith('sync.')) return keyOf(pkg, operand);
  return `${embedderOf(pkg, type) ?? name}.Mutex`;
}

function embedderOf(pkg: GoPackage, type: GoType, depth = 0): string | undefined {
  const inner = fieldsOf(pkg, pointedTo(type)).flatMap((field) =>
    field.isEmbedded ? [typeFromNode(pkg, field.type)] : [],
  );
  if (inner.some((one) => /^sync\.(RW)?Mutex$/.test(nameOfType(one)))) return nameOfType(type);
  if (depth > maxDepth) return undefined;
  return inner.map((one) => embedderOf(pkg, one, depth + 1)).find((name) => name !== undefined);
}

function heldLock(pkg: GoPackage, call: GoNode, { kind, key, text }: Lock, body: GoNode): HeldLock {
  const isUnlock = (node: GoNode): boolean => {
    if (node.type !== 'call_expression' || !unlockMethods[kind].includes(calleeOf(pkg, node).name)) return false;
    const operand = node.get('function')!.get('operand')!;
    return operand.text === text && lockKey(pkg, operand) === key;
  };
  const unlocks = [...body.walk()].filter(isUnlock);
  const isDeferred = (node: GoNode): boolean => node.around('defer_statement')?.isWithin(body) === true;
  const under = new Set<GoNode>();
  const visits = (node: GoNode): void => void under.add(node);
  openExits(pkg, body, { opens: call, closes: (node) => isUnlock(node) && !isDeferred(node), visits });
  const search = new HeldSearch(pkg, key);
  for (const node of under) if (node !== call) search.look(node, node, [], { '': text });
  return {
    kind,
    expression: text,
    lock: key,
    place: pkg.place(call),
    body: functionNode(call),
    surroundings: surroundingsOf(pkg, call),
    unlocks: unlocks.map((node) => pkg.place(node)),
    isUnlockDeferred: unlocks.some(isDeferred),
    exits: openExits(pkg, body, { opens: call, closes: (node) => isUnlock(node) || isMethodValue(pkg, node, text) }),
    slow: search.slow,
    nested: search.nested,
  };
}

/** `return c.mu.Unlock` gives the caller the way out, and so does a method that unlocks. */
function isMethodValue(pkg: GoPackage, node: GoNode, text: string): boolean {
  if (node.type !== 'selector_expression' || node.field === 'function') return false;
  const name = node.get('field')?.text ?? '';
  if (name.endsWith('nlock') && node.get('operand')?.text === text) return true;
  const unlocks = [`${text}.Unlock()`, `${text}.RUnlock()`];
  return pkg.functions.some(
    (fn) =>
      fn.name === name &&
      fn.receiver !== undefined &&
      fn.body?.find('call_expression').some((c) => unlocks.includes(c.text)) === true,
  );
}

/** What the variables of a function called are in the one that holds the lock, where that is known; '' is the lock itself. */
type Names = Readonly<Record<string, string>>;

class HeldSearch {
  readonly slow: SlowUnderLock[] = [];
  readonly nested: NestedLock[] = [];
  private readonly seen = new Map<CodeFunction, Set<string>>();

  constructor(
    private readonly pkg: GoPackage,
    private readonly key: string,
  ) {}

  /** @param at the node in the function that holds the lock */
  look(node: GoNode, at: GoNode, through: readonly string[], names: Names): void {
    const place = this.pkg.place(at);
    const found = slowChannel(this.pkg, node);
    if (found !== undefined) this.slow.push({ ...found, place, through });
    if (node.type !== 'call_expression') return;
    const lock = lockOf(this.pkg, node);
    if (lock !== undefined) {
      const isSame = lock.key === this.key ? this.isSame(node, lock, through.length > 0, names) : false;
      if (isSame === true && this.isLetGoBefore(node, lock)) return;
      this.nested.push({ lock: lock.key, kind: lock.kind, place, through, isSame });
      return;
    }
    const kind = slowKindOf(this.pkg, node);
    if (kind !== undefined && !quick.includes(kind)) {
      this.slow.push({ kind, place, on: node.get('function')?.text ?? '', through });
      return;
    }
    this.enter(node, at, through, names);
  }

  /** A function is looked at once for each way in which its variables can be the one that holds the lock. */
  private isNew(fn: CodeFunction, names: Names): boolean {
    const isOwner = (text: string): boolean => names[''] === text || names[''].startsWith(`${text}.`);
    const ways = Object.entries(names).map(([name, text]) => `${name}=${isOwner(text) ? text : ''}`);
    const known = this.seen.get(fn) ?? new Set();
    this.seen.set(fn, known);
    const before = known.size;
    return known.add(ways.sort().join()).size > before;
  }

  private isSame(call: GoNode, { text }: Lock, isCalled: boolean, names: Names): boolean | undefined {
    const name = this.nameOf(call.get('function')!.get('operand')!, text, isCalled, names);
    return name === undefined ? undefined : name === names[''];
  }

  /** What an expression is called in the function that holds the lock; undefined where that does not tell the value. */
  private nameOf(expression: GoNode, text: string, isCalled: boolean, names: Names): string | undefined {
    if (!isCalled) return text;
    const first = firstName(expression);
    if (first === undefined) return undefined;
    if (Object.hasOwn(names, first.text)) return renamed(text, names);
    const declared = bindingOf(this.pkg, first)?.declared;
    return declared !== undefined && functionNode(declared) === undefined ? text : undefined;
  }

  /** The function lets go of the lock that its caller holds, and takes it back. */
  private isLetGoBefore(call: GoNode, lock: Lock): boolean {
    const calls = functionNode(call)?.find('call_expression') ?? [];
    const methods = [...unlockMethods.lock, ...unlockMethods.rlock];
    return calls.some(
      (c) =>
        c.end <= call.start &&
        c.around('defer_statement') === undefined &&
        methods.includes(calleeOf(this.pkg, c).name) &&
        c.get('function')?.get('operand')?.text === lock.text,
    );
  }

  private enter(call: GoNode, at: GoNode, through: readonly string[], names: Names): void {
    const { function: fn } = calleeOf(this.pkg, call);
    if (fn?.body === undefined || through.length >= maxDepth) return;
    const receiver = fn.node.get('receiver')?.children.at(0)?.get('name');
    const parameters = (fn.node.get('parameters')?.children ?? []).flatMap((one) => one.all('name'));
    const values = call.get('arguments')?.children ?? [];
    const inner: Record<string, string> = { '': names[''] };
    for (const [name, value] of [
      [receiver, call.get('function')?.get('operand')] as const,
      ...parameters.map((name, i) => [name, values.at(i)] as const),
    ]) {
      if (name === undefined || value === undefined) continue;
      const bareValue = bare(value);
      const known = this.nameOf(bareValue, bareValue.text, through.length > 0, names);
      if (known !== undefined) inner[name.text] = known;
    }
    if (!this.isNew(fn, inner)) return;
    const name = qualified(fn.receiver, fn.name);
    for (const node of fn.body.walk((n) => !n.is('func_literal', 'go_statement'))) {
      if (!node.is('func_literal', 'go_statement')) this.look(node, at, [...through, name], inner);
    }
  }
}

/** `c` of `c.store.mu`; undefined where the value comes from a call or the like. */
function firstName(expression: GoNode): GoNode | undefined {
  const node = bare(expression);
  if (node.type === 'identifier') return node;
  return node.is('selector_expression', 'index_expression') ? firstName(node.get('operand')!) : undefined;
}

/** `s.mu`, where `s` is `c.store` to the caller, is `c.store.mu` there. */
function renamed(text: string, names: Names): string {
  const dot = text.indexOf('.');
  const first = dot < 0 ? text : text.slice(0, dot);
  return first !== '' && Object.hasOwn(names, first) ? names[first] + text.slice(first.length) : text;
}

function isBuffered(pkg: GoPackage, send: GoNode): boolean {
  const { made } = channelOf(pkg, send.get('channel')!);
  return made.length > 0 && made.every(({ capacity }) => capacity !== 0);
}

function slowChannel(pkg: GoPackage, node: GoNode): Pick<SlowUnderLock, 'kind' | 'on'> | undefined {
  const isCase = (): boolean =>
    node.around('communication_case', 'block', 'statement_list')?.type === 'communication_case';
  switch (node.type) {
    case 'send_statement':
      return isCase() || isBuffered(pkg, node) ? undefined : { kind: 'send', on: node.get('channel')?.text ?? '' };
    case 'unary_expression': {
      const operand = node.get('operand')!;
      const isReceive = node.get('operator')?.text === '<-' && !isCase() && !isDoneCall(operand);
      return isReceive ? { kind: 'receive', on: operand.text } : undefined;
    }
    case 'select_statement':
      return selectCases(pkg, node).some((c) => c.kind === 'default') ? undefined : { kind: 'select', on: '' };
    default:
      return undefined;
  }
}
