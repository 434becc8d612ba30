// What old formats cannot say without a word to the user.

import type { Warning } from '../profile';

export function cutOff(): Warning {
  return { code: 'truncated', message: 'The profile is cut off in its last record, which was left out.' };
}
