// The version, from the one place that has it: package.json, beside `dist` in the package and two folders up
// from here in the sources. Out: `0.1.0`, or `unknown` when neither is ours.

import { readFileSync } from 'node:fs';
import path from 'node:path';

export function readVersion(): string {
  for (const up of ['..', path.join('..', '..')]) {
    try {
      const text = readFileSync(path.join(__dirname, up, 'package.json'), 'utf8');
      const { name, version } = JSON.parse(text) as { name?: unknown; version?: unknown };
      if (name === 'heatline' && typeof version === 'string') return version;
    } catch {
      // Not there: the next place.
    }
  }
  return 'unknown';
}
