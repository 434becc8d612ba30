// Old formats against `go tool pprof`: the samples of samples.ts, and every file of HEATLINE_CORPUS.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { looksLikeCountText, parseCountText } from '../../../../../src/core/goroutine/countText';
import { looksLikeLegacy, parseLegacy } from '../../../../../src/core/profile/legacy/legacy';
import { decodeProfile } from '../../../../../src/core/profile/decode';
import { encodeProfile } from '../../../../../src/core/profile/encode';
import type { Decoded } from '../../../../../src/core/profile/profile';
import { ProfileError } from '../../../../../src/core/wire/errors';
import { fixturesDir } from '../../../../harness/paths';
import { random } from '../randomProfile';
import { needsGo, pprofRaw } from './pprofOracle';
import { rawText } from './rawText';
import { legacySamples, refusedSamples } from './samples';

const parse = (bytes: Uint8Array): Decoded => (looksLikeCountText(bytes) ? parseCountText(bytes) : parseLegacy(bytes));
const isLegacy = (bytes: Uint8Array): boolean => looksLikeCountText(bytes) || looksLikeLegacy(bytes);

/** Files in old formats below a folder, none where there is no folder. */
function legacyFiles(folder: string | undefined): string[] {
  if (folder === undefined || !fs.existsSync(folder)) return [];
  return fs
    .readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => path.join(folder, name))
    .filter((file) => fs.statSync(file).isFile() && fs.statSync(file).size < 1 << 20)
    .filter((file) => isLegacy(fs.readFileSync(file)))
    .sort();
}

describe('old formats', () => {
  for (const [name, bytes] of Object.entries(legacySamples)) {
    it(`${name}: is what go tool pprof reads`, function () {
      needsGo(this);
      assert.deepEqual(pprofRaw(bytes), { text: rawText(parse(bytes).profile) });
    });
  }

  for (const [name, bytes] of Object.entries(refusedSamples)) {
    it(`${name}: is refused, as by go tool pprof`, function () {
      assert.throws(
        () => parse(bytes),
        (e) => e instanceof ProfileError,
      );
      needsGo(this);
      assert.ok('refused' in pprofRaw(bytes));
    });
  }

  for (const file of [fixturesDir, process.env.HEATLINE_CORPUS].flatMap(legacyFiles)) {
    it(`${path.basename(path.dirname(file))}/${path.basename(file)}: is what go tool pprof reads`, function () {
      needsGo(this);
      const bytes = fs.readFileSync(file);
      const theirs = pprofRaw(bytes);
      // pprof refuses records without a stack, which Go itself writes for threads that it did not start.
      if ('refused' in theirs && /^\d+ @$/m.test(new TextDecoder().decode(bytes)))
        assert.ok(parse(bytes).profile.samples.count > 0);
      else if ('refused' in theirs) assert.throws(() => parse(bytes), ProfileError);
      else assert.equal(withoutGoSymbols(rawText(parse(bytes).profile)), theirs.text);
    });
  }

  it('encode to a profile that says the same', () => {
    for (const [name, bytes] of Object.entries(legacySamples)) {
      const { profile } = parse(bytes);
      const back = decodeProfile(encodeProfile(profile)).profile;
      assert.equal(rawText(back), rawText(profile), name);
      assert.deepEqual([back.dropFrames, back.keepFrames], [profile.dropFrames, profile.keepFrames], name);
    }
  });

  it('are told apart from anything else', () => {
    for (const bytes of Object.values(legacySamples)) assert.equal(isLegacy(bytes), true);
    for (const text of [
      '',
      'hello\n',
      '--- heapz 1 ---\nformat = c++\n',
      '--- contentionz 1 ---\nnonsense = 1\n',
      'heap profile: many\n',
    ]) {
      assert.equal(isLegacy(new TextEncoder().encode(text)), false, text);
    }
    assert.equal(isLegacy(new Uint8Array(100)), false);
  });

  it('decode or are refused, wherever they are cut', () => {
    for (const bytes of Object.values(legacySamples)) {
      for (let at = 0; at < bytes.length; at++) decodesOrThrows(bytes.subarray(0, at));
    }
  });

  it('decode or are refused, whatever was changed in them', () => {
    const next = random(5);
    for (const bytes of Object.values(legacySamples)) {
      for (let round = 0; round < 300; round++) {
        const changed = bytes.slice();
        for (let change = 0; change < 3; change++) {
          const at = Math.floor(next() * changed.length);
          changed[at] = next() < 0.5 ? next() * 256 : bytes[Math.floor(next() * bytes.length)];
        }
        decodesOrThrows(changed);
      }
    }
  });
});

function decodesOrThrows(bytes: Uint8Array): void {
  try {
    parse(bytes);
  } catch (error) {
    assert.ok(error instanceof ProfileError, `not our error: ${String(error)}`);
  }
}

/** pprof takes no notice of the names and labels that Go writes as comments. */
function withoutGoSymbols(raw: string): string {
  return raw
    .split('\n')
    .filter((line) => !/^ {16}(?!bytes:\[)/.test(line) && !/^ {12}\S/.test(line))
    .map((line) => line.replace(/^( *\d+: 0x[0-9a-f]+ M=1) .* s=0$/, '$1'))
    .join('\n');
}
