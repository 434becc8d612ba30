// Why bytes could not be read as a profile. One error type for every decoder: what, where, what next.

import { UserError } from '../../base/userError';

export type ProfileErrorCode =
  'empty' | 'truncated' | 'malformed' | 'invalid' | 'too-large' | 'not-a-profile' | 'execution-trace' | 'web-page';

export class ProfileError extends UserError {
  override readonly name = 'ProfileError';

  /** @param at byte offset in the uncompressed input where reading stopped, -1 where that has no meaning */
  constructor(
    override readonly code: ProfileErrorCode,
    message: string,
    next: string,
    readonly at = -1,
    options?: ErrorOptions,
  ) {
    super(code, message, next, options);
  }
}

const again = 'Capture or download it again.';

export function emptyInput(): ProfileError {
  return new ProfileError('empty', 'The file is empty.', again, 0);
}

export function truncated(at: number, what = 'The profile'): ProfileError {
  return new ProfileError('truncated', `${what} is cut off at byte ${at}.`, again, at);
}

/** @param at -1 where no one place is wrong */
export function malformed(detail: string, at: number): ProfileError {
  const where = at < 0 ? '' : ` at byte ${at}`;
  return new ProfileError('malformed', `This is not a readable profile: ${detail}${where}.`, again, at);
}

/** Readable, but breaking a rule that `CheckValid` of google/pprof enforces as well. */
export function invalid(detail: string): ProfileError {
  return new ProfileError(
    'invalid',
    `The profile contradicts itself: ${detail}.`,
    'The program that wrote it has a fault; go tool pprof refuses it too.',
  );
}

export function tooLarge(maxBytes: number): ProfileError {
  const shown = maxBytes >= 2 ** 20 ? `${Math.floor(maxBytes / 2 ** 20)} MiB` : `${maxBytes} bytes`;
  return new ProfileError(
    'too-large',
    `The profile unpacks to more than ${shown}, so it was not opened.`,
    'If you trust it, raise the limit for unpacked profiles and open it again.',
  );
}
