// A pause that ends with its request. In: the line of a Sleep where a context is in reach. Out: a timer in a select with a
// case for the context's end.

import { functionNode } from '../code/surroundings';
import { calleeOf } from '../code/typeOf';
import { CodeEdits, statementAround } from './codeEdits';
import type { Fixer } from './fix';
import { returnStatement } from './leaving';
import { usableContext } from './usableContext';

export const sleepWithContext: Fixer = {
  rules: ['sleep-in-handler', 'request-context-ignored', 'lock-contention'],
  propose({ pkg, scope, at }) {
    const sleeps = scope
      .find('call_expression')
      .filter((call) => call.line === at.line && calleeOf(pkg, call).name === 'time.Sleep');
    return sleeps.flatMap((call) => {
      const statement = statementAround(call);
      const context = usableContext(pkg, call);
      const fn = functionNode(call);
      const duration = call.get('arguments')?.children.at(0)?.text;
      if (statement?.children.at(0) !== call || statement.type !== 'expression_statement') return [];
      if (context === undefined || fn === undefined || duration === undefined) return [];
      const edits = new CodeEdits(pkg);
      const timer = edits.freeName(call, 'timer', 'pause', 'delay');
      edits.replaceByLines(statement, [
        `${timer} := ${edits.library(call, 'time')}.NewTimer(${duration})`,
        'select {',
        `case <-${timer}.C:`,
        `case <-${context.expression}.Done():`,
        `\t${timer}.Stop()`,
        `\t${returnStatement(pkg, fn, `${context.expression}.Err()`)}`,
        '}',
      ]);
      context.apply(edits);
      return [
        {
          title: `Wait for the time or <-${context.expression}.Done()`,
          edits,
          why: `The pause ends when ${context.expression} does. Waiting for the event itself is better still.`,
          cautions: [],
        },
      ];
    });
  },
};
