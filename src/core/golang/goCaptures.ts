// From the parser's captures to a GoFile. In: the nodes `goQuery` finds, in the order of the text, in as many parts as
// the caller likes. Out: declarations, literals and `go` statements with what encloses what. Invariant: one pass with a
// stack; a node that the parser had to guess gives no declaration without a name.

import type { Node, QueryCapture } from 'web-tree-sitter';
import type { Line1 } from '../profile/profile';
import type { GoDeclaration, GoFile, GoLiteral, GoStatement, LineRange } from './goFile';

export const goQuery = `
  (package_clause (package_identifier) @package)
  (function_declaration) @function
  (method_declaration) @method
  (func_literal) @literal
  (go_statement) @go
  (for_statement (range_clause)) @range
`;

export class CaptureReader {
  private readonly declarations: GoDeclaration[] = [];
  private readonly literals: GoLiteral[] = [];
  private readonly goStatements: GoStatement[] = [];
  private readonly rangeLines: Line1[] = [];
  private readonly around: Enclosing[] = [];
  private packageLevelLiterals = 0;
  private packageName = '';
  private packageLine: Line1 | undefined;

  add(captures: readonly QueryCapture[]): void {
    for (const { name, node } of captures) this.take(name, node);
  }

  private take(name: string, node: Node): void {
    const { around, declarations, literals } = this;
    while (around.length > 0 && around.at(-1)!.endIndex <= node.startIndex) around.pop();
    const enclosing = around.at(-1);
    const place = { declaration: enclosing?.declaration ?? -1, literal: enclosing?.literal ?? -1 };
    switch (name) {
      case 'package':
        this.packageName = node.text;
        this.packageLine = rangeOf(node).startLine;
        break;
      case 'function':
      case 'method': {
        const declaration = declarationOf(node);
        // A guess of the parser's inside another declaration is not one.
        if (declaration === undefined || enclosing !== undefined) break;
        around.push({ endIndex: node.endIndex, declaration: declarations.length, literal: -1, path: [], literals: 0 });
        declarations.push(declaration);
        break;
      }
      case 'literal': {
        const number = enclosing === undefined ? ++this.packageLevelLiterals : ++enclosing.literals;
        const path = [...(enclosing?.path ?? []), number];
        const literal = literals.length;
        around.push({ endIndex: node.endIndex, declaration: place.declaration, literal, path, literals: 0 });
        literals.push({ ...rangeOf(node), declaration: place.declaration, parent: place.literal, path });
        break;
      }
      case 'go':
        this.goStatements.push({ ...rangeOf(node), ...place });
        break;
      case 'range':
        this.rangeLines.push(rangeOf(node).startLine);
        break;
      default:
        throw new Error(`unknown capture ${name}`);
    }
  }

  /** @param text all of it */
  file(text: string): GoFile {
    const { packageName, packageLine, declarations, literals, goStatements, rangeLines } = this;
    return { packageName, packageLine, declarations, literals, goStatements, rangeLines, linkNames: linkNamesIn(text) };
  }
}

const linkDirective = '//go:linkname ';

/** Directives are comments at the start of a line, so no syntax is needed: `//go:linkname local package.name`. */
function linkNamesIn(text: string): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (let at = text.indexOf(linkDirective); at >= 0; at = text.indexOf(linkDirective, at + 1)) {
    if (at > 0 && text[at - 1] !== '\n') continue;
    const end = text.indexOf('\n', at);
    const words = text
      .slice(at + linkDirective.length, end < 0 ? undefined : end)
      .trim()
      .split(' ');
    if (words.length >= 2) names.set(words[1], words[0]);
  }
  return names;
}

interface Enclosing {
  readonly endIndex: number;
  readonly declaration: number;
  readonly literal: number;
  readonly path: readonly number[];
  /** Directly inside, so far. */
  literals: number;
}

function declarationOf(node: Node): GoDeclaration | undefined {
  const name = node.childForFieldName('name');
  if (name === null || name.isMissing) return undefined;
  const { receiver, pointer } = receiverOf(node.childForFieldName('receiver'));
  const nameLine = (name.startPosition.row + 1) as Line1;
  return { ...rangeOf(node), name: name.text, receiver, pointer, nameLine };
}

/** `(g *G[K, V])` is a pointer to G. */
function receiverOf(list: Node | null): Pick<GoDeclaration, 'receiver' | 'pointer'> {
  let type = list?.firstNamedChild?.childForFieldName('type') ?? null;
  let pointer = false;
  while (type !== null && type.type !== 'type_identifier') {
    if (type.type === 'pointer_type') pointer = true;
    type = type.childForFieldName('type') ?? type.firstNamedChild;
  }
  return { receiver: type?.text, pointer };
}

function rangeOf(node: Node): LineRange {
  return { startLine: (node.startPosition.row + 1) as Line1, endLine: (node.endPosition.row + 1) as Line1 };
}
