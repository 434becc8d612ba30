// `npm run demo`, as far as a machine can try it. In: the demo's own --check. Out: it comes up with the walkthrough and
// goes away again, leaving nothing.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import { inRepo, repoRoot } from '../harness/paths';
import { runTool } from '../harness/runTool';

describe('the demo', () => {
  it('starts, shows the walkthrough, ends and leaves nothing', async function () {
    this.timeout(180_000);
    const before = fs.readdirSync(os.tmpdir());
    const { code, output } = await runTool(
      process.execPath,
      ['--import', 'tsx', inRepo('test', 'demo.ts'), '--check'],
      {
        cwd: repoRoot,
      },
    );
    assert.equal(code, 0, output);
    assert.match(output, /The demo works/);
    assert.deepEqual(fs.readdirSync(os.tmpdir()), before);
  });
});
