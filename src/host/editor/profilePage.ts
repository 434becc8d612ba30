// One tab that shows a profile: the host's end of the channel to the page in it. In: a webview panel and the
// document it shows. Out: deliveries to the page; clicks, views and problems from it.
// Invariants: nothing is posted before the page said that it is ready; what the page sends is checked before it
// is used; a file that was read again starts the page anew, with the view it had.

import type * as vscode from 'vscode';
import { type Disposable, DisposableList } from '../../base/disposable';
import type { FrameRef, HostApi, OpenedFrame, PageApi, ViewRefinement, ViewState } from '../../protocol/messages';
import { type Channel, connect, type Port } from '../../protocol/rpc';
import type { ProfileDocument } from '../store/profileDocument';
import { parseViewState } from '../store/viewStates';
import { deliveryOf } from './delivery';

export interface PageHost {
  openFrame(document: ProfileDocument, frame: FrameRef): Promise<OpenedFrame>;
  /** The page has its profile or is about to have it, whether or not the person looks at it. */
  shown(document: ProfileDocument): void;
  /** The person looks at this document, in this way. */
  lookedAt(document: ProfileDocument, view: ViewState | undefined): void;
  act(document: ProfileDocument, action: 'openAnother' | 'reopenAsText'): Promise<void>;
  /** An error of the document or of the page, for the log. */
  problem(document: ProfileDocument, error: unknown): void;
}

type PageCall = 'reveal' | 'sampleType' | 'refine';

export class ProfilePage implements Disposable {
  private readonly owned = new DisposableList();
  private channel: Channel<PageApi>;
  private isReady = false;
  private readonly waiting = new Map<PageCall, (page: PageApi) => Promise<void>>();
  private view: ViewState | undefined;

  constructor(
    readonly document: ProfileDocument,
    private readonly panel: vscode.WebviewPanel,
    private readonly html: (webview: vscode.Webview) => string,
    private readonly host: PageHost,
  ) {
    this.channel = this.connect();
    this.owned.add({ dispose: () => this.channel.dispose() });
    this.owned.add(panel.onDidChangeViewState(() => this.onViewState()));
    this.owned.add(document.onDidReload(() => this.start()));
  }

  private onViewState(): void {
    if (this.panel.active) this.host.lookedAt(this.document, this.view);
    if (!this.isReady) return;
    if (this.panel.visible) {
      this.tellWaiting();
      return;
    }
    // The workbench has destroyed the page: what was asked of it will not be answered.
    this.isReady = false;
    this.reconnect();
  }

  /** Loads the page, or loads it again. */
  start(): void {
    this.isReady = false;
    this.reconnect();
    this.panel.webview.html = this.html(this.panel.webview);
  }

  /** Highlights functions; none clears the highlight. */
  reveal(functions: readonly number[]): void {
    this.tell('reveal', (page) => page.reveal(functions));
  }

  selectSampleType(index: number): void {
    this.tell('sampleType', (page) => page.selectSampleType(index));
  }

  refine(refinement: ViewRefinement): void {
    this.tell('refine', (page) => page.refine(refinement));
  }

  /** Calls the page now, or when it is there to hear: the newest call of each kind. */
  private tell(kind: PageCall, call: (page: PageApi) => Promise<void>): void {
    if (!this.isReady || !this.panel.visible) {
      this.waiting.set(kind, call);
      return;
    }
    call(this.channel.remote).catch((error: unknown) => this.host.problem(this.document, error));
  }

  private tellWaiting(): void {
    const calls = [...this.waiting];
    this.waiting.clear();
    for (const [kind, call] of calls) this.tell(kind, call);
  }

  private reconnect(): void {
    this.channel.dispose();
    this.channel = this.connect();
  }

  private connect(): Channel<PageApi> {
    const { webview } = this.panel;
    const port: Port = {
      post: (message) => void webview.postMessage(message),
      onMessage: (listener) => webview.onDidReceiveMessage(listener),
    };
    const { document, host } = this;
    const local: HostApi = {
      ready: async () => {
        const delivery = await deliveryOf(document);
        this.isReady = delivery.kind === 'profile';
        const { content } = document;
        if (content?.kind === 'failed') host.problem(document, content.error);
        else if (this.panel.active) host.lookedAt(document, this.view);
        else host.shown(document);
        // After the answer, which is posted when this function has returned.
        if (this.isReady) setTimeout(() => this.tellWaiting(), 0);
        return delivery;
      },
      openFrame: (frame) => host.openFrame(document, parseFrame(frame)),
      viewChanged: (raw) => {
        const view = parseViewState(raw);
        if (view === undefined) return Promise.reject(new Error('the view has an unknown form'));
        this.view = view;
        if (this.panel.active) host.lookedAt(document, view);
        return Promise.resolve();
      },
      problem: (text) => {
        host.problem(document, new Error(`the page says: ${text}`));
        return Promise.resolve();
      },
      act: (action) => host.act(document, action),
    };
    return connect<HostApi, PageApi>(port, local, (text) => host.problem(document, new Error(text)));
  }

  dispose(): void {
    this.owned.dispose();
  }
}

function parseFrame(raw: FrameRef): FrameRef {
  const { function: index, line } = raw;
  if (!Number.isInteger(index) || index < 0 || !Number.isInteger(line) || line < 0) {
    throw new Error('the frame has an unknown form');
  }
  return { function: index, line };
}
