// Time-outs for a server. In: the line of an http.Server's literal, or of ListenAndServe. Out: ReadHeaderTimeout and
// IdleTimeout set; a server of its own in place of http.ListenAndServe, which has none.

import type { GoNode } from '../../golang/goNode';
import { settingsIn } from '../code/httpLiterals';
import { calleeOf } from '../code/typeOf';
import { CodeEdits } from './codeEdits';
import { looseText } from './expressionText';
import { atLine, type Fixer, type FixSite, type Proposal } from './fix';
import { type Change, changeSettings } from './settings';

const why = 'A client that connects and says nothing keeps its connection and a goroutine until a time-out ends it.';
const cautions = ['Choose the times for your clients; five seconds for the header are plenty over the internet.'];

export const serverTimeouts: Fixer = {
  rules: ['server-without-timeouts'],
  propose(site) {
    const { pkg, scope, at } = site;
    const servers = settingsIn(pkg, scope).filter(
      ({ kind, problems }) => kind === 'server' && problems.some((one) => one.kind === 'noReadTimeout'),
    );
    const literals = atLine(servers, at.line, ({ place }) => [place.line]).map((literal): Proposal => {
      const edits = new CodeEdits(pkg);
      const node = pkg.nodeAt(literal.place, 'composite_literal');
      const time = node === undefined ? '' : edits.library(node, 'time');
      const hasIdle = !literal.problems.some(({ kind }) => kind === 'noServerIdleTimeout');
      const changes: Change[] = [{ name: 'ReadHeaderTimeout', value: `5 * ${time}.Second` }];
      if (!hasIdle) changes.push({ name: 'IdleTimeout', value: `2 * ${time}.Minute` });
      changeSettings(edits, literal, changes);
      return { title: `Set ${changes.map(({ name }) => name).join(' and ')}`, edits, why, cautions };
    });
    return literals.length > 0 ? literals : ownServer(site);
  },
};

const functions: Readonly<Record<string, string>> = {
  'net/http.ListenAndServe': 'ListenAndServe',
  'net/http.ListenAndServeTLS': 'ListenAndServeTLS',
  'net/http.Serve': 'Serve',
};

function ownServer({ pkg, scope, at }: FixSite): readonly Proposal[] {
  const calls = scope
    .find('call_expression')
    .filter((call) => call.line === at.line && Object.hasOwn(functions, calleeOf(pkg, call).name));
  return calls.flatMap((call) => {
    const edits = new CodeEdits(pkg);
    const method = functions[calleeOf(pkg, call).name];
    const args = call.get('arguments')?.children ?? [];
    if (args.length < 2) return [];
    const [http, time] = [edits.library(call, 'net/http'), edits.library(call, 'time')];
    const handler = args.at(method === 'ListenAndServeTLS' ? 3 : 1);
    const fields = [
      ...(method === 'Serve' ? [] : [`Addr: ${looseText(args[0])}`]),
      ...(handler === undefined || handler.text === 'nil' ? [] : [`Handler: ${looseText(handler)}`]),
      `ReadHeaderTimeout: 5 * ${time}.Second`,
      `IdleTimeout: 2 * ${time}.Minute`,
    ];
    const passed = restOf(method, args);
    edits.replace(call, `(&${http}.Server{${fields.join(', ')}}).${method}(${passed})`);
    return [{ title: `Use an ${http}.Server with time-outs`, edits, why, cautions }];
  });
}

function restOf(method: string, args: readonly GoNode[]): string {
  if (method === 'Serve') return looseText(args[0]);
  return method === 'ListenAndServeTLS'
    ? args
        .slice(1, 3)
        .map(({ text }) => text)
        .join(', ')
    : '';
}
