// What a profile in an old format comes with: the profile and a word on what it lacks. In: a Profile, and
// whether the file ended inside a record. Out: a Decoded. Invariant: codes and meaning as in resolve.ts.

import type { Decoded, Profile, Warning } from '../profile';

export function decoded(profile: Profile, isCut: boolean): Decoded {
  const warnings: Warning[] = [];
  if (isCut) {
    warnings.push({ code: 'truncated', message: 'The profile is cut off in its last record, which was left out.' });
  }
  if (profile.samples.values.some((column) => column.some((value) => Math.abs(value) > Number.MAX_SAFE_INTEGER))) {
    warnings.push({ code: 'inexact', message: 'Some values are beyond 2^53 and are shown rounded.' });
  }
  if (profile.locations.count > 0 && profile.functions.count === 0) {
    warnings.push({
      code: 'unsymbolized',
      message: 'The profile has addresses but no function names; symbolize it with `go tool pprof -proto BINARY FILE`.',
    });
  }
  return { profile, warnings };
}
