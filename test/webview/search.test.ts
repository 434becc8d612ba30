import assert from 'node:assert/strict';
import { ordersDelivery } from './support/orders';
import type { ProfilePage } from './support/profilePage';
import { useBrowser } from './support/useBrowser';

async function countOf(page: ProfilePage): Promise<string> {
  await page.settled();
  return page.page.locator('.search-count').innerText();
}

describe('search on the page', () => {
  const { open } = useBrowser();

  it('counts matches and the share of the stacks that hold one, nested ones once', async () => {
    const page = await open(ordersDelivery());
    await page.search.fill('orders');
    assert.equal(await countOf(page), '3 · 90.00%');
    assert.match(await page.details.innerText(), /3 functions in 3 frames, 90ms \(90\.00%\)/);
    await page.search.fill('/^(sort|runtime)/');
    assert.equal(await countOf(page), '2 · 50.00%');
    await page.search.fill('nothing like it');
    assert.equal(await countOf(page), 'No results');
  });

  it('says so when an expression does not compile, and goes on working', async () => {
    const page = await open(ordersDelivery());
    await page.search.fill('/(/');
    assert.equal(await countOf(page), 'Invalid expression');
    await page.search.fill('/(sort)/');
    assert.equal(await countOf(page), '1 · 40.00%');
  });

  it('goes from match to match with Enter, F3 and the buttons', async () => {
    const page = await open(ordersDelivery());
    await page.search.fill('orders.');
    await page.press('Enter');
    assert.match(await page.spoken(), /^orders\.List/);
    assert.equal(await countOf(page), '1 of 3 · 90.00%');
    await page.press('Enter', 'F3');
    assert.match(await page.spoken(), /^orders\.find/);
    await page.press('Shift+F3');
    assert.match(await page.spoken(), /^orders\.Get/);
    await page.page.locator('vscode-button[aria-label^="Next match"]').click();
    await page.page.locator('vscode-button[aria-label^="Next match"]').click();
    await page.settled();
    assert.match(await page.spoken(), /^orders\.List/);
  });

  it('brings a match into view that lies outside of it', async () => {
    const page = await open(ordersDelivery());
    await page.doubleClick('orders.List');
    await page.search.fill('runtime');
    await page.press('Enter');
    assert.ok(await page.locate('runtime.gcBgMarkWorker'), 'the match is drawn');
  });

  it('is reached with / and Ctrl+F, and left with Escape step by step', async () => {
    const page = await open(ordersDelivery());
    const focused = (): Promise<string> => page.page.evaluate(() => document.activeElement?.tagName ?? '');
    await page.doubleClick('orders.List');
    await page.press('/');
    assert.equal(await focused(), 'VSCODE-TEXT-FIELD');
    await page.page.keyboard.type('sort');
    assert.equal(await page.search.inputValue(), 'sort');
    await page.press('Escape');
    assert.equal(await page.search.inputValue(), '');
    assert.equal(await focused(), 'CANVAS');
    assert.match(await page.details.innerText(), /orders\.List/);
    await page.page.mouse.move(5, 5);
    await page.press('Escape');
    assert.doesNotMatch(await page.details.innerText(), /orders\.List/);
    assert.equal(Math.round((await page.locate('orders.List'))?.width ?? 0), 1000);
    await page.press('Escape');
    assert.equal(Math.round((await page.locate('orders.List'))?.width ?? 0), 600);
    await page.press('Control+f');
    assert.equal(await focused(), 'VSCODE-TEXT-FIELD');
    await page.host.resetZoom();
    await page.host.focusSearch();
  });
});
