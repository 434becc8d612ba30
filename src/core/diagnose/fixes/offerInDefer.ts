// A deferred send that does not wait. In: the line of a send in a defer. Out: the send in a select with a default.
// Invariant: never said to be harmless: a receiver that comes later gets nothing.

import { blockingAt } from '../code/blocking';
import { CodeEdits } from './codeEdits';
import type { Fixer } from './fix';

export const offerInDefer: Fixer = {
  rules: ['blocking-call-in-defer'],
  propose({ pkg, at }) {
    return blockingAt(pkg, at).flatMap(({ kind, place, surroundings }) => {
      const send = pkg.nodeAt(place, 'send_statement');
      if (kind !== 'send' || surroundings.deferred === undefined || send === undefined) return [];
      const edits = new CodeEdits(pkg);
      edits.replaceByLines(send, ['select {', `case ${send.text}:`, 'default:', '}']);
      return [
        {
          title: 'Send in the defer only if somebody receives',
          edits,
          why: 'The goroutine can end when whoever would have received has gone.',
          cautions: ['A receiver that is not waiting at that moment gets nothing: rather give the channel room.'],
        },
      ];
    });
  },
};
