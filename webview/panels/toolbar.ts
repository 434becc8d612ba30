// The row of controls above the graph. In: the model. Out: sample type, search with its count, back, forward, whole
// view. Invariant: a control that can do nothing is disabled, and one that never can (a single sample type) is text.

import { counted } from '../../src/base/counted';
import { formatValue } from '../../src/core/profile/units';
import { matchOrdinal } from '../../src/core/layout/search';
import {
  createDropdown,
  createIconButton,
  createTextField,
  type ButtonControl,
  type ChoiceControl,
  type TextControl,
} from '../controls';
import { element, setText } from '../dom';
import { percentText, sampleTypeText } from '../state/nodeDescription';
import type { PageModel } from '../state/pageModel';

export interface ToolbarActions {
  readonly selectSampleType: (index: number) => void;
  readonly search: (text: string) => void;
  readonly goToMatch: (direction: 'next' | 'previous') => void;
  readonly back: () => void;
  readonly forward: () => void;
  readonly resetZoom: () => void;
}

export class Toolbar {
  readonly element: HTMLElement;
  readonly search: TextControl;
  private readonly sampleType: ChoiceControl | undefined;
  private shown: readonly unknown[] = [];
  private readonly count = element('span', { className: 'search-count', role: 'status' });
  private readonly buttons: Readonly<Record<'previous' | 'next' | 'back' | 'forward' | 'reset', ButtonControl>>;

  constructor(model: PageModel, actions: ToolbarActions) {
    const types = model.profile.sampleTypes.map(sampleTypeText);
    this.search = createTextField('Search functions', 'Search functions: text or /expression/', actions.search);
    this.buttons = {
      previous: createIconButton('previous', 'Previous match (Shift+Enter)', () => actions.goToMatch('previous')),
      next: createIconButton('next', 'Next match (Enter)', () => actions.goToMatch('next')),
      back: createIconButton('back', 'Back (Alt+Left)', actions.back),
      forward: createIconButton('forward', 'Forward (Alt+Right)', actions.forward),
      reset: createIconButton('wholeView', 'Show everything (Home)', actions.resetZoom),
    };
    if (types.length > 1) {
      this.sampleType = createDropdown('Sample type', types, model.sampleType, actions.selectSampleType);
    }
    const { previous, next, back, forward, reset } = this.buttons;
    this.search.element.classList.add('search-field');
    this.element = element(
      'div',
      { className: 'toolbar', role: 'toolbar', 'aria-label': 'Flame graph' },
      this.sampleType?.element ?? element('span', { className: 'sample-type', text: types[0] ?? '' }),
      element(
        'div',
        { className: 'search' },
        this.search.element,
        this.count,
        element('div', { className: 'button-group' }, previous.element, next.element),
      ),
      element('div', { className: 'button-group' }, back.element, forward.element, reset.element),
    );
  }

  update(model: PageModel): void {
    const { search, buttons } = this;
    const inputs = [model.rows, model.search, model.selected, model.canGoBack, model.canGoForward, model.isZoomed];
    if (this.shown.length > 0 && inputs.every((each, i) => each === this.shown[i])) return;
    this.shown = inputs;
    this.sampleType?.select(model.sampleType);
    search.value = model.search.text;
    search.element.classList.toggle('is-invalid', model.search.problem !== '');
    setText(this.count, countText(model));
    this.count.title = model.search.problem || matchedText(model);
    this.count.classList.toggle('is-problem', model.search.problem !== '');
    const hasMatches = (model.search.matches?.nodes.length ?? 0) > 0;
    buttons.previous.setEnabled(hasMatches);
    buttons.next.setEnabled(hasMatches);
    buttons.back.setEnabled(model.canGoBack);
    buttons.forward.setEnabled(model.canGoForward);
    buttons.reset.setEnabled(model.isZoomed);
  }
}

/** `3 of 12 · 34.5%`: which match is selected, how many there are, and the share of all stacks that hold one. */
function countText(model: PageModel): string {
  const { matches, problem } = model.search;
  if (problem !== '') return 'Invalid expression';
  if (matches === undefined) return '';
  if (matches.nodes.length === 0) return 'No results';
  const at = model.selected === undefined ? -1 : matchOrdinal(matches, model.selected);
  const count = at >= 0 ? `${at + 1} of ${matches.nodes.length}` : String(matches.nodes.length);
  return `${count} · ${percentText(matches.total, model.wholeValue)}`;
}

export function matchedText(model: PageModel): string {
  const { matches } = model.search;
  if (matches === undefined) return '';
  if (matches.nodes.length === 0) return 'No function matches.';
  const { unit } = model.profile.sampleTypes[model.sampleType];
  const total = formatValue(matches.total, unit);
  const percent = percentText(matches.total, model.wholeValue);
  return `${counted(matches.frameCount, 'function')} in ${counted(matches.nodes.length, 'frame')}, ${total} (${percent})`;
}
