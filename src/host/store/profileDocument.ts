// One open profile file. In: where it is and how to read it. Out: its content, read once and again when the
// file changes. Invariants: of overlapping reads only the newest counts; a file that became unreadable after
// it was shown keeps what was shown and says so; nothing is read after disposal.

import { type Disposable, DisposableList } from '../../base/disposable';
import { Emitter } from '../../base/emitter';
import { CancelledError, sentenceOf, UserError } from '../../base/userError';
import { defaultSampleTypeIndex, type Profile } from '../../core/profile/profile';
import { noRefinement, type ViewState } from '../../protocol/messages';
import type { Uri } from 'vscode';

export interface ProfileFiles {
  /** Reads and decodes; throws a UserError for what cannot be shown. */
  read(uri: Uri, signal: AbortSignal): Promise<LoadedContent>;
  /** Calls the listener when the file was written or deleted after this call, at most once for a burst. */
  watch(uri: Uri, listener: () => void): Disposable;
}

export interface LoadedContent {
  readonly profile: Profile;
  /** Sentences on what could be shown only in part. */
  readonly warnings: readonly string[];
  /** One line on where it came from, '' for unknown. */
  readonly origin: string;
}

export type Content =
  ({ readonly kind: 'loaded' } & LoadedContent) | { readonly kind: 'failed'; readonly error: unknown };

export class ProfileDocument implements Disposable {
  private readonly owned = new DisposableList();
  private readonly changed = this.owned.add(new Emitter<Content>());
  private reading: { readonly controller: AbortController; readonly content: Promise<Content> } | undefined;
  private current: Content | undefined;
  private storedView: ViewState | undefined;

  /** The file was read again and differs from what was shown. */
  readonly onDidReload = this.changed.event;

  constructor(
    readonly uri: Uri,
    private readonly files: ProfileFiles,
    savedView: ViewState | undefined,
  ) {
    this.storedView = savedView;
  }

  /** The file's name. */
  get title(): string {
    return this.uri.path.slice(this.uri.path.lastIndexOf('/') + 1);
  }

  /** What was read last; undefined until the first read ended. */
  get content(): Content | undefined {
    return this.current;
  }

  /** How the page shows it; without a page, the sample type a viewer opens with. */
  get view(): ViewState {
    const profile = this.current?.kind === 'loaded' ? this.current.profile : undefined;
    const view = this.storedView;
    if (view !== undefined && (profile === undefined || view.sampleType < profile.sampleTypes.length)) return view;
    const sampleType = profile === undefined ? 0 : defaultSampleTypeIndex(profile);
    return { sampleType, search: '', zoom: [], refine: noRefinement };
  }

  /** The view a page is restored to; undefined when there never was one. */
  get savedView(): ViewState | undefined {
    return this.storedView === undefined ? undefined : this.view;
  }

  set view(view: ViewState) {
    this.storedView = view;
  }

  /** Reads the file on the first call; later calls share the result. */
  async load(): Promise<Content> {
    if (this.reading === undefined) {
      // In this order, so that what is written while the file is read is seen as a change.
      this.owned.add(this.files.watch(this.uri, () => void this.reload()));
      this.start();
    }
    for (;;) {
      const reading: ProfileDocument['reading'] = this.reading;
      const content = await reading!.content;
      if (reading === this.reading) return content; // Else the file was written meanwhile and is read again.
    }
  }

  private async reload(): Promise<void> {
    const before = this.current;
    this.reading?.controller.abort(new CancelledError());
    const reading = this.start();
    const content = await reading.content;
    if (this.reading === reading && !this.owned.isDisposed && content !== before) this.changed.fire(content);
  }

  private start(): NonNullable<ProfileDocument['reading']> {
    const controller = new AbortController();
    const before = this.current;
    const settle = (content: Content): Content => {
      if (!controller.signal.aborted) this.current = content;
      return content;
    };
    const content = this.files.read(this.uri, controller.signal).then(
      (read): Content => settle({ kind: 'loaded', ...read }),
      (error: unknown): Content => settle(before?.kind === 'loaded' ? stale(before, error) : { kind: 'failed', error }),
    );
    this.reading = { controller, content };
    return this.reading;
  }

  dispose(): void {
    this.reading?.controller.abort(new CancelledError());
    this.owned.dispose();
  }
}

const staleText = 'This is what the file held before it changed or was deleted.';

function stale(before: Content & { kind: 'loaded' }, error: unknown): Content {
  const warnings = before.warnings.filter((text) => !text.startsWith(staleText));
  const reason = error instanceof UserError ? error.message : sentenceOf(error);
  return { ...before, warnings: [...warnings, `${staleText} ${reason}`] };
}
