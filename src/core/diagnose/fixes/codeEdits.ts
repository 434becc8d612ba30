// Edits of Go source while they are made. In: nodes of a package, texts. Out: replacements by file, and the imports they
// need. Invariants: what is written as lines of its own is indented like its neighbours; whatever is not laid out as
// gofmt lays it out (two statements on a line) makes the whole set unsure, and then it is not offered.

import type { GoNode } from '../../golang/goNode';
import { bindingOf } from '../code/binding';
import type { GoPackage, PackageFile } from '../code/goPackage';

export interface RawEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

export class CodeEdits {
  private readonly edits = new Map<PackageFile, RawEdit[]>();
  private readonly needed = new Map<PackageFile, Set<string>>();
  private isUnsure = false;

  constructor(readonly pkg: GoPackage) {}

  get isSure(): boolean {
    return !this.isUnsure && this.edits.size > 0;
  }

  get files(): ReadonlyMap<PackageFile, readonly RawEdit[]> {
    return this.edits;
  }

  importsFor(file: PackageFile): ReadonlySet<string> {
    return this.needed.get(file) ?? new Set();
  }

  giveUp(): void {
    this.isUnsure = true;
  }

  replace(node: GoNode, text: string): void {
    this.add(node, node.start, node.end, text);
  }

  /** A statement by several; `func() { statement }` gets lines of its own for them. */
  replaceByLines(statement: GoNode, lines: readonly string[]): void {
    const { text } = this.fileOf(statement).code;
    const indent = this.indent(statement);
    const isAlone = text.slice(lineStart(text, statement.start), statement.start).trim() === '';
    if (isAlone) {
      this.replace(statement, lines.join(`\n${indent}`));
      return;
    }
    const block = statement.parent?.type === 'statement_list' ? statement.parent.parent : undefined;
    const isOnly = block?.type === 'block' && block.line === block.endLine && statement.parent?.children.length === 1;
    if (!isOnly) this.giveUp();
    else this.replace(block, ['{', ...lines.map((line) => `\t${line}`), '}'].join(`\n${indent}`));
  }

  replaceText(near: GoNode, start: number, end: number, text: string): void {
    this.add(near, start, end, text);
  }

  insert(near: GoNode, offset: number, text: string): void {
    this.add(near, offset, offset, text);
  }

  /** Lines of their own above a statement. */
  before(statement: GoNode, lines: readonly string[]): void {
    const { text } = this.fileOf(statement).code;
    const start = lineStart(text, statement.start);
    const indent = text.slice(start, statement.start);
    if (indent.trim() !== '') {
      this.giveUp();
      return;
    }
    this.add(statement, start, start, lines.map((line) => `${indent}${line}\n`).join(''));
  }

  /** Lines of their own below a statement, and below a comment behind it. */
  after(statement: GoNode, lines: readonly string[]): void {
    const { text } = this.fileOf(statement).code;
    const end = lineEnd(text, statement.end);
    if (!isBlankOrComment(text.slice(statement.end, end))) {
      this.giveUp();
      return;
    }
    const indent = this.indent(statement);
    this.add(statement, end, end, lines.map((line) => `\n${indent}${line}`).join(''));
  }

  /** Lines at the start of a block that has statements. */
  atStart(block: GoNode, lines: readonly string[]): void {
    const first = statementsOf(block).at(0);
    if (first === undefined) {
      this.giveUp();
      return;
    }
    this.before(first, lines);
  }

  /** A statement or an element of a list, with the line it has for itself. */
  remove(node: GoNode): void {
    const { text } = this.fileOf(node).code;
    let start = lineStart(text, node.start);
    const end = lineEnd(text, node.end);
    const behind = text.slice(node.end, end).replace(/^,/, '');
    if (text.slice(start, node.start).trim() !== '' || !isBlankOrComment(behind)) {
      this.giveUp();
      return;
    }
    const below = nextLine(text, node.end);
    const next = text.slice(below, lineEnd(text, below)).trim();
    const above = lineStart(text, start - 1);
    const isAboveBlank = start > 0 && text.slice(above, start).trim() === '';
    // gofmt keeps one blank line, and none before a brace.
    if (isAboveBlank && (next === '' || next.startsWith('}'))) start = above;
    this.add(node, start, below, '');
  }

  /** The name by which the file knows a package, imported if need be; gives up where that name means something else. */
  library(at: GoNode, importPath: string): string {
    const file = this.fileOf(at);
    const known = [...file.imports].find(([name, path]) => path === importPath && name !== '_' && name !== '.');
    const name = known?.[0] ?? importPath.slice(importPath.lastIndexOf('/') + 1);
    if (known === undefined) {
      const set = this.needed.get(file) ?? new Set();
      this.needed.set(file, set.add(importPath));
    }
    if (isTaken(this.pkg, at, name) || (known === undefined && file.imports.has(name))) this.giveUp();
    return name;
  }

  /** The first of the names that means nothing where the node stands, nor anywhere in its declaration. */
  freeName(at: GoNode, ...names: readonly string[]): string {
    const around = this.pkg.functionAround(at)?.node;
    const free = names.find((name) => {
      const isUsed = this.pkg.mentionsOf(name).some((node) => around !== undefined && node.isWithin(around));
      return !isUsed && !this.isOfPackage(name) && !this.fileOf(at).imports.has(name);
    });
    if (free === undefined) this.giveUp();
    return free ?? names[0];
  }

  /** For a new variable of the package. */
  freeGlobal(...names: readonly string[]): string {
    const free = names.find((name) => this.pkg.mentionsOf(name).length === 0 && !this.isOfPackage(name));
    if (free === undefined) this.giveUp();
    return free ?? names[0];
  }

  private isOfPackage(name: string): boolean {
    const { pkg } = this;
    return pkg.variables.has(name) || pkg.types.has(name) || pkg.function(name) !== undefined;
  }

  indent(node: GoNode): string {
    const { text } = this.fileOf(node).code;
    const line = text.slice(lineStart(text, node.start), node.start);
    return line.slice(0, line.length - line.trimStart().length);
  }

  private fileOf(node: GoNode): PackageFile {
    return this.pkg.fileOf(node);
  }

  private add(near: GoNode, start: number, end: number, text: string): void {
    const file = this.fileOf(near);
    const list = this.edits.get(file) ?? [];
    this.edits.set(file, list);
    const isOverlapping = list.some((one) => start < one.end && one.start < end);
    if (isOverlapping) this.giveUp();
    const hasReturns = file.code.text.includes('\r\n');
    list.push({ start, end, text: hasReturns ? text.replaceAll(/\r?\n/g, '\r\n') : text });
  }
}

/** Whether the name, used where the node stands, means a variable or a function. */
export function isTaken(pkg: GoPackage, at: GoNode, name: string): boolean {
  if (pkg.variables.has(name) || pkg.function(name) !== undefined || pkg.types.has(name)) return true;
  const around = pkg.functionAround(at)?.node;
  return pkg.mentionsOf(name).some((node) => {
    const isHere = around !== undefined && node.isWithin(around);
    return isHere && node.type === 'identifier' && bindingOf(pkg, node) !== undefined;
  });
}

/** The statement of a list that the node is, or is part of. */
export function statementAround(node: GoNode): GoNode | undefined {
  let at: GoNode | undefined = node;
  while (at !== undefined && at.parent?.type !== 'statement_list') at = at.parent;
  return at;
}

export function statementsOf(block: GoNode): readonly GoNode[] {
  return block.children.find((child) => child.type === 'statement_list')?.children ?? [];
}

/** The one that comes directly behind. */
export function nextStatement(statement: GoNode): GoNode | undefined {
  const list = statement.parent?.children ?? [];
  return list.at(list.indexOf(statement) + 1);
}

export function lineStart(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1;
}

/** Before the line's end, which may be `\r\n`. */
export function lineEnd(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  if (end < 0) return text.length;
  return end > offset && text[end - 1] === '\r' ? end - 1 : end;
}

/** Where the line below begins. */
export function nextLine(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  return end < 0 ? text.length : end + 1;
}

function isBlankOrComment(text: string): boolean {
  const rest = text.trim();
  return rest === '' || rest.startsWith('//');
}
