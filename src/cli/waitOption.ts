// `--wait`, for every command that talks to a service which may just be starting. In: arguments, a target. Out: the
// target where it was found, once it answers. Invariant: without the option nothing is asked.

import type { Access } from '../node/access';
import type { Target } from '../node/target';
import { waitForService } from '../node/waitForService';
import type { Arguments, OptionTable } from './args';
import { durationOf } from './duration';
import type { Io } from './io';

export const waitOption: OptionTable = {
  wait: {
    type: 'text',
    value: 'DURATION',
    help: 'Wait so long, e.g. 30s, for the service to answer; without an answer the exit code is 3',
  },
};

/** Only the index may have moved; the kind and seconds of a full URL stay. */
export async function waited(target: Target, args: Arguments, access: Access, io: Io): Promise<Target> {
  const text = args.text('wait');
  if (text === undefined) return target;
  const waitMs = durationOf('wait', text);
  io.progress('Waiting for the service …');
  const found = await waitForService(target, waitMs, { access, signal: io.signal });
  io.progress('');
  return found.target;
}
