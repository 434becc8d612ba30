// Names that compilers make up: virtual tables, thunks, guards. In: a reader at T or G. Out: their tree.

import { moduleName, name, encoding } from './names';
import { named, node, none, type Node } from './nodes';
import type { Reader } from './reader';
import { templateArgument } from './templates';
import { type } from './types';

const ofTypes: Readonly<Record<string, string>> = {
  V: 'vtable for ',
  T: 'VTT for ',
  I: 'typeinfo for ',
  S: 'typeinfo name for ',
  F: 'typeinfo fn for ',
  J: 'java Class for ',
};

const ofNames: Readonly<Record<string, string>> = {
  TH: 'TLS init function for ',
  TW: 'TLS wrapper function for ',
  GV: 'guard variable for ',
};

export function specialName(r: Reader): Node {
  const family = r.next();
  const code = r.next();
  const ofName = ofNames[family + code] as string | undefined;
  if (ofName !== undefined) return special(ofName, name(r).found);
  if (family === 'T') {
    const ofType = ofTypes[code] as string | undefined;
    if (ofType !== undefined) return special(ofType, type(r));
    if (code === 'A') return special('template parameter object for ', templateArgument(r));
    if (code === 'C') return constructionTable(r);
    if (code === 'c') {
      offset(r, r.next());
      offset(r, r.next());
      return special('covariant return thunk to ', encoding(r, true));
    }
    if (code !== 'h' && code !== 'v') r.fail();
    offset(r, code);
    return special(code === 'h' ? 'non-virtual thunk to ' : 'virtual thunk to ', encoding(r, true));
  }
  switch (code) {
    case 'R': {
      const found = name(r).found;
      r.sequence(true);
      return special('reference temporary for ', found);
    }
    case 'A':
      return special('hidden alias for ', encoding(r, true));
    case 'T':
      return special(r.next() === 'n' ? 'non-transaction clone for ' : 'transaction clone for ', encoding(r, true));
    case 'r':
      return special('java resource ', javaResource(r));
    case 'I': {
      const module = moduleName(r, none);
      return module === none ? r.fail() : special('initializer for module ', module);
    }
    default:
      return r.fail();
  }
}

function special(text: string, of: Node): Node {
  return node('special', [of], text);
}

function constructionTable(r: Reader): Node {
  const derived = type(r);
  if (r.number() < 0) r.fail();
  r.expect('_');
  return node('between', [type(r), derived], 'construction vtable for ');
}

/** By how much a thunk moves `this`; not shown. */
function offset(r: Reader, code: string): void {
  if (code !== 'h' && code !== 'v') r.fail();
  r.number();
  if (code === 'v') {
    r.expect('_');
    r.number();
  }
  r.expect('_');
}

function javaResource(r: Reader): Node {
  const length = r.number() - 1;
  if (length < 1) r.fail();
  r.expect('_');
  if (r.text.length - r.at < length) r.fail();
  const text = r.text.slice(r.at, (r.at += length));
  return named(
    text.replace(/\$(.?)/gs, (_, escape: string) => {
      const meant = { S: '/', _: '.', $: '$' }[escape];
      return meant ?? r.fail();
    }),
  );
}
