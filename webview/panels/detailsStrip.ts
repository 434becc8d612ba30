// The line below the graph. In: a description of the box in question, or a sentence. Out: text that is there at once,
// for the pointer as for the keyboard. Invariant: always of one height, so that nothing jumps; what does not fit is cut
// and stands in the tooltip of the element.

import { element, setText } from '../dom';
import type { NodeDescription } from '../state/nodeDescription';
import { placeText } from './tooltip';

export class DetailsStrip {
  private readonly swatch = element('span', { className: 'details-swatch', hidden: true });
  private readonly name = element('span', { className: 'details-name' });
  private readonly place = element('span', { className: 'details-place' });
  private readonly numbers = element('div', { className: 'details-numbers' });
  private readonly note = element('span', { className: 'details-note' });
  readonly element: HTMLElement;
  private shown: { readonly description: NodeDescription; readonly fill: string } | undefined;

  constructor() {
    const first = element('div', { className: 'details-row' }, this.swatch, this.name, this.place);
    const second = element('div', { className: 'details-row' }, this.numbers, this.note);
    this.element = element('div', { className: 'details', 'aria-hidden': 'true' }, first, second);
  }

  showSentence(text: string): void {
    this.shown = undefined;
    this.swatch.hidden = true;
    setText(this.name, '');
    setText(this.place, text);
    this.place.title = text;
    this.numbers.replaceChildren();
  }

  /** @param fill CSS colour of the box, '' for none */
  showNode(d: NodeDescription, fill: string): void {
    if (this.shown?.description === d && this.shown.fill === fill) return;
    this.shown = { description: d, fill };
    this.swatch.hidden = fill === '';
    this.swatch.style.backgroundColor = fill;
    setText(this.name, d.name);
    this.name.title = d.name;
    const place = placeText(d);
    setText(this.place, [place.slice(place.lastIndexOf('/') + 1), d.kindText, d.inlined].filter(Boolean).join(' · '));
    this.place.title = place;
    const numbers = d.amounts.map((a) => {
      const beside = [a.percent, a.companion].filter(Boolean).join(' · ');
      return element(
        'span',
        { className: 'details-amount' },
        element('span', { className: 'details-label', text: a.label }),
        element('span', { text: a.value }),
        element('span', { className: 'details-label', text: `· ${beside}` }),
      );
    });
    if (d.ofCaller !== '') {
      numbers.push(
        element(
          'span',
          { className: 'details-amount details-caller' },
          element('span', { text: d.ofCaller }),
          element('span', { className: 'details-label', text: 'of caller' }),
        ),
      );
    }
    this.numbers.replaceChildren(...numbers);
  }

  /** What happened last: where a click went, or why not. */
  showNote(text: string): void {
    setText(this.note, text);
    this.note.title = text;
  }
}
