// Changing settings of a literal. In: a literal of Transport, Server or tls.Config, names and values. Out: edits that add,
// change and take out elements, on one line or on lines of their own as the literal has them; settings that are assigned
// behind it are taken out there. Invariant: a literal without names is left alone.

import type { GoNode } from '../../golang/goNode';
import type { Place } from '../code/goPackage';
import type { SettingsLiteral } from '../code/httpLiterals';
import { type CodeEdits, lineEnd, statementAround } from './codeEdits';

export interface Change {
  readonly name: string;
  /** undefined takes it out. */
  readonly value: string | undefined;
}

export function changeSettings(edits: CodeEdits, literal: SettingsLiteral, changes: readonly Change[]): void {
  const { pkg } = edits;
  const node = pkg.nodeAt(literal.place, 'composite_literal');
  const body = node?.get('body');
  const elements = body?.children ?? [];
  if (body === undefined || elements.some(({ type }) => type !== 'keyed_element')) {
    edits.giveUp();
    return;
  }
  const added: string[] = [];
  const gone: GoNode[] = [];
  for (const { name, value } of changes) {
    const known = literal.settings.get(name);
    const element = known && elements.find(({ start }) => known.place.start === start);
    if (element !== undefined) {
      if (value === undefined) gone.push(element);
      else edits.replace(element.get('value')!, value);
    } else if (known !== undefined) assigned(edits, known.place, value);
    else if (value !== undefined) added.push(`${name}: ${value}`);
  }
  if (body.line === body.endLine) onOneLine(edits, body, added, gone);
  else onLines(edits, body, added, gone);
}

function assigned(edits: CodeEdits, place: Place, value: string | undefined): void {
  const statement = edits.pkg.nodeAt(place, 'assignment_statement');
  const right = statement?.get('right');
  if (statement === undefined || right?.children.length !== 1) {
    edits.giveUp();
    return;
  }
  if (value !== undefined) edits.replace(right.children[0], value);
  else if (statementAround(statement) === statement) edits.remove(statement);
  else edits.giveUp();
}

function onOneLine(edits: CodeEdits, body: GoNode, added: readonly string[], gone: readonly GoNode[]): void {
  const kept = body.children.filter((element) => !gone.includes(element)).map(({ text }) => text);
  if (gone.length === 0) {
    if (added.length === 0) return;
    const text = `${body.children.length === 0 ? '' : ', '}${added.join(', ')}`;
    edits.insert(body, body.end - 1, text);
    return;
  }
  edits.replace(body, `{${[...kept, ...added].join(', ')}}`);
}

function onLines(edits: CodeEdits, body: GoNode, added: readonly string[], gone: readonly GoNode[]): void {
  const last = body.children.at(-1);
  if (last === undefined || (gone.length === body.children.length && added.length === 0)) {
    edits.giveUp();
    return;
  }
  const { text } = edits.pkg.fileOf(body).code;
  const lines = added.map((one) => `${edits.indent(last)}${one},`);
  const end = lineEnd(text, last.end);
  if (!/^,\s*(\/\/.*)?$/.test(text.slice(last.end, end))) {
    edits.giveUp();
    return;
  }
  for (const element of gone) if (element !== last) edits.remove(element);
  if (!gone.includes(last)) {
    if (lines.length > 0) edits.insert(body, end, lines.map((line) => `\n${line}`).join(''));
  } else if (lines.length > 0) {
    const start = last.start - edits.indent(last).length;
    edits.replaceText(last, start, end, lines.join('\n'));
  } else edits.remove(last);
}
