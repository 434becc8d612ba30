// Help texts. In: the table of commands. Out: text for stdout (asked for) or stderr (after a mistake).
// Invariant: everything said here comes from the commands themselves, so it cannot be out of date.

import type { Command } from './command';
import { tableText } from './output';

const exitCodesHelp = `Exit codes: 0 fine, 1 findings or differences over a limit, 2 wrong usage, 3 unreadable or unreachable input,
70 a fault in Heatline, 130 interrupted.
`;

export function overviewText(commands: readonly Command[]): string {
  return `Find out why a Go service is slow or leaking.

Usage: heatline COMMAND [ARGUMENTS]

Commands:
${indented(
  tableText(
    commands.map(({ name, summary }) => [name, summary]),
    'll',
  ),
)}
heatline help COMMAND tells more about one; heatline --version prints the version.
FILE is a pprof profile, plain or gzipped; - is standard input.
${exitCodesHelp}`;
}

export function commandText(command: Command): string {
  const usage = command.synopsis.map(
    (line, i) => `${i === 0 ? 'Usage: ' : '       '}heatline ${command.name} ${line}\n`,
  );
  const notes = (command.notes ?? []).map((note) => `\n${note}\n`);
  return `${command.summary}.\n\n${usage.join('')}${optionsText(command)}${notes.join('')}`;
}

/** The first line of the usage, to print under a mistake. */
export function usageLine(command: Command | undefined): string {
  const form = command === undefined ? 'COMMAND [ARGUMENTS]' : `${command.name} ${command.synopsis[0] ?? ''}`;
  const help = command === undefined ? 'heatline --help' : `heatline help ${command.name}`;
  return `Usage: heatline ${form.trimEnd()}\n       ${help} tells more.`;
}

function optionsText({ options, idle = [] }: Command): string {
  const shown = Object.entries(options).filter(([name]) => !idle.includes(name));
  const rows = shown.map(([name, { short, type, value, help }]) => {
    const dashes = short === undefined ? `--${name}` : `-${short}, --${name}`;
    return [type === 'text' ? `${dashes} ${value ?? 'VALUE'}` : dashes, help];
  });
  if (rows.length === 0) return '';
  return `\nOptions:\n${indented(tableText(rows, 'll'))}${idle.length === 0 ? '' : idleText(idle)}`;
}

function idleText(idle: readonly string[]): string {
  return `\nTaken as by go tool pprof, without any effect here:\n${indented(`${wrapped(idle.map((name) => `--${name}`))}\n`)}`;
}

const lineWidth = 110;

function wrapped(words: readonly string[]): string {
  const lines = [''];
  for (const word of words) {
    const line = lines[lines.length - 1];
    if (line.length + word.length >= lineWidth) lines.push(word);
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`;
  }
  return lines.join('\n');
}

function indented(text: string): string {
  return text.replace(/^(?=.)/gm, '  ');
}
