// SARIF as its own schema has it. In: findings of every grade, with and without places. Out: what ajv says of the log.

import { Ajv } from 'ajv';
import assert from 'node:assert/strict';
import fs from 'node:fs';
import type { Finding } from '../../../../../src/core/diagnose/finding';
import { rules } from '../../../../../src/core/diagnose/rules';
import { findingsSarif } from '../../../../../src/core/report/findings/findingsSarif';
import { inRepo } from '../../../../harness/paths';

const frame = { function: 'app.(*Cache).get', file: 'cache/my cache.go', line: 15 };
const finding: Finding = {
  rule: 'lock-contention',
  grade: 'proven',
  title: 'app.(*Cache).get does slow work under its lock',
  detail: 'On average 3.5 goroutines were queueing.',
  location: { file: 'cache/my cache.go', line: 20 },
  evidence: [
    {
      profile: 'block',
      text: '810 waits.',
      value: 810,
      unit: 'contentions',
      share: 0.5,
      frames: [frame, { ...frame, file: '/go/src/sync/mutex.go' }],
    },
    {
      profile: 'source',
      text: 'It is held here.',
      value: 0,
      unit: 'line',
      share: null,
      frames: [{ ...frame, file: '', line: 0 }],
    },
  ],
  refute: 'It was a burst.',
  advice: 'Unlock first.',
  docs: 'https://pkg.go.dev/sync#Mutex',
};

describe('SARIF', () => {
  const validate = (() => {
    const schema = JSON.parse(
      fs.readFileSync(inRepo('test', 'fixtures', 'sarif', 'sarif-2.1.0-rtm.5.json'), 'utf8'),
    ) as Record<string, unknown>;
    // Of draft 4, whose `id` and regular expressions ajv reads no more.
    delete schema['$schema'];
    delete schema['id'];
    return new Ajv({ strict: false, allErrors: true, validateFormats: false, unicodeRegExp: false }).compile(schema);
  })();

  it('is valid by its schema, whatever is found', () => {
    const findings: readonly Finding[] = [
      finding,
      { ...finding, grade: 'likely', location: null },
      { ...finding, grade: 'suspect', location: { file: '/home/me/ä b.go', line: 0 }, evidence: [] },
    ];
    for (const found of [[], findings]) {
      const report = {
        target: 'http://localhost:6060/',
        captured: ['block'],
        missing: [{ profile: 'mutex', reason: 'Off.' }],
        reading: '',
        findings: found,
      };
      const log = JSON.parse(JSON.stringify(findingsSarif(report, rules, '1.2.3'))) as unknown;
      assert.ok(validate(log), JSON.stringify(validate.errors, undefined, 1));
    }
  });

  it('is not, where something is missing', () => {
    assert.ok(!validate({ version: '2.1.0', runs: [{ tool: { driver: { name: 'x' } }, results: [{}] }] }));
  });
});
