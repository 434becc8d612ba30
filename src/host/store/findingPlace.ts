// Places of findings in files, which follow edits. In: places, documents as they are opened, edited, saved and closed. Out:
// the line of each as it is now, and an event when lines of a document moved. Invariants: a place whose text was removed
// has no line until the text is back; what was never saved is forgotten when the document closes.

import * as vscode from 'vscode';
import { type Disposable, DisposableList } from '../../base/disposable';
import { Emitter } from '../../base/emitter';
import type { Line1 } from '../../core/profile/profile';
import { LineTracker } from '../lineTracker';

export class FindingPlace {
  private now: Line1 | undefined;

  constructor(
    readonly uri: vscode.Uri,
    /** In the file as it is saved. */
    private saved: Line1 | undefined,
  ) {
    this.now = saved;
  }

  /** In the document as it is now; undefined where its text was removed. */
  get line(): Line1 | undefined {
    return this.now;
  }

  /** For the one who follows the document. */
  moveTo(line: Line1 | undefined): void {
    this.now = line;
  }

  save(): void {
    this.saved = this.now;
  }

  forget(): void {
    this.now = this.saved;
  }
}

export class FollowedPlaces implements Disposable {
  private readonly owned = new DisposableList();
  private readonly moved = this.owned.add(new Emitter<vscode.Uri>());
  private places = new Map<string, FindingPlace[]>();
  private trackers = new Map<vscode.TextDocument, LineTracker<FindingPlace>>();
  private listeners: DisposableList | undefined;

  /** Lines of this file are others now. */
  readonly onDidMove = this.moved.event;

  /** Follows these instead of those before. */
  follow(places: readonly FindingPlace[]): void {
    this.places = new Map();
    this.trackers = new Map();
    for (const place of places) {
      const key = place.uri.toString();
      const known = this.places.get(key);
      if (known === undefined) this.places.set(key, [place]);
      else known.push(place);
    }
    if (places.length > 0) this.listen();
    for (const document of vscode.workspace.textDocuments) this.begin(document);
  }

  private listen(): void {
    if (this.listeners !== undefined) return;
    const listeners = this.owned.add(new DisposableList());
    this.listeners = listeners;
    listeners.add(vscode.workspace.onDidOpenTextDocument((document) => this.begin(document)));
    listeners.add(vscode.workspace.onDidCloseTextDocument((document) => this.end(document)));
    listeners.add(
      vscode.workspace.onDidSaveTextDocument((document) => {
        for (const place of this.placesIn(document)) place.save();
      }),
    );
    listeners.add(
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        const tracker = this.trackers.get(document);
        if (tracker === undefined || contentChanges.length === 0) return;
        const isReplaced = tracker.follow(contentChanges);
        this.place(tracker);
        // A file that changed on the disk comes as one block from its first changed line to its last one.
        if (!document.isDirty) void this.settle(tracker, isReplaced);
      }),
    );
  }

  /** The document is the file again: the places in it are those that are saved. */
  private async settle(tracker: LineTracker<FindingPlace>, isReplaced: boolean): Promise<void> {
    const { document } = tracker;
    if (isReplaced) await tracker.findAgain();
    // Others are followed now, or the person has typed.
    if (this.trackers.get(document) !== tracker || document.isDirty) return;
    this.place(tracker);
    for (const place of this.placesIn(document)) place.save();
  }

  private placesIn(document: vscode.TextDocument): readonly FindingPlace[] {
    return this.places.get(document.uri.toString()) ?? [];
  }

  private begin(document: vscode.TextDocument): void {
    const places = this.placesIn(document);
    if (places.length === 0) return;
    const lines = places.flatMap((item) => (item.line === undefined ? [] : [{ item, line: item.line }]));
    const tracker = new LineTracker(document, lines);
    this.trackers.set(document, tracker);
    this.place(tracker);
  }

  private place(tracker: LineTracker<FindingPlace>): void {
    const { document } = tracker;
    const now = new Map(tracker.placed().map(({ item, line }) => [item, line]));
    let isMoved = false;
    for (const place of this.placesIn(document)) {
      const line = now.get(place);
      if (place.line === line) continue;
      place.moveTo(line);
      isMoved = true;
    }
    if (isMoved) this.moved.fire(document.uri);
  }

  private end(document: vscode.TextDocument): void {
    if (!this.trackers.delete(document)) return;
    for (const place of this.placesIn(document)) place.forget();
    this.moved.fire(document.uri);
  }

  dispose(): void {
    this.owned.dispose();
  }
}
