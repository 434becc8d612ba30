// The files of one Go package, as far as they are known, with an index of what they declare. In: parsed files.
// Out: functions, types, variables by name. Invariant: a question about a name that is declared in a file that was
// not handed in has the answer undefined, never another declaration.

import type { GoNode } from '../../golang/goNode';
import type { GoCode } from '../../golang/syntax';
import type { Line1 } from '../../profile/profile';

export interface SourceFile {
  readonly path: string;
  readonly code: GoCode;
}

/** A stretch of a file: offsets in UTF-16 units, and the line it begins on. */
export interface Place {
  readonly path: string;
  readonly line: Line1;
  readonly start: number;
  readonly end: number;
}

/** A line of a file, as frames name them. */
export interface CodeLine {
  readonly path: string;
  readonly line: Line1;
}

export interface CodeFunction {
  readonly node: GoNode;
  readonly name: string;
  /** Type name of the receiver. */
  readonly receiver: string | undefined;
  readonly body: GoNode | undefined;
}

export interface PackageFile extends SourceFile {
  /** Import paths by the name that the file knows them by. */
  readonly imports: ReadonlyMap<string, string>;
}

export class GoPackage {
  readonly files: readonly PackageFile[];
  readonly functions: readonly CodeFunction[];
  /** `type_spec`s and `type_alias`es at package level. */
  readonly types: ReadonlyMap<string, GoNode>;
  /** Identifiers of package-level variables and constants, where they are declared. */
  readonly variables: ReadonlyMap<string, GoNode>;
  private readonly byRoot: ReadonlyMap<GoNode, PackageFile>;
  private readonly byName: ReadonlyMap<string, CodeFunction>;
  /** A program: nobody imports it. */
  readonly isMain: boolean;
  private mentions: ReadonlyMap<string, readonly GoNode[]> | undefined;

  /** @param files of one folder; those of another package (`p_test`) and of other platforms are the caller's to drop */
  constructor(files: readonly SourceFile[]) {
    this.files = files.map((file) => ({ ...file, imports: importsOf(file.code.root) }));
    this.isMain = this.files.some(({ code }) =>
      code.root.children.some((node) => node.type === 'package_clause' && node.children.at(0)?.text === 'main'),
    );
    this.byRoot = new Map(this.files.map((file) => [file.code.root, file]));
    const functions: CodeFunction[] = [];
    const types = new Map<string, GoNode>();
    const variables = new Map<string, GoNode>();
    for (const { code } of this.files) {
      for (const node of code.root.children) {
        if (node.is('function_declaration', 'method_declaration')) functions.push(functionOf(node));
        else if (node.type === 'type_declaration') {
          for (const spec of node.children) types.set(spec.get('name')?.text ?? '', spec);
        } else if (node.is('var_declaration', 'const_declaration')) {
          for (const spec of node.find('var_spec', 'const_spec')) {
            if (spec.around('func_literal') !== undefined) continue;
            for (const name of spec.all('name')) variables.set(name.text, name);
          }
        }
      }
    }
    this.functions = functions;
    this.types = types;
    this.variables = variables;
    this.byName = new Map(functions.map((f) => [qualified(f.receiver, f.name), f]));
  }

  file(path: string): PackageFile | undefined {
    return this.files.find((file) => file.path === path);
  }

  fileOf(node: GoNode): PackageFile {
    let root = node;
    while (root.parent !== undefined) root = root.parent;
    const file = this.byRoot.get(root);
    if (file === undefined) throw new Error('the node is not of this package');
    return file;
  }

  place(node: GoNode): Place {
    return { path: this.fileOf(node).path, line: node.line, start: node.start, end: node.end };
  }

  /** The outermost node that spans the place exactly, of one of the types if given. */
  nodeAt(place: Place, ...types: readonly string[]): GoNode | undefined {
    let node = this.file(place.path)?.code.root;
    while (node !== undefined) {
      const isExact = node.start === place.start && node.end === place.end;
      if (isExact && (types.length === 0 || types.includes(node.type))) return node;
      node = node.children.find((child) => child.start <= place.start && place.end <= child.end);
    }
    return undefined;
  }

  function(name: string, receiver?: string): CodeFunction | undefined {
    return this.byName.get(qualified(receiver, name));
  }

  /** Whether other packages may use what has this name: nobody imports a program. */
  isForOthers(name: string): boolean {
    return !this.isMain && isExported(name);
  }

  /** Every identifier and field name spelled so, in the order of the files. */
  mentionsOf(name: string): readonly GoNode[] {
    this.mentions ??= this.readMentions();
    return this.mentions.get(name) ?? [];
  }

  private readMentions(): ReadonlyMap<string, readonly GoNode[]> {
    const mentions = new Map<string, GoNode[]>();
    for (const { code } of this.files) {
      for (const node of code.root.walk()) {
        if (!node.is('identifier', 'field_identifier')) continue;
        const list = mentions.get(node.text);
        if (list === undefined) mentions.set(node.text, [node]);
        else list.push(node);
      }
    }
    return mentions;
  }

  /** The declaration around a node or a line. */
  functionAround(node: GoNode): CodeFunction | undefined {
    return this.functions.find((f) => node.isWithin(f.node));
  }

  functionAt({ path, line }: CodeLine): CodeFunction | undefined {
    const root = this.file(path)?.code.root;
    return this.functions.find((f) => f.node.parent === root && f.node.line <= line && line <= f.node.endLine);
  }
}

export function isExported(name: string): boolean {
  return name !== '' && name[0] !== name[0].toLowerCase();
}

/** As compilers write methods in short: `Cache.get`. */
export function qualified(receiver: string | undefined, name: string): string {
  return receiver === undefined ? name : `${receiver}.${name}`;
}

function functionOf(node: GoNode): CodeFunction {
  const receiver = node.get('receiver')?.find('type_identifier').at(0)?.text;
  return { node, name: node.get('name')?.text ?? '', receiver, body: node.get('body') };
}

function importsOf(root: GoNode): ReadonlyMap<string, string> {
  const imports = new Map<string, string>();
  for (const declaration of root.children) {
    if (declaration.type !== 'import_declaration') continue;
    for (const spec of declaration.find('import_spec')) {
      const path = spec.get('path')?.text.slice(1, -1) ?? '';
      imports.set(spec.get('name')?.text ?? packageNameIn(path), path);
    }
  }
  return imports;
}

/** By custom: `v2` and `.v2` at the end, and `go-` before the name, are not part of it. */
function packageNameIn(path: string): string {
  const parts = path.split('/');
  const last = parts.at(-1) ?? '';
  const isVersion = last.startsWith('v') && last.length > 1 && Number.isInteger(Number(last.slice(1)));
  const name = isVersion && parts.length > 1 ? parts[parts.length - 2] : last;
  const dot = name.lastIndexOf('.v');
  return (dot > 0 ? name.slice(0, dot) : name).replace('go-', '').replaceAll('-', '_');
}
