// `heatline diagnose`. In: a running service, a folder of profiles, or files. Out: findings as text or JSON, and as files
// for code scanning, job summaries and test reports. Invariants: stdout has one form of the result; the exit code is 1
// only when --fail-on was given and something is at or above it.

import path from 'node:path';
import { type Code, noCode } from '../../core/diagnose/codeQuestions';
import { diagnose } from '../../core/diagnose/diagnose';
import { type Finding, type Grade, grades, isAtLeast } from '../../core/diagnose/finding';
import { rules } from '../../core/diagnose/rules';
import { type ReadPackage, SourceCode } from '../../core/diagnose/sourceCode';
import type { GoParser } from '../../core/golang/syntax';
import { findingsJson, type FindingsReport } from '../../core/report/findings/findingsReport';
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
import { exitCodes } from '../exitCodes';
import type { Io } from '../io';
import { jsonText } from '../output';
import { printText } from '../printText';
import { defaultSeconds, readBundle } from '../readBundle';
import { UsageError } from '../usageError';
import { writeResult } from '../writeResult';

const fileOptions: OptionTable = {
  sarif: { type: 'text', value: 'FILE', help: 'Write SARIF 2.1.0, for code scanning' },
  markdown: { type: 'text', value: 'FILE', help: 'Write Markdown, for a job summary' },
  junit: { type: 'text', value: 'FILE', help: 'Write JUnit XML, a test case a rule' },
};

export const diagnoseCommand: Command = {
  name: 'diagnose',
  summary: 'Say what is wrong with a service: leaks, locks, connections, garbage',
  synopsis: ['TARGET|DIR|FILE… [--seconds N] [--fail-on proven|likely|suspect] [--json]'],
  options: {
    seconds: { type: 'text', value: 'N', help: `How long to look at a service; default ${defaultSeconds}` },
    out: {
      type: 'text',
      short: 'o',
      value: 'DIR',
      help: "Where the folder with a service's profiles is made; default: here",
    },
    'fail-on': {
      type: 'text',
      value: 'GRADE',
      help: 'Exit with 1 when a finding is this sure: proven, likely or suspect',
    },
    source_path: {
      type: 'text',
      value: 'DIRS',
      help: "Where the service's source is, separated by colons; default: here",
    },
    ...fileOptions,
    github: { type: 'flag', help: "Print GitHub's annotations instead of text" },
    ...accessOptions,
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
    const failOn = gradeOption(args);
    if (args.flag('json') && args.flag('github'))
      throw new UsageError('These exclude each other: --json and --github.');
    const { target, bundle } = await readBundle(args.positionals, args, io);
    io.progress('Reading the profiles against each other …');
    const parser = await loadGoParser();
    const folders = splitPaths(args.text('source_path') ?? '.');
    const profiles = bundle.profiles.map(({ profile }) => profile);
    const sources = parser === undefined ? undefined : await LocalSources.open(folders, parser, profiles);
    const { captured, missing, reading, findings } = await diagnose(bundle, codeFrom(sources, parser));
    const report: FindingsReport = {
      target,
      captured,
      missing,
      reading: reading.text,
      findings: await Promise.all(findings.map((finding) => placed(finding, sources))),
    };
    io.progress('');
    await writeFiles(report, args, failOn ?? 'likely', io);
    if (args.flag('json')) io.out(jsonText(findingsJson(report)));
    else if (args.flag('github')) io.out(githubAnnotations(report));
    else printText(io, [findingsText(report)]);
    const isBad = failOn !== undefined && findings.some(({ grade }) => isAtLeast(grade, failOn));
    return isBad ? exitCodes.findings : exitCodes.fine;
  },
};

function codeFrom(sources: LocalSources | undefined, parser: GoParser | undefined): Code {
  if (sources === undefined || parser === undefined) return noCode;
  const read: ReadPackage = async (file) =>
    (await sources.packageOf(file))?.map(({ recorded, text }) => ({ path: recorded, text }));
  return new SourceCode(read, parser);
}

function gradeOption(args: Arguments): Grade | undefined {
  const word = args.text('fail-on');
  if (word === undefined) return undefined;
  const grade = grades.find((one) => one === word);
  if (grade === undefined) throw new UsageError(`--fail-on needs ${grades.join(', ')}, not "${word}".`);
  return grade;
}

/** Files as they lie here, relative to the working folder where they are below it. */
async function placed(finding: Finding, sources: LocalSources | undefined): Promise<Finding> {
  if (sources === undefined) return finding;
  const here = async <T extends { readonly file: string }>(one: T): Promise<T> => {
    const local = await sources.pathOf(one.file);
    if (local === undefined) return one;
    const relative = path.relative('.', local);
    return { ...one, file: relative.startsWith('..') ? local : relative.split(path.sep).join('/') };
  };
  const { location, evidence } = finding;
  return {
    ...finding,
    location: location === null ? null : await here(location),
    evidence: await Promise.all(
      evidence.map(async (one) => ({ ...one, frames: await Promise.all(one.frames.map(here)) })),
    ),
  };
}

async function writeFiles(report: FindingsReport, args: Arguments, failOn: Grade, io: Io): Promise<void> {
  const version = io.tool.split(' ').at(-1) ?? '';
  const forms: Readonly<Record<string, () => string>> = {
    sarif: () => jsonText(findingsSarif(report, rules, version)),
    markdown: () => findingsMarkdown(report),
    junit: () => findingsJunit(report, rules, failOn),
  };
  for (const [name, form] of Object.entries(forms)) {
    const file = args.text(name);
    if (file !== undefined) await writeResult(file, new TextEncoder().encode(form()), io);
  }
}
