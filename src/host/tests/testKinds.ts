// What of a test can be measured. Out: the kinds in the order of lenses and picks, with the words for them.

import { kindIcon } from '../store/kindNames';
import type { TestProfileKind } from './testRunner';

export interface TestKind {
  readonly kind: TestProfileKind;
  /** In a lens. */
  readonly short: string;
  /** In a pick and in a sentence. */
  readonly name: string;
  readonly detail: string;
}

export const testKinds: readonly TestKind[] = [
  { kind: 'profile', short: 'profile CPU', name: 'CPU', detail: 'Where the time goes, 100 times a second' },
  { kind: 'allocs', short: 'memory', name: 'Memory', detail: 'What is allocated, and what is still in use at the end' },
  { kind: 'block', short: 'block', name: 'Blocking', detail: 'Where goroutines wait for channels and locks' },
  { kind: 'mutex', short: 'mutex', name: 'Mutex contention', detail: 'Which locks others wait for' },
];

export function testKind(kind: unknown): TestKind | undefined {
  return testKinds.find((known) => known.kind === kind);
}

export function pickIcon({ kind }: TestKind): string {
  return kindIcon(kind);
}
