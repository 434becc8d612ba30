// Places in the code that a person can point at, in whatever part of the window. In: finders, one of each part that shows
// places. Out: the place that the arguments of a command mean. Invariant: a finder looks at arguments that anyone may have
// passed, and answers only for those it has made itself.

import type * as vscode from 'vscode';
import type { Profile } from '../core/profile/profile';
import type { FrameRef } from '../protocol/messages';

export interface CodePlace {
  /** In a document as it is now, or a frame whose file is to be found. */
  readonly at: vscode.Location | { readonly profile: Profile; readonly frame: FrameRef };
  /** What the profile has there. */
  readonly of?: { readonly profile: Profile; readonly samples: ReadonlySet<number> } | undefined;
}

export type PlaceFinder = (args: readonly unknown[]) => CodePlace | undefined | Promise<CodePlace | undefined>;

export class CodePlaces {
  private readonly finders: PlaceFinder[] = [];

  add(finder: PlaceFinder): void {
    this.finders.push(finder);
  }

  async find(args: readonly unknown[]): Promise<CodePlace | undefined> {
    for (const finder of this.finders) {
      const place = await finder(args);
      if (place !== undefined) return place;
    }
    return undefined;
  }
}
