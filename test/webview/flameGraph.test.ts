import assert from 'node:assert/strict';
import { functionNamed, ordersDelivery } from './support/orders';
import type { ProfilePage } from './support/profilePage';
import { useBrowser } from './support/useBrowser';

async function widthOf(page: ProfilePage, name: string): Promise<number> {
  return Math.round((await page.locate(name))?.width ?? 0);
}

describe('flame graph page', () => {
  const { open, expectProblems } = useBrowser();

  it('draws every function as wide as its share, in rows from the root down', async () => {
    const page = await open(ordersDelivery());
    const list = await page.locate('orders.List');
    const sort = await page.locate('sort.Sort');
    assert.deepEqual([Math.round(list?.width ?? 0), list?.y], [600, 50]);
    assert.deepEqual([Math.round(sort?.width ?? 0), sort?.y], [400, 70]);
    assert.equal(await widthOf(page, 'runtime.gcBgMarkWorker'), 100);
    assert.equal(await page.page.title(), 'cpu.pprof');
  });

  it('puts something on every box and nothing beside them', async () => {
    const page = await open(ordersDelivery());
    const colors = {
      list: await page.pixel(500, 46),
      runtime: await page.pixel(980, 26),
      beside: await page.pixel(980, 46),
    };
    assert.equal(new Set(Object.values(colors)).size, 3, JSON.stringify(colors));
    assert.equal(colors.beside, '31,31,31,255');
  });

  it('shows details at once on hover: name, place, self and total with shares and samples', async () => {
    const page = await open(ordersDelivery());
    await page.hover('orders.List');
    const text = await page.tooltip.innerText();
    for (const part of ['orders.List', '/src/orders.go:21', 'your code', '20ms', '20.00%', '2 samples']) {
      assert.ok(text.includes(part), `${part} in ${text}`);
    }
    for (const part of ['60ms', '60.00%', '6 samples', '66.67% of its caller']) assert.ok(text.includes(part), text);
    const strip = await page.details.innerText();
    for (const part of ['orders.List', 'orders.go:21', '60ms', '6 samples']) assert.ok(strip.includes(part), strip);
    await page.page.mouse.move(5, 5);
    await page.settled();
    assert.equal(await page.tooltip.isHidden(), true);
  });

  it('says that a frame is inlined', async () => {
    const page = await open(ordersDelivery());
    await page.hover('orders.find');
    assert.match(await page.tooltip.innerText(), /inlined/);
    assert.match(await page.details.innerText(), /orders\.go:41.*inlined/);
  });

  it('opens the hottest line of a clicked box, once, and selects it', async () => {
    const page = await open(ordersDelivery(), {
      openFrame: () => Promise.resolve({ opened: false, message: 'orders.go is not in this workspace.' }),
    });
    await page.click('orders.List');
    assert.deepEqual(page.opened, [{ function: functionNamed('orders.List'), line: 21 }]);
    assert.match(await page.details.innerText(), /orders\.go is not in this workspace\./);
    await page.click('orders.find');
    assert.deepEqual(page.opened[1], { function: functionNamed('orders.find'), line: 41 });
    assert.match(await page.spoken(), /^orders\.find/);
  });

  it('takes a click that drifts a few pixels, and drags from there on', async () => {
    const page = await open(ordersDelivery());
    const { x, y } = await page.place('orders.List');
    const box = await page.canvas.boundingBox();
    const [left, top] = [box?.x ?? 0, box?.y ?? 0];
    const drag = async (dx: number): Promise<void> => {
      await page.page.mouse.move(left + x, top + y);
      await page.page.mouse.down();
      await page.page.mouse.move(left + x + dx, top + y, { steps: 4 });
      await page.page.mouse.up();
      await page.settled();
    };
    await drag(3);
    assert.equal(page.opened.length, 1);
    await page.press('+', '+');
    const before = await page.place('sort.Sort');
    await drag(-60);
    assert.equal(page.opened.length, 1);
    assert.notDeepEqual(await page.place('sort.Sort'), before);
  });

  it('zooms into a double-clicked box and opens its code once', async () => {
    const page = await open(ordersDelivery());
    await page.doubleClick('orders.List');
    assert.equal(await widthOf(page, 'orders.List'), 1000);
    assert.equal(await widthOf(page, 'main.main'), 1000);
    assert.equal(await widthOf(page, 'sort.Sort'), 667);
    assert.equal(await page.locate('orders.Get'), undefined);
    assert.equal(page.opened.length, 1);
    const crumbs = await page.page.locator('.breadcrumb-item').allInnerTexts();
    assert.deepEqual(crumbs, ['All stacks', 'main.main', 'orders.List']);
    await page.page.locator('.breadcrumb-item', { hasText: 'All stacks' }).click();
    assert.equal(await widthOf(page, 'orders.List'), 600);
  });

  it('zooms at the pointer with Ctrl and the wheel, and pans with Shift', async () => {
    const page = await open(ordersDelivery());
    await page.hover('orders.Get');
    const before = await page.place('orders.Get');
    await page.page.keyboard.down('Control');
    await page.page.mouse.wheel(0, -100);
    await page.page.keyboard.up('Control');
    await page.settled();
    assert.ok((await widthOf(page, 'orders.Get')) > 310);
    assert.ok(Math.abs((await page.place('orders.Get')).x - before.x) < 2, 'what is under the pointer stays there');
    await page.page.keyboard.down('Shift');
    await page.page.mouse.wheel(0, 40);
    await page.page.keyboard.up('Shift');
    await page.settled();
    assert.ok((await page.place('orders.Get')).x < before.x - 20);
  });

  it('goes back and forward through zoom, search and sample type', async () => {
    const page = await open(ordersDelivery());
    await page.doubleClick('orders.List');
    await page.search.fill('sort');
    await page.host.selectSampleType(0);
    await page.canvas.focus();
    await page.settled();
    const shown = async (): Promise<unknown[]> => [
      await widthOf(page, 'orders.List'),
      await page.search.inputValue(),
      await page.page.locator('vscode-dropdown').evaluate((d) => (d as HTMLSelectElement).selectedIndex),
    ];
    assert.deepEqual(await shown(), [1000, 'sort', 0]);
    await page.press('Alt+ArrowLeft');
    assert.deepEqual(await shown(), [1000, 'sort', 1]);
    await page.press('Alt+ArrowLeft');
    assert.deepEqual(await shown(), [1000, '', 1]);
    await page.press('Alt+ArrowLeft');
    assert.deepEqual(await shown(), [600, '', 1]);
    await page.press('Alt+ArrowRight', 'Alt+ArrowRight', 'Alt+ArrowRight');
    assert.deepEqual(await shown(), [1000, 'sort', 0]);
  });

  it('switches the sample type and keeps selection and zoom', async () => {
    const page = await open(ordersDelivery());
    await page.doubleClick('orders.List');
    await page.page.locator('vscode-dropdown').click();
    await page.page.locator('vscode-option', { hasText: 'samples/count' }).click();
    await page.settled();
    assert.equal(await widthOf(page, 'sort.Sort'), Math.round((1000 * 4) / 6));
    assert.match(await page.details.innerText(), /Total\s*6.*60ms cpu/s);
    assert.deepEqual(page.views.at(-1)?.sampleType, 0);
    assert.deepEqual(page.views.at(-1)?.zoom, ['main.main', 'orders.List'].map(functionNamed));
  });

  it('marks the frames of the functions the editor asks for', async () => {
    const page = await open(ordersDelivery());
    await page.host.reveal([functionNamed('orders.List'), functionNamed('orders.find')]);
    await page.settled();
    assert.match(await page.details.innerText(), /2 frames, 90\.00%/);
    await page.host.reveal([]);
    await page.settled();
    assert.doesNotMatch(await page.details.innerText(), /frames/);
  });

  it('does the same without a worker', async () => {
    expectProblems();
    const page = await open(ordersDelivery(), { noWorker: true });
    assert.equal(await page.page.locator('html').getAttribute('data-aggregator'), 'page');
    await page.click('orders.List');
    assert.deepEqual(page.opened, [{ function: functionNamed('orders.List'), line: 21 }]);
  });
});
