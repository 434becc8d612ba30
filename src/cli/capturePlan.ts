// Which profiles a command line asks for. In: --profiles, --seconds, the target. Out: requests, once the service was
// looked at. Invariant: a number of seconds goes to what takes time (cpu, trace); only where nothing named does, it
// asks for differences, as `go tool pprof http://…/heap?seconds=N` does.

import { captureOrder, endpointName, holdsProfile, isTimed, secondsFor } from '../node/kinds';
import type { SetRequest } from '../node/captureSet';
import type { Preflight } from '../node/preflight';
import type { Target } from '../node/target';
import { asUsage } from './accessOptions';
import type { Arguments, OptionTable } from './args';
import { UsageError } from './usageError';

export const captureKindOptions: OptionTable = {
  profiles: { type: 'text', value: 'LIST', help: 'Kinds, separated by commas, or all; default cpu' },
  seconds: { type: 'text', value: 'N', help: 'How long to measure; default 30 for cpu, 1 for trace' },
};

export type Wanted =
  | { readonly all: true; readonly seconds: number | undefined }
  | { readonly all: false; readonly requests: readonly SetRequest[] };

/** Throws UsageError. */
export function wantedProfiles(args: Arguments, target: Target): Wanted {
  const seconds = args.number('seconds', { min: 0 }) ?? target.seconds;
  const list = args.text('profiles');
  if (list === undefined) {
    const debug = target.kind === undefined || target.debug === undefined ? {} : { debug: target.debug };
    return { all: false, requests: withSeconds([{ kind: target.kind ?? 'profile', ...debug }], seconds) };
  }
  const items = [...new Set(list.split(',').map((item) => item.trim()))].filter((item) => item !== '');
  if (items.length === 0) throw new UsageError('--profiles names nothing.', 'Give kinds such as cpu,heap, or all.');
  if (!items.includes('all')) return { all: false, requests: withSeconds(items.map(requestOf), seconds) };
  if (items.length > 1) throw new UsageError('all stands alone.', 'Give either all or a list of kinds.');
  if (seconds !== undefined) asUsage(() => secondsFor('profile', seconds));
  return { all: true, seconds };
}

/** All that the service lists but the trace, which is no profile and can be very large. */
export function everyProfile(found: Preflight, seconds: number | undefined): readonly SetRequest[] {
  const kinds = found.kinds.map(({ name }) => ({ kind: name })).filter(({ kind }) => kind !== 'trace');
  return captureOrder(withSeconds(kinds, seconds));
}

/** `heap`, `cpu`, `goroutine?debug=2`. */
function requestOf(item: string): SetRequest {
  const [name] = item.split('?');
  const query = item.split('?').at(1);
  const kind = endpointName(name);
  const debug = /^debug=([12])$/.exec(query ?? '')?.at(1);
  if (name === '' || (query !== undefined && debug === undefined)) {
    throw new UsageError(`"${item}" is not a kind of profile.`, 'Write heap, or heap?debug=1 for the text form.');
  }
  if (!holdsProfile(kind)) throw new UsageError(`${kind} is a page of pprof, not a profile.`);
  return { kind, ...(debug === undefined ? {} : { debug: Number(debug) }) };
}

function withSeconds(requests: readonly SetRequest[], seconds: number | undefined): readonly SetRequest[] {
  const someTimed = requests.some(({ kind }) => isTimed(kind));
  return requests.map((request) => {
    if (seconds === undefined || someTimed !== isTimed(request.kind)) return request;
    asUsage(() => secondsFor(request.kind, seconds));
    return { ...request, seconds };
  });
}
