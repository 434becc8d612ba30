// `heatline diagnose`. In: a running service, a folder of profiles, or files. Out: findings as text or JSON, and as files
// for code scanning, job summaries and test reports. Invariants: stdout has one form of the result; the exit code is 1
// only when a limit was given and new findings are over it.

import { type Code, noCode } from '../../core/diagnose/codeQuestions';
import { diagnose } from '../../core/diagnose/diagnose';
import type { Finding, Grade } from '../../core/diagnose/finding';
import { rules } from '../../core/diagnose/rules';
import { SourceCode } from '../../core/diagnose/sourceCode';
import type { ReadPackage } from '../../core/diagnose/sourcePackages';
import type { GoParser } from '../../core/golang/syntax';
import { findingsJson, type FindingsReport, isKnown } from '../../core/report/findings/findingsReport';
import { findingsHtml } from '../../core/report/findings/findingsHtml';
import { findingsJunit } from '../../core/report/findings/findingsJunit';
import { findingsMarkdown } from '../../core/report/findings/findingsMarkdown';
import { findingsSarif } from '../../core/report/findings/findingsSarif';
import { findingsText } from '../../core/report/findings/findingsText';
import { splitPaths } from '../../core/report/trimFilenames';
import { githubAnnotations } from '../../core/report/findings/githubAnnotations';
import { loadGoParser } from '../../node/goParserFiles';
import { LocalSources } from '../../node/localSources';
import { accessOptions } from '../accessOptions';
import type { Arguments, OptionTable } from '../args';
import type { Command } from '../command';
import { changedFindings, changedSince, changedSinceOption } from '../changedSince';
import { exitCodes } from '../exitCodes';
import { failingGrade, failsLimits, gradeLimitsOf, gradeOptions } from '../gradeLimits';
import type { Io } from '../io';
import { localPlace, type Place, repositoryPlace, repositoryRoot } from '../localPlaces';
import { jsonText } from '../output';
import { writeLeakTests } from '../leakTests';
import { printText } from '../printText';
import { readBaseline } from '../readBaseline';
import { defaultSeconds, readBundle } from '../readBundle';
import { sizeOption } from '../sizeOption';
import { UsageError } from '../usageError';
import { waitOption } from '../waitOption';
import { writeResult } from '../writeResult';

const fileOptions: OptionTable = {
  sarif: { type: 'text', value: 'FILE', help: 'Write SARIF 2.1.0, for code scanning' },
  markdown: { type: 'text', value: 'FILE', help: 'Write Markdown, for a job summary' },
  html: { type: 'text', value: 'FILE', help: 'Write a page with pictures of the evidence' },
  junit: { type: 'text', value: 'FILE', help: 'Write JUnit XML, a test case a rule' },
};

export const diagnoseCommand: Command = {
  name: 'diagnose',
  summary: 'Say what is wrong with a service: leaks, locks, connections, garbage',
  synopsis: ['TARGET|DIR|FILE… [--wait 30s] [--seconds N] [--fail-on proven|likely|suspect] [--json]'],
  options: {
    seconds: { type: 'text', value: 'N', help: `How long to look at a service; default ${defaultSeconds}` },
    out: {
      type: 'text',
      short: 'o',
      value: 'DIR',
      help: "Where the folder with a service's profiles is made; default: here",
    },
    ...gradeOptions,
    baseline: {
      type: 'text',
      value: 'FILE',
      help: 'Findings in this earlier --json result are known: told, and no reason to fail',
    },
    ...changedSinceOption,
    source_path: {
      type: 'text',
      value: 'DIRS',
      help: "Where the service's source is, separated by colons; default: here",
    },
    ...fileOptions,
    'leak-tests': {
      type: 'text',
      value: 'DIR',
      help: 'Write a Go test for each leak below DIR, where its package lies below here: with . beside the code',
    },
    github: { type: 'flag', help: "Print GitHub's annotations instead of text" },
    ...waitOption,
    ...accessOptions,
    ...sizeOption,
    json: { type: 'flag', help: 'Print one JSON object: {"target","captured","missing","reading","findings":[…]}' },
  },
  notes: [
    `A running service is looked at twice, with a CPU profile of N seconds between: what grows, what does not move, and
what was counted meanwhile. Its profiles are kept in a folder; name the folder to diagnose them again.`,
    `proven: the runtime says so, or the profiles and the source agree. likely: the profiles say so. suspect: look at it.
Where the source can be read, findings are more certain and point at the cause instead of at what it does.`,
  ],
  run: async (args, io) => {
    if (args.positionals.length === 0) throw new UsageError('Diagnose what?', 'Name a service, a folder or files.');
    const limits = gradeLimitsOf(args);
    if (args.flag('json') && args.flag('github'))
      throw new UsageError('These exclude each other: --json and --github.');
    const known = args.text('baseline');
    const baseline = known === undefined ? undefined : await readBaseline(known, io);
    const changed = await changedSince(args);
    const { target, bundle } = await readBundle(args.positionals, args, io);
    io.progress('Reading the profiles against each other …');
    const parser = await loadGoParser();
    const folders = splitPaths(args.text('source_path') ?? '.');
    const profiles = bundle.profiles.map(({ profile }) => profile);
    const sources = parser === undefined ? undefined : await LocalSources.open(folders, parser, profiles);
    const { captured, missing, reading, findings } = await diagnose(bundle, codeFrom(sources, parser));
    const all = await Promise.all(findings.map((finding) => placed(finding, sources)));
    const report: FindingsReport = {
      target,
      captured,
      missing,
      reading: reading.text,
      findings: changedFindings(all, changed, io),
      ...(baseline === undefined ? {} : { baseline }),
    };
    io.progress('');
    await writeFiles(report, args, failingGrade(limits) ?? 'likely', io);
    const testDir = args.text('leak-tests');
    if (testDir !== undefined && sources !== undefined && parser !== undefined)
      await writeLeakTests(findings, testDir, sources, parser, io);
    if (args.flag('json')) io.out(jsonText(findingsJson(report)));
    else if (args.flag('github')) io.out(githubAnnotations(inRepository(report)));
    else printText(io, [findingsText(report)]);
    const unknown = report.findings.filter((finding) => !isKnown(report, finding));
    return failsLimits(unknown, limits) ? exitCodes.findings : exitCodes.fine;
  },
};

function codeFrom(sources: LocalSources | undefined, parser: GoParser | undefined): Code {
  if (sources === undefined || parser === undefined) return noCode;
  const read: ReadPackage = async (file) =>
    (await sources.packageOf(file))?.map(({ recorded, text }) => ({ path: recorded, text }));
  return new SourceCode(read, parser);
}

async function placed(finding: Finding, sources: LocalSources | undefined): Promise<Finding> {
  const { location, evidence } = finding;
  return {
    ...finding,
    location: location === null ? null : await localPlace(location, sources),
    evidence: await Promise.all(
      evidence.map(async (one) => ({
        ...one,
        frames: await Promise.all(one.frames.map((frame) => localPlace(frame, sources))),
      })),
    ),
  };
}

/** As a forge names the files. */
function inRepository(report: FindingsReport): FindingsReport {
  const root = repositoryRoot();
  const place = <T extends Place>(one: T): T => repositoryPlace(one, root);
  return {
    ...report,
    findings: report.findings.map((finding) => ({
      ...finding,
      location: finding.location === null ? null : place(finding.location),
      evidence: finding.evidence.map((one) => ({ ...one, frames: one.frames.map(place) })),
    })),
  };
}

async function writeFiles(report: FindingsReport, args: Arguments, failOn: Grade, io: Io): Promise<void> {
  const version = io.tool.split(' ').at(-1) ?? '';
  const forms: Readonly<Record<string, () => string>> = {
    sarif: () => jsonText(findingsSarif(inRepository(report), rules, version)),
    markdown: () => findingsMarkdown(report),
    html: () => findingsHtml(report),
    junit: () => findingsJunit(report, rules, failOn),
  };
  for (const [name, form] of Object.entries(forms)) {
    const file = args.text(name);
    if (file !== undefined) await writeResult(file, new TextEncoder().encode(form()), io);
  }
}
