// Who can have had a library start a goroutine. In: the library's package and the line of its go statement; the program's
// packages. Out: the exported functions that lead there, by names; calls of them whose result nobody keeps or ends.
// Invariants: names are followed, not types, up to what is exported; what is handed on is somebody else's to end.

import type { GoNode } from '../../golang/goNode';
import type { CodeLine, GoPackage, Place } from './goPackage';
import { isExported } from './goPackage';
import { keyOf, lastName, mentionsOf } from './identity';
import { handsOn } from './ownership';
import { functionNode, surroundingsOf } from './surroundings';
import { calleeOf } from './typeOf';

/** A library's own functions between what is exported and the go statement. */
const maxSteps = 5;

export function entriesTo(pkg: GoPackage, at: CodeLine): readonly string[] {
  const start = pkg.functionAt(at)?.name;
  const seen = new Set(start === undefined ? [] : [start]);
  let names = [...seen];
  const entries = new Set<string>();
  for (let step = 0; step < maxSteps && names.length > 0; step++) {
    const next = new Set<string>();
    for (const name of names) {
      if (isExported(name)) entries.add(name);
      for (const mention of pkg.mentionsOf(name)) {
        const called = mention.type === 'field_identifier' ? mention.parent : mention;
        const caller = called?.field === 'function' ? pkg.functionAround(mention)?.name : undefined;
        if (caller !== undefined && !seen.has(caller)) next.add(caller);
      }
    }
    for (const name of next) seen.add(name);
    names = [...next];
  }
  return [...entries];
}

export interface DroppedCall {
  readonly place: Place;
  /** `Server.serve` */
  readonly function: string;
  /** `nc.Subscribe` */
  readonly call: string;
}

/** @param library its import path */
export function droppedCalls(pkg: GoPackage, library: string, names: readonly string[]): readonly DroppedCall[] {
  return names
    .flatMap((name) => pkg.mentionsOf(name))
    .flatMap((mention) => {
      const target = mention.parent?.type === 'selector_expression' ? mention.parent : undefined;
      const call = target?.field === 'function' ? target.parent : undefined;
      if (call === undefined || !isOf(pkg, call, library) || !isDropped(pkg, call)) return [];
      const { function: name, goStatement, loop } = surroundingsOf(pkg, call);
      // Once, at the start of the program.
      if (['main', 'init', ''].includes(name) && loop === undefined && goStatement === undefined && isPlain(call))
        return [];
      return [{ place: pkg.place(call), function: name, call: target!.text }];
    });
}

function isPlain(call: GoNode): boolean {
  return functionNode(call)?.type !== 'func_literal';
}

function isOf(pkg: GoPackage, call: GoNode, library: string): boolean {
  const { name } = calleeOf(pkg, call);
  if (name.startsWith(`${library}.`)) return true;
  return name.startsWith('?.') && [...pkg.fileOf(call).imports.values()].includes(library);
}

/** What ends a subscription, a watch, a stream. */
const ends = /^(Auto)?Unsub|^(Close|Stop|Cancel|Drain|Shutdown|Release|End|Abort|Quit|Disconnect|Done)/;

function isDropped(pkg: GoPackage, call: GoNode): boolean {
  if (call.parent?.is('expression_statement', 'go_statement', 'defer_statement') === true) return true;
  const list = call.parent?.type === 'expression_list' ? call.parent : undefined;
  const statement = list?.parent;
  if (list?.children.length !== 1 || statement?.is('short_var_declaration', 'assignment_statement') !== true)
    return false;
  const kept = statement.get('left')?.children.at(0);
  if (kept === undefined || kept.text === '_') return true;
  const key = kept.type === 'identifier' ? keyOf(pkg, kept) : undefined;
  if (key === undefined) return false;
  const isLocal = pkg.functionAround(call) !== undefined && !pkg.variables.has(kept.text);
  const mentions = mentionsOf(pkg, key, kept.text);
  return (
    isLocal &&
    !mentions.some((one) => {
      const method = one.parent?.type === 'selector_expression' && one.field === 'operand' ? one.parent : undefined;
      return method === undefined ? handsOn(pkg, one, key) : ends.test(lastName(method));
    })
  );
}
