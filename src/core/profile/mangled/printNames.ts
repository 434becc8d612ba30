// How names are written: without template arguments. In: a part of a name. Out: its text.

import { type Node, none } from './nodes';
import type { Printer, Write, Writers } from './printer';

export const plain: Write = (p, { text }) => {
  p.write(text);
};

export const nameWriters: Writers = {
  name: plain,
  unnamed: plain,
  qualified: (p, { parts: [scope, own] }) => p.all(scope, '::', own),
  template: (p, { parts: [name] }) => p.waiting([], () => p.print(name)),
  typed: (p, at) => {
    const [name, type] = at.parts;
    p.waiting([at], () => {
      p.print(type);
      if (p.inner.length > 0) p.all(' ', name);
    });
  },
  ctor: (p, { parts: [ofClass] }) => p.print(ofClass),
  dtor: (p, { parts: [ofClass] }) => p.all('~', ofClass),
  tagged: (p, { parts: [name, tag] }) => p.all(name, '[abi:', tag, ']'),
  operator: (p, { text }) => p.write(`operator${/^[a-z]/.test(text) ? ' ' : ''}${text.replace(/ $/, '')}`),
  cast: (p, { parts: [to] }) => p.all('operator ', to),
  closure: (p, at) => {
    p.write('{lambda');
    closureTypes(p, at);
    p.write(`${at.text}}`);
  },
  bindings: (p, { parts }) => {
    p.write('[');
    p.list(parts);
    p.write(']');
  },
  defaultArgument: (p, { parts: [own], num }) => p.all(`{default arg#${num}}::`, own),
  module: (p, { parts: [parent, own], text }) => p.all(parent, text === ':' || parent !== none ? text : '', own),
  ofModule: (p, { parts: [name, module] }) => p.all(name, '@', module),
  friend: (p, { parts: [name] }) => p.all('friend ', name),
  special: (p, { parts: [of], text }) => p.all(text, of),
  between: (p, { parts: [inner, outer], text }) => p.all(text, inner, '-in-', outer),
  clone: (p, { parts: [of], text }) => p.all(of, ` [clone ${text}]`),
  enableIf: (p, { parts: [type, ...given] }) => {
    p.all(type, ' [enable_if:');
    p.list(given);
    p.write(']');
  },
  constrained: (p, { parts: [name, needs] }) => p.all(name, ' requires ', needs),
};

export function closureTypes(p: Printer, { parts, num }: Node): void {
  if (num > 0) {
    p.write('<');
    p.list(parts.slice(0, num));
    p.write('>');
  }
  const [needs, callNeeds, ...types] = parts.slice(num);
  if (needs !== none) p.all(' requires ', needs, ' ');
  p.write('(');
  p.list(types);
  p.write(')');
  if (callNeeds !== none) p.all(' requires ', callNeeds);
}
