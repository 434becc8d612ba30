// The outside world of a command. Out: results to stdout, everything else to stderr.
// Invariants: stdout carries only results; a reader that went away (EPIPE) ends the program quietly; progress is
// one line that is rewritten, only where stderr is a terminal, and never mixes with a note.

import type { Readable } from 'node:stream';
import { CancelledError, UserError } from '../base/userError';
import { defaultMaxInflatedBytes } from '../core/wire/inflate';
import { exitCodes } from './exitCodes';
import { printable } from './output';
import { UsageError } from './usageError';

export interface Io {
  /** Aborted by Ctrl-C and SIGTERM. */
  readonly signal: AbortSignal;
  /** `heatline 0.1.0`, for provenance. */
  readonly tool: string;
  /** To no more than this a profile is unpacked. */
  readonly maxInflatedBytes: number;
  /** Results only. The text is written as it is, with the line ends it has. */
  out(text: string): void;
  /** A line to stderr; control characters in it are made visible. */
  note(line: string): void;
  /** Replaces the progress line; '' removes it. Does nothing where stderr is not a terminal. */
  progress(line: string): void;
  /** All of standard input. Throws CancelledError when interrupted, UsageError the second time. */
  readStdin(): Promise<Uint8Array>;
}

export function processIo(signal: AbortSignal, tool: string): Io {
  quietWhenReaderIsGone();
  const { stdout, stderr } = process;
  let shown = false;
  let isRead = false;
  const clear = (): void => {
    if (shown) stderr.write('\r\x1b[K');
    shown = false;
  };
  return {
    signal,
    tool,
    maxInflatedBytes: defaultMaxInflatedBytes,
    out: (text) => {
      clear();
      stdout.write(text);
    },
    note: (line) => {
      clear();
      stderr.write(`${printable(line)}\n`);
    },
    progress: (line) => {
      if (!stderr.isTTY) return;
      clear();
      if (line === '') return;
      // A line that wraps could not be taken back. Some terminals do not know their width.
      const width = stderr.columns > 0 ? stderr.columns : 80;
      stderr.write(printable(line).slice(0, width - 1));
      shown = true;
    },
    readStdin: () => {
      if (isRead) throw new UsageError('- is given twice.', 'Standard input can be read once.');
      isRead = true;
      return readAll(process.stdin, signal);
    },
  };
}

/** `heatline top cpu.pb.gz | head` must end like any other filter, not with a stack trace. */
function quietWhenReaderIsGone(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(exitCodes.fine);
    process.stderr.write(`heatline: The result could not be written: ${error.message}.\n`);
    process.exit(exitCodes.input);
  });
  process.stderr.on('error', () => undefined);
}

async function readAll(stream: Readable & { isTTY?: boolean }, signal: AbortSignal): Promise<Uint8Array> {
  if (stream.isTTY === true) {
    throw new UserError('no-input', 'Standard input is a terminal.', 'Pipe a profile in, or name its file.');
  }
  const chunks: Buffer[] = [];
  const stop = (): void => void stream.destroy(new CancelledError());
  signal.addEventListener('abort', stop, { once: true });
  try {
    for await (const chunk of stream) chunks.push(chunk as Buffer);
  } finally {
    signal.removeEventListener('abort', stop);
  }
  return Buffer.concat(chunks);
}
