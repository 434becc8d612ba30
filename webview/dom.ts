// Elements without HTML. In: a tag, attributes, children. Out: the element. Invariant: data only ever becomes text or an
// attribute's value, never markup; there are no inline styles in attributes, as the page's policy forbids them.

type AttributeName = `aria-${string}` | `data-${string}` | 'id' | 'tabindex' | 'title' | 'role';

export type Attributes = {
  readonly className?: string;
  readonly text?: string;
  readonly hidden?: boolean;
} & { readonly [name in AttributeName]?: string };

export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: readonly (Node | undefined)[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  const { className, text, hidden, ...rest } = attributes;
  if (className !== undefined) made.className = className;
  if (text !== undefined) made.textContent = text;
  if (hidden === true) made.hidden = true;
  for (const [name, value] of Object.entries(rest) as [string, unknown][]) {
    if (typeof value === 'string') made.setAttribute(name, value);
  }
  for (const child of children) if (child !== undefined) made.append(child);
  return made;
}

/** Sets text only where it differs: a live region would read it again. */
export function setText(node: HTMLElement, text: string): void {
  if (node.textContent !== text) node.textContent = text;
}

export function listen<K extends keyof HTMLElementEventMap>(
  target: HTMLElement,
  type: K,
  listener: (event: HTMLElementEventMap[K]) => void,
  options?: AddEventListenerOptions,
): { dispose(): void } {
  target.addEventListener(type, listener, options);
  return { dispose: () => target.removeEventListener(type, listener, options) };
}
