// In: the results of tiers. Out: text for a person and, last, the line that machines read.
// Invariant: every failure is shown with its reason, every skip with its name; nothing is printed after the total.
import type { TierResult } from './tier';

export function printTier({ name, counts, ms }: TierResult): void {
  const { passed, failures, skips } = counts;
  const verdict = failures.length > 0 ? 'FAILED' : 'ok';
  const seconds = `${(ms / 1000).toFixed(1)} s`;
  const numbers = `${passed} passed, ${failures.length} failed, ${skips.length} skipped`;
  console.log(`${name.padEnd(10)} ${verdict.padEnd(7)} ${numbers.padEnd(36)} ${seconds.padStart(8)}\n`);
}

export function printFailures(results: readonly TierResult[]): void {
  for (const { name, counts } of results) {
    for (const { title, error } of counts.failures) {
      console.log(`FAILED ${name}: ${title}\n${indent(error)}\n`);
    }
  }
  for (const { name, counts } of results) {
    for (const title of counts.skips) console.log(`skipped ${name}: ${title}`);
  }
}

/**
 * Returns the number of failed tests.
 *
 * @param ms that all of them took; some run at the same time
 */
export function printTotal(results: readonly TierResult[], ms: number): number {
  const sum = (of: (result: TierResult) => number) => results.reduce((total, result) => total + of(result), 0);
  const failed = sum(({ counts }) => counts.failures.length);
  const passed = sum(({ counts }) => counts.passed);
  console.log(`${results.length} tiers in ${(ms / 1000).toFixed(0)} s`);
  console.log(`${passed} passed, ${failed} failed, ${sum(({ counts }) => counts.skips.length)} skipped`);
  return failed;
}

function indent(text: string): string {
  return text.replace(/^/gm, '    ');
}
