import assert from 'node:assert/strict';
import fs from 'node:fs';
import type { CaptureService } from '../../../src/host/capture/captureService';
import { createCaptureService } from '../../../src/node/captureService';
import { storeCapture } from '../../../src/node/captureStore';
import { Secret } from '../../../src/node/secret';
import { makeTempDir } from '../../harness/tempDir';
import { closeServers, serveHttp } from './servers';

const index = `<td>3</td><td><a href='goroutine?debug=1'>goroutine</a></td><td>0</td><td><a href='profile?debug=1'>profile</a></td>`;

describe('the capture service', () => {
  afterEach(closeServers);

  it('is what the host asks for, and brings stored credentials along', async () => {
    const tokens: (string | undefined)[] = [];
    const address = await serveHttp((request, response) => {
      tokens.push(request.headers.authorization);
      if (request.url === '/debug/pprof/') response.end(index);
      else response.end(Buffer.from([0x0a, 0x04, 8, 1, 16, 2]));
    });
    const access = { headers: { authorization: new Secret('Bearer s3cret') } };
    const service: CaptureService = createCaptureService({
      tool: 'heatline test',
      accessFor: () => Promise.resolve(access),
    });
    const { signal } = new AbortController();

    const target = service.parseTarget(address);
    const found = await service.preflight(target, signal);
    assert.deepEqual([found.goroutines, found.kinds.map(({ name }) => name)], [3, ['goroutine', 'profile']]);
    // A target that the host stored and read again has lost all but its URL.
    const phases: string[] = [];
    const captured = await service.capture(
      { target: { url: target.url }, kind: 'profile', seconds: 1 },
      { signal, onProgress: ({ phase }) => phases.push(phase) },
    );
    assert.deepEqual(new Set(phases), new Set(['connecting', 'measuring']));
    const temp = makeTempDir('service');
    const file = await storeCapture(temp.path, captured);
    assert.match(fs.readFileSync(`${file}.json`, 'utf8'), /"kind": "profile"/);
    temp.remove();
    assert.deepEqual(tokens, ['Bearer s3cret', 'Bearer s3cret']);
  });
});
