// Real captures of test/service, made by several versions of Go on another machine: every frame of the service must
// lead to its file in the checkout.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import zlib from 'node:zlib';
import { LearnedRoots } from '../../../../src/core/golang/learnedRoots';
import type { ModuleIndex } from '../../../../src/core/golang/moduleIndex';
import { ProfileFiles } from '../../../../src/core/golang/profileFiles';
import { resolveSource, type SourceReader } from '../../../../src/core/golang/resolveSource';
import type { GoParser } from '../../../../src/core/golang/syntax';
import { decodeProfile } from '../../../../src/core/profile/decode';
import { fixturesDir, serviceDir } from '../../../harness/paths';
import { indexOf, nodeReader } from './nodeSources';
import { goParser } from './parser';

const captures = fs
  .readdirSync(fixturesDir, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.startsWith('go') && file.endsWith('.pb.gz'))
  .sort();

describe('captures of the service', function () {
  this.timeout(20_000);
  let parser: GoParser;
  let index: ModuleIndex;
  let reader: SourceReader;
  const counts = { frames: 0, exact: 0 };

  before(async () => {
    parser = await goParser();
    // The folder they were built in may exist here, on the machine that made them.
    const everywhere = nodeReader(parser);
    reader = {
      place: (candidate) => everywhere.place(candidate),
      look: (place) => (place.startsWith(serviceDir) ? everywhere.look(place) : Promise.resolve(undefined)),
    };
    index = await indexOf([serviceDir], { standardLibrary: [], moduleCaches: [] });
  });
  after(() => console.log(`      ${counts.exact} of ${counts.frames} functions stand on the recorded line`));

  it('are there', () => assert.ok(captures.length > 0));

  for (const capture of captures) {
    it(`${capture} finds every file`, async () => {
      const { profile } = decodeProfile(zlib.gunzipSync(fs.readFileSync(path.join(fixturesDir, capture))));
      const files = new ProfileFiles(profile);
      const learned = LearnedRoots.from(files, index);
      for (const file of files.files) {
        const isService =
          file.certainPackage === 'main' || file.packages.some((p) => p.startsWith('example.com/orders'));
        if (!isService) continue;
        const found = await resolveSource(files, file, index, learned, reader);
        if (found.kind !== 'found') assert.fail(`${file.path}: ${JSON.stringify(found)}`);
        const expected = path.join(serviceDir, file.path.slice(file.path.indexOf('orders/') + 'orders/'.length));
        assert.equal(found.source.place, expected);
        for (const { state } of found.source.anchors.values()) {
          counts.frames++;
          if (state === 'exact') counts.exact++;
        }
      }
    });
  }
});
