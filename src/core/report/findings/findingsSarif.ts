// Findings as SARIF 2.1.0 (docs.oasis-open.org/sarif), in the form that code scanning takes. In: a report, every rule.
// Out: one JSON object. Invariants: a rule has an id, a text and help; a file below the working folder has a relative
// URI against %SRCROOT%; a fingerprint survives edits above the finding, for it has no line in it; a finding without a
// place is a notification of the run.

import type { GroupFrame } from '../../goroutine/groups';
import type { Finding, FindingLocation, Grade } from '../../diagnose/finding';
import type { Rule } from '../../diagnose/rule';
import { isAbsolutePath, normalizePath } from '../../golang/goPath';
import { type FindingsReport, isKnown } from './findingsReport';
import { fingerprint } from './fingerprint';

const levels: Readonly<Record<Grade, 'error' | 'warning' | 'note'>> = {
  proven: 'error',
  likely: 'warning',
  suspect: 'note',
};

/** Code scanning refuses a file with more than a thousand for a result; a person reads a few. */
const maxRelated = 50;

/** @param version of Heatline, as in `0.1.0` */
export function findingsSarif(report: FindingsReport, rules: readonly Rule[], version: string): object {
  const { findings, baseline } = report;
  const placed = findings.flatMap((finding) => {
    const place = placeOf(finding);
    return place === undefined ? [] : [{ finding, place }];
  });
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'Heatline',
            semanticVersion: version,
            informationUri: 'https://pkg.go.dev/net/http/pprof',
            rules: rules.map(ruleJson),
          },
        },
        columnKind: 'utf16CodeUnits',
        originalUriBaseIds: { '%SRCROOT%': { description: { text: 'The folder in which heatline ran.' } } },
        results: placed.map(({ finding, place }) => ({
          ...resultJson(finding, place, rules),
          ...(baseline === undefined ? {} : { baselineState: isKnown(report, finding) ? 'unchanged' : 'new' }),
        })),
        invocations: [
          {
            executionSuccessful: true,
            toolExecutionNotifications: findings.filter((one) => placeOf(one) === undefined).map(notificationJson),
          },
        ],
      },
    ],
  };
}

function ruleJson({ id, summary, docs }: Rule): object {
  return {
    id,
    name: id.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase()),
    shortDescription: { text: summary },
    fullDescription: { text: `${summary}.` },
    helpUri: docs,
    help: { text: `${summary}. See ${docs}`, markdown: `${summary}. See [the documentation](${docs}).` },
    defaultConfiguration: { level: 'warning' },
    properties: { tags: ['performance', 'reliability', 'go'], precision: 'high', 'problem.severity': 'warning' },
  };
}

/** Its own place, else the first of its evidence; code scanning refuses a file with a result that has none. */
function placeOf({ location, evidence }: Finding): FindingLocation | undefined {
  return location ?? firstPlace(evidence.flatMap(({ frames }) => frames));
}

/** What has no place is told all the same. */
function notificationJson({ rule, grade, title, detail, advice }: Finding): object {
  return { descriptor: { id: rule }, level: levels[grade], message: { text: `${title}.\n${detail}\n${advice}` } };
}

function resultJson(finding: Finding, place: FindingLocation, rules: readonly Rule[]): object {
  const { rule, grade, title, detail, advice, evidence } = finding;
  const related = evidence.filter(({ frames }) => frames.length > 0).slice(0, maxRelated);
  return {
    ruleId: rule,
    ruleIndex: rules.findIndex(({ id }) => id === rule),
    level: levels[grade],
    message: {
      text: `${title}.\n${detail}\n${evidence.map(({ profile, text }) => `${profile}: ${text}`).join('\n')}\n${advice}`,
    },
    locations: [{ physicalLocation: physical(place) }],
    relatedLocations: related.flatMap(({ profile, text, frames }, id) => {
      const at = firstPlace(frames);
      return at === undefined ? [] : [{ id, physicalLocation: physical(at), message: { text: `${profile}: ${text}` } }];
    }),
    partialFingerprints: { 'heatlineCause/v1': fingerprint(finding) },
    properties: { grade },
  };
}

function firstPlace(frames: readonly GroupFrame[]): FindingLocation | undefined {
  return frames.find(({ file, line }) => line > 0 && file.endsWith('.go') && !isAbsolutePath(normalizePath(file)));
}

function physical({ file, line }: FindingLocation): object {
  const path = normalizePath(file);
  const uri = path.split('/').map(encodeURIComponent).join('/');
  const artifact = isAbsolutePath(path)
    ? { uri: path.startsWith('/') ? `file://${uri}` : `file:///${uri.replace('%3A', ':')}` }
    : { uri, uriBaseId: '%SRCROOT%' };
  return { artifactLocation: artifact, region: { startLine: Math.max(1, line) } };
}
