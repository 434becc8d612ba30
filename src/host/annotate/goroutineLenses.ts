// How many goroutines are in each function. In: the active profile, if it counts goroutines, and Go documents.
// Out: a lens above each function that has any. Invariants: functions are found by their syntax; the command a lens
// runs gets numbers only; counts are kept while the document's functions stay the same, so typing does not recount.

import * as vscode from 'vscode';
import { type Disposable, DisposableList } from '../../base/disposable';
import { functionCounts, type FunctionCounts, goroutineSampleType } from '../../core/analyze/functionCounts';
import { functionsOf } from '../../core/golang/functionsAt';
import { isStandardPackage } from '../../core/golang/standardLibrary';
import type { Profile } from '../../core/profile/profile';
import { commands } from '../../ids';
import { rangeAt } from '../positions';
import { setting } from '../settings';
import type { DocumentSources, SourceIndex } from '../sources/sourceIndex';
import type { ProfileStore } from '../store/profileStore';

const enabledSetting = 'heatline.codeLens.enabled';

interface Counted {
  /** Which functions belong together: what the counts depend on. */
  readonly key: string;
  readonly counts: FunctionCounts;
}

export class GoroutineLenses implements vscode.CodeLensProvider, Disposable {
  private readonly owned = new DisposableList();
  private readonly changed = this.owned.add(new vscode.EventEmitter<void>());
  private readonly foreign = new WeakMap<Profile, Uint8Array>();
  private readonly counted = new WeakMap<vscode.TextDocument, Counted & { readonly profile: Profile }>();

  readonly onDidChangeCodeLenses = this.changed.event;

  constructor(
    private readonly store: ProfileStore,
    private readonly sources: SourceIndex,
  ) {
    this.owned.add(store.onDidChangeActive(() => this.changed.fire()));
    this.owned.add(sources.onDidChange(() => this.changed.fire()));
    this.owned.add(
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration(enabledSetting)) this.changed.fire();
      }),
    );
    this.owned.add(vscode.languages.registerCodeLensProvider({ language: 'go', scheme: '*' }, this));
  }

  async provideCodeLenses(document: vscode.TextDocument): Promise<vscode.CodeLens[]> {
    const profile = this.store.active?.profile;
    if (profile === undefined || !setting(enabledSetting)) return [];
    const sampleType = goroutineSampleType(profile);
    if (sampleType < 0) return [];
    const sources = await this.sources.inDocument(profile, document);
    if (sources === undefined) return [];
    const { inside, waiting } = this.countsIn(document, profile, sampleType, sources);
    const what = profile.sampleTypes[sampleType].type === 'goroutineleak' ? 'leaked goroutine' : 'goroutine';
    return sources.syntax.declarations.flatMap(({ startLine }, declaration) => {
      if (inside[declaration] === 0) return [];
      const functions = sources.parts.flatMap(({ anchors }) => functionsOf(anchors, declaration));
      return [
        new vscode.CodeLens(rangeAt(startLine), {
          title: lensTitle(inside[declaration], waiting[declaration], what),
          tooltip: 'Show the function in the profile',
          command: commands.revealFunctions,
          arguments: [functions],
        }),
      ];
    });
  }

  private countsIn(
    document: vscode.TextDocument,
    profile: Profile,
    sampleType: number,
    { syntax, parts }: DocumentSources,
  ): FunctionCounts {
    const groupOf = new Int32Array(profile.functions.count).fill(-1);
    const members: string[] = [];
    for (const { anchors } of parts) {
      for (const [f, { declaration }] of anchors) {
        groupOf[f] = declaration;
        members.push(`${f}:${declaration}`);
      }
    }
    const key = members.join(' ');
    const known = this.counted.get(document);
    if (known?.profile === profile && known.key === key) return known.counts;
    const groups = { count: syntax.declarations.length, groupOf };
    const counts = functionCounts(profile, groups, this.foreignIn(profile), profile.samples.values[sampleType]);
    this.counted.set(document, { profile, key, counts });
    return counts;
  }

  /** The standard library, and what has no Go name. */
  private foreignIn(profile: Profile): Uint8Array {
    let foreign = this.foreign.get(profile);
    if (foreign === undefined) {
      const files = this.sources.filesOf(profile);
      foreign = new Uint8Array(profile.functions.count);
      for (let f = 0; f < foreign.length; f++) {
        const symbol = files.symbol(f);
        foreign[f] = symbol === undefined || isStandardPackage(symbol.package) ? 1 : 0;
      }
      this.foreign.set(profile, foreign);
    }
    return foreign;
  }

  dispose(): void {
    this.owned.dispose();
  }
}

/** `120 goroutines · 118 waiting here` */
export function lensTitle(inside: number, waiting: number, what: string): string {
  const all = `${inside} ${what}${inside === 1 ? '' : 's'}`;
  return waiting === 0 ? all : `${all} · ${waiting} waiting here`;
}
