// Errors meant for a person. In: what happened and what to do next. Out: one sentence for each, and
// a code that programs ask for instead of matching text. Invariant: nothing secret (tokens, headers)
// is ever put into either sentence.

/** An error whose message can be shown to the user as it is. */
export class UserError extends Error {
  override readonly name: string = 'UserError';

  /**
   * @param code stable word that names the case, e.g. `unreachable`
   * @param message what happened, as a sentence
   * @param next what to do now, as a sentence
   */
  constructor(
    readonly code: string,
    message: string,
    readonly next: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }

  /** What happened and what to do, as a person reads it. */
  get sentence(): string {
    return this.next === '' ? this.message : `${this.message} ${this.next}`;
  }

  static is(error: unknown, ...codes: readonly string[]): error is UserError {
    return error instanceof UserError && (codes.length === 0 || codes.includes(error.code));
  }
}

/** Thrown when the user cancelled. It is not a failure and nobody shows it. */
export class CancelledError extends Error {
  override readonly name = 'CancelledError';

  constructor() {
    super('Cancelled');
  }
}

/** The sentence to show for anything that was thrown. */
export function sentenceOf(error: unknown): string {
  if (error instanceof UserError) return error.sentence;
  if (error instanceof Error && error.message !== '') return error.message;
  return String(error);
}
