// One run of the CLI. In: the words after `heatline`, the commands there are, an Io. Out: an exit code; whatever is
// thrown below ends here, as a sentence on stderr. Invariant: a mistake in the command line never does half of the work.

import { CancelledError, sentenceOf, UserError } from '../base/userError';
import { parseArguments, type OptionTable } from './args';
import type { Command } from './command';
import { exitCodes, type ExitCode } from './exitCodes';
import { commandText, overviewText, usageLine } from './help';
import type { Io } from './io';
import { maxInflatedBytesOf } from './sizeOption';
import { nearest } from './nearest';
import { UsageError } from './usageError';

const helpOption: OptionTable = { help: { type: 'flag', short: 'h', help: 'Print this help' } };

export async function runCli(words: readonly string[], commands: readonly Command[], io: Io): Promise<ExitCode> {
  try {
    return await dispatch(words, commands, io);
  } catch (error) {
    io.progress('');
    return report(error, io);
  }
}

async function dispatch(words: readonly string[], commands: readonly Command[], io: Io): Promise<ExitCode> {
  const first = words.at(0);
  const rest = words.slice(1);
  if (first === undefined) throw new UsageError('Which command?');
  if (['help', '--help', '-help', '-h'].includes(first)) return printHelp(rest.at(0), commands, io);
  if (['version', '--version', '-version', '-v', '-V'].includes(first)) {
    io.out(`${io.tool}\n`);
    return exitCodes.fine;
  }
  const command = commandNamed(first, commands);
  try {
    const args = parseArguments(rest, { ...command.options, ...helpOption });
    if (args.flag('help')) return printHelp(first, commands, io);
    return await command.run(args, { ...io, maxInflatedBytes: maxInflatedBytesOf(args) });
  } catch (error) {
    if (error instanceof UsageError) throw new WrongUse(error, command);
    throw error;
  }
}

function printHelp(name: string | undefined, commands: readonly Command[], io: Io): ExitCode {
  io.out(name === undefined ? overviewText(commands) : commandText(commandNamed(name, commands)));
  return exitCodes.fine;
}

function commandNamed(name: string, commands: readonly Command[]): Command {
  const found = commands.find((command) => command.name === name);
  if (found !== undefined) return found;
  const names = commands.map((command) => command.name);
  const word = name.replace(/^-+/, '').replace(/=.*/, '');
  if (Object.hasOwn(wordsOfPprof, word)) {
    throw new UsageError(`There is no command ${name}.`, `Use heatline ${wordsOfPprof[word]}.`);
  }
  if (/\.\w+$|[\\/]/.test(name) && !name.startsWith('-')) {
    throw new UsageError(`A command comes before the file ${name}.`, `Did you mean heatline top ${name}?`);
  }
  const meant = nearest(word, names);
  const next = meant === undefined ? `There are ${names.join(', ')}.` : `Did you mean ${meant}?`;
  throw new UsageError(name.startsWith('-') ? `A command comes before ${name}.` : `There is no command ${name}.`, next);
}

/** Commands of `go tool pprof` that have another name here. */
const wordsOfPprof: Readonly<Record<string, string>> = {
  text: 'top FILE',
  proto: 'export FILE --format pprof -o OUT',
  topproto: 'export FILE --format pprof -o OUT',
  svg: 'export FILE --format svg -o OUT.svg',
  web: 'export FILE --format html -o OUT.html',
  http: 'export FILE --format html -o OUT.html, or open FILE in VS Code',
  weblist: 'list RE FILE',
  callgrind: 'export FILE --format speedscope -o OUT.json',
};

/** A usage error that knows whose usage to print. */
class WrongUse extends Error {
  constructor(
    readonly reason: UsageError,
    readonly command: Command,
  ) {
    super(reason.message);
  }
}

function report(error: unknown, io: Io): ExitCode {
  if (error instanceof CancelledError || io.signal.aborted) {
    io.note('heatline: Interrupted.');
    return exitCodes.interrupted;
  }
  if (error instanceof WrongUse || error instanceof UsageError) {
    io.note(`heatline: ${sentenceOf(error instanceof WrongUse ? error.reason : error)}`);
    for (const line of usageLine(error instanceof WrongUse ? error.command : undefined).split('\n')) io.note(line);
    return exitCodes.usage;
  }
  if (error instanceof UserError) {
    io.note(`heatline: ${error.sentence}`);
    return exitCodes.input;
  }
  io.note('heatline: This is a fault in Heatline, please report it:');
  for (const line of (error instanceof Error && error.stack ? error.stack : String(error)).split('\n')) io.note(line);
  return exitCodes.fault;
}
