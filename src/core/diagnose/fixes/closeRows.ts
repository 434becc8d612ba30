// Closes what keeps a connection of a pool, and what else is left open. In: the line of a finding about a pool that is used
// up. Out: a defer behind the error check; of a transaction a Rollback, which does nothing once it is committed.

import { type Resource, resourcesIn } from '../code/resources';
import { type Closing, closeResource } from './closing';
import { CodeEdits } from './codeEdits';
import { atLine, type Fixer } from './fix';

const kinds: readonly string[] = ['rows', 'transaction', 'statement', 'connection', 'file', 'listener'];

export const closeRows: Fixer = {
  rules: ['connection-pool-exhausted', 'goroutines-pile-up', 'too-many-threads'],
  propose({ pkg, scope, at }) {
    const open = resourcesIn(pkg, scope).filter(
      ({ kind, exits, variable }) => kinds.includes(kind) && variable !== '' && exits !== undefined && exits.length > 0,
    );
    const linesOf = ({ place, exits }: Resource): readonly number[] => [
      place.line,
      ...(exits ?? []).map((exit) => exit.place.line),
    ];
    return atLine(open, at.line, linesOf).flatMap((resource) => {
      const { variable, kind } = resource;
      const isTransaction = kind === 'transaction';
      const closing: Closing = isTransaction
        ? { call: `${variable}.Rollback()`, keepsOthers: true }
        : // A Close whose result matters stays; a second one does nothing to rows.
          { call: `${variable}.Close()`, keepsOthers: kind === 'rows' };
      const edits = new CodeEdits(pkg);
      if (!closeResource(edits, resource, closing)) return [];
      return [
        {
          title: isTransaction ? `Roll ${variable} back unless it is committed` : `Close ${variable}`,
          edits,
          why:
            kind === 'file' || kind === 'listener'
              ? `Nothing else closes ${variable} on this way out.`
              : `Until ${variable} is closed, it keeps its connection, and the pool has one less.`,
          cautions: [],
        },
      ];
    });
  },
};
