// Which loopback hosts reach a listener. In: the address it is bound to, as tools print it. Out: hosts for a URL.
// Invariant: never a host outside 127.0.0.0/8 and ::1; a listener on another interface only gives none.

export function loopbackHosts(address: string): readonly string[] {
  const plain = address.replace(/^\[|\]$/g, '').toLowerCase();
  if (['0.0.0.0', '::ffff:0.0.0.0'].includes(plain)) return ['127.0.0.1'];
  // Mostly both families; where it is IPv6 alone, the first one is refused and the second one answers.
  if (plain === '::' || plain === '*') return ['127.0.0.1', '[::1]'];
  if (plain === '::1') return ['[::1]'];
  const v4 = plain.replace(/^::ffff:/, '');
  return /^127(\.\d{1,3}){3}$/.test(v4) ? [v4] : [];
}
