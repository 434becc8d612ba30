// Which failures of a capture may pass by themselves. In: an error. Out: yes or no. Invariant: asks the code of a
// UserError, never its text; the codes are those of src/node.

import { UserError } from '../../base/userError';

const passing = [
  'refused',
  'unreachable',
  'unknown-host',
  'connect-timeout',
  'timeout',
  'connection',
  'connection-lost',
  'cpu-busy',
  'busy',
  'gateway',
  'empty-answer',
];

/** Else the address or the choice is wrong, and the same again would fail the same. */
export function mayHelpToRetry(error: unknown): boolean {
  return !UserError.is(error) || UserError.is(error, ...passing);
}
