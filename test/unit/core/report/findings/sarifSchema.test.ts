// SARIF as its own schema has it. In: findings of every grade, with and without places. Out: what ajv says of the log.

import { Ajv } from 'ajv';
import assert from 'node:assert/strict';
import fs from 'node:fs';
import type { Evidence, Finding } from '../../../../../src/core/diagnose/finding';
import { rules } from '../../../../../src/core/diagnose/rules';
import { findingsSarif } from '../../../../../src/core/report/findings/findingsSarif';
import { inRepo } from '../../../../harness/paths';
import { finding } from './exampleFinding';

/** What the source says may have no place. */
const placeless: Evidence = {
  profile: 'source',
  text: 'It is held here.',
  value: 0,
  unit: 'line',
  share: null,
  frames: [{ function: 'cache.(*Cache).get', file: '', line: 0 }],
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
      { ...finding, grade: 'proven', evidence: [...finding.evidence, placeless] },
      { ...finding, location: null },
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
