// Heatline's answer to a case. In: profiles and a case. Out: the text `heatline` prints, made in this process by the same
// functions as the command's. Invariant: options go through the command line's parser, so that is compared, too.

import { parseArguments } from '../../src/cli/args';
import { goTime, goTimeExact } from '../../src/cli/goTime';
import { readSource } from '../../src/cli/readSource';
import { refineOptions, reportOptionsOf } from '../../src/cli/refineOptions';
import { compile } from '../../src/core/analyze/refine/refine';
import type { Profile } from '../../src/core/profile/profile';
import { listReport, listText } from '../../src/core/report/list';
import type { ReportOptions } from '../../src/core/report/options';
import { prepare, type Prepared, type ReportNeeds } from '../../src/core/report/prepare';
import { rawText } from '../../src/core/report/raw';
import { tagsReport, tagsText } from '../../src/core/report/tags';
import { topText } from '../../src/core/report/top';
import { tracesText } from '../../src/core/report/traces';
import { treeReport, treeText } from '../../src/core/report/tree';
import { sentenceOf, UserError } from '../../src/base/userError';
import type { Case } from './cases';
import type { Answer } from './pprofSession';

export function askHeatline(profile: Profile, wanted: Case, workingFolder: string): Answer {
  const words = Object.entries(wanted.options).map(([name, value]) =>
    name === 'sort' ? `--${value}` : `--${name}=${value}`,
  );
  try {
    const options = reportOptionsOf(parseArguments(words, refineOptions));
    const prepared = prepare(profile, options, needsOf(wanted));
    const text = textOf(wanted, prepared, options, workingFolder);
    return { text, notes: prepared.warnings.map(({ message }) => message) };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { text: undefined, notes: [sentenceOf(error)] };
  }
}

function needsOf({ command }: Case): ReportNeeds {
  switch (command) {
    case 'list':
      return { granularity: 'lines' };
    case 'raw':
      return { granularity: 'addresses', trimsFilenames: false };
    case 'traces':
    case 'tags':
      return { trimsFilenames: false };
    default:
      return {};
  }
}

function textOf(wanted: Case, prepared: Prepared, options: ReportOptions, workingFolder: string): string {
  const pattern = compile(wanted.command, wanted.argument);
  switch (wanted.command) {
    case 'top':
      return topText(prepared, options, goTime);
    case 'tree':
    case 'peek':
      return treeText(prepared, treeReport(prepared, options, pattern), options, goTime);
    case 'list':
      return listText(prepared, listReport(prepared, pattern!, readSource(options, workingFolder), options.noInlines));
    case 'traces':
      return [...tracesText(prepared, goTime)].join('');
    case 'tags':
      return tagsText(prepared, tagsReport(prepared));
    case 'raw':
      return [...rawText(prepared.profile, goTimeExact)].join('');
  }
}
