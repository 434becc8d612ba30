// Where the source says that a disease is. In: a folder of Go files. Out: per disease the lines that are wrong and those
// that the profiles show.
//
// In test/service and ./faults a line ends in `// NAME defect: …` or `// NAME shows: …`. In other programs it ends in
// `// want RULE: …`, or `// want RULE|RULE NAME: …`: one of these rules must find it there. Lines with the same rules and
// name are places of one disease, any of which will do; without a name each line is a disease of its own.

import fs from 'node:fs';
import path from 'node:path';
import { inRepo, serviceDir } from '../harness/paths';
import type { Case } from './cases';

export const faultsDir = inRepo('test', 'accuracy', 'faults');

export interface Marks {
  /** `httpapi/context.go:25` */
  readonly defect: readonly string[];
  readonly shows: readonly string[];
}

export type MarksByDisease = ReadonlyMap<string, Marks>;

const known = new Map<string, MarksByDisease>();

/** Of the program that a case runs. */
export function marksOf({ subject }: Case): MarksByDisease {
  if (typeof subject === 'object') return marksBelow(subject.folder, readWant);
  return marksBelow(subject === 'service' ? path.join(serviceDir, 'internal') : faultsDir, readMark);
}

interface Mark {
  readonly disease: string;
  readonly kind: keyof Marks;
}

type ReadLine = (line: string, place: string) => Mark | undefined;

function readMark(line: string): Mark | undefined {
  const found = /\/\/ (\w+) (defect|shows): /.exec(line);
  return found === null ? undefined : { disease: found[1], kind: found[2] === 'defect' ? 'defect' : 'shows' };
}

function readWant(line: string, place: string): Mark | undefined {
  const found = /\/\/ want ([a-z0-9|-]+)(?: (\w+))?: /.exec(line);
  if (found === null) return undefined;
  const [, rules, name = place] = found as unknown as readonly [string, string, string | undefined];
  return { disease: `${rules} ${name}`, kind: 'defect' };
}

function marksBelow(root: string, read: ReadLine): MarksByDisease {
  const before = known.get(root);
  if (before !== undefined) return before;
  const marks = new Map<string, { defect: string[]; shows: string[] }>();
  for (const name of fs.readdirSync(root, { recursive: true, encoding: 'utf8' })) {
    if (!name.endsWith('.go') || name.endsWith('_test.go')) continue;
    const lines = fs.readFileSync(path.join(root, name), 'utf8').split('\n');
    for (const [i, line] of lines.entries()) {
      const place = `${name.split(path.sep).join('/')}:${i + 1}`;
      const found = read(line, place);
      if (found === undefined) continue;
      const own = marks.get(found.disease) ?? { defect: [], shows: [] };
      marks.set(found.disease, own);
      own[found.kind].push(place);
    }
  }
  known.set(root, marks);
  return marks;
}
