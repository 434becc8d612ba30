// Files that are no profiles, at the door.
import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import { openProfile } from '../../../src/core/open';
import { inflateNative } from '../../../src/node/inflate';
import { ProfileError } from '../../../src/core/wire/errors';

describe('a file that is no profile', () => {
  const tar = Buffer.alloc(1024);
  tar.write('profiles/heap.pb.gz', 0, 'latin1');
  tar.write('ustar', 257, 'latin1');
  const cases: readonly (readonly [what: string, bytes: string | Buffer, code: string, says: RegExp])[] = [
    ['nothing', '', 'empty', /is empty/],
    ['a packed nothing', gzipSync(''), 'empty', /is empty/],
    ['only a byte order mark', '\xff\xfe', 'empty', /is empty/],
    ['an execution trace', 'go 1.26 trace\0\0\0', 'execution-trace', /go tool trace/],
    ['a login page', '<!DOCTYPE html><title>Sign in</title>', 'web-page', /login/],
    ['a packed login page', gzipSync('\n <html>'), 'web-page', /login/],
    ['perf.data', 'PERFILE2\x68\0\0\0\0', 'not-a-profile', /perf script/],
    ['a core dump', '\x7fELF\x02\x01\x01\0\0', 'not-a-profile', /core dump/],
    ['a program of Windows', 'MZ\x90\0\x03', 'not-a-profile', /a program/],
    ['a recording of Java', 'FLR\0\0\x02', 'not-a-profile', /Flight Recorder/],
    ['zstd', '\x28\xb5\x2f\xfd\x04', 'not-a-profile', /zstd -d/],
    ['xz', '\xfd7zXZ\0\0', 'not-a-profile', /xz -d/],
    ['bzip2', 'BZh91AY&SY', 'not-a-profile', /bunzip2/],
    ['a zip archive', 'PK\x03\x04\x14', 'not-a-profile', /unzip/],
    ['an archive of profiles', gzipSync(tar), 'not-a-profile', /tar -xf/],
    ['a profile packed twice', gzipSync(gzipSync('profile')), 'not-a-profile', /gunzip/],
    ['a picture', '\x89PNG\r\n\x1a\n', 'not-a-profile', /picture/],
    ['a coverage profile', 'mode: set\nm.go:1.1,2.2 1 1\n', 'not-a-profile', /go tool cover/],
    ['the output of benchmarks', 'goos: linux\ngoarch: amd64\n', 'not-a-profile', /-cpuprofile/],
    ['a file of speedscope', '{"shared":{"frames":[]}}', 'not-a-profile', /speedscope/],
    ['a profile of a browser', '{"nodes":[{"id":1}]}', 'not-a-profile', /JavaScript/],
    ['other text', 'hello, world\n', 'not-a-profile', /text file/],
    ['other text in UTF-16', Buffer.from('\ufeffhello, world\r\n', 'utf16le'), 'not-a-profile', /text file/],
    ['zeros', Buffer.alloc(100), 'malformed', /not a readable profile/],
  ];
  for (const [what, content, code, says] of cases) {
    it(`is refused with a sentence that helps: ${what}`, () => {
      const bytes = typeof content === 'string' ? Buffer.from(content, 'latin1') : content;
      assert.throws(
        () => openProfile(bytes, { inflate: inflateNative }),
        (error) => {
          assert.ok(error instanceof ProfileError);
          assert.match(error.sentence, says);
          return error.code === code;
        },
      );
    });
  }

  it('is not mistaken for one that begins alike', () => {
    for (const text of ['MZone;work 5\n', 'PKCS.verify;main 3\n', 'BZh1;x 2\n', 'mode: set 4\n', 'FLR;x 1\n']) {
      assert.equal(openProfile(Buffer.from(text), { inflate: inflateNative }).profile.samples.count, 1, text);
    }
  });

  it('takes no more memory than allowed, of one member or of many', () => {
    const bomb = gzipSync(Buffer.alloc(8 << 20));
    for (const bytes of [bomb, Buffer.concat([bomb, bomb, bomb])]) {
      assert.throws(
        () => openProfile(bytes, { inflate: inflateNative, maxInflatedBytes: 4 << 20 }),
        (error) => ProfileError.is(error, 'too-large'),
      );
    }
  });
});
