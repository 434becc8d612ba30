// Arguments of one command. In: the words after its name and the table of its options. Out: positionals and
// typed option values, or a UsageError that names the word and the nearest known one.
// Invariants: options may stand before, between and after positionals; `--` ends them; `-` is a positional
// (standard input). `-focus=RE` means `--focus=RE`, because that is what users of `go tool pprof` type.

import { parseArgs } from 'node:util';
import { nearest } from './nearest';
import { UsageError } from './usageError';

export interface OptionSpec {
  /** A flag has no value (`--json`); text has one (`--out DIR`). */
  readonly type: 'flag' | 'text';
  /** One letter, e.g. `o` for `-o OUT`. */
  readonly short?: string;
  /** How the help names the value: `N`, `RE`, `DIR`. */
  readonly value?: string;
  /** May be given several times. */
  readonly repeat?: boolean;
  /** A line for the help, without a full stop. */
  readonly help: string;
}

/** Options by their long name, without dashes. */
export type OptionTable = Readonly<Record<string, OptionSpec>>;

export class Arguments {
  constructor(
    readonly positionals: readonly string[],
    private readonly values: ReadonlyMap<string, readonly string[]>,
  ) {}

  flag(name: string): boolean {
    return this.values.get(name)?.at(-1) === 'true';
  }

  /** The last value given, as shells' users expect when an alias gives one already. */
  text(name: string): string | undefined {
    return this.values.get(name)?.at(-1);
  }

  texts(name: string): readonly string[] {
    return this.values.get(name) ?? [];
  }

  /** A finite number in [min, max]; anything else is a UsageError. */
  number(name: string, limits: { min?: number; max?: number; whole?: boolean } = {}): number | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    const { min = -Infinity, max = Infinity, whole = false } = limits;
    const value = text.trim() === '' ? NaN : Number(text);
    if (!Number.isFinite(value)) throw new UsageError(`--${name} needs a number, not "${text}".`);
    if (whole && !Number.isInteger(value)) throw new UsageError(`--${name} needs a whole number, not ${text}.`);
    if (value < min) throw new UsageError(`--${name} must be at least ${min}, not ${text}.`);
    if (value > max) throw new UsageError(`--${name} must be at most ${max}, not ${text}.`);
    return value;
  }
}

export function parseArguments(words: readonly string[], table: OptionTable): Arguments {
  const known = Object.entries(table);
  const { tokens } = parseArgs({
    args: withLongDashes(words, table),
    options: Object.fromEntries(
      known.map(([name, { type, short }]) => [
        name,
        { type: type === 'flag' ? 'boolean' : 'string', multiple: true, ...(short === undefined ? {} : { short }) },
      ]),
    ),
    allowPositionals: true,
    strict: false,
    tokens: true,
  });
  const values = new Map<string, string[]>();
  const positionals: string[] = [];
  for (const token of tokens) {
    if (token.kind === 'positional') positionals.push(token.value);
    if (token.kind !== 'option') continue;
    if (!Object.hasOwn(table, token.name)) throw unknownOption(token.rawName, known);
    const value = valueOf(token, table[token.name]);
    const given = values.get(token.name) ?? [];
    values.set(token.name, [...given, value]);
    if (given.length > 0 && table[token.name].type === 'text' && table[token.name].repeat !== true) {
      throw new UsageError(`--${token.name} is given twice.`, 'Give it once.');
    }
  }
  return new Arguments(positionals, values);
}

interface OptionToken {
  readonly name: string;
  readonly value?: string | undefined;
  readonly inlineValue?: boolean | undefined;
}

function valueOf({ name, value, inlineValue }: OptionToken, spec: OptionSpec): string {
  if (spec.type === 'flag') {
    if (value === undefined) return 'true';
    if (value === 'true' || value === 'false') return value;
    throw new UsageError(`--${name} takes no value.`, `Leave out "=${value}".`);
  }
  const placeholder = spec.value ?? 'VALUE';
  if (value === undefined) throw new UsageError(`--${name} needs a value: --${name} ${placeholder}.`);
  // `--focus --json` is a forgotten value far more often than a value that begins with a dash.
  if (inlineValue !== true && /^-[^\d.]/.test(value)) {
    throw new UsageError(`--${name} needs a value, and "${value}" looks like an option.`, `Write --${name}=${value}.`);
  }
  return value;
}

function unknownOption(rawName: string, known: readonly (readonly [string, OptionSpec])[]): UsageError {
  const meant = nearest(
    rawName.replace(/^-+/, ''),
    known.map(([name]) => name),
  );
  return new UsageError(`There is no option ${rawName}.`, meant === undefined ? '' : `Did you mean --${meant}?`);
}

/** `-focus=x` becomes `--focus=x`, and `-o=x` the long form of `o`; words after `--` stay as they are. */
function withLongDashes(words: readonly string[], table: OptionTable): string[] {
  const end = words.indexOf('--');
  return words.map((word, i) => {
    if (end >= 0 && i >= end) return word;
    if (/^-[a-zA-Z][\w-]/.test(word)) return `-${word}`;
    const short = /^-([a-zA-Z])=/.exec(word);
    const long = short && Object.keys(table).find((name) => table[name].short === short[1]);
    return long ? `--${long}${word.slice(2)}` : word;
  });
}
