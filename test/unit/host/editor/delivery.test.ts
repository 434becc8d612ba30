// What a page gets, with the real decoder behind it.

import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import { openProfile } from '../../../../src/core/open';
import { inflateNative } from '../../../../src/node/inflate';
import { deliveryOf } from '../../../../src/host/editor/delivery';
import { ProfileDocument, type ProfileFiles } from '../../../../src/host/store/profileDocument';
import type { Delivery } from '../../../../src/protocol/messages';
import { fakeUri } from '../store/fakes';

function deliver(bytes: Uint8Array): Promise<Delivery> {
  const files: ProfileFiles = {
    read: () =>
      new Promise((resolve) => {
        const { profile, warnings } = openProfile(bytes, { inflate: inflateNative, maxInflatedBytes: 1 << 20 });
        resolve({ profile, warnings: warnings.map((warning) => warning.message), origin: '' });
      }),
    watch: () => ({ dispose: () => undefined }),
  };
  return deliveryOf(new ProfileDocument(fakeUri('/x/cpu.pprof'), files, undefined));
}

const text = (value: string): Uint8Array => new TextEncoder().encode(value);

describe('the delivery of a file that cannot be shown', () => {
  const files: readonly (readonly [string, Uint8Array])[] = [
    ['empty', new Uint8Array()],
    ['empty when unpacked', gzipSync('')],
    ['text', text('hello\n')],
    ['a web page', text('<!DOCTYPE html><title>Sign in</title>')],
    ['an execution trace', text('go 1.23 trace\0\0\0')],
    ['a truncated gzip', gzipSync('x'.repeat(9999)).subarray(0, 20)],
    ['a bomb', gzipSync(Buffer.alloc(4 << 20))],
  ];
  for (const [name, bytes] of files) {
    it(`${name}: says what happened and what to do`, async () => {
      const delivery = await deliver(bytes);
      assert.ok(delivery.kind === 'failure');
      assert.equal(delivery.title, 'cpu.pprof');
      assert.match(delivery.message, /^[A-Z].*[.!]$/s);
      assert.match(delivery.next, /^[A-Z].*\.$/s);
      assert.doesNotMatch(delivery.message, /undefined|Error:|\bat \//);
    });
  }
});
