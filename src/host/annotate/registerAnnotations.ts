// Everything that shows a profile in the code. In: the store, the source index and what a click on a lens does.
// Out: heat, hovers, lenses and their commands, registered. Invariant: arguments of commands are checked, since
// anyone can run them.

import * as vscode from 'vscode';
import { type Disposable, DisposableList } from '../../base/disposable';
import { functionsAt } from '../../core/golang/functionsAt';
import { UserError } from '../../base/userError';
import { commands } from '../../ids';
import type { CommandRegistry } from '../commands';
import type { ErrorReporter } from '../errorReporter';
import { line1Of } from '../positions';
import type { SourceIndex } from '../sources/sourceIndex';
import type { ActiveProfile, ProfileStore } from '../store/profileStore';
import type { ProfileTotals } from '../store/profileTotals';
import { GoroutineLenses } from './goroutineLenses';
import { Heat } from './heat';

export interface AnnotationOptions {
  readonly registry: CommandRegistry;
  readonly store: ProfileStore;
  readonly sources: SourceIndex;
  readonly totals: ProfileTotals;
  readonly errors: ErrorReporter;
  /** Shows the profile with these functions highlighted. */
  readonly reveal: (active: ActiveProfile, functions: readonly number[]) => unknown;
}

export function registerAnnotations(options: AnnotationOptions): Disposable {
  const { registry, store, sources, totals, errors, reveal } = options;
  const owned = new DisposableList();
  const heat = owned.add(
    new Heat({ store, sources, totals, failed: (error) => errors.record(error, 'mark the hot lines of a file') }),
  );
  owned.add(new GoroutineLenses(store, sources));
  registry.register(commands.toggleHeat, 'turn heat on or off', () => heat.toggle());
  registry.register(commands.revealFunctions, 'show the function in the profile', async (named) => {
    const { active } = store;
    if (active === undefined) {
      throw new UserError('no-profile', 'No profile is open.', 'Open one, or capture one from a running service.');
    }
    const functions = functionsNamed(named) ?? (await functionsAtCursor(active, sources));
    if (functions.length === 0) {
      const next = 'Place the cursor in a function that ran, and try again.';
      throw new UserError('not-in-profile', `${active.title} has no function here.`, next);
    }
    return reveal(active, functions);
  });
  return owned;
}

/** Indices into the profile, from a lens. */
function functionsNamed(arg: unknown): readonly number[] | undefined {
  const isIndex = (value: unknown): value is number => Number.isInteger(value) && (value as number) >= 0;
  return Array.isArray(arg) && arg.every(isIndex) ? arg : undefined;
}

async function functionsAtCursor({ profile }: ActiveProfile, sources: SourceIndex): Promise<readonly number[]> {
  const editor = vscode.window.activeTextEditor;
  const found = editor === undefined ? undefined : await sources.inDocument(profile, editor.document);
  if (editor === undefined || found === undefined) return [];
  const line = line1Of(editor.selection.active);
  return found.parts.flatMap(({ anchors }) => functionsAt(found.syntax, anchors, line));
}
