// Text from a profile inside GitHub-flavoured Markdown. In: any text. Out: Markdown that shows it. Invariant: no name
// becomes a link, a tag, a mention, the end of a code block or of a table's cell; control characters are blanks.

/** Punctuation that Markdown or HTML would read. */
export function markdownText(text: string): string {
  return oneLine(text)
    .replace(/[\\`*_{}[\]<>()#+!|~&$]/g, (c) =>
      c === '<' ? '&lt;' : c === '>' ? '&gt;' : c === '&' ? '&amp;' : `\\${c}`,
    )
    .replace(/@(?=\w)/g, '@\u200b')
    .replace(/(https?):(?=\/\/)/g, '$1\u200b:');
}

/** A code span; its fence is longer than any run of backticks in it, and a bar would end a table's cell. */
export function markdownCode(text: string): string {
  const plain = oneLine(text).replaceAll('|', '\u00a6');
  const longest = Math.max(0, ...[...plain.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return longest === 0 ? `${fence}${plain}${fence}` : `${fence} ${plain} ${fence}`;
}

/** Inside a tag's text, where a reader may still look for Markdown. */
export function htmlText(text: string): string {
  return oneLine(text).replace(/[&<>"'`*_[\]@|:]/g, (c) => `&#${c.charCodeAt(0)};`);
}

/** Without control characters and those that reorder text. */
export function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\u200e\u200f\u2028-\u202e\u2066-\u2069]+/gu, ' ');
}
