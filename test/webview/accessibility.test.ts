import assert from 'node:assert/strict';
import { functionNamed, ordersDelivery } from './support/orders';
import { useBrowser } from './support/useBrowser';

describe('keyboard and screen reader', () => {
  const { open } = useBrowser();

  it('walks the graph with the arrows and tells each box', async () => {
    const page = await open(ordersDelivery());
    await page.press('ArrowDown');
    assert.match(await page.spoken(), /^All stacks, total 100ms, 100%/);
    await page.press('ArrowDown');
    assert.equal(await page.spoken(), 'main.main, total 90ms, 90.00%, self 0, 0%');
    await page.press('ArrowDown', 'ArrowRight');
    assert.match(await page.spoken(), /^orders\.Get/);
    await page.press('ArrowLeft', 'ArrowDown');
    assert.match(await page.spoken(), /^sort\.Sort/);
    await page.press('ArrowUp', 'ArrowUp');
    assert.match(await page.spoken(), /^main\.main/);
    assert.match(await page.details.innerText(), /main\.main/);
  });

  it('zooms with Enter, opens with Space, shows everything with Home', async () => {
    const page = await open(ordersDelivery());
    await page.press('ArrowDown', 'ArrowDown', 'ArrowDown', 'Enter');
    assert.equal(Math.round((await page.locate('orders.List'))?.width ?? 0), 1000);
    await page.press(' ');
    assert.deepEqual(page.opened, [{ function: functionNamed('orders.List'), line: 21 }]);
    await page.press('Home');
    assert.equal(Math.round((await page.locate('orders.List'))?.width ?? 0), 600);
    await page.press('+');
    assert.ok((await page.locate('orders.List'))!.width > 700);
    await page.press('-');
    assert.equal(Math.round((await page.locate('orders.List'))?.width ?? 0), 600);
  });

  it('is a tree: roles, levels, what is selected and what is expanded', async () => {
    const page = await open(ordersDelivery());
    await page.click('orders.List');
    const items = await page.page.locator('[role=treeitem]').evaluateAll((all) =>
      all.map((item) => {
        const of = (name: string): string => item.getAttribute(`aria-${name}`) ?? '-';
        return `${of('level')} ${item.textContent.split(',')[0] ?? ''} ${of('selected')} ${of('expanded')}`;
      }),
    );
    assert.deepEqual(items, [
      '1 All stacks false true',
      '2 main.main false true',
      '3 orders.List true true',
      '4 sort.Sort false -',
    ]);
    const owned = await page.canvas.getAttribute('aria-owns');
    assert.equal(await page.page.locator(`#${owned ?? ''}`).count(), 1);
    assert.equal(await page.canvas.getAttribute('role'), 'tree');
  });

  it('reaches every control with Tab and shows where the keyboard is', async () => {
    const page = await open(ordersDelivery());
    await page.search.fill('orders');
    await page.press('Enter', 'Enter');
    const seen: string[] = [];
    for (let i = 0; i < 12; i++) {
      await page.page.keyboard.press('Tab');
      seen.push(
        await page.page.evaluate(() => {
          const at = document.activeElement;
          return at?.getAttribute('aria-label')?.split(/[ .]/)[0] ?? at?.textContent ?? '';
        }),
      );
    }
    for (const wanted of ['Sample', 'Search', 'Previous', 'Next', 'Back', 'All stacks', 'Flame']) {
      assert.ok(seen.includes(wanted), `${wanted} in ${seen.join()}`);
    }
  });

  it('tells search results and where a click went in a live region', async () => {
    const page = await open(ordersDelivery(), {
      openFrame: () => Promise.resolve({ opened: true, message: 'orders.go, line 21' }),
    });
    const live = page.page.locator('[aria-live=polite]');
    await page.search.fill('sort');
    await page.settled();
    assert.match((await live.textContent()) ?? '', /1 function in 1 frame, 40ms/);
    await page.click('orders.List');
    assert.equal(await live.textContent(), 'orders.go, line 21');
  });

  it('leaves keys it does not know to the editor', async () => {
    const page = await open(ordersDelivery());
    const passed = await page.page.evaluate(async () => {
      const keys: string[] = [];
      window.addEventListener('keydown', (event) => keys.push(`${event.key} ${event.defaultPrevented}`));
      for (const init of [{ key: 'p', ctrlKey: true }, { key: 'F1' }, { key: 'x' }, { key: 'ArrowDown' }]) {
        document.querySelector('canvas')?.dispatchEvent(new KeyboardEvent('keydown', { ...init, bubbles: true }));
      }
      return Promise.resolve(keys);
    });
    assert.deepEqual(passed, ['p false', 'F1 false', 'x false']);
  });
});
