// What a kind of profile is for, in one line. In: what a service offers. Out: what the picker shows, in the order
// people want them. Invariants: pure; a kind whose recording is off says how to switch it on; a kind nobody knows
// (pprof.NewProfile) is offered under its own name.

import { countedInGroups } from '../../base/counted';
import { kindIcon, kindName } from '../store/kindNames';
import type { OfferedKind } from './captureService';

export interface KindChoice {
  readonly name: string;
  readonly label: string;
  /** A codicon. */
  readonly icon: string;
  /** How much there is, '' when the service does not say. */
  readonly amount: string;
  readonly detail: string;
  /** `fixed`: measured for some seconds; `either`: a snapshot, or the change over some seconds; `now`: a snapshot. */
  readonly time: 'fixed' | 'either' | 'now';
  readonly isCustom: boolean;
}

interface Known {
  readonly detail: string;
  /** What the index page counts, in the singular; absent where its number says little. */
  readonly counted?: string;
  /** Measured over a time, always. */
  readonly isTimed?: true;
}

/** In the order of the list. */
const known: Readonly<Record<string, Known>> = {
  profile: { detail: 'Which code uses the processor, measured for some seconds', isTimed: true },
  heap: { detail: 'Which code allocated the memory that is still in use', counted: 'call stack' },
  allocs: { detail: 'Which code has allocated memory since the start, freed or not', counted: 'call stack' },
  goroutine: { detail: 'What every goroutine is doing now', counted: 'goroutine' },
  goroutineleak: { detail: 'Goroutines that can never run again, found by a garbage collection' },
  block: { detail: 'Where goroutines wait for channels, locks and timers', counted: 'call stack' },
  mutex: { detail: 'Which code makes others wait by holding a lock', counted: 'call stack' },
  fgprof: { detail: 'Where goroutines are, running or waiting, measured for some seconds', isTimed: true },
  threadcreate: { detail: 'What made the runtime start threads', counted: 'thread' },
};

/** Offered by pprof's index, but no profiles in its form. */
const otherForms = ['trace', 'cmdline', 'symbol'];

export function kindChoices(offered: readonly OfferedKind[]): readonly KindChoice[] {
  const order = Object.keys(known);
  const rank = ({ name }: OfferedKind): number => (order.includes(name) ? order.indexOf(name) : order.length);
  return offered
    .filter(({ name }) => !otherForms.includes(name))
    .sort((a, b) => rank(a) - rank(b) || (a.name < b.name ? -1 : 1))
    .map(choiceOf);
}

function choiceOf({ name, count, hint }: OfferedKind): KindChoice {
  const shared = { name, label: kindName(name), icon: kindIcon(name) };
  if (!Object.hasOwn(known, name)) {
    const amount = count === undefined ? '' : `${count.toLocaleString('en')} recorded`;
    return { ...shared, amount, detail: 'A profile of this service’s own', time: 'now', isCustom: true };
  }
  const { detail, counted, isTimed } = known[name];
  const amount =
    counted === undefined || count === undefined || hint !== undefined ? '' : countedInGroups(count, counted);
  return { ...shared, amount, detail: hint ?? detail, time: isTimed === true ? 'fixed' : 'either', isCustom: false };
}
