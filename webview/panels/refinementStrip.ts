// What of the profile is left out. In: the model's refinement. Out: a row with one item per expression, each with a button
// that takes it back. Invariant: absent while everything is shown; a filter is never on without being seen.

import { noRefinement, type ViewRefinement } from '../../src/protocol/messages';
import { createIconButton } from '../controls';
import { element } from '../dom';
import type { PageModel } from '../state/pageModel';

const titles: Readonly<Record<keyof ViewRefinement, string>> = {
  focus: 'Focus',
  ignore: 'Ignore',
  hide: 'Hide',
  show: 'Show',
};

export class RefinementStrip {
  readonly element = element('div', {
    className: 'refinement',
    role: 'group',
    'aria-label': 'Filters of this profile',
    hidden: true,
  });
  private shown: ViewRefinement = noRefinement;

  constructor(private readonly apply: (refinement: ViewRefinement) => void) {}

  update({ refine }: PageModel): void {
    if (refine === this.shown) return;
    this.shown = refine;
    const given = (Object.keys(titles) as (keyof ViewRefinement)[]).filter((option) => refine[option] !== '');
    this.element.hidden = given.length === 0;
    this.element.replaceChildren(
      ...given.map((option) => {
        const without = (): void => this.apply({ ...refine, [option]: '' });
        const remove = createIconButton('close', `Remove the filter ${titles[option]}`, without);
        return element(
          'span',
          { className: 'refinement-item', title: refine[option] },
          element('span', { className: 'details-label', text: titles[option] }),
          element('code', { text: refine[option] }),
          remove.element,
        );
      }),
    );
  }
}
