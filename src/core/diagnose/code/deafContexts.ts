// Contexts of frameworks that no client ends. In: a line. Out: where one is waited for there, or handed to a function that
// takes a context. Source: gin's context.go: Done of a *gin.Context is nil, so it waits for ever, unless its engine has
// ContextWithFallback. Invariant: a package that sets that field is left alone; where another one sets it, only the
// clients that have gone tell.

import type { GoNode } from '../../golang/goNode';
import { isDoneCall } from './blocking';
import type { CodeFunction, CodeLine, GoPackage, Place } from './goPackage';
import { nameOfType, typeFromNode } from './goType';
import { typeName } from './typeOf';

const ginContext = 'github.com/gin-gonic/gin.Context';

/** @param callee the function that the line is in a call of; undefined where the line itself waits */
export function deafContextAt(pkg: GoPackage, at: CodeLine, callee: CodeFunction | undefined): Place | undefined {
  const root = pkg.file(at.path)?.code.root;
  if (root === undefined || pkg.mentionsOf('ContextWithFallback').length > 0) return undefined;
  const isDeaf = (node: GoNode | undefined): boolean => node !== undefined && typeName(pkg, node) === ginContext;
  if (callee === undefined) {
    const waits = root.find('select_statement', 'unary_expression').filter(({ line }) => line === at.line);
    const done = waits.flatMap((wait) => wait.find('call_expression')).find((call) => isDoneCall(call));
    return isDeaf(done?.get('function')?.get('operand')) ? pkg.place(done!) : undefined;
  }
  const calls = root.find('call_expression').filter((call) => call.line <= at.line && at.line <= call.endLine);
  const given = calls.flatMap((call) => call.get('arguments')?.children ?? []);
  const argument = given.find((one) => one.type === 'identifier' && one.line === at.line && isDeaf(one));
  return argument && pkg.place(argument);
}

export function takesContextParameter(pkg: GoPackage, fn: CodeFunction): boolean {
  const types = (fn.node.get('parameters')?.children ?? []).flatMap((one) => one.get('type') ?? []);
  return types.some((type) => nameOfType(typeFromNode(pkg, type)) === 'context.Context');
}
