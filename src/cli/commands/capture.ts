// `heatline capture`. In: a running service. Out: profiles as files, each with its provenance beside it; their paths.
// Invariants: what was captured before a failure or Ctrl-C is kept and named; nothing is overwritten; Ctrl-C frees the
// service's profiler.

import { UserError } from '../../base/userError';
import type { Access } from '../../node/access';
import { captureSet, type Missing, type SetRequest } from '../../node/captureSet';
import { storeCapture } from '../../node/captureStore';
import { shownKind } from '../../node/kinds';
import { preflight } from '../../node/preflight';
import { parseTarget, type Target } from '../../node/target';
import { accessOf, accessOptions, asUsage } from '../accessOptions';
import type { Arguments } from '../args';
import { progressLine } from '../captureProgress';
import { captureKindOptions, everyProfile, type Wanted, wantedProfiles } from '../capturePlan';
import type { Command } from '../command';
import { type ExitCode, exitCodes } from '../exitCodes';
import type { Io } from '../io';
import { jsonText } from '../output';
import { UsageError } from '../usageError';
import { waited, waitOption } from '../waitOption';

export const captureCommand: Command = {
  name: 'capture',
  summary: 'Capture profiles from a running Go service into files',
  synopsis: ['TARGET [--profiles cpu,heap,…|all] [--seconds N] [--out DIR] [--json]'],
  options: {
    ...captureKindOptions,
    out: { type: 'text', short: 'o', value: 'DIR', help: 'Folder for the files, made when missing; default: this one' },
    ...waitOption,
    ...accessOptions,
    json: { type: 'flag', help: 'Print one JSON object: {"target","captured":[…],"missing":[…]}' },
  },
  notes: [
    `TARGET is where net/http/pprof is served: :6060, localhost:6060, https://host/prefix/debug/pprof/, or the URL of
one profile such as http://localhost:6060/debug/pprof/heap?seconds=5.`,
    `A list with cpu or trace measures those for N seconds and takes the others as they are. In a list without them,
N is the time over which differences are taken. goroutine?debug=2 is the full dump as text.
all leaves out the trace, which is no profile and can be very large: name it to have it.`,
    `The exit code is 3 when a kind that was named is missing; with all, when nothing could be captured.`,
  ],
  run,
};

interface CapturedFile {
  readonly profile: string;
  readonly file: string;
  readonly bytes: number;
  /** Null for a snapshot. */
  readonly seconds: number | null;
}

interface MissingProfile {
  readonly profile: string;
  readonly reason: string;
}

async function run(args: Arguments, io: Io): Promise<ExitCode> {
  const word = args.positionals.at(0);
  if (word === undefined) throw new UsageError('Capture from where?');
  if (args.positionals.length > 1) throw new UsageError('One target at a time.');
  const given = asUsage(() => parseTarget(word));
  const wanted = wantedProfiles(args, given);
  const access = await accessOf(args);
  const target = await waited(given, args, access, io);
  const folder = args.text('out') ?? '.';

  const captured: CapturedFile[] = [];
  const { missing, ended } = await captureWanted(target, wanted, access, folder, captured, io);
  io.progress('');
  const lacking = missing.map(({ kind, reason }) => ({ profile: shownKind(kind), reason: reason.sentence }));
  if (args.flag('json')) io.out(jsonText({ target: target.url, captured, missing: lacking }));
  else for (const { file } of captured) io.out(`${file}\n`);
  noteMissing(lacking, io);
  const asAsked = wanted.all ? captured.length > 0 && !ended : missing.length === 0;
  return asAsked ? exitCodes.fine : exitCodes.input;
}

/** `ended`: the service could not be looked at, or a file not be written; what remained was not tried. */
async function captureWanted(
  target: Target,
  wanted: Wanted,
  access: Access,
  folder: string,
  captured: CapturedFile[],
  io: Io,
): Promise<{ missing: readonly Missing[]; ended: boolean }> {
  let requests: readonly SetRequest[] = wanted.all ? [{ kind: 'all' }] : wanted.requests;
  try {
    let place = target;
    if (wanted.all || requests.some(({ kind }) => kind !== target.kind)) {
      io.progress('Looking at the service …');
      const found = await preflight(target, { access, signal: io.signal });
      place = found.target;
      if (wanted.all) requests = everyProfile(found, wanted.seconds);
      for (const { name, hint } of found.kinds) {
        if (hint !== undefined && requests.some(({ kind }) => kind === name))
          io.note(`heatline: ${shownKind(name)}: ${hint}`);
      }
    }
    const missing = await captureSet(place, requests, io.tool, {
      access,
      signal: io.signal,
      onProgress: (progress) => io.progress(progressLine(progress)),
      keep: async (profile) => {
        const file = await storeCapture(folder, profile);
        const { kind, seconds = null } = profile.provenance;
        captured.push({ profile: shownKind(kind), file, bytes: profile.bytes.length, seconds });
      },
    });
    return { missing, ended: false };
  } catch (error) {
    if (!(error instanceof UserError) || io.signal.aborted) {
      for (const { file } of captured) io.note(`heatline: ${file} is kept.`);
      throw error;
    }
    const had = captured.map(({ profile }) => profile);
    const rest = requests.filter(({ kind }) => !had.includes(shownKind(kind)));
    return { missing: rest.map(({ kind }) => ({ kind, reason: error })), ended: true };
  }
}

/** One line for each reason, naming all the kinds that it kept away. */
function noteMissing(missing: readonly MissingProfile[], io: Io): void {
  for (const reason of new Set(missing.map((one) => one.reason))) {
    const profiles = missing.filter((one) => one.reason === reason).map(({ profile }) => profile);
    io.note(`heatline: ${profiles.join(', ')}: ${reason}`);
  }
}
