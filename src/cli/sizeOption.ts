// `--max-inflated-size`, for every command that reads profiles. In: arguments. Out: the most bytes a profile may unpack
// to. Invariant: the same bounds and default as of the editor's setting of that name.

import { UserError } from '../base/userError';
import { defaultMaxInflatedBytes } from '../core/wire/inflate';
import type { Arguments, OptionTable } from './args';

const name = 'max-inflated-size';
const gibibyte = 2 ** 30;
const defaultGib = defaultMaxInflatedBytes / gibibyte;

export const sizeOption: OptionTable = {
  [name]: {
    type: 'text',
    value: 'GIB',
    help: `Refuse a profile that unpacks to more GiB than this; default ${defaultGib}`,
  },
};

/** @throws UsageError */
export function maxInflatedBytesOf(args: Arguments): number {
  return Math.round((args.number(name, { min: 0.1, max: 64 }) ?? defaultGib) * gibibyte);
}

/** The error with what to do about it here. */
export function withSizeAdvice(error: UserError): UserError {
  if (error.code !== 'too-large') return error;
  return new UserError(error.code, error.message, `If you trust it, raise --${name}.`, { cause: error });
}
