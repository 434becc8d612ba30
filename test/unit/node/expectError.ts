import assert from 'node:assert/strict';
import { UserError } from '../../../src/base/userError';

/**
 * The UserError that the work ends with. Checks what every error of ours keeps: a code, a sentence that ends, a next
 * step, and none of the given secrets in anything that could be printed.
 */
export async function expectError(
  work: Promise<unknown> | (() => unknown),
  code: string,
  secrets: readonly string[] = [],
): Promise<UserError> {
  let thrown: unknown;
  try {
    await (typeof work === 'function' ? work() : work);
  } catch (error) {
    thrown = error;
  }
  assert.ok(thrown instanceof UserError, `expected a UserError ${code}, got ${String(thrown)}`);
  assert.equal(thrown.code, code, thrown.sentence);
  assert.match(thrown.message, /^\S.*\.$/);
  assert.match(thrown.next, /^[A-Z].*[.?]$/);
  for (const secret of secrets) assert.ok(!thrown.sentence.includes(secret), `${thrown.sentence} tells ${secret}`);
  return thrown;
}
