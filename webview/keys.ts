// Which key does what. In: a key event and whether the keyboard is in a text field. Out: the name of an action.
// Invariant: one table; a key that is not in it is left to the editor (so its own shortcuts go on working), one that is
// is not passed on.

export type KeyAction =
  | 'parent'
  | 'child'
  | 'previous'
  | 'next'
  | 'zoomToSelected'
  | 'openSelected'
  | 'resetZoom'
  | 'zoomIn'
  | 'zoomOut'
  | 'pageUp'
  | 'pageDown'
  | 'focusSearch'
  | 'nextMatch'
  | 'previousMatch'
  | 'climb'
  | 'back'
  | 'forward';

interface KeyPress {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

const inGraph: Readonly<Record<string, KeyAction>> = {
  ArrowUp: 'parent',
  ArrowDown: 'child',
  ArrowLeft: 'previous',
  ArrowRight: 'next',
  Enter: 'zoomToSelected',
  ' ': 'openSelected',
  Home: 'resetZoom',
  '+': 'zoomIn',
  '=': 'zoomIn',
  '-': 'zoomOut',
  PageUp: 'pageUp',
  PageDown: 'pageDown',
};

const inSearch: Readonly<Record<string, KeyAction>> = {
  Enter: 'nextMatch',
  ArrowDown: 'nextMatch',
  ArrowUp: 'previousMatch',
};

/** @param place where the keyboard is: on the graph, in the search field, or on some other control */
export function actionOfKey(event: KeyPress, place: 'graph' | 'search' | 'elsewhere'): KeyAction | undefined {
  const { key, ctrlKey, metaKey, altKey, shiftKey } = event;
  if ((ctrlKey || metaKey) && !altKey && !shiftKey && key.toLowerCase() === 'f') return 'focusSearch';
  if (ctrlKey || metaKey) return undefined;
  if (altKey) {
    if (place === 'search' || shiftKey) return undefined;
    return key === 'ArrowLeft' ? 'back' : key === 'ArrowRight' ? 'forward' : undefined;
  }
  if (key === 'Escape') return 'climb';
  if (key === 'F3') return shiftKey ? 'previousMatch' : 'nextMatch';
  if (place === 'search') return key === 'Enter' && shiftKey ? 'previousMatch' : actionIn(inSearch, key);
  if (key === '/') return 'focusSearch';
  return place === 'graph' ? actionIn(inGraph, key) : undefined;
}

/** A key may be called anything, `toString` for one. */
function actionIn(table: Readonly<Record<string, KeyAction>>, key: string): KeyAction | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}
