// What only grows. In: a package. Out: maps and slices of fields and package variables that are added to, with where
// anything is taken out again. Invariant: whatever may take something out, a function that is given the container
// or an assignment of something else, counts as taking out; filling at construction is no growth.

import type { GoNode } from '../../golang/goNode';
import { isExported } from './goPackage';
import type { GoPackage, Place } from './goPackage';
import { keyOf, lastName, mentionsOf } from './identity';
import { underlying } from './goType';
import { functionNode } from './surroundings';
import { calleeOf, typeOf } from './typeOf';

export interface Growth {
  readonly kind: 'map' | 'slice';
  /** `Cache.entries`, or a package variable. */
  readonly name: string;
  /** The field's or the variable's name, where it is declared. */
  readonly declared: Place;
  readonly grows: readonly Place[];
  readonly shrinks: readonly Place[];
  /** Other packages may take something out. */
  readonly isExported: boolean;
}

/** Of the whole package: where it grows and where it shrinks may be in different files. */
export function growthOf(pkg: GoPackage): readonly Growth[] {
  const containers = new Map<string, GoNode>();
  for (const { code } of pkg.files) {
    for (const statement of code.root.find('assignment_statement')) {
      const container = grownBy(pkg, statement);
      const key = container && keyOf(pkg, container);
      if (key !== undefined && isShared(pkg, key, container!) && !containers.has(key)) containers.set(key, container!);
    }
  }
  return [...containers].map(([key, container]) => growth(pkg, key, container));
}

function growth(pkg: GoPackage, key: string, container: GoNode): Growth {
  const grows: Place[] = [];
  const shrinks: Place[] = [];
  for (const mention of mentionsOf(pkg, key, lastName(container))) {
    const statement = mention.around('assignment_statement');
    if (statement !== undefined && grownBy(pkg, statement) !== undefined && isPartOf(mention, statement)) {
      if (mention.around('expression_list')?.field === 'left' && !isConstruction(pkg, statement))
        grows.push(pkg.place(statement));
    } else if (takesOut(pkg, mention)) shrinks.push(pkg.place(mention));
  }
  const kind = underlying(pkg, typeOf(pkg, container)).kind === 'map' ? 'map' : 'slice';
  const name = key.includes('#') ? container.text : key;
  const declared = declarationOf(pkg, key, container);
  return { kind, name, declared: pkg.place(declared), grows, shrinks, isExported: isExported(lastName(container)) };
}

function declarationOf(pkg: GoPackage, key: string, container: GoNode): GoNode {
  if (key.includes('#')) return pkg.variables.get(container.text) ?? container;
  const [type, field] = key.split('.');
  const names = pkg.types.get(type)?.find('field_identifier') ?? [];
  return names.find((name) => name.text === field) ?? container;
}

/** `m[k] = v` grows m, `s = append(s, …)` grows s. */
function grownBy(pkg: GoPackage, statement: GoNode): GoNode | undefined {
  const target = statement.get('left')?.children.at(0);
  const value = statement.get('right')?.children.at(0);
  if (target === undefined || value === undefined || statement.get('left')?.children.length !== 1) return undefined;
  if (target.type === 'index_expression') {
    const container = target.get('operand')!;
    const isConstant = target.get('index')?.type.endsWith('_literal') === true;
    return !isConstant && underlying(pkg, typeOf(pkg, container)).kind === 'map' ? container : undefined;
  }
  const isAppend = value.type === 'call_expression' && value.get('function')?.text === 'append';
  return isAppend && value.get('arguments')?.children.at(0)?.text === target.text ? target : undefined;
}

function isPartOf(mention: GoNode, statement: GoNode): boolean {
  const target = statement.get('left')?.children.at(0);
  const container = target?.type === 'index_expression' ? target.get('operand') : target;
  return (
    container !== undefined && container.text === mention.text && functionNode(mention) === functionNode(statement)
  );
}

/** Fields of a type of the package, and package variables. */
function isShared(pkg: GoPackage, key: string, container: GoNode): boolean {
  if (!key.includes('#')) return true;
  return (
    container.type === 'identifier' &&
    keyOf(pkg, container) === key &&
    pkg.variables.get(container.text) !== undefined &&
    isPackageLevel(pkg, key, container.text)
  );
}

function isPackageLevel(pkg: GoPackage, key: string, name: string): boolean {
  const declared = pkg.variables.get(name);
  return declared !== undefined && key === keyOf(pkg, declared);
}

function isConstruction(pkg: GoPackage, statement: GoNode): boolean {
  const fn = pkg.functionAround(statement);
  const name = fn?.name ?? '';
  return fn === undefined || ['init', 'main'].includes(name) || name.startsWith('New') || name.startsWith('new');
}

function takesOut(pkg: GoPackage, mention: GoNode): boolean {
  const list = mention.parent;
  if (list?.type === 'argument_list')
    return !['len', 'cap', 'append', 'copy'].includes(calleeOf(pkg, list.parent!).name);
  if (list?.type === 'unary_expression') return list.get('operator')?.text === '&';
  return list?.type === 'expression_list' && list.field === 'left' && list.parent?.type === 'assignment_statement';
}
