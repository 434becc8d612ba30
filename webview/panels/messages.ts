// Pages without a graph: loading, nothing to show, cannot be shown. In: what happened and what to do next.
// Out: an element in the middle of the page. Invariant: every one of them says what to do now.

import type { ValueType } from '../../src/core/profile/profile';
import { createButton, createProgressRing } from '../controls';
import { element } from '../dom';
import { icon, type IconName } from '../icons';

export interface MessageButton {
  readonly text: string;
  readonly onPress: () => void;
}

export function loadingPage(text: string): HTMLElement {
  return element(
    'div',
    { className: 'message', role: 'status' },
    createProgressRing(text),
    element('p', { className: 'message-next', text }),
  );
}

export function messagePage(
  name: IconName,
  title: string,
  next: string,
  buttons: readonly MessageButton[],
): HTMLElement {
  const mark = icon(name);
  mark.classList.add('message-icon');
  const row = element('div', { className: 'message-buttons' });
  for (const [i, { text, onPress }] of buttons.entries()) {
    row.append(createButton(text, i === 0 ? 'primary' : 'secondary', onPress).element);
  }
  return element(
    'div',
    { className: 'message', role: 'alert' },
    mark,
    element('h2', { text: title }),
    next === '' ? undefined : element('p', { className: 'message-next', text: next }),
    buttons.length > 0 ? row : undefined,
  );
}

/** What to do about a profile without samples depends on what was measured. */
export function adviceForEmpty(sampleTypes: readonly ValueType[]): string {
  const types = new Set(sampleTypes.map((t) => t.type));
  if (types.has('cpu')) {
    return 'Nothing ran while it was recorded. Capture it again while the service is under load, for 30 seconds or more.';
  }
  if (types.has('contentions') || types.has('delay')) {
    return (
      'Go records these only when told to: call runtime.SetBlockProfileRate or runtime.SetMutexProfileFraction ' +
      'in the service, then capture again.'
    );
  }
  if (types.has('inuse_space') || types.has('alloc_space')) {
    return 'Too little was allocated to be sampled (one in 512 kB by default). Capture it again after some load.';
  }
  if (types.has('goroutineleak')) return 'No goroutine was found to be leaked. That is good news.';
  return 'Capture it again while the service is doing what you want to see.';
}
