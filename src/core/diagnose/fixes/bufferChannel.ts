// Room for results that nobody may come for. In: the line of a send that waits for ever. Out: the channel made with room for
// everything that is sent, where that can be counted. Invariant: only a channel that stays within the package.

import { blockingAt } from '../code/blocking';
import { CodeEdits } from './codeEdits';
import type { Fixer } from './fix';
import { sendsOf } from './sendCount';

export const bufferChannel: Fixer = {
  rules: ['channel-send-without-receiver', 'blocking-call-in-defer'],
  propose({ pkg, at }) {
    return blockingAt(pkg, at).flatMap(({ kind, channel }) => {
      if (kind !== 'send' || channel === undefined || channel.escapes || channel.made.length !== 1) return [];
      const [made] = channel.made;
      const make = pkg.nodeAt(made.place, 'call_expression');
      const list = make?.get('arguments');
      if (make === undefined || list?.children.length !== 1 || made.capacity !== 0) return [];
      const sends = channel.uses.flatMap((use) =>
        use.kind === 'send' ? (pkg.nodeAt(use.place, 'send_statement') ?? []) : [],
      );
      const size = sends.length === 0 ? undefined : sendsOf(pkg, sends, make);
      if (size === undefined) return [];
      const edits = new CodeEdits(pkg);
      edits.insert(make, list.end - 1, `, ${size}`);
      return [
        {
          title: `Make ${channel.expression} with room for ${size === '1' ? 'one value' : `${size} values`}`,
          edits,
          why: 'The send never waits then, and the channel is collected with what is in it.',
          cautions: [],
        },
      ];
    });
  },
};
