// Filters of the page and differences: what is left out is seen and can be taken back, what grew or shrank has a sign.

import assert from 'node:assert/strict';
import { subtractProfile } from '../../src/core/profile/diff';
import { noRefinement } from '../../src/protocol/messages';
import { profileFromText } from '../unit/core/layout/stacks';
import { deliveryOf } from './support/deliveries';
import { ordersDelivery } from './support/orders';
import { useBrowser } from './support/useBrowser';

describe('what the page leaves out', () => {
  const { open, expectProblems } = useBrowser();

  it('is seen, told to the host, and can be taken back', async () => {
    const page = await open(ordersDelivery());
    assert.ok(await page.locate('orders.List'));
    await page.host.refine({ ...noRefinement, ignore: '^orders\\.List$' });
    await page.settled();
    assert.equal(await page.locate('orders.List'), undefined);
    assert.ok(await page.locate('orders.Get'));
    assert.equal(page.views.at(-1)?.refine.ignore, '^orders\\.List$');
    const item = page.page.locator('.refinement-item');
    assert.match(await item.innerText(), /Ignore\s*\^orders\\\.List\$/);
    await page.screenshot('filtered');
    await item.getByRole('button').click();
    await page.settled();
    assert.ok(await page.locate('orders.List'));
    assert.equal(await page.page.locator('.refinement').isHidden(), true);
  });

  it('is a step that can be undone', async () => {
    const page = await open(ordersDelivery());
    await page.host.refine({ ...noRefinement, focus: 'orders\\.Get' });
    await page.settled();
    assert.equal(await page.locate('runtime.gcBgMarkWorker'), undefined);
    await page.press('Alt+ArrowLeft');
    await page.settled();
    assert.ok(await page.locate('runtime.gcBgMarkWorker'));
  });

  it('keeps everything as it is where an expression is none, and says so', async () => {
    const page = await open(ordersDelivery());
    expectProblems();
    await page.host.refine({ ...noRefinement, focus: '(' });
    await page.page
      .getByText(/is not an expression for focus/)
      .first()
      .waitFor();
    assert.ok(await page.locate('orders.List'));
    await page.host.refine({ ...noRefinement, focus: 'nowhere' });
    await page.page.getByText('No stack of this profile passes the filters.').waitFor();
  });

  it('keeps percentages of the whole profile, as pprof does', async () => {
    const page = await open(ordersDelivery());
    await page.host.refine({ ...noRefinement, focus: 'orders\\.Get' });
    await page.settled();
    await page.hover('orders.Get');
    assert.match(await page.page.locator('.details').innerText(), /30\.00%/);
  });

  it('is nothing in a difference: more and less have signs and colours', async () => {
    const before = profileFromText('main.main orders.List | 4 40\nmain.main orders.Get | 2 20');
    const now = profileFromText('main.main orders.List | 6 60\nmain.main orders.Get | 1 5\nmain.main orders.Put | 1 3');
    const page = await open(deliveryOf(subtractProfile(now, before, { kind: 'diff_base' })));
    await page.hover('orders.List');
    assert.match(await page.page.locator('.details').innerText(), /\+20/);
    assert.match(await page.page.locator('.details').innerText(), /\+33\.33%/);
    const more = await page.place('orders.List');
    await page.hover('orders.Get');
    assert.match(await page.page.locator('.details').innerText(), /-15/);
    const less = await page.place('orders.Get');
    await page.hover('main.main');
    assert.notEqual(await page.pixel(more.x, more.y + 6), await page.pixel(less.x, less.y + 6));
    await page.screenshot('difference');
  });
});
