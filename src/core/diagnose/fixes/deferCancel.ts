// Cancels a context when its function ends. In: the line of a finding about goroutines that wait for a context, or about
// timers. Out: `defer cancel()` behind the call that made it, in place of calls on some ways out only.

import { type Resource, resourcesIn } from '../code/resources';
import { closeResource } from './closing';
import { CodeEdits } from './codeEdits';
import { atLine, type Fixer } from './fix';

export const deferCancel: Fixer = {
  rules: ['select-without-done', 'channel-receive-without-sender', 'timers-not-stopped', 'request-context-ignored'],
  propose({ pkg, scope, at }) {
    const open = resourcesIn(pkg, scope).filter(
      ({ kind, exits, variable }) => kind === 'cancel' && variable !== '' && exits !== undefined && exits.length > 0,
    );
    const linesOf = ({ place, exits }: Resource): readonly number[] => [
      place.line,
      ...(exits ?? []).map((exit) => exit.place.line),
    ];
    return atLine(open, at.line, linesOf).flatMap((resource) => {
      const edits = new CodeEdits(pkg);
      const call = `${resource.variable}()`;
      if (!closeResource(edits, resource, { call })) return [];
      return [
        {
          title: `Defer ${call}`,
          edits,
          why: 'Without it the context, its timer and whoever waits for it stay until the parent ends.',
          cautions: ['What was started with this context and is to go on after the function would end with it.'],
        },
      ];
    });
  },
};
