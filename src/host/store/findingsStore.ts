// The one owner of what a diagnosis found. In: a diagnosed bundle, dismissals. Out: the findings that are shown, those that
// are dismissed, and events. Invariants: there is one diagnosed bundle at most; a finding's number is never given again,
// so a link of an older one leads nowhere; places follow edits, everything else stays as it was found.

import type * as vscode from 'vscode';
import { type Disposable, DisposableList } from '../../base/disposable';
import { Emitter } from '../../base/emitter';
import type { Evidence, Finding } from '../../core/diagnose/finding';
import type { Profile } from '../../core/profile/profile';
import type { FindingsReport } from '../../core/report/findings/findingsReport';
import type { Dismissals } from './dismissals';
import { type FindingPlace, FollowedPlaces } from './findingPlace';

/** A bundle's folder, or profiles by file. */
export type BundleRef = { readonly folder: vscode.Uri } | { readonly files: readonly vscode.Uri[] };

export interface PlacedEvidence {
  readonly evidence: Evidence;
  /** The innermost frame of the program's own; undefined where there is none, or its file is not here. */
  readonly place: FindingPlace | undefined;
}

export interface PlacedFinding {
  /** Stands for it in links and commands. */
  readonly id: number;
  /** The same for the same finding in a later diagnosis: its rule, file and function. */
  readonly key: string;
  readonly finding: Finding;
  /** Undefined where it has no location, or its file is not here. */
  readonly place: FindingPlace | undefined;
  readonly evidence: readonly PlacedEvidence[];
}

export interface DismissedFinding {
  readonly found: PlacedFinding;
  readonly reason: string;
}

export interface DiagnosedBundle {
  readonly bundle: BundleRef;
  /** Everything found, dismissed or not, with files as the profiles spell them. */
  readonly report: FindingsReport;
  /** Every function of the bundle, in a profile without samples: frames of evidence are found by it. */
  readonly functions: Profile;
  /** Best first. */
  readonly findings: readonly PlacedFinding[];
  /** Files of the bundle that could not be read, a sentence each. */
  readonly leftOut: readonly string[];
}

export class FindingsStore implements Disposable {
  private readonly owned = new DisposableList();
  private readonly changed = this.owned.add(new Emitter<undefined>());
  private readonly places = this.owned.add(new FollowedPlaces());
  private diagnosed: DiagnosedBundle | undefined;
  private lastId = 0;

  /** Another bundle, none, or one was dismissed or restored. */
  readonly onDidChange = this.changed.event;
  /** Findings of this file are on other lines now. */
  readonly onDidMove = this.places.onDidMove;

  constructor(private readonly dismissals: Dismissals) {}

  get current(): DiagnosedBundle | undefined {
    return this.diagnosed;
  }

  /** Best first. */
  get shown(): readonly PlacedFinding[] {
    return this.all.filter(({ key }) => this.dismissals.of(key) === undefined);
  }

  get dismissed(): readonly DismissedFinding[] {
    return this.all.flatMap((found) => {
      const known = this.dismissals.of(found.key);
      return known === undefined ? [] : [{ found, reason: known.reason }];
    });
  }

  /** The finding with this number, dismissed or not; undefined for anything else. */
  get(id: unknown): PlacedFinding | undefined {
    return this.all.find((found) => found.id === id);
  }

  /** What is shown in a file, and has a line in it now. */
  inFile(uri: vscode.Uri): readonly PlacedFinding[] {
    const key = uri.toString();
    return this.shown.filter(({ place }) => place?.line !== undefined && place.uri.toString() === key);
  }

  /** A number for a finding. */
  nextId(): number {
    return ++this.lastId;
  }

  /** Instead of whatever was there. */
  show(diagnosed: DiagnosedBundle): void {
    this.replace(diagnosed);
  }

  clear(): void {
    if (this.diagnosed !== undefined) this.replace(undefined);
  }

  async dismiss({ key }: PlacedFinding, reason: string): Promise<void> {
    await this.dismissals.add({ key, reason, at: Date.now() });
    this.changed.fire(undefined);
  }

  async restore({ key }: PlacedFinding): Promise<void> {
    await this.dismissals.remove(key);
    this.changed.fire(undefined);
  }

  private get all(): readonly PlacedFinding[] {
    return this.diagnosed?.findings ?? [];
  }

  private replace(diagnosed: DiagnosedBundle | undefined): void {
    this.diagnosed = diagnosed;
    const places = this.all.flatMap(({ place, evidence }) => [place, ...evidence.map((one) => one.place)]);
    this.places.follow(places.filter((place) => place !== undefined));
    this.changed.fire(undefined);
  }

  dispose(): void {
    this.owned.dispose();
  }
}
