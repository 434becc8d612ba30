// Closes a response's body. In: the line of a finding about connections that stay. Out: a defer behind the error check,
// and the same with the rest read first, so that the connection is used again.

import type { Resource } from '../code/resources';
import { resourcesIn } from '../code/resources';
import type { GoPackage } from '../code/goPackage';
import { closeResource } from './closing';
import { CodeEdits, statementAround } from './codeEdits';
import { atLine, type Fixer, type Proposal } from './fix';

export const closeBody: Fixer = {
  rules: ['response-body-not-closed', 'transport-per-request'],
  propose({ pkg, scope, at }) {
    const open = resourcesIn(pkg, scope).filter(
      ({ kind, exits, isHandedOn }) => kind === 'body' && !isHandedOn && exits !== undefined && exits.length > 0,
    );
    const linesOf = ({ place, exits }: Resource): readonly number[] => [
      place.line,
      ...(exits ?? []).map((exit) => exit.place.line),
    ];
    return atLine(open, at.line, linesOf).flatMap((one) =>
      one.variable === '' ? thrownAway(pkg, one) : [...closed(pkg, one), ...drained(pkg, one)],
    );
  },
};

const why = 'An open body keeps its connection, with two goroutines, for good.';

function closed(pkg: GoPackage, resource: Resource): readonly Proposal[] {
  const edits = new CodeEdits(pkg);
  const call = `${resource.variable}.Body.Close()`;
  if (!closeResource(edits, resource, { call })) return [];
  const isInLoop = resource.surroundings.loop !== undefined;
  return [{ title: `Close ${resource.variable}.Body${isInLoop ? ' on every way out' : ''}`, edits, why, cautions: [] }];
}

function drained(pkg: GoPackage, resource: Resource): readonly Proposal[] {
  const call = pkg.nodeAt(resource.place, 'call_expression');
  if (resource.isReadToEnd === true || resource.surroundings.loop !== undefined || call === undefined) return [];
  const edits = new CodeEdits(pkg);
  const io = edits.library(call, 'io');
  const { variable } = resource;
  const deferred = ['func() {', `\t${io}.Copy(${io}.Discard, ${variable}.Body)`, `\t${variable}.Body.Close()`, '}()'];
  if (!closeResource(edits, resource, { call: `${variable}.Body.Close()`, deferred })) return [];
  return [
    {
      title: `Read the rest of ${variable}.Body and close it`,
      edits,
      why: `${why} One that was read to its end is used again.`,
      cautions: ['An answer without an end would be read for ever: not for streams.'],
    },
  ];
}

/** `http.Get(url)` as a statement. */
function thrownAway(pkg: GoPackage, { statement, place }: Resource): readonly Proposal[] {
  const call = pkg.nodeAt(place, 'call_expression');
  const node = call && statementAround(call);
  if (call === undefined || node?.type !== 'expression_statement' || node.start !== statement.start) return [];
  const edits = new CodeEdits(pkg);
  const [resp, err] = [edits.freeName(node, 'resp', 'response'), edits.freeName(node, 'err', 'failed')];
  edits.replaceByLines(node, [`if ${resp}, ${err} := ${call.text}; ${err} == nil {`, `\t${resp}.Body.Close()`, '}']);
  return [{ title: 'Close the body of the answer', edits, why, cautions: [] }];
}
