// Findings as SARIF 2.1.0 (docs.oasis-open.org/sarif), in the form that code scanning takes. In: a report, every rule.
// Out: one JSON object. Invariants: a rule has an id, a text and help; a file below the working folder has a relative
// URI against %SRCROOT%; a fingerprint survives edits above the finding, for it has no line in it; a finding without a
// place is a notification of the run.

import type { GroupFrame } from '../../goroutine/groups';
import type { Finding, FindingLocation, Grade } from '../../diagnose/finding';
import type { Rule } from '../../diagnose/rule';
import { isAbsolutePath, normalizePath } from '../../golang/goPath';
import type { FindingsReport } from './findingsReport';

const levels: Readonly<Record<Grade, 'error' | 'warning' | 'note'>> = {
  proven: 'error',
  likely: 'warning',
  suspect: 'note',
};

/** @param version of Heatline, as in `0.1.0` */
export function findingsSarif({ findings }: FindingsReport, rules: readonly Rule[], version: string): object {
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
        results: placed.map(({ finding, place }) => resultJson(finding, place, rules)),
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
  const { rule, grade, title, detail, advice, location, evidence } = finding;
  const related = evidence.filter(({ frames }) => frames.length > 0);
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
    partialFingerprints: { 'heatlineCause/v1': fingerprint(rule, location?.file ?? '', title) },
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

/** FNV-1a of 64 bits: a name for a text, nobody's secret. */
function fingerprint(...parts: readonly string[]): string {
  let hash = 0xcbf29ce484222325n;
  for (const byte of new TextEncoder().encode(parts.join('\0'))) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  }
  return hash.toString(16).padStart(16, '0');
}
