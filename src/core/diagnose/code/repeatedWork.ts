// Work that could be done once. In: a scope. Out: calls that compile, parse or connect, where they run for each
// request, each iteration or each call. Invariant: not at package level, not in init, main or a constructor.

import type { GoNode } from '../../golang/goNode';
import type { GoPackage, Place } from './goPackage';
import { type Surroundings, surroundingsOf } from './surroundings';
import { calleeOf } from './typeOf';

export interface RepeatedWork {
  readonly kind: 'regexp' | 'template' | 'certificate' | 'database' | 'reflection';
  readonly place: Place;
  /** `regexp.MustCompile` */
  readonly by: string;
  readonly each: 'iteration' | 'request' | 'call';
  /** What it is made from is written there, so it could be a package's variable. */
  readonly isConstant: boolean;
  readonly surroundings: Surroundings;
}

const work: Readonly<Record<string, RepeatedWork['kind']>> = {
  'regexp.Compile': 'regexp',
  'regexp.MustCompile': 'regexp',
  'regexp.MustCompilePOSIX': 'regexp',
  'regexp.MatchString': 'regexp',
  'regexp.Match': 'regexp',
  'html/template.ParseFiles': 'template',
  'html/template.ParseGlob': 'template',
  'html/template.ParseFS': 'template',
  'html/template.New': 'template',
  'text/template.ParseFiles': 'template',
  'text/template.ParseGlob': 'template',
  'text/template.ParseFS': 'template',
  'text/template.New': 'template',
  'crypto/tls.LoadX509KeyPair': 'certificate',
  'crypto/x509.SystemCertPool': 'certificate',
  'database/sql.Open': 'database',
  'encoding/json.Marshal': 'reflection',
  'encoding/json.MarshalIndent': 'reflection',
  'encoding/json.Unmarshal': 'reflection',
};
const matching = ['regexp.MatchString', 'regexp.Match'];
const literals = ['interpreted_string_literal', 'raw_string_literal', 'int_literal'];

export function repeatedWorkIn(pkg: GoPackage, scope: GoNode): readonly RepeatedWork[] {
  return scope.find('call_expression').flatMap((call) => {
    const by = calleeOf(pkg, call).name;
    if (!Object.hasOwn(work, by)) return [];
    const kind = work[by];
    const surroundings = surroundingsOf(pkg, call);
    const each = eachOf(surroundings);
    // Encoding is every handler's work; in a loop it may be too much.
    if (each === undefined || (kind === 'reflection' && each !== 'iteration')) return [];
    const args = call.get('arguments')?.children ?? [];
    // What is matched differs, and what is compiled comes first.
    const made = matching.includes(by) ? args.slice(0, 1) : args;
    const isConstant = kind !== 'reflection' && made.length > 0 && made.every((node) => literals.includes(node.type));
    return [{ kind, place: pkg.place(call), by, each, isConstant, surroundings }];
  });
}

function eachOf({ function: fn, loop, request }: Surroundings): RepeatedWork['each'] | undefined {
  const name = fn.slice(fn.lastIndexOf('.') + 1);
  if (fn === '') return undefined;
  if (loop !== undefined) return 'iteration';
  if (request !== undefined) return 'request';
  const isOnce = ['main', 'init'].includes(name) || name.startsWith('New') || name.startsWith('new');
  return isOnce ? undefined : 'call';
}
