// Goroutines of a document, counted. In: a profile that counts goroutines, and a document. Out: per declaration and per
// `go` statement how many there are. Invariants: counted in slices; kept while the document's functions stay the same, so
// that typing does not recount.

import type * as vscode from 'vscode';
import { type FunctionCounts, FunctionCountsPass, goroutineSampleType } from '../../core/analyze/functionCounts';
import { type GoStatementCounts, GoStatementsPass } from '../../core/golang/goStatements';
import type { Profile } from '../../core/profile/profile';
import { inSlices } from '../slices';
import type { DocumentSources, SourceIndex } from '../sources/sourceIndex';
import type { GoroutineTables } from '../store/goroutineTables';

export interface DocumentGoroutines {
  readonly sources: DocumentSources;
  /** By declaration of the document. */
  readonly functions: FunctionCounts;
  readonly goStatements: readonly GoStatementCounts[];
  /** Declaration of each FunctionIndex, -1 for none. */
  readonly declarationOf: Int32Array;
}

interface Counted {
  /** Which functions belong together: what the counts depend on. */
  readonly key: string;
  readonly declarationOf: Int32Array;
  readonly functions: Promise<FunctionCounts>;
  readonly goStatements: Promise<readonly GoStatementCounts[]>;
}

export class GoroutineCounts {
  private readonly counted = new WeakMap<Profile, WeakMap<vscode.TextDocument, Counted>>();

  constructor(
    private readonly sources: SourceIndex,
    private readonly tables: GoroutineTables,
  ) {}

  /** Undefined for profiles of other things, and for documents the profile has nothing in. */
  async inDocument(profile: Profile, document: vscode.TextDocument): Promise<DocumentGoroutines | undefined> {
    if (goroutineSampleType(profile) < 0) return undefined;
    const sources = await this.sources.inDocument(profile, document);
    if (sources === undefined) return undefined;
    const { functions, goStatements, declarationOf } = this.countsIn(profile, document, sources);
    return { sources, functions: await functions, goStatements: await goStatements, declarationOf };
  }

  private countsIn(profile: Profile, document: vscode.TextDocument, sources: DocumentSources): Counted {
    const { syntax, parts } = sources;
    const groupOf = new Int32Array(profile.functions.count).fill(-1);
    const members: string[] = [];
    for (const { anchors } of parts) {
      for (const [f, { declaration, shift }] of anchors) {
        groupOf[f] = declaration;
        members.push(`${f}:${declaration}:${shift}`);
      }
    }
    const key = `${members.join(' ')} ${syntax.goStatements.map(({ startLine }) => startLine).join(' ')}`;
    const documents = this.counted.get(profile) ?? new WeakMap<vscode.TextDocument, Counted>();
    this.counted.set(profile, documents);
    const known = documents.get(document);
    if (known?.key === key) return known;
    const counted: Counted = {
      key,
      declarationOf: groupOf,
      functions: this.countFunctions(profile, groupOf, syntax.declarations.length),
      goStatements: this.countStatements(profile, sources),
    };
    documents.set(document, counted);
    return counted;
  }

  private async countFunctions(profile: Profile, groupOf: Int32Array, count: number): Promise<FunctionCounts> {
    const values = profile.samples.values[goroutineSampleType(profile)];
    const facts = await this.tables.factsOf(profile);
    const foreign = await this.sources.foreignIn(profile);
    const pass = new FunctionCountsPass(profile, { count, groupOf }, foreign, values, facts);
    await inSlices(pass);
    return pass;
  }

  private async countStatements(
    profile: Profile,
    { syntax, parts }: DocumentSources,
  ): Promise<readonly GoStatementCounts[]> {
    if (profile.goroutines === undefined || syntax.goStatements.length === 0) return [];
    const values = profile.samples.values[goroutineSampleType(profile)];
    const facts = await this.tables.factsOf(profile);
    const anchors = parts.map((part) => part.anchors);
    const pass = new GoStatementsPass(profile, syntax, anchors, facts, values);
    await inSlices(pass);
    return pass.result();
  }
}
