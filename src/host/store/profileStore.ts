// The one owner of open profiles. In: files that editors open, the one a person looks at, how they look at it.
// Out: the active profile, which heat, lenses and commands follow, and events about it.
// Invariants: one document per file, however many tabs show it; it lives as long as a tab holds it or it is
// active; each event carries a whole snapshot, whose `profile` is the same object while the content is the same.

import { type Disposable, DisposableList, toDisposable } from '../../base/disposable';
import { Emitter } from '../../base/emitter';
import { UserError } from '../../base/userError';
import type { Profile } from '../../core/profile/profile';
import { isSameRefinement, type ViewState } from '../../protocol/messages';
import type { Uri } from 'vscode';
import { type LoadedContent, ProfileDocument, type ProfileFiles } from './profileDocument';
import type { ViewStates } from './viewStates';

/** The active profile at one moment. */
export interface ActiveProfile {
  readonly uri: Uri;
  /** The file's name. */
  readonly title: string;
  readonly origin: string;
  readonly profile: Profile;
  readonly view: ViewState;
}

export interface Lease extends Disposable {
  readonly document: ProfileDocument;
}

export class ProfileStore implements Disposable {
  private readonly owned = new DisposableList();
  private readonly activeChanged = this.owned.add(new Emitter<ActiveProfile | undefined>());
  private readonly viewChanged = this.owned.add(new Emitter<ActiveProfile>());
  private readonly documents = new Map<string, { readonly document: ProfileDocument; leases: number }>();
  private activeLease: (Lease & { readonly listener: Disposable }) | undefined;
  private snapshot: ActiveProfile | undefined;
  private generation = 0;
  private readonly numbers = new WeakMap<Profile, number>();
  private lastNumber = 0;

  /** Another profile is active, or none, or its file was read again. */
  readonly onDidChangeActive = this.activeChanged.event;
  /** The active profile is looked at differently: another sample type, a search, a zoom. */
  readonly onDidChangeView = this.viewChanged.event;

  constructor(
    private readonly files: ProfileFiles,
    private readonly viewStates: ViewStates,
  ) {}

  get active(): ActiveProfile | undefined {
    return this.snapshot;
  }

  /** Holds the document of a file open until the lease is disposed. */
  open(uri: Uri): Lease {
    const key = uri.toString();
    let entry = this.documents.get(key);
    if (entry === undefined) {
      entry = { document: new ProfileDocument(uri, this.files, this.viewStates.get(key)), leases: 0 };
      this.documents.set(key, entry);
    }
    const held = entry;
    held.leases++;
    let released = false;
    const release = (): void => {
      if (released) return;
      released = true;
      if (--held.leases > 0) return;
      this.documents.delete(key);
      held.document.dispose();
    };
    return { document: held.document, ...toDisposable(release) };
  }

  /** Makes the file's profile the active one as soon as it is read; one that cannot be read changes nothing. */
  async activate(uri: Uri): Promise<void> {
    const generation = ++this.generation;
    const lease = this.open(uri);
    const content = await lease.document.load();
    const same = this.activeLease?.document === lease.document;
    const superseded = generation !== this.generation || this.owned.isDisposed;
    if (superseded || same || content.kind === 'failed') lease.dispose();
    else this.replaceActive({ ...lease, listener: lease.document.onDidReload(() => this.refresh()) });
  }

  /**
   * The profile that a command is about: of the file that a menu named, else the active one.
   *
   * @throws UserError why the named file cannot be shown, or `no-profile`
   */
  async named(uri: Uri | undefined): Promise<ActiveProfile> {
    if (uri !== undefined && uri.toString() !== this.activeLease?.document.uri.toString()) {
      const lease = this.open(uri);
      try {
        const content = await lease.document.load();
        if (content.kind === 'failed') throw content.error;
        return snapshotOf(lease.document, content);
      } finally {
        lease.dispose();
      }
    }
    if (this.snapshot !== undefined) return this.snapshot;
    throw new UserError('no-profile', 'No profile is open.', 'Open one, or capture one from a running service.');
  }

  /** Stands for a profile in links: numbers are all that they may hold. */
  numberOf(profile: Profile): number {
    let number = this.numbers.get(profile);
    if (number === undefined) this.numbers.set(profile, (number = ++this.lastNumber));
    return number;
  }

  /**
   * The active profile, if it is the one with this number.
   *
   * @throws UserError `not-active`
   */
  numbered(number: unknown): ActiveProfile {
    const { snapshot } = this;
    if (snapshot !== undefined && this.numbers.get(snapshot.profile) === number) return snapshot;
    const next = 'Open the profile again to follow its links.';
    throw new UserError('not-active', 'This link is of a profile that is not shown in the code any more.', next);
  }

  /** Ends the association of the active profile with the code. Tabs that show it stay. */
  clear(): void {
    this.generation++;
    if (this.activeLease !== undefined) this.replaceActive(undefined);
  }

  setView(uri: Uri, view: ViewState): void {
    const document = this.documents.get(uri.toString())?.document;
    if (document === undefined || sameView(document.view, view)) return;
    document.view = view;
    this.viewStates.set(uri.toString(), view);
    if (document !== this.activeLease?.document || this.snapshot === undefined) return;
    this.snapshot = { ...this.snapshot, view };
    this.viewChanged.fire(this.snapshot);
  }

  private replaceActive(next: ProfileStore['activeLease']): void {
    const previous = this.activeLease;
    this.activeLease = next;
    this.refresh();
    previous?.listener.dispose();
    previous?.dispose();
  }

  private refresh(): void {
    const document = this.activeLease?.document;
    const content = document?.content;
    if (document === undefined || content?.kind !== 'loaded') this.snapshot = undefined;
    else this.snapshot = snapshotOf(document, content);
    this.activeChanged.fire(this.snapshot);
  }

  dispose(): void {
    this.owned.dispose();
    for (const { document } of this.documents.values()) document.dispose();
    this.documents.clear();
  }
}

function snapshotOf({ uri, title, view }: ProfileDocument, { origin, profile }: LoadedContent): ActiveProfile {
  return { uri, title, view, origin, profile };
}

function sameView(a: ViewState, b: ViewState): boolean {
  return (
    a.sampleType === b.sampleType &&
    a.search === b.search &&
    isSameRefinement(a.refine, b.refine) &&
    a.zoom.length === b.zoom.length &&
    a.zoom.every((frame, i) => frame === b.zoom[i])
  );
}
