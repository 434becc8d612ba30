// Where a box is drawn, for tests: a canvas has no elements to click on. In: a `heatline-locate` event on the canvas
// (see flameView.ts). Out: the canvas's dataset. Invariant: answers from the boxes of the last picture.

import type { Disposable } from '../../src/base/disposable';
import type { VisibleBoxes } from '../../src/core/layout/visibleBoxes';
import type { PageModel } from '../state/pageModel';

export function answerLocate(
  canvas: HTMLCanvasElement,
  boxes: VisibleBoxes,
  model: PageModel,
  middleOfRow: (depth: number) => number,
): Disposable {
  const listener = (event: Event): void => {
    for (const name of ['x', 'y', 'width', 'node']) Reflect.deleteProperty(canvas.dataset, name);
    const detail: unknown = event instanceof CustomEvent ? event.detail : undefined;
    const wanted: unknown = typeof detail === 'object' && detail !== null ? Reflect.get(detail, 'function') : undefined;
    const { tree } = model.rows;
    for (let i = 0; i < boxes.count; i++) {
      const node = boxes.node[i];
      if (node <= 0 || model.profile.frames.name[tree.frame[node]] !== wanted) continue;
      canvas.dataset['x'] = String((boxes.left[i] + boxes.right[i]) / 2);
      canvas.dataset['y'] = String(middleOfRow(boxes.depth[i]));
      canvas.dataset['width'] = String(boxes.right[i] - boxes.left[i]);
      canvas.dataset['node'] = String(node);
      return;
    }
  };
  canvas.addEventListener('heatline-locate', listener);
  return { dispose: () => canvas.removeEventListener('heatline-locate', listener) };
}
