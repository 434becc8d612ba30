import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { parseTarget, profileUrl, requestUrl } from '../../../src/node/target';
import { expectError } from './expectError';

describe('parseTarget', () => {
  const cases: readonly (readonly [text: string, url: string, rest?: Partial<ReturnType<typeof parseTarget>>])[] = [
    [':6060', 'http://localhost:6060/debug/pprof/'],
    ['6060', 'http://localhost:6060/debug/pprof/'],
    [' localhost:6060\n', 'http://localhost:6060/debug/pprof/'],
    ['localhost:6060/', 'http://localhost:6060/debug/pprof/'],
    ['orders.internal', 'http://orders.internal/debug/pprof/'],
    ['orders.internal:443', 'https://orders.internal/debug/pprof/'],
    ['127.0.0.1:6060/debug/pprof', 'http://127.0.0.1:6060/debug/pprof/'],
    ['http://h:1/debug', 'http://h:1/debug/pprof/'],
    ['https://h/', 'https://h/debug/pprof/'],
    ['HTTPS://H/debug/pprof/', 'https://h/debug/pprof/'],
    ['https+insecure://h:8443', 'https+insecure://h:8443/debug/pprof/'],
    ['[::1]:6060', 'http://[::1]:6060/debug/pprof/'],
    ['::1', 'http://[::1]/debug/pprof/'],
    ['http://h/debug/pprof/heap', 'http://h/debug/pprof/', { kind: 'heap' }],
    ['http://h/debug/pprof/heap/', 'http://h/debug/pprof/', { kind: 'heap' }],
    ['h:1/debug/pprof/profile?seconds=5', 'http://h:1/debug/pprof/', { kind: 'profile', seconds: 5 }],
    ['h:1/debug/pprof/trace?seconds=0.5', 'http://h:1/debug/pprof/', { kind: 'trace', seconds: 0.5 }],
    ['h:1/debug/pprof/goroutine?debug=2', 'http://h:1/debug/pprof/', { kind: 'goroutine', debug: 2 }],
    ['h:1/debug/pprof/example.com/x/leases', 'http://h:1/debug/pprof/', { kind: 'example.com/x/leases' }],
    ['h:1/debug/pprof/a%20b/pprof/c', 'http://h:1/debug/pprof/', { kind: 'a b/pprof/c' }],
    ['http://h/admin/debug/pprof', 'http://h/admin/debug/pprof/'],
    ['http://h/admin/debug/pprof/block', 'http://h/admin/debug/pprof/', { kind: 'block' }],
    ['http://h/internal/pprof/heap', 'http://h/internal/pprof/', { kind: 'heap' }],
    ['http://h/x/heap', 'http://h/x/', { kind: 'heap' }],
    ['http://h/x/cpu?seconds=3', 'http://h/x/', { kind: 'profile', seconds: 3 }],
    ['http://h/debug/fgprof?seconds=3', 'http://h/debug/', { kind: 'fgprof', seconds: 3 }],
    ['http://h/debug/pprof#frag', 'http://h/debug/pprof/'],
  ];
  for (const [text, url, rest = {}] of cases) {
    it(`reads ${text.trim()}`, () =>
      assert.deepEqual({ ...parseTarget(text), access: undefined }, { url, ...rest, access: undefined }));
  }

  it('guesses where pprof is below a path that does not say', () => {
    assert.deepEqual(parseTarget('http://h/x/'), {
      url: 'http://h/x/',
      alternatives: ['http://h/x/debug/pprof/', 'http://h/debug/pprof/'],
    });
  });

  it('gives a URL that parses to itself', () => {
    for (const [text] of cases) {
      const { url, kind } = parseTarget(text);
      if (kind !== 'fgprof') assert.equal(parseTarget(url).url, url);
    }
  });

  it('keeps user, password and tokens for the wire only', () => {
    const target = parseTarget('https://ann:s3cret%21@h:1/debug/pprof/heap?seconds=5&token=tok3n');
    assert.equal(target.access?.headers?.['authorization']?.reveal(), `Basic ${btoa('ann:s3cret!')}`);
    assert.equal(target.access.query?.reveal(), 'token=tok3n');
    const { key, ...shown } = { key: 0, ...target };
    assert.equal(key, 0);
    for (const text of [JSON.stringify(shown), inspect(shown, { depth: 9 }), String(target.access.query)]) {
      assert.doesNotMatch(text, /s3cret|tok3n|ann/);
    }
  });

  it('does not check the certificate of https+insecure, and asks by https', () => {
    const target = parseTarget('https+insecure://h/debug/pprof/');
    assert.equal(target.access?.tls?.insecure, true);
    assert.equal(requestUrl(target.url).protocol, 'https:');
  });

  const refused = [
    '',
    '   ',
    'file:///tmp/cpu.pb.gz',
    './cpu.pb.gz',
    '../x',
    '/tmp/cpu.pb.gz',
    'C:\\cpu.pb.gz',
    '~/cpu.pb.gz',
    'ftp://h/',
    'localhost:0',
    'localhost:65536',
    'localhost:http',
    'http://',
    'http:///x',
    'a b',
    'http://h:1:2/',
    'http://s3cret:p4ss@h:99999/',
    'ann:s3cret@',
    'javascript:alert(1)',
    'http://[::1',
    'http://%/',
  ];
  for (const text of refused) {
    it(`refuses ${JSON.stringify(text)}`, () => expectError(() => parseTarget(text), 'bad-target', ['s3cret', 'p4ss']));
  }

  for (const seconds of ['0', '-1', '0.5', 'x', '', '1e9', 'NaN']) {
    it(`refuses ${seconds} seconds, which Go would misread`, () =>
      expectError(() => parseTarget(`h:1/debug/pprof/heap?seconds=${seconds}`), 'bad-seconds'));
  }
});

describe('profileUrl', () => {
  it('escapes names, keeps their slashes, and adds what is asked', () => {
    const url = profileUrl('http://h/debug/pprof/', 'a b/c?d#e/100%', { seconds: 5, debug: undefined });
    assert.equal(url.href, 'http://h/debug/pprof/a%20b/c%3Fd%23e/100%25?seconds=5');
  });

  it('cannot leave the index', async () => {
    for (const kind of ['..', '../x', 'a/../../x', '', '.']) {
      await expectError(() => profileUrl('http://h/debug/pprof/', kind, {}), 'bad-kind');
    }
    assert.equal(profileUrl('http://h/p/', '//evil', {}).host, 'h');
    assert.equal(profileUrl('http://h/p/', '\\..\\x', {}).pathname, '/p/%5C..%5Cx');
  });
});
