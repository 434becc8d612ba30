import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { fixturesDir } from '../harness/paths';
import { deliveryOf, profileFromFile } from './support/deliveries';
import { ordersDelivery } from './support/orders';
import { useBrowser } from './support/useBrowser';
import type { ProfileDelivery } from '../../src/protocol/messages';

/** A real capture of the newest Go we have fixtures of. */
function realDelivery(name: string): ProfileDelivery {
  const versions = fs.readdirSync(fixturesDir).filter((dir) => fs.existsSync(path.join(fixturesDir, dir, name)));
  const newest = versions.sort().at(-1);
  if (newest === undefined) throw new Error(`no test/fixtures/*/${name}; test/fixtures/make.sh makes it`);
  const profile = profileFromFile(fs.readFileSync(path.join(fixturesDir, newest, name)));
  return deliveryOf(profile, { title: name, origin: 'Captured from http://localhost:6060/debug/pprof/profile' });
}

describe('looks', () => {
  const { open } = useBrowser();

  for (const theme of ['dark', 'light', 'highContrast', 'highContrastLight'] as const) {
    for (const width of [1280, 320]) {
      it(`shows a real profile, ${theme}, ${width} px wide`, async () => {
        const page = await open(realDelivery('cpu.pb.gz'), { theme, width, height: 640 });
        await page.press('ArrowDown', 'ArrowDown', 'ArrowDown');
        await page.screenshot(`${theme} ${width}`);
        const overflow = await page.page.evaluate(() => ({
          page: document.documentElement.scrollWidth - document.documentElement.clientWidth,
          parts: [...document.querySelectorAll('.toolbar > *, .path-row > *, .search > *')]
            .filter((each) => each.getBoundingClientRect().right > innerWidth + 1)
            .map((each) => each.className || each.tagName),
        }));
        assert.deepEqual(overflow, { page: 0, parts: [] });
      });
    }
  }

  for (const name of ['heap.pb.gz', 'goroutine.pb.gz', 'mutex.pb.gz', 'block.pb.gz', 'heap-delta.pb.gz']) {
    it(`shows ${name}`, async () => {
      const page = await open(realDelivery(name));
      await page.press('ArrowDown', 'ArrowDown');
      assert.match(await page.spoken(), /, total /);
      await page.screenshot(name);
    });
  }

  it('shows matches, the tooltip and the selection', async () => {
    for (const theme of ['dark', 'light', 'highContrast'] as const) {
      const page = await open(ordersDelivery(), { theme });
      await page.search.fill('orders');
      await page.press('Enter');
      await page.hover('orders.Get');
      await page.screenshot(`search ${theme}`);
    }
  });

  it('follows a change of the theme', async () => {
    const page = await open(ordersDelivery(), { theme: 'dark' });
    const corner = (): Promise<string> => page.pixel(-1, -1);
    assert.equal(await corner(), '31,31,31,255');
    await page.setTheme('light');
    assert.equal(await corner(), '255,255,255,255');
    await page.setTheme('highContrast');
    assert.equal(await corner(), '0,0,0,255');
  });
});
