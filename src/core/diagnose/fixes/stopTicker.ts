// Stops a ticker when its function ends. In: the line of a finding about timers. Out: `defer t.Stop()` behind NewTicker.

import { type Resource, resourcesIn } from '../code/resources';
import { closeResource } from './closing';
import { CodeEdits } from './codeEdits';
import { atLine, type Fixer } from './fix';

export const stopTicker: Fixer = {
  rules: ['timers-not-stopped'],
  propose({ pkg, scope, at }) {
    const open = resourcesIn(pkg, scope).filter(
      ({ kind, exits, variable }) => kind === 'ticker' && variable !== '' && exits !== undefined && exits.length > 0,
    );
    const linesOf = ({ place }: Resource): readonly number[] => [place.line];
    return atLine(open, at.line, linesOf).flatMap((resource) => {
      const edits = new CodeEdits(pkg);
      const { variable } = resource;
      if (!closeResource(edits, resource, { call: `${variable}.Stop()` })) return [];
      return [
        { title: `Stop ${variable}`, edits, why: 'A ticker that nobody stops ticks on, for nobody.', cautions: [] },
      ];
    });
  },
};
