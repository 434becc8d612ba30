import assert from 'node:assert/strict';
import type { Finding } from '../../../../../src/core/diagnose/finding';
import { rules } from '../../../../../src/core/diagnose/rules';
import { findingsJson, type FindingsReport, gradesText } from '../../../../../src/core/report/findings/findingsReport';
import { findingsJunit } from '../../../../../src/core/report/findings/findingsJunit';
import { findingsMarkdown } from '../../../../../src/core/report/findings/findingsMarkdown';
import { findingsSarif } from '../../../../../src/core/report/findings/findingsSarif';
import { findingsText } from '../../../../../src/core/report/findings/findingsText';
import { githubAnnotations } from '../../../../../src/core/report/findings/githubAnnotations';
import { finding } from './exampleFinding';

/** What a hostile profile may call its functions. */
const hostile = '</summary><script>x</script> ::error::x | `a` [l](http://e) @team \u0007\u202e\n# h';

function report(...findings: readonly Partial<Finding>[]): FindingsReport {
  return {
    target: 'http://localhost:6060/debug/pprof/',
    captured: ['goroutine', 'block'],
    missing: [{ profile: 'mutex', reason: 'Nothing recorded.' }],
    reading: 'Goroutines wait for a lock.',
    findings: findings.map((one) => ({ ...finding, ...one })),
  };
}

describe('findings as text', () => {
  const text = findingsText(report({}, { grade: 'suspect', location: null }));

  it('say what, where, why and what to do, in that order', () => {
    const order = [
      '1. cache',
      'likely · internal/cache/my cache.go:20 · lock-contention',
      '810 waits',
      'Change: Unlock',
      'Wrong if: It was',
      'https://',
    ];
    const places = order.map((part) => text.indexOf(part));
    assert.deepEqual(
      places,
      [...places].sort((a, b) => a - b),
    );
    assert.ok(places[0] >= 0, text);
  });

  it('sum up, and name what was not there', () => {
    assert.match(text, /^http:\S+ 1 likely, 1 suspected\.\nGoroutines wait for a lock\.\n/);
    assert.match(text, /Without mutex: Nothing recorded\./);
    assert.equal(gradesText([]), 'nothing found');
  });

  it('fit on a page', () => {
    const long = report({ detail: 'word '.repeat(80).trim() });
    assert.deepEqual(
      findingsText(long)
        .split('\n')
        .filter((line) => line.length > 100),
      [],
    );
  });
});

describe('findings as JSON', () => {
  it('have the keys of the contract, in its order', () => {
    const json = JSON.parse(JSON.stringify(findingsJson(report({})))) as { findings: Record<string, unknown>[] };
    assert.deepEqual(Object.keys(json), ['target', 'captured', 'missing', 'reading', 'findings']);
    assert.deepEqual(Object.keys(json.findings[0]), [
      'rule',
      'grade',
      'title',
      'detail',
      'location',
      'evidence',
      'refute',
      'advice',
      'docs',
    ]);
  });
});

describe('findings as SARIF', () => {
  interface Sarif {
    readonly version: string;
    readonly runs: readonly {
      readonly tool: { readonly driver: { readonly rules: readonly { id: string; help: { text: string } }[] } };
      readonly invocations: readonly { toolExecutionNotifications: readonly { descriptor: { id: string } }[] }[];
      readonly results: readonly {
        ruleId: string;
        ruleIndex: number;
        level: string;
        message: { text: string };
        locations: readonly {
          physicalLocation: { artifactLocation: { uri: string; uriBaseId?: string }; region: { startLine: number } };
        }[];
        partialFingerprints: Record<string, string>;
      }[];
    }[];
  }
  const sarif = (...findings: readonly Partial<Finding>[]) =>
    findingsSarif(report(...findings), rules, '0.1.0') as Sarif;
  const [run] = sarif({}, { location: null }, { location: { file: '/home/me/a.go', line: 0 } }).runs;

  it('name every rule, with help, and each result’s rule by its place among them', () => {
    assert.equal(run.tool.driver.rules.length, rules.length);
    for (const { help } of run.tool.driver.rules) assert.ok(help.text.length > 20);
    for (const { ruleId, ruleIndex } of run.results) assert.equal(run.tool.driver.rules[ruleIndex].id, ruleId);
  });

  it('have relative, escaped addresses, and lines from 1', () => {
    const [own, fromEvidence, outside] = run.results.map(({ locations }) => locations[0].physicalLocation);
    assert.deepEqual(own, {
      artifactLocation: { uri: 'internal/cache/my%20cache.go', uriBaseId: '%SRCROOT%' },
      region: { startLine: 20 },
    });
    assert.equal(fromEvidence.region.startLine, 15);
    assert.deepEqual(outside, { artifactLocation: { uri: 'file:///home/me/a.go' }, region: { startLine: 1 } });
  });

  it('have fingerprints that survive edits above, and tell causes apart', () => {
    const print = (one: Partial<Finding>) => sarif(one).runs[0].results[0].partialFingerprints['heatlineCause/v1'];
    assert.match(print({}), /^[0-9a-f]{16}$/);
    assert.equal(print({ location: { file: 'internal/cache/my cache.go', line: 99 } }), print({}));
    assert.notEqual(print({ title: 'another' }), print({}));
  });

  it('keep what code scanning refuses or cuts: texts, tags and numbers of things', () => {
    const many = Array.from({ length: 400 }, (_, i) => ({ ...finding.evidence[0], text: `wait ${i}` }));
    const [{ tool, results }] = (
      findingsSarif(report({ evidence: many }), rules, '0.1.0') as {
        runs: {
          tool: {
            driver: {
              rules: {
                id: string;
                name: string;
                shortDescription: { text: string };
                fullDescription: { text: string };
                help: { markdown: string };
                properties: { tags: string[] };
              }[];
            };
          };
          results: { message: { text: string }; relatedLocations: { id: number }[] }[];
        }[];
      }
    ).runs;
    for (const { id, name, shortDescription, fullDescription, help, properties } of tool.driver.rules) {
      assert.ok(name.length <= 255 && shortDescription.text.length <= 1024 && fullDescription.text.length <= 1024, id);
      assert.ok(help.markdown.length > 0 && properties.tags.length <= 20, id);
    }
    assert.ok(results[0].relatedLocations.length <= 100);
    assert.equal(new Set(results[0].relatedLocations.map(({ id }) => id)).size, results[0].relatedLocations.length);
  });

  it('tell what has no place as a notification, for code scanning takes no result without one', () => {
    const evidence = finding.evidence.map((one) => ({ ...one, frames: [] }));
    const [{ results, invocations }] = sarif({ location: null, evidence }).runs;
    assert.deepEqual(results, []);
    assert.equal(invocations[0].toolExecutionNotifications[0].descriptor.id, finding.rule);
  });

  it('tell grades as levels', () => {
    const levels = sarif({ grade: 'proven' }, { grade: 'likely' }, { grade: 'suspect' }).runs[0].results.map(
      ({ level }) => level,
    );
    assert.deepEqual(levels, ['error', 'warning', 'note']);
  });
});

describe('findings as GitHub annotations', () => {
  it('stand at the line', () => {
    assert.equal(
      githubAnnotations(report({})),
      '::warning file=internal/cache/my cache.go,line=20,title=lock-contention (likely)::cache.(*Cache).get does slow work. On average 3.5 goroutines were queueing. Unlock first.\n',
    );
  });

  it('cannot be ended or added to by a name', () => {
    const text = githubAnnotations(
      report({ title: `a\r\n::error::b%`, location: { file: 'a:b,c\n.go', line: 1 }, grade: 'proven' }),
    );
    assert.equal(text.trimEnd().split('\n').length, 1);
    assert.match(
      text,
      /^::error file=a%3Ab%2Cc%0A\.go,line=1,title=lock-contention \(proven\)::a%0D%0A::error::b%25\. /,
    );
  });
});

describe('findings as Markdown', () => {
  const text = findingsMarkdown(report({ title: hostile, detail: hostile, location: { file: 'a|`b`.go', line: 1 } }));

  it('let nothing from a profile be a tag, a link, a mention or a cell', () => {
    assert.doesNotMatch(text, /<script|<\/summary><|(?<!\\)\[l\]|@team/);
    assert.ok(!text.includes('\u0007') && !text.includes('\u202e'));
    const row = text.split('\n').find((line) => line.startsWith('| 🟠')) ?? '';
    assert.equal(row.replaceAll('\\|', '').split('|').length, 6, row);
  });

  it('stay below what a job summary may have, with every title', () => {
    const long = Array.from({ length: 200 }, () => ({ detail: 'word '.repeat(2000) }));
    const all = findingsMarkdown(report(...long));
    assert.ok(Buffer.byteLength(all) < 2 ** 20);
    assert.equal(all.match(/^\| 🟠/gm)?.length, 200);
    assert.match(all, /The details of \d+ findings are left out here\./);
  });

  it('have a row for each finding', () => {
    assert.equal(
      findingsMarkdown(report({}, {}, {}))
        .split('\n')
        .filter((line) => line.startsWith('| 🟠')).length,
      3,
    );
  });
});

describe('findings as JUnit', () => {
  it('fail the rules at or above the grade, and pass the others', () => {
    const xml = findingsJunit(report({}, { rule: 'deadlock', grade: 'suspect' }), rules, 'likely');
    assert.match(xml, new RegExp(`tests="${rules.length}" failures="1"`));
    assert.match(xml, /name="lock-contention: [^"]*" time="0">\n\s+<failure message="cache/);
    assert.match(xml, /name="deadlock: [^"]*" time="0">\n\s+<system-out>/);
    assert.equal(xml.match(/<testcase /g)?.length, rules.length);
  });

  it('hold only what XML 1.0 allows', () => {
    const xml = findingsJunit(report({ title: hostile }), rules, 'suspect');
    assert.ok(!xml.includes('<script') && !xml.includes('\u0007'));
    assert.match(xml, /&lt;script&gt;/);
  });
});
