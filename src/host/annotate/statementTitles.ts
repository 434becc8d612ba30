// What stands at `go` statements. In: the active dump's counts of a document, the capture before it, a watch. Out: a text for
// each statement. Invariant: a capture without creators is no capture before; what is not known is left out.

import type * as vscode from 'vscode';
import type { GoroutineTables } from '../store/goroutineTables';
import type { GoroutineTrends } from '../store/goroutineTrends';
import type { PreviousCaptures } from '../store/previousCaptures';
import type { ActiveProfile } from '../store/profileStore';
import type { DocumentGoroutines, GoroutineCounts } from './goroutineCounts';
import { statementTitle, trendText } from './goroutineTexts';

export interface StatementTitlesOptions {
  readonly counts: GoroutineCounts;
  readonly previous: PreviousCaptures;
  readonly tables: GoroutineTables;
  readonly trends: GoroutineTrends;
}

export class StatementTitles {
  constructor(private readonly options: StatementTitlesOptions) {}

  /** In the order of `goStatements`. */
  async of(
    active: ActiveProfile,
    document: vscode.TextDocument,
    { goStatements }: DocumentGoroutines,
  ): Promise<readonly string[]> {
    if (goStatements.length === 0) return [];
    const before = await this.liveBefore(active, document);
    const trendOf = await this.trends(active);
    return goStatements.map((each) => {
      const change = before === undefined ? undefined : each.live - (before.get(each.statement) ?? 0);
      return statementTitle(each, { change, trend: trendOf(each.creators) });
    });
  }

  /** By statement; undefined where there is nothing to compare with. */
  private async liveBefore(
    active: ActiveProfile,
    document: vscode.TextDocument,
  ): Promise<ReadonlyMap<number, number> | undefined> {
    const { previous, counts } = this.options;
    const profile = (await previous.of(active))?.profile;
    if (profile?.goroutines === undefined) return undefined;
    const found = await counts.inDocument(profile, document);
    return new Map((found?.goStatements ?? []).map(({ statement, live }) => [statement, live]));
  }

  private async trends({ profile, uri }: ActiveProfile): Promise<(creators: readonly number[]) => string> {
    const trend = this.options.trends.of(uri);
    if (trend === undefined) return () => '';
    const { kinds } = await this.options.tables.kindsOf(profile);
    const { createdBy } = await this.options.tables.factsOf(profile);
    const keysOf = new Map<number, number[]>();
    for (const { key, sample } of kinds) {
      const known = keysOf.get(createdBy[sample]);
      if (known === undefined) keysOf.set(createdBy[sample], [key]);
      else known.push(key);
    }
    return (creators) => {
      const keys = creators.flatMap((creator) => keysOf.get(creator) ?? []);
      return trendText(trend, keys);
    };
  }
}
