// Where the source says that a disease is. In: test/service or ./faults. Out: per disease the lines that are wrong
// (`// NAME defect: …`) and those that the profiles show (`// NAME shows: …`).

import fs from 'node:fs';
import path from 'node:path';
import { inRepo, serviceDir } from '../harness/paths';
import type { Subject } from './cases';

export const faultsDir = inRepo('test', 'accuracy', 'faults');

export interface Marks {
  /** `httpapi/context.go:25` */
  readonly defect: readonly string[];
  readonly shows: readonly string[];
}

export type AllMarks = Readonly<Record<Subject, ReadonlyMap<string, Marks>>>;

export function readMarks(): AllMarks {
  return { service: marksBelow(path.join(serviceDir, 'internal')), faults: marksBelow(faultsDir) };
}

function marksBelow(root: string): ReadonlyMap<string, Marks> {
  const marks = new Map<string, { defect: string[]; shows: string[] }>();
  for (const name of fs.readdirSync(root, { recursive: true, encoding: 'utf8' })) {
    if (!name.endsWith('.go') || name.endsWith('_test.go')) continue;
    const lines = fs.readFileSync(path.join(root, name), 'utf8').split('\n');
    for (const [i, line] of lines.entries()) {
      const found = /\/\/ (\w+) (defect|shows): /.exec(line);
      if (found === null) continue;
      const [, disease, kind] = found;
      const own = marks.get(disease) ?? { defect: [], shows: [] };
      marks.set(disease, own);
      own[kind === 'defect' ? 'defect' : 'shows'].push(`${name.split(path.sep).join('/')}:${i + 1}`);
    }
  }
  return marks;
}
