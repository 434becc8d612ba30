// What would prove a finding, or clear it. In: a finding, what the bundle did not have. Out: things to do. Invariants: a step
// is named only where it can tell something about this finding; one that is proven needs none but another look at what
// grows.

import type { MissingProfile } from './bundle';
import type { Finding } from './finding';

export interface NextStep {
  /** `look-again`: the same goroutines once more; `snippet`: code or a command that makes the next diagnosis know more. */
  readonly kind: 'look-again' | 'snippet';
  readonly title: string;
  /** Why, as a sentence. */
  readonly reason: string;
  /** To copy; '' for a look. */
  readonly snippet: string;
}

const lookAgain: NextStep = {
  kind: 'look-again',
  title: 'Look again at the goroutines',
  reason: 'What is lost does not move between two looks, what only waits for long goes on.',
  snippet: '',
};

const blockRate: NextStep = {
  kind: 'snippet',
  title: 'Turn on the block profile',
  reason: 'It records waits when they end: one that never ends at this line is missing in it.',
  snippet: '// One sample for each 10 µs that goroutines spend waiting.\nruntime.SetBlockProfileRate(10_000)\n',
};

const mutexRate: NextStep = {
  kind: 'snippet',
  title: 'Turn on the mutex profile',
  reason: 'It names the code that holds the lock while others wait.',
  snippet: '// One in ten contended locks.\nruntime.SetMutexProfileFraction(10)\n',
};

const leakProfile: NextStep = {
  kind: 'snippet',
  title: 'Build with the goroutineleak profile',
  reason: 'Go itself then tells which goroutines nothing can wake. Go 1.27 always has it.',
  snippet: 'GOEXPERIMENT=goroutineleakprofile go build ./...   # Go 1.26\n',
};

/** About connections: who makes them, only the waits for them tell. */
const aboutDials: ReadonlySet<string> = new Set([
  'keepalives-disabled',
  'tls-handshake-churn',
  'response-body-not-closed',
  'transport-per-request',
]);

export function nextSteps({ rule, grade, evidence }: Finding, missing: readonly MissingProfile[]): readonly NextStep[] {
  const isAbout = (...profiles: readonly string[]): boolean => evidence.some((one) => profiles.includes(one.profile));
  const lacks = (name: string): boolean => missing.some(({ profile }) => profile === name);
  const steps: NextStep[] = [];
  const isWaiting = isAbout('goroutine', 'goroutineleak');
  if (isWaiting) steps.push(lookAgain);
  if (grade === 'proven') return steps;
  if ((isWaiting || isAbout('mutex') || aboutDials.has(rule)) && lacks('block')) steps.push(blockRate);
  if ((isWaiting || isAbout('block')) && lacks('mutex')) steps.push(mutexRate);
  if (isWaiting && lacks('goroutineleak')) steps.push(leakProfile);
  return steps;
}
