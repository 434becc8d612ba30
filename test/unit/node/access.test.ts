import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { mergeAccess, parseHeader } from '../../../src/node/access';
import { captureOrder, endpointName, secondsFor } from '../../../src/node/kinds';
import { Secret } from '../../../src/node/secret';
import { expectError } from './expectError';

describe('Secret', () => {
  it('shows itself to nobody but who asks for it', () => {
    const secret = new Secret('s3cret');
    assert.equal(secret.reveal(), 's3cret');
    const holder = { secret, list: [secret] };
    const shown = [String(secret), JSON.stringify(holder), inspect(holder, { depth: 9, showHidden: true })];
    for (const text of shown) assert.ok(!text.includes('s3cret'), text);
  });
});

describe('parseHeader', () => {
  it('reads name and value', () => {
    const [name, value] = parseHeader('Authorization:  Bearer a:b=c ');
    assert.deepEqual([name, value.reveal()], ['authorization', 'Bearer a:b=c']);
  });

  for (const line of [
    '',
    's3cret',
    ': s3cret',
    'a b: s3cret',
    'X: s3cret\nY: z',
    'X: s3cret\r\nY: z',
    'Ü: s3cret',
    'X: \u0000s3cret',
  ]) {
    it(`refuses ${JSON.stringify(line)}`, () => expectError(() => parseHeader(line), 'bad-header', ['s3cret']));
  }
});

describe('mergeAccess', () => {
  it('takes the newer header, and everything else of both', () => {
    const one = new Secret('1');
    const two = new Secret('2');
    const merged = mergeAccess(
      { headers: { authorization: one, a: one }, tls: { insecure: true }, query: one },
      { headers: { authorization: two, b: two }, tls: { ca: 'pem' } },
    );
    assert.deepEqual(merged, {
      headers: { authorization: two, a: one, b: two },
      tls: { insecure: true, ca: 'pem' },
      query: one,
    });
    assert.deepEqual(mergeAccess(undefined, undefined), { headers: {}, tls: {} });
  });
});

describe('kinds', () => {
  it('come in the order that disturbs the next least', () => {
    const kinds = ['trace', 'profile', 'custom', 'block', 'goroutine', 'heap', 'goroutineleak'].map((kind) => ({
      kind,
    }));
    assert.deepEqual(
      captureOrder(kinds).map(({ kind }) => kind),
      ['goroutineleak', 'heap', 'goroutine', 'block', 'custom', 'profile', 'trace'],
    );
  });

  it('take the seconds that Go would take', () => {
    assert.equal(secondsFor('profile', undefined), 30);
    assert.equal(secondsFor('trace', undefined), 1);
    assert.equal(secondsFor('heap', undefined), undefined);
    assert.equal(secondsFor('toString', undefined), undefined);
    assert.equal(secondsFor('trace', 0.5), 0.5);
  });

  it('know the CPU by its other name', () => {
    assert.deepEqual(['cpu', 'CPU', 'profile', 'heap'].map(endpointName), ['profile', 'profile', 'profile', 'heap']);
  });
});
