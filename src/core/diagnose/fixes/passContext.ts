// Passes on the context that is at hand. In: the line of a finding about requests or goroutines that outlive their caller.
// Out: r.Context() or ctx in place of context.Background(), and calls that take a context in place of those that do not.

import type { GoNode } from '../../golang/goNode';
import { type ContextLoss, contextLossesIn } from '../code/contexts';
import { CodeEdits, nextStatement, statementAround } from './codeEdits';
import { tightText } from './expressionText';
import { atLine, type Fixer, type FixSite, type Proposal } from './fix';
import { usableContext } from './usableContext';

export const passContext: Fixer = {
  rules: ['request-context-replaced', 'request-context-ignored', 'connection-pool-exhausted', 'goroutines-pile-up'],
  propose({ pkg, scope, at }) {
    const losses = contextLossesIn(pkg, scope);
    return atLine(losses, at.line, ({ place }) => [place.line]).flatMap((loss) => {
      const call = pkg.nodeAt(loss.place, 'call_expression');
      return (call && proposal(pkg, call, loss)) ?? [];
    });
  },
};

function proposal(pkg: FixSite['pkg'], call: GoNode, { kind, by }: ContextLoss): Proposal | undefined {
  const context = usableContext(pkg, call);
  if (context === undefined) return undefined;
  const edits = new CodeEdits(pkg);
  const { expression } = context;
  const why = `What is done here ends when ${expression} does, and not later.`;
  const caution = 'What must go on after its caller has gone ends with it now; that gets context.WithoutCancel.';
  if (kind === 'request' || kind === 'argument') {
    const outer = call.parent?.parent;
    const isWith = kind === 'request' && outer?.get('function')?.get('field')?.text === 'WithContext';
    const request = outer?.get('function')?.get('operand')?.text ?? '';
    // `r.WithContext(r.Context())` is `r`.
    if (isWith && `${request}.Context()` === expression) edits.replace(outer, request);
    else edits.replace(call, expression);
    context.apply(edits);
    return { title: `Pass ${expression}`, edits, why, cautions: kind === 'argument' ? [caution] : [] };
  }
  if (kind !== 'without') return undefined;
  const name = withContext(edits, call, by, expression);
  if (name === undefined) return undefined;
  context.apply(edits);
  return { title: `Use ${name} with ${expression}`, edits, why, cautions: [] };
}

/** @returns what is called now */
function withContext(edits: CodeEdits, call: GoNode, by: string, context: string): string | undefined {
  const target = call.get('function');
  const method = target?.get('field');
  const list = call.get('arguments');
  if (target === undefined || method === undefined || list === undefined) return undefined;
  const args = list.children.map(tightText);
  if (by === 'net.Dial') {
    const net = target.get('operand')?.text ?? 'net';
    edits.replace(call, `(&${net}.Dialer{}).DialContext(${[context, ...args].join(', ')})`);
    return 'DialContext';
  }
  const short = by.slice(by.lastIndexOf('.') + 1);
  const isClient = by.startsWith('net/http.') && short !== 'NewRequest';
  if (isClient) return short === 'Get' || short === 'Head' ? byRequest(edits, call, short, context) : undefined;
  const name = short === 'NewRequest' ? 'NewRequestWithContext' : `${short}Context`;
  edits.replace(method, name);
  // Over several lines they stay where they are.
  if (list.line !== list.endLine) edits.insert(list, list.start + 1, `${context}, `);
  else edits.replace(list, `(${[context, ...args].join(', ')})`);
  return name;
}

/** `resp, err := client.Get(url)` with its error check, as a request of its own with the same check. */
function byRequest(edits: CodeEdits, call: GoNode, method: string, context: string): string | undefined {
  const statement = statementAround(call);
  const check = statement && nextStatement(statement);
  const left = statement?.get('left')?.children.map(({ text }) => text) ?? [];
  const [resp = '', err = ''] = left;
  const isPlain =
    statement?.type === 'short_var_declaration' &&
    statement.get('right')?.children.at(0) === call &&
    left.length === 2 &&
    err !== '_' &&
    check?.type === 'if_statement' &&
    check.get('initializer') === undefined &&
    check.get('condition')?.text === `${err} != nil`;
  const names = edits.pkg.mentionsOf(resp);
  if (!isPlain || names.some((node) => node.isWithin(check))) return undefined;
  const http = edits.library(call, 'net/http');
  const req = edits.freeName(call, 'req', 'request');
  const operand = call.get('function')?.get('operand')?.text ?? '';
  const client = operand === http ? `${http}.DefaultClient` : operand;
  const [url] = (call.get('arguments')?.children ?? []).map(tightText);
  const indent = edits.indent(statement);
  const lines = [
    `${req}, ${err} := ${http}.NewRequestWithContext(${context}, ${http}.Method${method}, ${url}, nil)`,
    check.text,
    `${resp}, ${err} := ${client}.Do(${req})`,
  ];
  edits.replace(statement, lines.join(`\n${indent}`));
  return 'NewRequestWithContext';
}
