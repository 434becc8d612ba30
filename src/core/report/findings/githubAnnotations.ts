// Findings as GitHub's workflow commands, which put them beside the lines of a pull request. In: a report. Out: a line a
// finding for stdout. Invariant: nothing in a title or a file name can end the command or begin another one. Source:
// docs.github.com, "Workflow commands", and actions/toolkit packages/core/src/command.ts for what is escaped.

import type { Grade } from '../../diagnose/finding';
import type { FindingsReport } from './findingsReport';

const commands: Readonly<Record<Grade, string>> = { proven: 'error', likely: 'warning', suspect: 'notice' };

export function githubAnnotations({ findings }: FindingsReport): string {
  return findings
    .map(({ grade, title, detail, advice, location, rule }) => {
      const where = location === null ? '' : `file=${property(location.file)},line=${location.line},`;
      return `::${commands[grade]} ${where}title=${property(`${rule} (${grade})`)}::${data(`${title}. ${detail} ${advice}`)}\n`;
    })
    .join('');
}

function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
