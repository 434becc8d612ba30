// The trees that a view shows of one profile, each from what is there already. In: a profile with its frames, then the
// sample types and filters somebody chooses. Out: call trees that know their samples, to the last node the same as those
// of `buildPlacedTree` on the refined profile. Invariants: stacks are read for the first tree; once more when a sample
// counts for which it has no place (of a heap profile, where not every stack is in use); and where frames cannot
// tell what an expression is about. Every other tree is derived, at a cost that goes with the nodes.

import type { PlacedTree } from '../callTree';
import type { CountedSamples } from '../lineTotals';
import { treeOfOtherType } from './otherType';
import { compileFilters } from './refine';
import { refineSource } from './refineSource';
import { refineTree } from './refineTree';
import { SampleFilter, type SampleFilterOptions } from './sampleFilter';
import { buildTreeBase, hasPlaces, type Source, type TreeBase, treeBaseOfType } from './treeBase';

/** A tree of a profile with the samples it is made of. */
export interface RefinedTree extends Source, PlacedTree {
  /** What counts of the profile; undefined where all of it does. */
  readonly filter: CountedSamples | undefined;
}

export class RefinedTrees {
  private readonly whole: SourceTrees;
  /** For expressions that frames cannot answer. */
  private slow: { readonly key: string; readonly trees: SourceTrees } | undefined;

  constructor(source: Source) {
    this.whole = new SourceTrees(source);
  }

  /** @param sampleType index into the profile's sample types */
  unrefined(sampleType: number): RefinedTree {
    this.slow = undefined;
    return this.whole.tree(sampleType);
  }

  /** @throws UserError `bad-pattern`; costs nothing, and what is shown need not be given up for a mistake */
  check(options: SampleFilterOptions): void {
    compileFilters(this.whole.source.profile, options);
  }

  refined(sampleType: number, options: SampleFilterOptions): RefinedTree {
    const { source } = this.whole;
    const key = JSON.stringify(options);
    if (this.slow?.key !== key) {
      this.slow = undefined;
      const quick = refineTree(this.whole.baseFor(sampleType), options, sampleType);
      if (quick !== undefined) {
        const filter = new SampleFilter(source.profile, options);
        return { ...source, tree: quick.tree, nodeOf: quick.nodeOf, filter };
      }
      this.slow = { key, trees: new SourceTrees(refineSource(source, options)) };
    }
    return this.slow.trees.tree(sampleType);
  }
}

/** The trees of all samples of a profile, by sample type. */
class SourceTrees {
  private base: TreeBase | undefined;

  constructor(readonly source: Source) {}

  /** A tree in which every sample that counts in the sample type has its place. */
  baseFor(sampleType: number): TreeBase {
    const { source } = this;
    if (this.base === undefined) {
      this.base = treeBaseOfType(source, sampleType);
    } else if (this.base.sampleType !== sampleType && !hasPlaces(this.base, sampleType)) {
      this.base = undefined; // Goes before the next one comes.
      this.base = buildTreeBase(source);
    }
    return this.base;
  }

  tree(sampleType: number): RefinedTree {
    const base = this.baseFor(sampleType);
    const { tree, nodeOf } = base.sampleType === sampleType ? base : treeOfOtherType(base, sampleType);
    return { ...this.source, tree, nodeOf, filter: undefined };
  }
}
