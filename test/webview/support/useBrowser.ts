// One browser and one server for the tests of a suite. In: called inside `describe`. Out: a way to open pages, which are
// closed after each test. Invariant: a page that told its host of a problem, or broke its own content security policy,
// fails the test that opened it, unless the test says that it expects problems.
import assert from 'node:assert/strict';
import type { Delivery } from '../../../src/protocol/messages';
import { launchBrowser, type Browser } from '../../harness/browser';
import { startPageServer, type PageServer } from './pageServer';
import { ProfilePage, type OpenPageOptions } from './profilePage';

export interface Opener {
  /** Opens a page and waits until it shows the profile. */
  readonly open: (delivery: Delivery, options?: OpenPageOptions) => Promise<ProfilePage>;
  /** Opens a page and does not wait. */
  readonly start: (delivery: Delivery, options?: OpenPageOptions) => Promise<ProfilePage>;
  /** For pages that are meant to have some. */
  readonly expectProblems: () => void;
}

export function useBrowser(): Opener {
  let browser: Browser | undefined;
  let server: PageServer | undefined;
  let pages: ProfilePage[] = [];
  let expectsProblems = false;

  before(async function () {
    this.timeout(60_000);
    browser = await launchBrowser();
    server = await startPageServer();
  });
  after(async () => {
    await browser?.close();
    await server?.close();
  });
  afterEach(async () => {
    const problems = [...pages.flatMap((page) => page.problems), ...(browser?.console as string[]).splice(0)];
    for (const page of pages) await page.close();
    pages = [];
    const isExpected = expectsProblems;
    expectsProblems = false;
    if (!isExpected) assert.deepEqual(problems, []);
  });

  const start: Opener['start'] = async (delivery, options) => {
    if (browser === undefined || server === undefined) throw new Error('the browser is not there yet');
    const page = await ProfilePage.open(browser, server, delivery, options);
    pages.push(page);
    return page;
  };
  return {
    start,
    open: async (delivery, options) => (await start(delivery, options)).waitReady(),
    expectProblems: () => (expectsProblems = true),
  };
}
