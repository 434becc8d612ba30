// A wrong command line. In: what is wrong. Out: an error that main.ts prints with the usage, exit code 2.

import { UserError } from '../base/userError';

export class UsageError extends UserError {
  override readonly name = 'UsageError';

  /** @param next what to type instead, as a sentence; '' leaves that to the usage line */
  constructor(message: string, next = '') {
    super('usage', message, next);
  }
}
