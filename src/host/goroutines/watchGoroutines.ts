// "Watch Goroutines". In: a service that a person chose. Out: its goroutines as a live profile that lenses and the
// Goroutines view follow, with a trend, and a status bar item. Invariants: one service is watched at a time; the cheap
// form is asked unless a person wants states; a window without the focus asks less often; answers become the active profile
// once, after that what a person looks at stays; the watch ends with the window.

import * as vscode from 'vscode';
import { type Disposable, DisposableList } from '../../base/disposable';
import { GrowthSeries } from '../../core/goroutine/growthSeries';
import { intervalFor, type WatchForm } from '../../core/goroutine/watchPace';
import type { Profile } from '../../core/profile/profile';
import { commands, contextKeys } from '../../ids';
import { withSignal } from '../cancellation';
import type { CommandRegistry } from '../commands';
import { ManagedContextKey } from '../contextKey';
import type { ErrorReporter } from '../errorReporter';
import { setting } from '../settings';
import type { GoroutineTables } from '../store/goroutineTables';
import type { GoroutineTrends } from '../store/goroutineTrends';
import type { LiveProfiles } from '../store/liveProfiles';
import type { Lease, ProfileStore } from '../store/profileStore';
import { hostOf } from '../store/originText';
import { type GoroutineSource, GoroutineWatch, type WatchAnswer, type WatchClock } from './goroutineWatch';
import { costOf, stateText, textOf, WatchStatus } from './watchStatus';

export interface WatchGoroutinesOptions {
  readonly source: GoroutineSource;
  readonly clock: WatchClock;
  readonly store: ProfileStore;
  readonly live: LiveProfiles;
  readonly tables: GoroutineTables;
  readonly trends: GoroutineTrends;
  readonly errors: ErrorReporter;
  /** Asks a person for a service: its URL. */
  readonly pickTarget: () => Promise<string | undefined>;
  readonly watched: (url: string) => Promise<void>;
  readonly revealView: () => Promise<void>;
}

interface Watched extends Disposable {
  readonly watch: GoroutineWatch;
  readonly uri: vscode.Uri;
  series: GrowthSeries;
}

export class WatchGoroutines implements Disposable {
  private readonly owned = new DisposableList();
  private readonly status = this.owned.add(new WatchStatus());
  private readonly key = this.owned.add(new ManagedContextKey(contextKeys.watching));
  private watched: Watched | undefined;
  private generation = 0;

  constructor(private readonly options: WatchGoroutinesOptions) {}

  register(registry: CommandRegistry): void {
    registry.register(commands.watchGoroutines, 'watch the goroutines', async (target) => {
      const url = urlOf(target);
      if (url === undefined && this.watched !== undefined) await this.menu(this.watched);
      else await this.begin(url ?? (await this.options.pickTarget()));
    });
    registry.register(commands.pauseWatch, 'pause the watch', () => this.watched?.watch.pause());
    registry.register(commands.resumeWatch, 'resume the watch', () => this.watched?.watch.start());
    registry.register(commands.stopWatch, 'stop the watch', () => this.end());
  }

  private async begin(url: string | undefined): Promise<void> {
    if (url === undefined) return;
    this.end();
    const generation = ++this.generation;
    const host = hostOf(url);
    const location = { location: vscode.ProgressLocation.Window, title: `Looking for ${host}` };
    let found: string;
    try {
      found = await vscode.window.withProgress(location, (_, token) =>
        withSignal(token, (signal) => this.options.source.find(url, signal)),
      );
    } catch (error) {
      const retry = { label: 'Retry', run: () => this.begin(url) };
      void this.options.errors.report(error, `watch ${host}`, retry);
      return;
    }
    if (generation !== this.generation || this.owned.isDisposed) return;
    await this.options.watched(found);
    this.follow(found);
  }

  private follow(url: string): void {
    const { source, clock, live } = this.options;
    const owned = new DisposableList();
    const interval = (): number => intervalFor(1000 * setting('heatline.watch.interval'), vscode.window.state.focused);
    const watch = owned.add(new GoroutineWatch({ source, clock, url, interval }));
    const uri = live.uriOf(fileName(url));
    const watched: Watched = { watch, uri, series: new GrowthSeries(), dispose: () => owned.dispose() };
    this.watched = watched;
    let lease: Lease | undefined;
    let last: Profile | undefined;
    const readAnswer = async ({ at, bytes, provenance }: WatchAnswer): Promise<void> => {
      live.put(fileName(url), { bytes, provenance });
      if (lease === undefined) {
        lease = owned.add(this.options.store.open(uri));
        void this.options.store.activate(uri);
        void this.options.revealView();
      }
      const content = await lease.document.load();
      if (owned.isDisposed || content.kind === 'failed' || content.profile === last) return;
      last = content.profile;
      const { kinds } = await this.options.tables.kindsOf(content.profile);
      if (this.watched !== watched) return;
      watched.series.add(at, kinds);
      this.options.trends.set(uri, watched.series);
      this.show();
    };
    owned.add(
      watch.onDidAnswer((answer) => {
        readAnswer(answer).catch((error: unknown) => this.options.errors.record(error, 'read the goroutines'));
      }),
    );
    owned.add(watch.onDidChange(() => this.show()));
    owned.add(vscode.window.onDidChangeWindowState(() => watch.paceChanged()));
    watch.start();
  }

  private end(): void {
    this.generation++;
    this.watched?.dispose();
    this.watched = undefined;
    this.show();
  }

  private show(): void {
    const { watched } = this;
    if (watched === undefined) {
      this.key.set(undefined);
      this.status.show(undefined);
      return;
    }
    const { watch, series } = watched;
    this.key.set(watch.state.is === 'paused' ? 'paused' : 'running');
    this.status.show({ url: watch.url, form: watch.form, state: watch.state, trend: series });
  }

  /** What can be done with a running watch. */
  private async menu(watched: Watched): Promise<void> {
    const { watch, uri, series } = watched;
    const isPaused = watch.state.is === 'paused';
    const other: WatchForm = watch.form === 'counts' ? 'states' : 'counts';
    const items = [
      isPaused
        ? { label: '$(play) Resume', run: () => watch.start() }
        : { label: '$(debug-pause) Pause', run: () => watch.pause() },
      { label: '$(debug-stop) Stop Watching', run: () => this.end() },
      {
        label: other === 'states' ? '$(list-tree) Ask for States and Waits' : '$(symbol-number) Ask for Counts Only',
        detail: costOf[other],
        run: () => this.changeForm(watched, other),
      },
      { label: '$(flame) Show as Flame Graph', run: () => vscode.commands.executeCommand(commands.openProfile, uri) },
      {
        label: '$(server-process) Watch Another Service…',
        run: async () => this.begin(await this.options.pickTarget()),
      },
    ];
    const title = `${hostOf(watch.url)}: ${textOf(series)}`;
    const picked = await vscode.window.showQuickPick(items, { title, placeHolder: stateText(watch.state) });
    await Promise.resolve(picked?.run());
  }

  /** Kinds of the two forms do not compare, so growth begins anew. */
  private changeForm(watched: Watched, form: WatchForm): void {
    watched.series = new GrowthSeries();
    watched.watch.form = form;
  }

  dispose(): void {
    this.end();
    this.owned.dispose();
  }
}

/** A row of the Targets view, or an address. */
function urlOf(arg: unknown): string | undefined {
  const url: unknown = typeof arg === 'object' && arg !== null && 'url' in arg ? arg.url : arg;
  return typeof url === 'string' ? url : undefined;
}

/** Safe on every file system, for when a person saves it. */
function fileName(url: string): string {
  return `${hostOf(url).replace(/[^A-Za-z0-9._-]+/g, '-')}-watched`;
}
