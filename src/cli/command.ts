// What a command is. In: parsed arguments and an Io. Out: results on `io.out`, an exit code.
// Invariant: a command touches the outside only through Io and src/node, and throws UserError (exit 3),
// UsageError (exit 2) or CancelledError (exit 130) instead of printing errors itself.

import type { Arguments, OptionTable } from './args';
import type { ExitCode } from './exitCodes';
import type { Io } from './io';

export interface Command {
  /** The word after `heatline`. */
  readonly name: string;
  /** A line for the list of commands, without a full stop. */
  readonly summary: string;
  /** What follows the name, e.g. `FILE… [--json]`; several lines where there are several forms. */
  readonly synopsis: readonly string[];
  readonly options: OptionTable;
  /** Options that are taken because `go tool pprof` takes them, and change nothing here; the help says so. */
  readonly idle?: readonly string[];
  /** Paragraphs under the options: meaning that one line cannot hold, and examples. */
  readonly notes?: readonly string[];
  run(args: Arguments, io: Io): Promise<ExitCode>;
}
