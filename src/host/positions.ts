// Lines of profiles and positions of editors. In: a Line1, which counts from one, or a vscode.Position, which counts
// from zero. Out: the other. Invariant: nothing else in the host makes a position or a range from a Line1.

import * as vscode from 'vscode';
import type { Line1 } from '../core/profile/profile';

/** The start of a line. */
export function positionAt(line: Line1): vscode.Position {
  return new vscode.Position(Math.max(0, line - 1), 0);
}

/** An empty range at the start of a line: decorations of whole lines and lenses need no more. */
export function rangeAt(line: Line1): vscode.Range {
  const position = positionAt(line);
  return new vscode.Range(position, position);
}

export function line1Of(position: vscode.Position): Line1 {
  return (position.line + 1) as Line1;
}
