// An Io that keeps what a command prints. Out: stdout and stderr as text. Standard input is empty.
import type { Io } from '../../../src/cli/io';

export interface MemoryIo extends Io {
  readonly printed: { stdout: string; stderr: string };
}

export function memoryIo(signal: AbortSignal = new AbortController().signal): MemoryIo {
  const printed = { stdout: '', stderr: '' };
  return {
    printed,
    signal,
    tool: 'heatline test',
    maxInflatedBytes: 2 ** 31,
    out: (text) => (printed.stdout += text),
    note: (line) => (printed.stderr += `${line}\n`),
    progress: () => undefined,
    readStdin: () => Promise.resolve(new Uint8Array()),
  };
}
