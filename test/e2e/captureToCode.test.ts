// The product's main job, with a person's hands: a running Go service, capture, flame graph, click, code.

import assert from 'node:assert/strict';
import { capture, clickBox, flameGraph, linesByPprof, newestCapture } from './support/heatline';
import { useSession } from './support/session';

// A -trimpath build in a workspace with a go.work goes the same way in inTheCode.test.ts.
describe('capture to code', () => {
  const session = useSession({ service: { diseases: ['gc'] } });
  const hot = 'example.com/orders/internal/httpapi.csvByStrings';

  it('captures a CPU profile from the palette and draws its flame graph', async () => {
    const page = await capture(session(), { kind: 'CPU', seconds: 3 });
    const canvas = page.locator('canvas').first();
    const colours = await canvas.evaluate((element: HTMLCanvasElement) => {
      const { data } = element.getContext('2d')!.getImageData(0, 0, element.width, element.height);
      return new Set(new Uint32Array(data.buffer)).size;
    });
    assert.ok(colours > 8, `the picture has ${colours} colours`);
    await session().shot('flame');
  });

  it('goes to the hottest line of the frame that is clicked', async () => {
    const { workbench } = session();
    await clickBox(await flameGraph(session()), hot);
    await workbench.page.locator('.tab.active').filter({ hasText: 'gc.go' }).waitFor();
    const lines = linesByPprof(newestCapture(session()), hot);
    const wanted = Number(lines[0]?.split(':')[1]);
    await workbench.editor.waitCursor(wanted);
    await session().shot('code');
  });

  it('marks hot lines where they stand', async () => {
    const { workbench } = session();
    const marked = await workbench.editor.waitAttachments(/%/);
    const byPprof = linesByPprof(newestCapture(session()), hot).map((line) => Number(line.split(':')[1]));
    assert.ok(
      marked.some(({ line }) => line === byPprof[0]),
      `marked ${marked.map((m) => m.line).join(', ')}; pprof's hottest is ${byPprof[0]}`,
    );
    const barred = await workbench.editor.waitBackgrounds();
    assert.ok(barred.some(({ line }) => line === byPprof[0]));
  });
});
