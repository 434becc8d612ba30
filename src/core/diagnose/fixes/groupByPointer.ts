// A WaitGroup that is passed by value. In: the line of the parameter that is a copy, or of the Wait. Out: a pointer, in the
// function and in every call of it. Invariant: only when all uses of the function are calls that pass the variable itself.

import type { GoNode } from '../../golang/goNode';
import type { GoPackage } from '../code/goPackage';
import { nameOfType, pointedTo } from '../code/goType';
import { calleeOf, typeOf } from '../code/typeOf';
import { CodeEdits } from './codeEdits';
import type { Fixer } from './fix';
import { groupsAt, problemsAt } from './waitGroups';

export const groupByPointer: Fixer = {
  rules: ['waitgroup-never-zero'],
  propose(site) {
    const { pkg } = site;
    return groupsAt(site).flatMap((group) =>
      problemsAt(group, 'copied', site.at.line).flatMap(({ place }) => {
        const parameter = pkg.nodeAt(place, 'parameter_declaration');
        const edits = new CodeEdits(pkg);
        if (parameter === undefined || !pointed(edits, parameter)) return [];
        const name = parameter.get('name')?.text ?? 'the WaitGroup';
        return [
          {
            title: `Pass ${name} by pointer`,
            edits,
            why: 'Done counts down the copy; whoever waits, waits for the original.',
            cautions: [],
          },
        ];
      }),
    );
  },
};

function pointed(edits: CodeEdits, parameter: GoNode): boolean {
  const { pkg } = edits;
  const fn = parameter.around('function_declaration', 'method_declaration', 'func_literal');
  const type = parameter.get('type');
  const name = fn?.get('name');
  if (fn === undefined || type === undefined || name === undefined || parameter.all('name').length !== 1) return false;
  const list = parameter.parent!.children;
  if (list.some((one) => one.all('name').length !== 1)) return false;
  const index = list.indexOf(parameter);
  const uses = pkg.mentionsOf(name.text).filter((node) => node !== name);
  for (const use of uses) {
    const argument = callOf(pkg, use, fn)?.get('arguments')?.children.at(index);
    if (argument === undefined) return false;
    const isVariable = argument.is('identifier', 'selector_expression') && isGroup(pkg, argument);
    if (!isVariable) return false;
    edits.insert(argument, argument.start, '&');
  }
  edits.insert(type, type.start, '*');
  return uses.length > 0;
}

function callOf(pkg: GoPackage, use: GoNode, fn: GoNode): GoNode | undefined {
  const target = use.parent?.type === 'selector_expression' ? use.parent : use;
  const call = target.field === 'function' ? target.parent : undefined;
  return call?.type === 'call_expression' && calleeOf(pkg, call).function?.node === fn ? call : undefined;
}

function isGroup(pkg: GoPackage, argument: GoNode): boolean {
  const type = typeOf(pkg, argument);
  return type.kind !== 'pointer' && nameOfType(pointedTo(type)) === 'sync.WaitGroup';
}
