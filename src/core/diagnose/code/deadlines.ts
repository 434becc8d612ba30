// Connections without a deadline. In: a scope, a package. Out: where connections are dialled; whether deadlines are set
// at all. Invariant: a package that sets a deadline anywhere is taken to know about them.

import type { GoNode } from '../../golang/goNode';
import type { GoPackage, Place } from './goPackage';
import { calleeOf } from './typeOf';

const dials = [
  'net.Dial',
  'net.DialTimeout',
  'net.DialTCP',
  'net.DialUnix',
  'crypto/tls.Dial',
  'crypto/tls.DialWithDialer',
];
const methods = [
  'net.Dialer.Dial',
  'net.Dialer.DialContext',
  'crypto/tls.Dialer.Dial',
  'crypto/tls.Dialer.DialContext',
];

export function dialsIn(pkg: GoPackage, scope: GoNode): readonly Place[] {
  const calls = scope.find('call_expression').filter((call) => {
    const { name } = calleeOf(pkg, call);
    return dials.includes(name) || methods.includes(name);
  });
  return calls.map((call) => pkg.place(call));
}

export function setsDeadlines(pkg: GoPackage): boolean {
  return ['SetDeadline', 'SetReadDeadline', 'SetWriteDeadline'].some((name) => pkg.mentionsOf(name).length > 0);
}
