// A tree with its template parameters replaced by their arguments. In: a tree as read. Out: the same without parameters
// and packs, with qualifiers and references that met thereby made one.

import { type Budget, node, type Node, rewrite, seenBefore, visit } from './nodes';
import { argumentOf } from './templates';
import { arrayOf, merged } from './types';

export function resolved(root: Node, budget: Budget): Node {
  return rewrite(root, budget, (at) => resolvedOne(at, budget), seenBefore()) ?? root;
}

function resolvedOne(at: Node, budget: Budget): Node | undefined {
  const [first] = at.parts;
  switch (at.kind) {
    case 'parameter':
      return argumentOf(at);
    case 'method':
      if (first.kind === 'method') {
        const refs = [at.text, first.text].filter((ref) => ref !== '');
        const parts = [first.parts[0], merged(at.parts[1], first.parts[1])];
        return node('method', parts, refs.includes('&') ? '&' : (refs.at(0) ?? ''));
      }
      if (first.kind !== 'withQualifiers') return undefined;
      return node('method', [first.parts[0], merged(at.parts[1], first.parts[1])], at.text);
    case 'withQualifiers':
      if (first.kind === 'function') return node('method', at.parts);
      if (first.kind !== 'withQualifiers' && first.kind !== 'method') return undefined;
      return { ...first, parts: [first.parts[0], merged(at.parts[1], first.parts[1])] };
    case 'reference':
      if (first.kind === 'rvalue') return node('reference', first.parts, '&');
      return first.kind === 'reference' ? first : undefined;
    case 'rvalue':
      return first.kind === 'rvalue' || first.kind === 'reference' ? first : undefined;
    case 'array':
      return at.parts[1].kind === 'withQualifiers' ? arrayOf(first, at.parts[1]) : undefined;
    case 'expansion': {
      const { link: pack } = at;
      return pack === null
        ? undefined
        : node(
            'list',
            pack.parts.map((argument) => expanded(first, pack, argument, budget)),
          );
    }
    default:
      return undefined;
  }
}

/** What is repeated for each of a pack's arguments, for one of them. */
function expanded(base: Node, pack: Node, argument: Node, budget: Budget): Node {
  const seen = seenBefore();
  const one = rewrite(
    base,
    budget,
    (at) => (at === pack ? argument : undefined),
    (at) => at.kind === 'expansion' || seen(at),
  );
  return resolved(one ?? base, budget);
}

const noPackIn: ReadonlySet<string> = new Set([
  'expansion',
  'closure',
  'name',
  'tagged',
  'operator',
  'builtin',
  'functionParameter',
  'unnamed',
  'fixed',
  'defaultArgument',
]);

/** The pack that a parameter in it stands for. */
export function packIn(root: Node, budget: Budget): Node | undefined {
  const seen = seenBefore();
  let found: Node | undefined;
  visit(root, budget, (at) => {
    if (found !== undefined) return false;
    if (at.kind === 'parameter') {
      const argument = argumentOf(at);
      if (argument?.kind === 'pack') found = argument;
      if (argument === undefined || found !== undefined) return found === undefined;
    } else if (noPackIn.has(at.kind)) return false;
    return !seen(at);
  });
  return found;
}
