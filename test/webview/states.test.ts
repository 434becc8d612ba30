import assert from 'node:assert/strict';
import { noRefinement } from '../../src/protocol/messages';
import { profileFromText } from '../unit/core/layout/stacks';
import { deliveryOf } from './support/deliveries';
import { functionNamed, ordersDelivery, ordersProfile } from './support/orders';
import { useBrowser } from './support/useBrowser';

describe('states of the page', () => {
  const { open, start, expectProblems } = useBrowser();

  it('says that it is loading when that takes time, and not before', async () => {
    let deliver: () => void = () => undefined;
    const waiting = new Promise<void>((resolve) => (deliver = resolve));
    const page = await start(ordersDelivery(), { ready: () => waiting.then(() => ordersDelivery()) });
    assert.equal(await page.page.locator('html').getAttribute('data-heatline'), 'loading');
    await page.page.locator('vscode-progress-ring').waitFor();
    await page.page.getByText('Building the flame graph…').waitFor();
    deliver();
    await page.waitReady();
    assert.equal(await page.page.locator('vscode-progress-ring').count(), 0);
  });

  it('explains an empty profile by what was measured', async () => {
    const page = await open(deliveryOf(profileFromText('')));
    const text = await page.page.locator('#app').innerText();
    assert.match(text, /This profile has no samples\./);
    assert.match(text, /under load/);
    await page.page.getByText('Open Another Profile…').click();
    await page.page.waitForFunction(() => true);
    assert.deepEqual(page.acts, ['openAnother']);
    await page.screenshot('empty profile');
    const block = [
      { type: 'contentions', unit: 'count' },
      { type: 'delay', unit: 'nanoseconds' },
    ];
    const blocked = await open(deliveryOf(profileFromText('', block)));
    assert.match(await blocked.page.locator('#app').innerText(), /SetBlockProfileRate/);
  });

  it('explains a failure and offers what to do', async () => {
    const page = await start({
      kind: 'failure',
      title: 'broken.pprof',
      message: 'broken.pprof ends in the middle of a sample.',
      next: 'Capture it again, or open it as text.',
    });
    await page.waitReady('failed');
    const text = await page.page.locator('#app').innerText();
    assert.match(text, /ends in the middle of a sample\.\s+Capture it again/);
    await page.screenshot('failure');
    await page.page.getByText('Reopen as Text').click();
    await page.page.getByText('Open Another Profile…').click();
    assert.deepEqual(page.acts, ['reopenAsText', 'openAnother']);
  });

  it('turns a delivery that makes no sense into a failure with a log entry', async () => {
    expectProblems();
    const page = await start({ ...ordersDelivery(), buffer: new ArrayBuffer(8) });
    await page.waitReady('failed');
    assert.match(await page.page.locator('#app').innerText(), /This profile cannot be shown/);
    assert.ok(page.problems.length > 0);
  });

  it('says that a sample type has nothing but zeros, and lets another be chosen', async () => {
    const page = await open(deliveryOf(profileFromText('main work | 5 0')));
    const nothing = page.page.locator('.flame-nothing');
    assert.match(await nothing.innerText(), /Every value of cpu is zero/);
    await page.host.selectSampleType(0);
    await page.settled();
    assert.equal(await nothing.isHidden(), true);
    assert.ok(await page.locate('work'));
  });

  it('shows warnings until they are dismissed', async () => {
    const page = await open(ordersDelivery({ warnings: ['Some values are too large.', 'Some labels were cut.'] }));
    const strip = page.page.locator('.warnings');
    await strip.locator('summary').click();
    assert.match(await strip.innerText(), /2 things.*\s+Some values are too large\.\s+Some labels were cut\./);
    await page.screenshot('warnings');
    await strip.locator('vscode-button').click();
    assert.equal(await strip.count(), 0);
    await page.settled();
    assert.ok(await page.locate('orders.List'));
  });

  it('is where the user was after a reload', async () => {
    const page = await open(ordersDelivery());
    await page.host.selectSampleType(0);
    await page.doubleClick('orders.List');
    await page.search.fill('sort');
    await page.settled();
    await page.reload();
    assert.equal(Math.round((await page.locate('orders.List'))?.width ?? 0), 1000);
    assert.equal(await page.search.inputValue(), 'sort');
    assert.match(await page.spoken(), /^orders\.List, total 6, 60\.00%/);
    assert.equal(await page.page.locator('vscode-dropdown').evaluate((d) => (d as HTMLSelectElement).selectedIndex), 0);
  });

  it('takes the view of the host where it has no memory of its own', async () => {
    const zoom = ['main.main', 'orders.Get'].map(functionNamed);
    const page = await open(ordersDelivery({ view: { sampleType: 0, search: 'find', zoom, refine: noRefinement } }));
    assert.equal(Math.round((await page.locate('orders.Get'))?.width ?? 0), 1000);
    assert.equal(await page.search.inputValue(), 'find');
  });

  it('starts with the defaults where the stored state is nonsense', async () => {
    const view = { sampleType: 99, search: 'x', zoom: [12345], refine: noRefinement };
    const page = await open(ordersDelivery({ view }));
    assert.ok(await page.locate('orders.List'));
    await page.page.evaluate(() => sessionStorage.setItem('webview-state', '{"view":{"sampleType":"no"},"range":[9]}'));
    await page.reload();
    assert.ok(await page.locate('orders.List'));
  });

  it('shows names from the file as text, whatever they hold', async () => {
    const names = [
      '<img/src=x/onerror=alert(1)>',
      '"><script>alert(1)</script>',
      'a\u202egnp.exe',
      '\u{1f525}'.repeat(40),
      '__proto__',
      'x'.repeat(20_000),
    ];
    const stacks = names.map((name) => `main.main ${name} | 1 10`).join('\n');
    const page = await open(deliveryOf(profileFromText(stacks), { title: '<b>x</b>', origin: '<i>origin</i>' }));
    await page.press('ArrowDown', 'ArrowDown', 'ArrowDown');
    for (let i = 0; i < names.length; i++) await page.press('Enter', 'Home', 'ArrowRight');
    await page.search.fill('<');
    await page.settled();
    const made = await page.page.evaluate(() => document.querySelectorAll('img, b, i, #app script').length);
    assert.equal(made, 0);
    assert.equal(await page.locate('a\u202egnp.exe'), undefined, 'a direction override is made visible');
    assert.ok(await page.locate('a\ufffdgnp.exe'));
    assert.equal(await page.page.locator('.origin').innerText(), '<i>origin</i>');
    await page.screenshot('hostile names');
  });

  it('tells the host the newest view, and only what changed', async () => {
    const page = await open(ordersDelivery());
    await page.search.fill('orders');
    await page.settled();
    await page.hover('orders.List');
    await page.press('PageDown');
    assert.deepEqual(page.views.at(-1), { sampleType: 1, search: 'orders', zoom: [], refine: noRefinement });
    const count = page.views.length;
    await page.hover('sort.Sort');
    assert.equal(page.views.length, count);
  });

  it('opens at the sample type the profile recommends', async () => {
    const page = await open(deliveryOf({ ...ordersProfile(), defaultSampleType: 'samples' }));
    assert.match((await page.spoken()) || '', /total 10, 100%/);
  });
});
