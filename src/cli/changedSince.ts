// `--changed-since`: what a change has to answer for. In: the option, places of a result as they are on this disk. Out: which
// of them are in files that have changed. Invariant: without the option everything stays.

import { ChangedFiles } from '../node/changedFiles';
import type { Finding } from '../core/diagnose/finding';
import type { Arguments, OptionTable } from './args';
import type { Io } from './io';

export const changedSinceOption: OptionTable = {
  'changed-since': {
    type: 'text',
    value: 'REV',
    help: 'Only what is in files changed since the branch left this git revision, e.g. origin/main',
  },
};

export async function changedSince(args: Arguments): Promise<ChangedFiles | undefined> {
  const revision = args.text('changed-since');
  return revision === undefined ? undefined : ChangedFiles.since(revision, '.');
}

/** Findings at a changed line's file, or with their other end there: what the source says of the cause. */
export function changedFindings(
  findings: readonly Finding[],
  changed: ChangedFiles | undefined,
  io: Io,
): readonly Finding[] {
  if (changed === undefined) return findings;
  const kept = findings.filter(({ location, evidence }) => {
    const ends = evidence.flatMap(({ profile, frames }) => (profile === 'source' ? frames.slice(0, 1) : []));
    return [...(location === null ? [] : [location]), ...ends].some(({ file }) => changed.has(file));
  });
  const others = findings.length - kept.length;
  if (others > 0) {
    const what = others === 1 ? '1 finding is' : `${others} findings are`;
    io.note(`heatline: ${what} in files that have not changed since ${changed.revision}, and left out.`);
  }
  return kept;
}
