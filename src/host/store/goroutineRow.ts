// What a row of the Goroutines view is to commands, of whichever feature: menus pass the row itself. In: what the view
// shows. Out: the goroutines it stands for and a frame in their code. Invariant: only the view makes rows, so a command
// that gets one (`instanceof`) can trust its indices.

import type { Uri } from 'vscode';
import type { GoroutineFacts } from '../../core/analyze/goroutineFacts';
import type { FrameAt } from '../../core/goroutine/goroutineBuckets';
import type { Profile } from '../../core/profile/profile';

/** `contextValue` of the view's items, for `viewItem` in menus. */
export type GoroutineRowKind =
  /** All goroutines in one state, with one label, waiting in one function. */
  | 'goroutineGroup'
  /** All that one `go` statement started; in the origin tree one level of it. */
  | 'goroutineOrigin'
  /** Goroutines with equal stacks. */
  | 'goroutineStack'
  /** A frame of their stack, or the `go` statement below it. */
  | 'goroutineFrame';

export class GoroutineRow {
  constructor(
    readonly kind: GoroutineRowKind,
    /** Where the profile is from: also where it is not the active one any more. */
    readonly uri: Uri,
    readonly profile: Profile,
    readonly facts: GoroutineFacts,
    /** The place in the code that the row is about; undefined where it has none, e.g. a state. */
    readonly frame: FrameAt | undefined,
    /** SampleIndex of each stack, found when somebody asks. */
    readonly samples: () => readonly number[],
  ) {}
}

/** The row that a menu of the view passes, or undefined for anything else. */
export function rowOf(arg: unknown): GoroutineRow | undefined {
  const row: unknown = typeof arg === 'object' && arg !== null && 'row' in arg ? arg.row : arg;
  return row instanceof GoroutineRow ? row : undefined;
}
