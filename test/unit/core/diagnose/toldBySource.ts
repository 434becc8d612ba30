// What a diagnosis says of drawn goroutines and the source that they are in. In: goroutines, texts. Out: findings,
// each as `rule grade line`.

import { diagnose } from '../../../../src/core/diagnose/diagnose';
import type { Finding } from '../../../../src/core/diagnose/finding';
import { SourceCode } from '../../../../src/core/diagnose/sourceCode';
import { goParser } from '../golang/parser';
import { bundleOf, type DrawnBundle, type DrawnGoroutine, several } from './drawn';

export const file = '/src/app/main.go';

/** @param source of the one file, or of several by their paths, each in a folder of its own */
export type Source = string | Readonly<Record<string, string>>;

export async function findings(drawn: DrawnBundle, source: Source): Promise<readonly Finding[]> {
  const texts = typeof source === 'string' ? { [file]: source } : source;
  const read = (path: string) => Promise.resolve(path in texts ? [{ path, text: texts[path] }] : undefined);
  return (await diagnose(bundleOf(drawn), new SourceCode(read, await goParser()))).findings;
}

/** `rule grade line` of each finding. */
export async function told(drawn: DrawnBundle, source: Source): Promise<readonly string[]> {
  return (await findings(drawn, source)).map(
    ({ rule, grade, location }) => `${rule} ${grade} ${location?.line ?? '-'}`,
  );
}

/** Line of the source that has the text; every such text is there once. */
export function lineOf(source: string, text: string): number {
  return source.split('\n').findIndex((line) => line.includes(text)) + 1;
}

export type Stack = Omit<DrawnGoroutine, 'id'>;
export const standing = (...all: readonly (readonly [number, Stack])[]): DrawnBundle => {
  const look = all.flatMap(([count, stack], i) => several(count, 1000 * (i + 1), stack));
  return { goroutine: [look, look] };
};
export const growing = (...all: readonly Stack[]): DrawnBundle => ({
  goroutine: [5, 12].map((count) => all.flatMap((stack, i) => several(count, 1000 * (i + 1), stack))),
});
