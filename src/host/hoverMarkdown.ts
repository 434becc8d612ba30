// Markdown for hovers and lenses. In: text from anywhere, commands of ours. Out: Markdown that shows the text as it is, and
// links. Invariants: a name from a file stays on its line and becomes no markup; code stays in its block; a link's arguments
// are numbers.

import type { CommandId } from '../ids';

type LinkArgument = number | readonly number[];

/** Text that Markdown shows as it is, on one line; a name from a file may hold anything. */
export function escaped(text: string, longest = 100): string {
  const line = text.replace(/[\p{Cc}\p{Bidi_Control}\s\u2028\u2029]+/gu, ' ');
  const shown = line.length > longest ? `${line.slice(0, longest - 1)}…` : line;
  return shown.replace(/[\\`*_{}[\]()#+\-.!|<>~$&:@"']/g, '\\$&');
}

export function commandLink(title: string, command: CommandId, args: readonly LinkArgument[], tip: string): string {
  return `[${escaped(title)}](command:${command}?${encodeURIComponent(JSON.stringify(args))} "${tip}")`;
}

/** Cells have no space between them in a hover. */
export function wide(cell: string): string {
  return `&nbsp;&nbsp;&nbsp;${cell}`;
}

/** Text as a block of code, whatever is in it: it cannot end the block. */
export function codeFence(text: string, language: 'go' | 'text'): string {
  const ticks = Math.max(2, ...(text.match(/`+/g) ?? []).map(({ length }) => length));
  const fence = '`'.repeat(ticks + 1);
  return `${fence}${language}\n${text}\n${fence}`;
}
