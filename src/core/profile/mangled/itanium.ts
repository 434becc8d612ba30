// Mangled C++ names. In: a symbol. Out: the name as `go tool pprof` shows it, which is without parameters, template
// arguments and what a function returns; undefined for what is none. Invariant: what comes after the name (parameters,
// clones of a compiler) is not looked at, as pprof does.

import { encoding } from './names';
import { Budget, named, node, type Node, NotMangled } from './nodes';
import { expressionWriters } from './printExpressions';
import { nameWriters } from './printNames';
import { typeWriters } from './printTypes';
import { Printer, type Writers } from './printer';
import { Reader } from './reader';

const writers: Writers = { ...nameWriters, ...typeWriters, ...expressionWriters };

/** @param symbol a character for each byte */
export function demangleItanium(symbol: string): string | undefined {
  // Names that are seen take some ten steps for each character.
  const budget = new Budget(20_000 + 400 * symbol.length);
  try {
    const found = treeOf(symbol, budget);
    return found === undefined ? undefined : new Printer(writers, budget).whole(found);
  } catch (error) {
    if (error instanceof NotMangled) return undefined;
    throw error;
  }
}

function treeOf(symbol: string, budget: Budget): Node | undefined {
  if (symbol.startsWith('_Z')) return encoding(new Reader(symbol.slice(2), budget), false);
  const block = /^___Z(.*)_block_invoke_?\d*(?:\..*)?$/s.exec(symbol);
  if (block !== null) {
    const inside = encoding(new Reader(block[1], budget), false);
    return node('special', [inside], 'invocation function for block in ');
  }
  const global = /^_GLOBAL_([._$]([ID])_(.+))$/s.exec(symbol);
  if (global === null) return undefined;
  const [, rest, kind, key] = global;
  const of = key.startsWith('_Z') ? withClones(new Reader(key.slice(2), budget)) : named(rest);
  return node('special', [of], `global ${kind === 'I' ? 'constructors' : 'destructors'} keyed to `);
}

/** For initializers alone pprof looks at all of the name. */
function withClones(r: Reader): Node {
  let out = encoding(r, true);
  for (;;) {
    const suffix = /^\.(?:[a-z_0-9]+)(?:\.\d+)*/.exec(r.text.slice(r.at))?.[0];
    if (suffix === undefined) break;
    out = node('clone', [out], suffix);
    r.at += suffix.length;
  }
  return r.atEnd ? out : r.fail();
}
