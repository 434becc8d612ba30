// Files that were renamed while profiles know their old names. In: renames as the editor tells of them, files and folders
// alike, as URIs in text. Out: where a file of an old name is now, and back. Invariant: a place that a file is made at again
// is that file's.

export interface Renamed {
  readonly from: string;
  readonly to: string;
}

export class RenamedPlaces {
  private renames: readonly Renamed[] = [];

  /** Renames of before lead to where their files are now. */
  add(renamed: readonly Renamed[]): void {
    const moved = this.renames.map(({ from, to }) => ({ from, to: movedBy(renamed, to) ?? to }));
    const replaced = new Set(renamed.map(({ from }) => from));
    this.renames = [...moved.filter(({ from }) => !replaced.has(from)), ...renamed].filter(
      ({ from, to }) => from !== to,
    );
  }

  /** Something is at these places again. */
  forget(places: readonly string[]): void {
    this.renames = this.renames.filter(({ from }) => !places.includes(from));
  }

  get from(): readonly string[] {
    return this.renames.map(({ from }) => from);
  }

  /** Where the file that was here is now; the place itself for most. */
  now(place: string): string {
    return movedBy(this.renames, place) ?? place;
  }

  /** The names that a file had. */
  before(place: string): readonly string[] {
    return this.renames.flatMap(({ from, to }) => movedBy([{ from: to, to: from }], place) ?? []);
  }
}

/** The longest rename counts: of a file in a renamed folder, its own. */
function movedBy(renames: readonly Renamed[], place: string): string | undefined {
  let best: Renamed | undefined;
  for (const rename of renames) {
    const isInside = place === rename.from || place.startsWith(`${rename.from}/`);
    if (isInside && (best === undefined || rename.from.length > best.from.length)) best = rename;
  }
  return best === undefined ? undefined : best.to + place.slice(best.from.length);
}
