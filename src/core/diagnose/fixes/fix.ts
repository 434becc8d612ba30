// What a fix is. In: a place in a package that was read, and what is known of its module. Out: edits for a person to
// review. Invariants: pure; a fixer that is not sure of the code offers nothing; edits of one file do not overlap, and
// are in the order of the text.

import type { CodeFunction, CodeLine, GoPackage } from '../code/goPackage';
import type { GoNode } from '../../golang/goNode';
import type { CodeEdits } from './codeEdits';

export interface FixEdit {
  readonly path: string;
  /** Offsets into the text that was read, in UTF-16 units. */
  readonly start: number;
  readonly end: number;
  readonly newText: string;
}

export interface Fix {
  /** What it does, in the imperative, without a full stop. */
  readonly title: string;
  readonly edits: readonly FixEdit[];
  /** A sentence: why this helps. */
  readonly why: string;
  /** Sentences: what to look at before keeping it; empty for what changes nothing else. */
  readonly cautions: readonly string[];
}

/** What go.mod says; undefined and empty where there is none at hand. */
export interface ModuleFacts {
  /** `1.25` */
  readonly go: string | undefined;
  readonly requires: readonly string[];
}

export interface FixSite {
  readonly pkg: GoPackage;
  readonly module: ModuleFacts;
  readonly at: CodeLine;
  /** The declaration around the line; undefined at package level. */
  readonly fn: CodeFunction | undefined;
  /** What to look through: the declaration, or the file. */
  readonly scope: GoNode;
}

export interface Proposal extends Omit<Fix, 'edits'> {
  readonly edits: CodeEdits;
}

export interface Fixer {
  /** Ids of the rules whose findings it may mend. */
  readonly rules: readonly string[];
  propose(site: FixSite): readonly Proposal[];
}

/** Whether the module is of this Go or newer; an unknown one is taken for an old one. */
export function hasGo({ go }: ModuleFacts, minor: number): boolean {
  const [major, own] = (go ?? '').split('.').map(Number);
  return major > 1 || (major === 1 && own >= minor);
}

/** Those at the line; else the only one there is, for a finding's line may be near it. */
export function atLine<T>(all: readonly T[], line: number, linesOf: (one: T) => readonly number[]): readonly T[] {
  const here = all.filter((one) => linesOf(one).includes(line));
  return here.length > 0 || all.length !== 1 ? here : all;
}
