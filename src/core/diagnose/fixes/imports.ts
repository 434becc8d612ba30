// The imports of a file after an edit. In: the file as it is after the edit, what it needs, what it used before. Out: the
// same with imports added where goimports would put them, and without those that the edit left unused.
// Invariant: an import that was unused before, or is named `_` or `.`, stays.

import type { GoNode } from '../../golang/goNode';
import type { GoCode } from '../../golang/syntax';
import { type RawEdit, lineEnd, lineStart, nextLine } from './codeEdits';

const declarationsIn = (root: GoNode): readonly GoNode[] =>
  root.children.filter(({ type }) => type === 'import_declaration');

/** @returns edits of the text of `code` that take out what the edit left unused */
export function droppedImports(
  code: GoCode,
  imports: ReadonlyMap<string, string>,
  usedBefore: ReadonlySet<string>,
): readonly RawEdit[] {
  const used = usedNames(code.root, imports.keys());
  const unused = [...imports].filter(([name]) => usedBefore.has(name) && !used.has(name));
  return unused.flatMap(([, path]) => dropped(code, declarationsIn(code.root), path));
}

/** @returns edits of the text of `code` that import what is needed and not imported */
export function addedImports(code: GoCode, needed: ReadonlySet<string>): readonly RawEdit[] {
  const declarations = declarationsIn(code.root);
  const known = declarations.flatMap((one) => one.find('import_spec')).map(pathOf);
  return added(code, declarations, [...needed].filter((path) => !known.includes(path)).sort());
}

/** Which of the names stand before a dot somewhere. */
export function usedNames(root: GoNode, names: Iterable<string>): ReadonlySet<string> {
  const asked = new Set(names);
  const used = new Set<string>();
  for (const node of root.walk()) {
    if (!node.is('selector_expression', 'qualified_type')) continue;
    const name = node.children.at(0)?.text ?? '';
    if (asked.has(name)) used.add(name);
  }
  return used;
}

const pathOf = (spec: GoNode): string => spec.get('path')?.text.slice(1, -1) ?? '';

function dropped({ text }: GoCode, declarations: readonly GoNode[], path: string): RawEdit[] {
  for (const declaration of declarations) {
    const specs = declaration.find('import_spec');
    const spec = specs.find((one) => pathOf(one) === path);
    if (spec === undefined) continue;
    const gone = specs.length === 1 ? declaration : spec;
    let start = lineStart(text, gone.start);
    let end = nextLine(text, gone.end);
    const isBlank = (from: number): boolean => text.slice(from, lineEnd(text, from)).trim() === '';
    const above = lineStart(text, start - 1);
    // One blank line stays where there were two, and none at an end of the group.
    if (gone === declaration && isBlank(end)) end = nextLine(text, end);
    else if (gone === spec && isBlank(above) && (isBlank(end) || text[end] === ')')) start = above;
    else if (gone === spec && isBlank(end) && text.slice(above, start).trim().endsWith('(')) end = nextLine(text, end);
    return [{ start, end, text: '' }];
  }
  return [];
}

function added(code: GoCode, declarations: readonly GoNode[], paths: readonly string[]): RawEdit[] {
  if (paths.length === 0) return [];
  const lines = (list: readonly string[]): string => list.map((path) => `\t"${path}"\n`).join('');
  const group = declarations.find((one) => one.children.some(({ type }) => type === 'import_spec_list'));
  if (group !== undefined) return paths.map((path) => intoGroup(code.text, group, path));
  const single = declarations.at(0);
  if (single === undefined) {
    const clause = code.root.children.find(({ type }) => type === 'package_clause');
    const at = lineEnd(code.text, clause?.end ?? 0);
    const text = paths.length === 1 ? `import "${paths[0]}"` : `import (\n${lines(paths)})`;
    return [{ start: at, end: at, text: `\n\n${text}` }];
  }
  const own = single.find('import_spec')[0];
  const all = [...paths.map((path) => ({ path, line: `"${path}"` })), { path: pathOf(own), line: own.text }];
  const of = (isOther: boolean): string =>
    all
      .filter(({ path }) => isThirdParty(path) === isOther)
      .sort((a, b) => (a.path < b.path ? -1 : 1))
      .map(({ line }) => `\t${line}\n`)
      .join('');
  const groups = [of(false), of(true)].filter((one) => one !== '');
  return [{ start: single.start, end: single.end, text: `import (\n${groups.join('\n')})` }];
}

/** Into the first run of lines of the same kind, in order; else a run of its own. */
function intoGroup(text: string, declaration: GoNode, path: string): RawEdit {
  const specs = declaration.find('import_spec');
  const kin = specs.filter((spec) => isThirdParty(pathOf(spec)) === isThirdParty(path));
  const run = kin.filter((spec, i) => spec.line - kin[0].line === i);
  const line = `\t"${path}"\n`;
  if (run.length > 0) {
    const next = run.find((spec) => pathOf(spec) > path);
    const at = next === undefined ? nextLine(text, run[run.length - 1].end) : lineStart(text, next.start);
    return { start: at, end: at, text: line };
  }
  const first = specs.at(0);
  const last = specs.at(-1);
  if (first === undefined || last === undefined) {
    const at = lineStart(text, declaration.end);
    return { start: at, end: at, text: line };
  }
  const at = isThirdParty(path) ? nextLine(text, last.end) : lineStart(text, first.start);
  return { start: at, end: at, text: isThirdParty(path) ? `\n${line}` : `${line}\n` };
}

/** The standard library has no dot before its first slash. */
function isThirdParty(path: string): boolean {
  const slash = path.indexOf('/');
  return (slash < 0 ? path : path.slice(0, slash)).includes('.');
}
