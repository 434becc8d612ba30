// Everything that shows a profile in the code. In: the store, the source index and what a click on a lens does.
// Out: heat, hovers, lenses and their commands, registered. Invariant: arguments of commands are checked, since
// anyone can run them.

import * as vscode from 'vscode';
import { type Disposable, DisposableList } from '../../base/disposable';
import { UserError } from '../../base/userError';
import { SamplesThroughPass } from '../../core/analyze/samplesThrough';
import { functionsAt } from '../../core/golang/functionsAt';
import type { Profile } from '../../core/profile/profile';
import { commands } from '../../ids';
import type { ViewRefinement } from '../../protocol/messages';
import type { CodePlace, CodePlaces } from '../codePlaces';
import { type CommandRegistry, uriOf } from '../commands';
import type { ErrorReporter } from '../errorReporter';
import { line1Of, positionAt } from '../positions';
import { inSlices } from '../slices';
import { isGoDocument } from '../sources/goSyntax';
import type { Revisions } from '../sources/revisions';
import type { SourceIndex } from '../sources/sourceIndex';
import { rowOf } from '../store/goroutineRow';
import type { GoroutineTables } from '../store/goroutineTables';
import type { GoroutineTrends } from '../store/goroutineTrends';
import type { PreviousCaptures } from '../store/previousCaptures';
import type { ActiveProfile, ProfileStore } from '../store/profileStore';
import type { ProfileTotals } from '../store/profileTotals';
import { FileHeat } from './fileHeat';
import { GoroutineCounts } from './goroutineCounts';
import { GoroutineLenses } from './goroutineLenses';
import { GoroutinePeek } from './goroutinePeek';
import { GoStatementNotes } from './goStatementNotes';
import { Heat } from './heat';
import { StatementTitles } from './statementTitles';

export interface AnnotationOptions {
  readonly registry: CommandRegistry;
  readonly store: ProfileStore;
  readonly sources: SourceIndex;
  readonly totals: ProfileTotals;
  readonly revisions: Revisions;
  readonly tables: GoroutineTables;
  readonly trends: GoroutineTrends;
  readonly previous: PreviousCaptures;
  readonly errors: ErrorReporter;
  /** What a breakpoint can be added to. */
  readonly places: CodePlaces;
  /** Shows the profile with these functions highlighted. */
  readonly reveal: (active: Pick<ActiveProfile, 'uri'>, functions: readonly number[]) => unknown;
  /** Shows the part of the profile that the expressions leave. */
  readonly refine: (active: ActiveProfile, refinement: ViewRefinement) => unknown;
}

export function registerAnnotations(options: AnnotationOptions): Disposable {
  const { registry, store, sources, totals, revisions, tables, trends, previous, errors, places } = options;
  const { reveal, refine } = options;
  const owned = new DisposableList();
  const heat = owned.add(
    new Heat({
      store,
      sources,
      totals,
      revisions,
      failed: (error) => errors.record(error, 'mark the hot lines of a file'),
    }),
  );
  const counts = new GoroutineCounts(sources, tables);
  const peek = owned.add(new GoroutinePeek(store, tables));
  const statements = new StatementTitles({ counts, previous, tables, trends });
  owned.add(new GoroutineLenses({ store, sources, counts, peek, previous, tables, trends, statements }));
  const failed = (error: unknown): void => errors.record(error, 'count goroutines in a file');
  owned.add(new GoStatementNotes({ store, sources, counts, peek, statements, trends, failed }));
  registry.register(commands.peekGoroutines, 'show the goroutines', (place) => peek.peek(place));
  registry.register(commands.toggleHeat, 'turn heat on or off', () => heat.toggle());
  owned.add(new FileHeat(store, sources, totals));

  /** Functions that a lens or a hover names, else those at the cursor. */
  const functionsOf = async (active: ActiveProfile, named: unknown): Promise<readonly number[]> => {
    const functions = functionsNamed(active, named) ?? (await functionsAtCursor(active, sources));
    if (functions.length > 0) return functions;
    const next = 'Place the cursor in a function that ran, and try again.';
    throw new UserError('not-in-profile', `${active.title} has no function here.`, next);
  };
  registry.register(commands.revealFunctions, 'show the function in the profile', async (named) => {
    const row = rowOf(named);
    if (row !== undefined) return reveal(row, row.frame === undefined ? [] : [row.frame.function]);
    const active = await store.named(undefined);
    return reveal(active, await functionsOf(active, named));
  });
  registry.register(commands.focusFunction, 'focus on the function', async (named) => {
    const active = await store.named(undefined);
    const focus = expressionFor(active.profile, await functionsOf(active, named));
    return refine(active, { ...active.view.refine, focus });
  });
  registry.register(commands.ignoreFunction, 'ignore the function', async (named) => {
    const active = await store.named(undefined);
    const added = expressionFor(active.profile, await functionsOf(active, named));
    const { ignore } = active.view.refine;
    return refine(active, { ...active.view.refine, ignore: ignore === '' ? added : `${ignore}|${added}` });
  });
  places.add(async (args) => {
    const [id] = args;
    const hovered = args.length === 1 ? heat.hoveredLine(id) : undefined;
    if (hovered !== undefined) {
      const { uri, line, active, functions } = hovered;
      return { at: new vscode.Location(uri, positionAt(line)), of: await samplesOf(active, functions) };
    }
    const editor = vscode.window.activeTextEditor;
    if (editor === undefined || (args.length > 0 && uriOf(id)?.toString() !== editor.document.uri.toString())) return;
    const { active: cursor } = editor.selection;
    const peeked = peek.placeAt(editor.document.uri, line1Of(cursor));
    if (peeked !== undefined || !isGoDocument(editor.document)) return peeked;
    const at = new vscode.Location(editor.document.uri, new vscode.Position(cursor.line, 0));
    const { active } = store;
    return active === undefined
      ? { at }
      : { at, of: await samplesOf(active, await functionsAtCursor(active, sources)) };
  });
  return owned;
}

async function samplesOf({ profile }: ActiveProfile, functions: readonly number[]): Promise<CodePlace['of']> {
  const pass = new SamplesThroughPass(profile, functions);
  await inSlices(pass);
  return { profile, samples: pass.samples };
}

/** Indices into the profile, from a lens or a hover. */
function functionsNamed({ profile }: ActiveProfile, arg: unknown): readonly number[] | undefined {
  const isIndex = (value: unknown): value is number =>
    Number.isInteger(value) && (value as number) >= 0 && (value as number) < profile.functions.count;
  return Array.isArray(arg) && arg.every(isIndex) ? arg : undefined;
}

/** Matches exactly these functions, in the expressions of pprof. */
function expressionFor({ functions, strings }: Profile, indices: readonly number[]): string {
  const names = [...new Set(indices.map((f) => strings.text(functions.name[f])))];
  const quoted = names.map((name) => name.replace(/[\\.+*?()|[\]{}^$]/g, '\\$&'));
  return quoted.length === 1 ? `^${quoted[0]}$` : `^(?:${quoted.join('|')})$`;
}

async function functionsAtCursor({ profile }: ActiveProfile, sources: SourceIndex): Promise<readonly number[]> {
  const editor = vscode.window.activeTextEditor;
  const found = editor === undefined ? undefined : await sources.inDocument(profile, editor.document);
  if (editor === undefined || found === undefined) return [];
  const line = line1Of(editor.selection.active);
  return found.parts.flatMap(({ anchors }) => functionsAt(found.syntax, anchors, line));
}
