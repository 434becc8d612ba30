// A slice of `npm run parity` over the fixtures, so that no commit loses pprof's numbers. The whole matrix is on demand.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { profileBytes } from '../../src/cli/writeResult';
import { openProfile } from '../../src/core/open';
import { inflateNative } from '../../src/node/inflate';
import { requireGo } from '../harness/goService';
import { fixturesDir } from '../harness/paths';
import { makeTempDir } from '../harness/tempDir';
import type { Case } from './cases';
import { askHeatline } from './heatlineAnswer';
import { compareSubject } from './parity';
import { askPprof, type Answer } from './pprofSession';
import { randomFile } from './randomFile';
import { findProfiles, subjectsOf } from './subjects';

/** One case in so many: about eight a file. */
const slice = 120;

describe('go tool pprof and heatline say the same', () => {
  const files = findProfiles([fixturesDir]);
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

  [...subjectsOf(files, true)].forEach((subject, which) => {
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

  for (let seed = 1; seed <= 12; seed++) {
    it(`about any writer's file, seed ${seed}`, async () => {
      const file = path.join(scratch.path, `${seed}.pb`);
      fs.writeFileSync(file, randomFile(seed));
      for (const subject of subjectsOf([file], false)) {
        const options = { slice, which: seed, full: false, only: '', scratch: scratch.path };
        const { failures } = await compareSubject(subject, { ...options, signal: new AbortController().signal });
        assert.deepEqual(failures, []);
      }
    });
  }

  for (const file of files.filter((_, i) => i % 3 === 0)) {
    it(`about what heatline wrote of ${path.relative(fixturesDir, file)}`, async () => {
      const { profile } = openProfile(fs.readFileSync(file), { inflate: inflateNative });
      const written = path.join(scratch.path, 'written.pb.gz');
      fs.writeFileSync(written, profileBytes(profile));
      const ask = async (wanted: Case, given: string): Promise<Answer> => {
        const oracle = { flags: [], files: [given] };
        const answers = await askPprof(oracle, [wanted], scratch.path, new AbortController().signal);
        return answers?.[0] ?? { text: undefined, notes: [] };
      };
      const raw: Case = { command: 'raw', options: {} };
      if (/\.pb\.gz$/.test(file)) assert.equal((await ask(raw, written)).text, (await ask(raw, file)).text);
      const top: Case = { command: 'top', options: { granularity: 'lines', nodefraction: '0' } };
      assert.deepEqual((await ask(top, written)).text, askHeatline(profile, top, process.cwd()).text);
    });
  }
});
