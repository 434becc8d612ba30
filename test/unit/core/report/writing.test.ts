// What is written for other tools, from real profiles of every form: is it what those tools ask for?
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { openProfile } from '../../../../src/core/open';
import { foldedText } from '../../../../src/core/report/folded';
import { prepare } from '../../../../src/core/report/prepare';
import { speedscopeFile } from '../../../../src/core/report/speedscope';
import { inflateNative } from '../../../../src/node/inflate';
import { fixturesDir } from '../../../harness/paths';
import { randomProfile } from '../profile/randomProfile';

const version = 'go1.27.4';
const profiles = [
  ...fs
    .readdirSync(path.join(fixturesDir, version))
    .filter((name) => /\.(?:pb\.gz|txt)$/.test(name))
    .map((name) => {
      const bytes = fs.readFileSync(path.join(fixturesDir, version, name));
      return { name, profile: openProfile(bytes, { inflate: inflateNative }).profile };
    }),
  ...[1, 2, 3].map((seed) => ({ name: `random ${seed}`, profile: randomProfile(seed, 60) })),
];

/** https://www.speedscope.app/file-format-schema.json, and what its importer relies on. */
function checkSpeedscope(text: string): void {
  const file = JSON.parse(text) as Record<string, unknown>;
  assert.equal(file['$schema'], 'https://www.speedscope.app/file-format-schema.json');
  assert.ok(['exporter', 'name'].every((key) => typeof file[key] === 'string'));
  const { frames } = file['shared'] as { frames: Record<string, unknown>[] };
  for (const frame of frames) {
    assert.equal(typeof frame['name'], 'string');
    assert.deepEqual(
      Object.keys(frame).filter((key) => !['name', 'file', 'line', 'col'].includes(key)),
      [],
    );
    assert.ok(frame['file'] === undefined || typeof frame['file'] === 'string');
    assert.ok(frame['line'] === undefined || Number.isInteger(frame['line']));
  }
  const sampled = file['profiles'] as Record<string, unknown>[];
  const active = file['activeProfileIndex'];
  assert.ok(typeof active === 'number' && active >= 0 && active < sampled.length);
  for (const one of sampled) {
    assert.equal(one['type'], 'sampled');
    assert.equal(typeof one['name'], 'string');
    const unit = one['unit'] as string;
    assert.ok(['bytes', 'microseconds', 'milliseconds', 'nanoseconds', 'none', 'seconds'].includes(unit), unit);
    const samples = one['samples'] as number[][];
    const weights = one['weights'] as number[];
    assert.equal(samples.length, weights.length);
    assert.ok(samples.flat().every((frame) => Number.isInteger(frame) && frame >= 0 && frame < frames.length));
    assert.ok(weights.every((weight) => weight >= 0));
    const sum = weights.reduce((total, weight) => total + weight, 0);
    assert.equal(one['endValue'], (one['startValue'] as number) + sum);
  }
}

describe('a profile for other tools', () => {
  for (const { name, profile } of profiles) {
    it(`is what speedscope asks for, and folded stacks with all of its sum: ${name}`, () => {
      const prepared = prepare(profile, {});
      checkSpeedscope(JSON.stringify(speedscopeFile(prepared, 'heatline 1', false)));
      const sum = [...foldedText(prepared)].reduce((total, line) => total + Number(/ (-?\d+)\n?$/.exec(line)?.[1]), 0);
      assert.equal(
        sum,
        prepared.measure.values.reduce((total, value) => total + value, 0),
      );
    });
  }
});
