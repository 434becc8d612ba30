import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import { inflatePortable } from '../../../src/core/wire/inflatePortable';
import { inflateNative } from '../../../src/node/inflate';
import { expectError } from './expectError';

const text = Buffer.from('heatline '.repeat(50_000));
const max = 2 ** 20;

describe('inflateNative', () => {
  it('unpacks one member and several', () => {
    assert.deepEqual(Buffer.from(inflateNative(gzipSync(text), max)), text);
    const two = Buffer.concat([gzipSync(text), gzipSync('end')]);
    assert.deepEqual(Buffer.from(inflateNative(two, max)), Buffer.concat([text, Buffer.from('end')]));
  });

  it('takes exactly as much as allowed, and refuses a byte more', async () => {
    assert.equal(inflateNative(gzipSync(text), text.length).length, text.length);
    await expectError(() => inflateNative(gzipSync(text), text.length - 1), 'too-large');
  });

  it('refuses a bomb without unpacking it, whatever size it claims', async () => {
    const bomb = gzipSync(Buffer.alloc(50 * max));
    await expectError(() => inflateNative(bomb, max), 'too-large');
    bomb.writeUInt32LE(10, bomb.length - 4);
    await expectError(() => inflateNative(bomb, max), 'too-large');
    const liar = gzipSync('small');
    liar.writeUInt32LE(0xffffffff, liar.length - 4);
    await expectError(() => inflateNative(liar, max), 'malformed');
  });

  it('says cut off or broken, as the portable one does, at every length', async () => {
    const whole = gzipSync(text.subarray(0, 5000));
    for (const inflate of [inflateNative, inflatePortable]) {
      for (let n = 2; n < whole.length; n++) {
        await expectError(() => inflate(whole.subarray(0, n), max), 'truncated');
      }
      const broken = Buffer.from(whole);
      broken[broken.length - 6] ^= 0xff;
      await expectError(() => inflate(broken, max), 'malformed');
    }
  });

  it('reads a view in the middle of a buffer', () => {
    const packed = gzipSync(text);
    const around = Buffer.concat([Buffer.from('xx'), packed, Buffer.from('xxxx')]);
    assert.deepEqual(Buffer.from(inflateNative(around.subarray(2, 2 + packed.length), max)), text);
  });
});
