// What a leak test calls. In: the line of a leak in its package. Out: the function whose goroutines stay, and an expression
// that makes them stay: a function, a handler, a middleware. Invariant: only what can be called without values that
// somebody would have to invent; else `call` is undefined, and the test says so.

import type { GoNode } from '../../golang/goNode';
import { isMiddleware } from '../code/contexts';
import { type CodeFunction, type CodeLine, type GoPackage, qualified } from '../code/goPackage';
import { fieldsOf, nameOfType, typeFromNode } from '../code/goType';

import { calleeOf } from '../code/typeOf';

export interface LeakSubject {
  /** Whose goroutines are counted; undefined for those of the test's own handler. */
  readonly counted: CodeFunction | undefined;
  /** What is called. */
  readonly called: CodeFunction;
  readonly call: LeakCall | undefined;
}

export interface LeakCall {
  /** The middleware takes a http.Handler and gives one. */
  readonly kind: 'function' | 'handler' | 'middleware';
  /** `work()`, `work(ctx)`; a http.Handler; a middleware's name. */
  readonly text: string;
  readonly needsContext: boolean;
  /** Makes the receiver, the same for all calls: `subject := newQueue()`; '' for none. */
  readonly setup: string;
}

/** The receiver's name in a test. */
const subject = 'subject';

export function leakSubject(pkg: GoPackage, at: CodeLine): LeakSubject | undefined {
  const counted = pkg.functionAt(at);
  if (counted === undefined) return undefined;
  if (isMiddleware(pkg, counted)) {
    const made = receiverOf(pkg, counted);
    const isPlain = counted.node.get('parameters')?.children.length === 1;
    if (made === undefined || !isPlain) return { counted: undefined, called: counted, call: undefined };
    const call: LeakCall = {
      kind: 'middleware',
      text: made.text + counted.name,
      needsContext: false,
      setup: made.setup,
    };
    return { counted: undefined, called: counted, call };
  }
  const called = starterOf(pkg, counted) ?? counted;
  return { counted, called, call: callOf(pkg, called) };
}

/** The one that has the only `go` statement for a function, unless it starts it in a goroutine of another. */
function starterOf(pkg: GoPackage, fn: CodeFunction): CodeFunction | undefined {
  const uses = pkg.mentionsOf(fn.name).filter((node) => node.parent !== fn.node && isCallOf(pkg, node, fn));
  const starts = uses.filter((node) => callAround(node)?.parent?.type === 'go_statement');
  return starts.length === 1 && uses.length === 1 ? pkg.functionAround(starts[0]) : undefined;
}

function callAround(use: GoNode): GoNode | undefined {
  const target = use.parent?.type === 'selector_expression' ? use.parent : use;
  return target.field === 'function' && target.parent?.type === 'call_expression' ? target.parent : undefined;
}

function isCallOf(pkg: GoPackage, use: GoNode, fn: CodeFunction): boolean {
  const call = callAround(use);
  return call !== undefined && calleeOf(pkg, call).function?.node === fn.node;
}

function callOf(pkg: GoPackage, fn: CodeFunction): LeakCall | undefined {
  const made = receiverOf(pkg, fn);
  if (made === undefined || fn.node.get('type_parameters') !== undefined) return undefined;
  const { setup } = made;
  const text = made.text + fn.name;
  const types = parameterTypes(pkg, fn);
  if (types.join() === 'net/http.ResponseWriter,net/http.Request') {
    return { kind: 'handler', text: `http.HandlerFunc(${text})`, needsContext: false, setup };
  }
  if (types.some((type) => type !== 'context.Context')) return undefined;
  return {
    kind: 'function',
    text: `${text}(${types.map(() => 'ctx').join(', ')})`,
    needsContext: types.length > 0,
    setup,
  };
}

function parameterTypes(pkg: GoPackage, { node }: CodeFunction): readonly string[] {
  return (node.get('parameters')?.children ?? []).flatMap((parameter) => {
    const type = parameter.get('type');
    const name = type === undefined ? '' : nameOfType(typeFromNode(pkg, type));
    return new Array<string>(Math.max(1, parameter.all('name').length)).fill(name);
  });
}

interface Receiver {
  readonly setup: string;
  /** '' for a function, else with its dot. */
  readonly text: string;
}

/** By a constructor, or a struct that is good as it comes; undefined where no value can be made. */
function receiverOf(pkg: GoPackage, { receiver, node }: CodeFunction): Receiver | undefined {
  if (receiver === undefined) return { setup: '', text: '' };
  if (node.get('receiver')?.find('generic_type').at(0) !== undefined) return undefined;
  const of = (value: string): Receiver => ({ setup: `${subject} := ${value}`, text: `${subject}.` });
  for (const name of [`New${receiver}`, `new${receiver.charAt(0).toUpperCase()}${receiver.slice(1)}`, 'New']) {
    const made = pkg.function(name);
    const result = made?.node.get('result');
    const isPlain = made?.node.get('parameters')?.children.length === 0 && result !== undefined;
    if (isPlain && nameOfType(typeFromNode(pkg, result)) === receiver) return of(`${name}()`);
  }
  const type = pkg.types.get(receiver);
  const fields = type === undefined ? [] : fieldsOf(pkg, { kind: 'named', name: receiver, spec: type });
  const isStruct = type?.get('type')?.type === 'struct_type';
  return isStruct && fields.every((field) => hasUsableZero(pkg, field.type)) ? of(`&${receiver}{}`) : undefined;
}

const basic = /^(string|bool|u?int(8|16|32|64)?|float(32|64)|byte|rune)$/;

/** A lock, a counter, a number: good as they come. */
function hasUsableZero(pkg: GoPackage, type: GoNode): boolean {
  if (type.type === 'slice_type' || basic.test(type.text)) return true;
  if (!type.is('qualified_type', 'generic_type')) return false;
  return /^sync(\/atomic)?\./.test(nameOfType(typeFromNode(pkg, type)));
}

/** As stacks name it, without its package and type arguments: `(*Cache).get`. */
export function stackPattern({ receiver, name, node }: CodeFunction): string {
  if (receiver === undefined) return `${name}\\b`;
  const isPointer = node.get('receiver')?.find('pointer_type').at(0) !== undefined;
  const type = `${receiver}(\\[\\.\\.\\.\\])?`;
  return `${isPointer ? `\\(\\*${type}\\)` : type}\\.${name}\\b`;
}

/** `Cache.get` */
export function nameOf({ receiver, name }: CodeFunction): string {
  return qualified(receiver, name);
}
