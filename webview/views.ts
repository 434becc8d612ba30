// The places of the page. A view is one way to look at the profile: the flame graph today; table, callers, source and
// goroutines have their place here. In: the list of views. Out: the element of the one that is shown and, from two views
// on, tabs to choose by. Invariant: with one view there are no tabs: no dead controls.

import type { Disposable } from '../src/base/disposable';
import { element } from './dom';
import type { KeyAction } from './keys';

export interface PageView extends Disposable {
  readonly id: string;
  readonly title: string;
  readonly element: HTMLElement;
  /** Where the keyboard goes when the view is shown. */
  focus(): void;
  /** @returns whether it wants to be drawn again in the next frame */
  draw(now: number): boolean;
  /** @returns whether the key meant something here */
  act(action: KeyAction): boolean;
}

export class ViewSwitch {
  readonly element = element('main', { className: 'views' });
  private readonly tabs: HTMLElement | undefined;
  current: PageView;

  constructor(views: readonly [PageView, ...PageView[]]) {
    this.current = views[0];
    if (views.length > 1) {
      this.tabs = element('div', { className: 'tabs', role: 'tablist' }, ...views.map((view) => this.tabOf(view)));
      this.element.append(this.tabs);
    }
    this.show(views[0]);
  }

  show(view: PageView): void {
    this.current.element.remove();
    this.current = view;
    this.element.append(view.element);
    for (const tab of this.tabs?.children ?? []) {
      tab.setAttribute('aria-selected', String(tab.getAttribute('data-view') === view.id));
    }
  }

  private tabOf(view: PageView): HTMLElement {
    const tab = element('button', { className: 'tab', role: 'tab', text: view.title, 'data-view': view.id });
    tab.addEventListener('click', () => {
      this.show(view);
      view.focus();
    });
    return tab;
  }
}
