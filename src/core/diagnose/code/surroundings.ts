// Where a piece of code runs. In: a node. Out: the function and literal around it, whether in a defer, in a `go`
// statement, in a loop, with a request at hand. Invariant: a literal that is started or deferred ends the loop
// around it; what is called elsewhere (a literal handed on) keeps nothing but its function.

import type { GoNode } from '../../golang/goNode';
import { type GoPackage, type Place, qualified } from './goPackage';
import { nameOfType, typeFromNode } from './goType';

export interface Surroundings {
  /** `Cache.get`, without the package; '' outside any. */
  readonly function: string;
  /** The `defer` statement it runs in. */
  readonly deferred: Place | undefined;
  /** The innermost `go` statement it runs in. */
  readonly goStatement: Place | undefined;
  /** The innermost loop around it, in the same function or literal. */
  readonly loop: Place | undefined;
  /** What a handler knows of its request, where the code runs in one: not in a goroutine it starts. */
  readonly request: Request | undefined;
}

export interface Request {
  /** The parameter's name, '' where it has none: `r`. */
  readonly name: string;
  /** The expression for its context, undefined where it has no name: `r.Context()`. */
  readonly context: string | undefined;
}

const functions = ['function_declaration', 'method_declaration', 'func_literal'];

/** The innermost function or literal around a node; a literal is not around itself. */
export function functionNode(node: GoNode): GoNode | undefined {
  return node.around(...functions);
}

export function surroundingsOf(pkg: GoPackage, node: GoNode): Surroundings {
  const declaration = pkg.functionAround(node);
  let deferred: GoNode | undefined;
  let goStatement: GoNode | undefined;
  let loop: GoNode | undefined;
  let isSameFunction = true;
  for (let child = node, at = node.parent; at !== undefined; child = at, at = at.parent) {
    // What is ranged over is computed once.
    if (at.type === 'for_statement' && isSameFunction && child.type !== 'range_clause') loop ??= at;
    if (at.type === 'func_literal') isSameFunction &&= isCalledInPlace(at);
    if (at.type === 'defer_statement' && goStatement === undefined && isRunBy(at, node)) deferred ??= at;
    if (at.type === 'go_statement' && isRunBy(at, node)) goStatement ??= at;
  }
  return {
    function: declaration === undefined ? '' : qualified(declaration.receiver, declaration.name),
    deferred: deferred && pkg.place(deferred),
    goStatement: goStatement && pkg.place(goStatement),
    loop: loop && pkg.place(loop),
    request: requestAround(pkg, node),
  };
}

/** `func() { … }()`, not started and not deferred. */
function isCalledInPlace(literal: GoNode): boolean {
  const call = literal.parent;
  return (
    call?.type === 'call_expression' &&
    literal.field === 'function' &&
    call.parent?.is('go_statement', 'defer_statement') === false
  );
}

/** The statement runs the call itself or the literal it calls; arguments are computed before. */
function isRunBy(statement: GoNode, node: GoNode): boolean {
  const call = statement.children.at(0);
  if (node === call) return true;
  const literal = call?.get('function');
  return literal !== undefined && node.isWithin(literal);
}

/** The request of the handler that the node runs in, seen through literals but not through `go`. */
export function requestAround(pkg: GoPackage, node: GoNode): Request | undefined {
  for (let at = node.parent; at !== undefined; at = at.parent) {
    if (at.type === 'go_statement') return undefined;
    const request = functions.includes(at.type) ? requestOf(pkg, at) : undefined;
    if (request !== undefined) return request;
  }
  return undefined;
}

/** Request types, and how their context is had. */
const requestTypes: Readonly<Record<string, string>> = {
  'net/http.Request': '.Context()',
  'github.com/gin-gonic/gin.Context': '.Request.Context()',
  'github.com/labstack/echo.Context': '.Request().Context()',
  'github.com/labstack/echo/v4.Context': '.Request().Context()',
};

/** Of a function or literal with a request among its parameters. */
export function requestOf(pkg: GoPackage, fn: GoNode): Request | undefined {
  for (const parameter of fn.get('parameters')?.children ?? []) {
    const type = parameter.get('type');
    const typeName = type === undefined ? '' : nameOfType(typeFromNode(pkg, type));
    if (!Object.hasOwn(requestTypes, typeName)) continue;
    const name = parameter.get('name')?.text ?? '';
    return name === '' || name === '_'
      ? { name: '', context: undefined }
      : { name, context: name + requestTypes[typeName] };
  }
  return undefined;
}
