// Lines that follow edits. In: lines of a text, and each edit as it happens. Out: where the lines are now.
// Invariants: an edit and its undoing lead back; a line whose text went away is gone; a line that was changed in
// place stays, and whoever shows it compares its text.

/** One replacement in an editor's terms: zero-based, before the edit. */
export interface LineEdit {
  readonly startLine: number;
  readonly startCharacter: number;
  readonly endLine: number;
  /** Line breaks in the new text. */
  readonly insertedBreaks: number;
}

/**
 * The zero-based line after the edit, undefined where it was removed.
 *
 * @param indent characters before the line's first that is not blank: what is inserted there moves the line down
 */
export function lineAfterEdit(line: number, indent: number, edit: LineEdit): number | undefined {
  const { startLine, startCharacter, endLine, insertedBreaks } = edit;
  const removedBreaks = endLine - startLine;
  if (line < startLine) return line;
  if (line > endLine) return line + insertedBreaks - removedBreaks;
  const isBeforeText = startCharacter <= indent;
  if (removedBreaks === 0) return isBeforeText ? line + insertedBreaks : line;
  // A block that was replaced by one of the same height, as formatters do: each line stands for itself.
  if (insertedBreaks === removedBreaks) return line;
  if (line === endLine) return startLine + insertedBreaks;
  return line === startLine && !isBeforeText ? line : undefined;
}
