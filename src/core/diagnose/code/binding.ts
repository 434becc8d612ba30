// What a name means where it stands. In: an identifier. Out: where it is declared, with the type or the value it
// got there. Invariant: Go's scopes, inside out; a name of the universe or of an import has no binding.

import type { GoNode } from '../../golang/goNode';
import type { GoPackage } from './goPackage';

export interface Binding {
  /** The identifier where it is declared: the identity of the variable. */
  readonly declared: GoNode;
  readonly kind: 'parameter' | 'variable' | 'range' | 'function';
  /** The declared type. */
  readonly type: GoNode | undefined;
  /** The expression it was first given, or which is ranged over. */
  readonly value: GoNode | undefined;
  /** Which of the value's results it is; which of key and value, for a range. */
  readonly index: number;
  /** How many are on the left. */
  readonly count: number;
}

export function bindingOf(pkg: GoPackage, identifier: GoNode): Binding | undefined {
  const name = identifier.text;
  if (name === '_') return undefined;
  for (let child = identifier, scope = child.parent; scope !== undefined; child = scope, scope = scope.parent) {
    const found = inScope(scope, child, name, identifier);
    if (found !== undefined) return found;
  }
  const variable = pkg.variables.get(name);
  if (variable !== undefined) return inDeclaration(variable.parent!, name);
  const declared = pkg.function(name)?.node.get('name');
  return declared && { declared, kind: 'function', type: undefined, value: undefined, index: 0, count: 1 };
}

function inScope(scope: GoNode, child: GoNode, name: string, from: GoNode): Binding | undefined {
  switch (scope.type) {
    case 'function_declaration':
    case 'method_declaration':
    case 'func_literal':
      return inParameters(scope, name);
    case 'statement_list':
    case 'block':
      return inStatements(scope, child, name, from);
    case 'for_statement': {
      const clause = scope.children.find((c) => c.is('range_clause', 'for_clause'));
      if (clause === undefined || (clause === child && clause.type === 'range_clause' && !isLeft(clause, from))) {
        return undefined;
      }
      return clause.type === 'range_clause' ? inRange(clause, name) : inInitializer(clause, child, name, from);
    }
    case 'for_clause':
    case 'if_statement':
    case 'expression_switch_statement':
      return inInitializer(scope, child, name, from);
    case 'type_switch_statement': {
      const alias = scope.get('alias')?.children.find((c) => c.text === name);
      if (alias === undefined) return inInitializer(scope, child, name, from);
      const clause = from.around('type_case');
      const types = clause?.all('type') ?? [];
      const type = types.length === 1 ? types[0] : undefined;
      return { declared: alias, kind: 'variable', type, value: undefined, index: 0, count: 1 };
    }
    case 'communication_case': {
      const communication = scope.get('communication');
      return communication?.type === 'receive_statement' && communication !== child
        ? inAssigned(communication, name)
        : undefined;
    }
    default:
      return undefined;
  }
}

const isLeft = (statement: GoNode, node: GoNode): boolean => {
  const left = statement.get('left');
  return left !== undefined && node.isWithin(left);
};

function inParameters(scope: GoNode, name: string): Binding | undefined {
  for (const role of ['parameters', 'receiver', 'result']) {
    const list = scope.get(role);
    if (list?.type !== 'parameter_list') continue;
    for (const parameter of list.children) {
      const declared = parameter.all('name').find((n) => n.text === name);
      if (declared === undefined) continue;
      return { declared, kind: 'parameter', type: parameter.get('type'), value: undefined, index: 0, count: 1 };
    }
  }
  return undefined;
}

function inStatements(scope: GoNode, child: GoNode, name: string, from: GoNode): Binding | undefined {
  for (const statement of scope.children) {
    if (statement.start > from.start) break;
    const plain = unlabeled(statement);
    // What a statement declares is in scope only after it.
    if (statement === child && !isLeft(plain, from) && !isDeclaredName(plain, from)) break;
    const found = inDeclaration(plain, name);
    if (found !== undefined) return latest(scope, found, name, from);
  }
  return undefined;
}

/** `x := …` twice in one scope is one variable; but a `var x T` names the type, and the first value is the best known. */
function latest(scope: GoNode, first: Binding, name: string, from: GoNode): Binding {
  if (first.type !== undefined || first.value !== undefined) return first;
  for (const node of scope.walk((n) => n.type !== 'func_literal')) {
    if (node.start >= from.start) break;
    if (node.type !== 'assignment_statement') continue;
    const found = inAssigned(node, name);
    if (found !== undefined) return { ...found, declared: first.declared };
  }
  return first;
}

function isDeclaredName(statement: GoNode, from: GoNode): boolean {
  return from.field === 'name' && from.isWithin(statement);
}

function unlabeled(statement: GoNode): GoNode {
  return statement.type === 'labeled_statement' ? (statement.children.at(-1) ?? statement) : statement;
}

function inInitializer(scope: GoNode, child: GoNode, name: string, from: GoNode): Binding | undefined {
  const initializer = scope.get('initializer');
  if (initializer === undefined || (initializer === child && !isLeft(initializer, from))) return undefined;
  return inDeclaration(initializer, name);
}

function inDeclaration(statement: GoNode, name: string): Binding | undefined {
  switch (statement.type) {
    case 'short_var_declaration':
      return inAssigned(statement, name);
    case 'var_declaration':
    case 'var_spec_list':
    case 'const_declaration':
      return first(statement.children, (child) => inDeclaration(child, name));
    case 'var_spec':
    case 'const_spec': {
      const names = statement.all('name');
      const at = names.findIndex((n) => n.text === name);
      if (at < 0) return undefined;
      const values = statement.get('value')?.children ?? [];
      return bind(names, at, values, 'variable', statement.get('type'));
    }
    default:
      return undefined;
  }
}

function inAssigned(statement: GoNode, name: string): Binding | undefined {
  const left = statement.get('left')?.children ?? [];
  const at = left.findIndex((n) => n.type === 'identifier' && n.text === name);
  if (at < 0) return undefined;
  const right = statement.get('right');
  const values = right === undefined ? [] : right.type === 'expression_list' ? right.children : [right];
  return bind(left, at, values, 'variable', undefined);
}

function inRange(clause: GoNode, name: string): Binding | undefined {
  const left = clause.get('left')?.children ?? [];
  const at = left.findIndex((n) => n.text === name);
  const right = clause.get('right');
  return at < 0 || right === undefined ? undefined : bind(left, at, [right], 'range', undefined);
}

function bind(
  names: readonly GoNode[],
  at: number,
  values: readonly GoNode[],
  kind: 'variable' | 'range',
  type: GoNode | undefined,
): Binding {
  const isPaired = kind === 'variable' && values.length === names.length;
  return {
    declared: names[at],
    kind,
    type,
    value: isPaired ? values[at] : values.at(0),
    index: isPaired ? 0 : at,
    count: isPaired ? 1 : names.length,
  };
}

function first<T, R>(items: readonly T[], find: (item: T) => R | undefined): R | undefined {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) return found;
  }
  return undefined;
}
