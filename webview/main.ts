// The page's composition root. In: an empty `<div id="app">`, our script and style beside each other, and a host that
// answers `ready`. Out: the profile's page, or a page that says what is wrong. Invariants: nothing is asked of the host
// before `ready`; the page never dies silently: what is thrown anywhere is told to the host and, where nothing can be
// shown, to the user.
//
// For tests: `document.documentElement.dataset.heatline` is `loading`, `ready` or `failed` (an empty profile is `ready`);
// `dataset.frame` counts the pictures drawn; `dataset.aggregator` says where the tree is built, `worker` or `page`.

import { sentenceOf } from '../src/base/userError';
import type { FlameRows } from '../src/core/layout/flameRows';
import {
  type Delivery,
  type FailureDelivery,
  type HostApi,
  noRefinement,
  type PageApi,
  type ProfileDelivery,
  type ViewRefinement,
} from '../src/protocol/messages';
import { connect, type Port } from '../src/protocol/rpc';
import type { AggregatorApi } from './aggregate/aggregator';
import { startAggregator } from './aggregate/startAggregator';
import { registerControls, warmUpControls } from './controls';
import { adviceForEmpty, loadingPage, messagePage } from './panels/messages';
import { ProfilePage } from './profilePage';
import { NewestWins } from './state/newestWins';
import { PageModel } from './state/pageModel';
import { parsePageState, parseViewState, type PageState } from './state/pageState';
import './style.css';
import './flame/flame.css';
import './panels/details.css';

/** What takes less time needs no notice. */
const noticeAfterMs = 500;
/** Keeping the state is a message to the editor; a gesture is sixty states a second. */
const keepAfterMs = 150;

const editor = acquireVsCodeApi();
const app = document.getElementById('app') ?? document.body;
let page: ProfilePage | undefined;
/** Calls of the host that came before there was a page to show them on; of each method the newest. */
const waiting = new Map<keyof PageApi, (page: ProfilePage) => Promise<void>>();

const pageApi: PageApi = {
  reveal: (functions) => whenThere('reveal', (p) => p.reveal(functions)),
  selectSampleType: (index) => whenThere('selectSampleType', (p) => p.selectSampleType(index)),
  refine: (refinement) => whenThere('refine', (p) => p.refine(refinement)),
  focusSearch: () => whenThere('focusSearch', (p) => p.focusSearch()),
  resetZoom: () => whenThere('resetZoom', (p) => p.resetZoom()),
};
const port: Port = {
  post: (message) => editor.postMessage(message),
  onMessage: (listener) => {
    const own = (event: MessageEvent<unknown>): void => listener(event.data);
    window.addEventListener('message', own);
    return { dispose: () => window.removeEventListener('message', own) };
  },
};
const host = connect<PageApi, HostApi>(port, pageApi, problem).remote;

function whenThere(method: keyof PageApi, call: (page: ProfilePage) => Promise<void>): Promise<void> {
  if (page !== undefined) return call(page);
  waiting.set(method, call);
  return Promise.resolve();
}

function problem(error: unknown): void {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  host.problem(text).catch(() => undefined);
}

function setStatus(status: 'loading' | 'ready' | 'failed'): void {
  document.documentElement.dataset['heatline'] = status;
}

async function start(): Promise<void> {
  setStatus('loading');
  registerControls();
  warmUpControls(app);
  const notice = setTimeout(() => app.replaceChildren(loadingPage('Building the flame graph…')), noticeAfterMs);
  try {
    const script = document.querySelector<HTMLScriptElement>('script[src]');
    const starting = startAggregator(script?.src ?? location.href, problem);
    void starting.then(({ where }) => (document.documentElement.dataset['aggregator'] = where));
    const delivery: Delivery = await host.ready();
    document.title = delivery.title;
    if (delivery.kind === 'failure') {
      showFailure(delivery);
      return;
    }
    const aggregator = await starting;
    await showProfile(delivery, aggregator.api);
  } catch (error) {
    problem(error);
    const next = 'The log of Heatline says more. Open the file again, or another one.';
    showFailure({ kind: 'failure', title: '', message: `This profile cannot be shown: ${sentenceOf(error)}`, next });
  } finally {
    clearTimeout(notice);
  }
}

async function showProfile(delivery: ProfileDelivery, aggregator: AggregatorApi): Promise<void> {
  const profile = await aggregator.load(delivery.header, delivery.buffer);
  if (profile.sampleCount === 0 || profile.sampleTypes.length === 0) {
    const another = { text: 'Open Another Profile…', onPress: () => act('openAnother') };
    const advice = adviceForEmpty(profile.sampleTypes);
    app.replaceChildren(messagePage('info', 'This profile has no samples.', advice, [another]));
    setStatus('ready');
    return;
  }
  const state = restoredState(delivery);
  const wanted = state?.view.sampleType ?? profile.defaultSampleType;
  const sampleType = wanted < profile.sampleTypes.length ? wanted : profile.defaultSampleType;
  const { refine, rows } = await firstTree(aggregator, sampleType, state?.view.refine ?? noRefinement);
  const model = new PageModel(profile, aggregator, { sampleType, refine, rows }, () => performance.now());
  page = new ProfilePage(model, { host, aggregator, save: saver(), problem }, delivery);
  app.replaceChildren(page.element);
  await page.start(state);
  setStatus('ready');
  for (const call of waiting.values()) await call(page);
}

/** A refinement that was stored may be none for this version: then everything is shown. */
async function firstTree(
  aggregator: AggregatorApi,
  sampleType: number,
  refine: ViewRefinement,
): Promise<{ readonly refine: ViewRefinement; readonly rows: FlameRows }> {
  try {
    return { refine, rows: await aggregator.tree(sampleType, refine) };
  } catch (error) {
    problem(error);
    return { refine: noRefinement, rows: await aggregator.tree(sampleType, noRefinement) };
  }
}

/**
 * The editor's own memory where it is of the view that the host knows: it holds more than the view. Where they differ the
 * host is right, because it forgets what no longer fits when the file has changed.
 */
function restoredState(delivery: ProfileDelivery): PageState | undefined {
  const kept = parsePageState(editor.getState());
  const view = parseViewState(delivery.view);
  if (kept !== undefined && (view === undefined || JSON.stringify(kept.view) === JSON.stringify(view))) return kept;
  return view && { view, range: undefined, selected: undefined, scrollTop: 0 };
}

/** Called once a frame: tells the host of another view at once, and keeps the state when a gesture pauses. */
function saver(): (state: PageState) => void {
  let keptText = '';
  let toldText = '';
  let newest: PageState | undefined;
  const keep = (): void => {
    if (newest !== undefined) editor.setState(newest);
    newest = undefined;
  };
  // The last chance before the page goes.
  window.addEventListener('pagehide', keep);
  document.addEventListener('visibilitychange', keep);
  const tell = new NewestWins((state: PageState) => host.viewChanged(state.view));
  return (state) => {
    const text = JSON.stringify(state);
    if (text === keptText) return;
    keptText = text;
    if (newest === undefined) setTimeout(keep, keepAfterMs);
    newest = state;
    const viewText = JSON.stringify(state.view);
    if (viewText === toldText) return;
    toldText = viewText;
    tell.run(state).catch(problem);
  };
}

function showFailure(failure: FailureDelivery): void {
  const buttons = [
    { text: 'Open Another Profile…', onPress: () => act('openAnother') },
    { text: 'Reopen as Text', onPress: () => act('reopenAsText') },
  ];
  app.replaceChildren(messagePage('error', failure.message, failure.next, buttons));
  setStatus('failed');
}

function act(action: Parameters<HostApi['act']>[0]): void {
  host.act(action).catch(problem);
}

window.addEventListener('error', (event) => problem(event.error ?? event.message));
window.addEventListener('unhandledrejection', (event) => problem(event.reason));
void start();
