// What could be shown only in part. In: sentences. Out: a strip that can be dismissed. Invariant: several warnings take
// one row until asked for; nothing is shown where there is nothing to warn of.

import { createIconButton } from '../controls';
import { element } from '../dom';
import { icon } from '../icons';

export function warningsStrip(warnings: readonly string[], onDismiss: () => void): HTMLElement | undefined {
  if (warnings.length === 0) return undefined;
  const strip = element('div', { className: 'warnings', role: 'status' });
  const list =
    warnings.length === 1
      ? element('span', { className: 'warnings-text', text: warnings[0] })
      : element(
          'details',
          { className: 'warnings-text' },
          element('summary', { text: `${warnings.length} things in this profile could be shown only in part` }),
          element('ul', {}, ...warnings.map((text) => element('li', { text }))),
        );
  const dismiss = createIconButton('close', 'Dismiss', () => {
    strip.remove();
    onDismiss();
  });
  strip.append(icon('warning'), list, dismiss.element);
  return strip;
}
