// How many goroutines are in each function, and at each `go` statement where that is asked for. In: the active profile,
// if it counts goroutines, and Go documents. Out: lenses. Invariants: functions and statements are found by their syntax;
// the command a lens runs gets a number of ours.

import * as vscode from 'vscode';
import { type Disposable, DisposableList } from '../../base/disposable';
import { type FunctionCounts, goroutineSampleType } from '../../core/analyze/functionCounts';
import { kindsOfFunctions } from '../../core/goroutine/kindsOfFunctions';
import type { Line1, Profile } from '../../core/profile/profile';
import { commands } from '../../ids';
import { rangeAt } from '../positions';
import { setting } from '../settings';
import { nextTurn } from '../slices';
import type { DocumentSources, SourceIndex } from '../sources/sourceIndex';
import type { GoroutineTables } from '../store/goroutineTables';
import type { GoroutineTrends } from '../store/goroutineTrends';
import type { PreviousCaptures } from '../store/previousCaptures';
import type { ActiveProfile, ProfileStore } from '../store/profileStore';
import type { DocumentGoroutines, GoroutineCounts } from './goroutineCounts';
import type { GoroutinePeek, PeekPlace } from './goroutinePeek';
import { functionTitle, trendText } from './goroutineTexts';
import type { StatementTitles } from './statementTitles';

export interface GoroutineLensesOptions {
  readonly store: ProfileStore;
  readonly sources: SourceIndex;
  readonly counts: GoroutineCounts;
  readonly peek: GoroutinePeek;
  readonly previous: PreviousCaptures;
  readonly tables: GoroutineTables;
  readonly trends: GoroutineTrends;
  readonly statements: StatementTitles;
}

interface Lens {
  readonly line: Line1;
  readonly title: string;
  readonly of: PeekPlace['of'];
}

export class GoroutineLenses implements vscode.CodeLensProvider, Disposable {
  private readonly owned = new DisposableList();
  private readonly changed = this.owned.add(new vscode.EventEmitter<void>());
  readonly onDidChangeCodeLenses = this.changed.event;

  constructor(private readonly options: GoroutineLensesOptions) {
    const { store, sources, trends } = options;
    this.owned.add(store.onDidChangeActive(() => this.changed.fire()));
    this.owned.add(sources.onDidChange(() => this.changed.fire()));
    this.owned.add(trends.onDidChange(() => this.changed.fire()));
    this.owned.add(
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('heatline.codeLens')) this.changed.fire();
      }),
    );
    this.owned.add(vscode.languages.registerCodeLensProvider({ language: 'go', scheme: '*' }, this));
  }

  async provideCodeLenses(document: vscode.TextDocument): Promise<vscode.CodeLens[]> {
    const { active } = this.options.store;
    const forFunctions = setting('heatline.codeLens.enabled');
    const forStatements = setting('heatline.codeLens.goStatements') === 'lens';
    if (active === undefined || (!forFunctions && !forStatements)) return [];
    const { profile } = active;
    const found = await this.options.counts.inDocument(profile, document);
    if (found === undefined) return [];
    const lenses = [
      ...(forFunctions ? await this.functionLenses(active, document, found) : []),
      ...(forStatements ? await this.statementLenses(active, document, found) : []),
    ];
    await nextTurn();
    const places = lenses.map(({ line, of }) => ({ uri: document.uri, line, profile, of }));
    const numbers = this.options.peek.number(document.uri, places);
    return lenses.map(
      ({ line, title }, i) =>
        new vscode.CodeLens(rangeAt(line), {
          title,
          tooltip: 'Show these goroutines and their stacks',
          command: commands.peekGoroutines,
          arguments: [numbers[i]],
        }),
    );
  }

  private async functionLenses(
    active: ActiveProfile,
    document: vscode.TextDocument,
    found: DocumentGoroutines,
  ): Promise<Lens[]> {
    const { sources, functions } = found;
    const { profile } = active;
    const { type } = profile.sampleTypes[goroutineSampleType(profile)];
    const what = type === 'goroutineleak' ? 'leaked goroutine' : 'goroutine';
    const changes = await this.changes(active, document, functions);
    const trends = await this.trends(active, found);
    const members = functionsByDeclaration(sources);
    await nextTurn();
    return sources.syntax.declarations.flatMap(({ nameLine }, declaration) => {
      const inside = functions.inside[declaration];
      const change = changes?.[declaration];
      // One that became empty says so: that is the news.
      if (inside === 0 && (change === undefined || change === 0)) return [];
      const title = functionTitle(
        {
          inside,
          waiting: functions.waiting[declaration],
          states: statesOf(profile, functions, declaration),
          oldestWait: functions.oldestWait[declaration],
          change,
          trend: trends[declaration] ?? '',
        },
        what,
      );
      const of = { functions: members.get(declaration) ?? [] };
      return [{ line: nameLine, title, of }];
    });
  }

  private async statementLenses(
    active: ActiveProfile,
    document: vscode.TextDocument,
    found: DocumentGoroutines,
  ): Promise<Lens[]> {
    const titles = await this.options.statements.of(active, document, found);
    return found.goStatements.map(({ statement, creators }, i) => ({
      line: found.sources.syntax.goStatements[statement].startLine,
      title: titles[i],
      of: { creators },
    }));
  }

  /** By declaration, against the capture before this one. */
  private async changes(
    active: ActiveProfile,
    document: vscode.TextDocument,
    now: FunctionCounts,
  ): Promise<readonly number[] | undefined> {
    const previous = await this.options.previous.of(active);
    if (previous === undefined) return undefined;
    const before = await this.options.counts.inDocument(previous.profile, document);
    // It had nothing in this document then.
    return Array.from(now.inside, (count, declaration) => count - (before?.functions.inside[declaration] ?? 0));
  }

  /** By declaration; empty where the service is not watched. */
  private async trends({ profile, uri }: ActiveProfile, found: DocumentGoroutines): Promise<readonly string[]> {
    const trend = this.options.trends.of(uri);
    if (trend === undefined) return [];
    const kinds = await this.options.tables.kindsOf(profile);
    const { length } = found.sources.syntax.declarations;
    return kindsOfFunctions(profile, kinds, found.declarationOf, length).map((keys) => trendText(trend, keys));
  }

  dispose(): void {
    this.owned.dispose();
  }
}

function statesOf(profile: Profile, { states }: FunctionCounts, declaration: number): (readonly [string, number])[] {
  return [...states[declaration]]
    .map(([state, count]) => [profile.strings.text(state), count] as const)
    .sort(([, a], [, b]) => b - a);
}

/** The function and its literals: what the number counts. */
function functionsByDeclaration({ parts }: DocumentSources): ReadonlyMap<number, readonly number[]> {
  const members = new Map<number, number[]>();
  for (const { anchors } of parts) {
    for (const [f, { declaration }] of anchors) {
      const known = members.get(declaration);
      if (known === undefined) members.set(declaration, [f]);
      else known.push(f);
    }
  }
  return members;
}
