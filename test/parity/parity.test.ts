// A slice of `npm run parity` over the fixtures, so that no commit loses pprof's numbers. The whole matrix is on demand.

import assert from 'node:assert/strict';
import { requireGo } from '../harness/goService';
import { fixturesDir } from '../harness/paths';
import { makeTempDir } from '../harness/tempDir';
import { compareSubject } from './parity';
import { findProfiles, subjectsOf } from './subjects';

/** One case in so many: about eight a file. */
const slice = 120;

describe('go tool pprof and heatline say the same', () => {
  const scratch = makeTempDir('parity');
  after(() => scratch.remove());
  const zone = process.env['TZ'];
  before(() => {
    requireGo();
    process.env['TZ'] = 'UTC'; // Both print local times.
  });
  after(() => {
    if (zone === undefined) delete process.env['TZ'];
    else process.env['TZ'] = zone;
  });

  [...subjectsOf(findProfiles([fixturesDir]), true)].forEach((subject, which) => {
    const isPair = subject.oracle.flags.length + subject.oracle.files.length > 1;
    // Of the combinations, which are four for each file, some are enough here.
    if (isPair && which % 8 !== 0) return;
    it(subject.title, async () => {
      const { failures } = await compareSubject(subject, {
        slice,
        which,
        full: false,
        only: '',
        scratch: scratch.path,
        signal: new AbortController().signal,
      });
      assert.deepEqual(failures, []);
    });
  });
});
