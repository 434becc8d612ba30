// New outgoing connections. In: a block profile (calls that waited for a dial), a CPU profile (handshakes), sites. Out:
// by the program's call: how many dials, what they cost. Invariants: a call that finds an idle connection does not wait
// in getConn, so every wait there is a dial or a full pool; net/http's own goroutines have no frame of the program, so
// the wait is the only profile that names the caller. Source: net/http/transport.go, Go 1.21 to 1.27.

import type { GroupFrame } from '../../goroutine/groups';
import { placeKey } from './leaks';
import type { Owners } from './owners';
import { byPlace, type Stack, type Stacks } from './stacks';
import type { Waits } from './waits';

export interface Dials {
  /** The program's frames, innermost first: the call itself, then its callers. */
  readonly own: readonly GroupFrame[];
  readonly frames: readonly GroupFrame[];
  readonly count: number;
  /** Nanoseconds waited. */
  readonly delay: number;
}

const getConn = 'net/http.(*Transport).getConn';
const clientDo = 'net/http.(*Client).do';

/** Callers with the most dials first. */
export function dialsOf(waits: Waits | undefined, owners: Owners): readonly Dials[] {
  const rows = (waits?.stacks.rows ?? []).filter(
    ({ frames }) => frames.some((frame) => frame.function === getConn) && !frames.some(isLockOf),
  );
  return chainsOf(rows, owners);
}

function chainsOf(rows: readonly Stack[], owners: Owners): readonly Dials[] {
  return byPlace(rows, ({ frames }) => {
    const own = owners.own(frames);
    return own.length === 0 ? undefined : { key: own.map(placeKey).join(), place: own };
  })
    .map(({ place, count, value, rows: [top] }) => ({ own: place, frames: top.frames, count, delay: value }))
    .sort((a, b) => b.count - a.count);
}

/**
 * Calls of HTTP clients as other profiles name them, where the block profile does not: from what they allocate and
 * compute. The numbers are those profiles' own and count no dials.
 */
export function clientCallsOf(all: readonly Stacks[], owners: Owners): readonly Dials[] {
  const rows = all.flatMap((stacks) =>
    stacks.rows.filter(({ frames }) => frames.some((frame) => frame.function === clientDo)),
  );
  return chainsOf(rows, owners);
}

/** Contention on the transport's own lock is no dial. */
function isLockOf({ function: name }: GroupFrame): boolean {
  return name === 'sync.(*Mutex).Lock';
}
