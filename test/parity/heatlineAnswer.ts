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
import { topJson, topText, type TopRow } from '../../src/core/report/top';
import { tracesText } from '../../src/core/report/traces';
import { treeReport, treeText } from '../../src/core/report/tree';
import { sentenceOf, UserError } from '../../src/base/userError';
import type { Case } from './cases';
import type { Answer } from './pprofSession';

export function askHeatline(profile: Profile, wanted: Case, workingFolder: string): Answer {
  try {
    const options = optionsOf(wanted);
    const prepared = prepare(profile, options, needsOf(wanted));
    const text = textOf(wanted, prepared, options, workingFolder);
    return { text, notes: prepared.warnings.map(({ message }) => message) };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { text: undefined, notes: [sentenceOf(error)] };
  }
}

/** The rows of `top --json`, where a case asks pprof for the same: every row, in the sample type's own unit. */
export function jsonRows(profile: Profile, wanted: Case): readonly TopRow[] | undefined {
  const { sample_index: type = '', unit, nodefraction } = wanted.options;
  const own = /^\d+$/.test(type) ? profile.sampleTypes[Number(type)].unit : '';
  if (wanted.command !== 'top' || unit !== own || own === '' || nodefraction !== '0') return undefined;
  if ('mean' in wanted.options || 'divide_by' in wanted.options) return undefined;
  const options = optionsOf(wanted);
  return topJson(prepare(profile, options), options).rows;
}

function optionsOf(wanted: Case): ReportOptions {
  const words = Object.entries(wanted.options).map(([name, value]) =>
    name === 'sort' ? `--${value}` : `--${name}=${value}`,
  );
  return reportOptionsOf(parseArguments(words, refineOptions));
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
