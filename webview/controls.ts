// The page's controls. In: labels and what to do. Out: elements with the few properties the page uses.
// Invariant: the only file that knows the webview UI toolkit, which no longer gets features: what replaces it one day
// replaces this file.

import {
  provideVSCodeDesignSystem,
  vsCodeButton,
  vsCodeDropdown,
  vsCodeOption,
  vsCodeProgressRing,
  vsCodeTextField,
} from '@vscode/webview-ui-toolkit';
import { icon, type IconName } from './icons';

// What is used of the toolkit's elements. Its classes are no help here: an element is made by its tag's name.
type ButtonElement = HTMLElement & { appearance: string; disabled: boolean };
type TextFieldElement = HTMLElement & { placeholder: string; value: string; readonly control: HTMLInputElement };
type DropdownElement = HTMLElement & { selectedIndex: number };
type OptionElement = HTMLElement & { value: string };

export interface ButtonControl {
  readonly element: HTMLElement;
  setEnabled(isEnabled: boolean): void;
}

export interface TextControl {
  readonly element: HTMLElement;
  value: string;
  /** Puts the keyboard there and marks what is in it. */
  focus(): void;
}

export interface ChoiceControl {
  readonly element: HTMLElement;
  select(index: number): void;
}

export function registerControls(): void {
  provideVSCodeDesignSystem().register(
    vsCodeButton(),
    vsCodeDropdown(),
    vsCodeOption(),
    vsCodeProgressRing(),
    vsCodeTextField(),
  );
}

/**
 * Makes one of each, out of sight. The toolkit compiles templates and styles for the first of a kind, some 60 ms in all:
 * better while the profile is on its way than between its arrival and its first picture.
 */
export function warmUpControls(parent: HTMLElement): void {
  const nothing = (): void => undefined;
  const stage = document.createElement('div');
  stage.hidden = true;
  stage.append(
    createIconButton('search', '', nothing).element,
    createTextField('', '', nothing).element,
    createDropdown('', ['', ''], 0, nothing).element,
  );
  parent.append(stage);
  requestAnimationFrame(() => stage.remove());
}

export function createButton(text: string, appearance: 'primary' | 'secondary', onPress: () => void): ButtonControl {
  const button = document.createElement('vscode-button') as ButtonElement;
  button.appearance = appearance;
  button.textContent = text;
  button.addEventListener('click', onPress);
  return { element: button, setEnabled: (isEnabled) => (button.disabled = !isEnabled) };
}

/** @param label what it does and its key; read out, and shown on hover */
export function createIconButton(name: IconName, label: string, onPress: () => void): ButtonControl {
  const button = document.createElement('vscode-button') as ButtonElement;
  // The label comes first: an icon button without one gives itself one.
  button.setAttribute('aria-label', label);
  button.appearance = 'icon';
  button.title = label;
  button.append(icon(name));
  button.addEventListener('click', onPress);
  return {
    element: button,
    setEnabled: (isEnabled) => {
      if (button.disabled === isEnabled) button.disabled = !isEnabled;
    },
  };
}

export function createTextField(label: string, placeholder: string, onInput: (value: string) => void): TextControl {
  const field = document.createElement('vscode-text-field') as TextFieldElement;
  field.placeholder = placeholder;
  // The toolkit calls every field without a visible label `Text field`, whenever it is put on the page.
  const relabel = (): void => {
    if (field.getAttribute('aria-label') !== label) field.setAttribute('aria-label', label);
  };
  relabel();
  new MutationObserver(relabel).observe(field, { attributes: true, attributeFilter: ['aria-label'] });
  field.spellcheck = false;
  const start = icon('search');
  start.setAttribute('slot', 'start');
  field.append(start);
  field.addEventListener('input', () => onInput(field.value));
  return {
    element: field,
    get value() {
      return field.value;
    },
    set value(value) {
      if (field.value !== value) field.value = value;
    },
    focus: () => {
      field.focus();
      field.control.select();
    },
  };
}

export function createDropdown(
  label: string,
  options: readonly string[],
  selected: number,
  onSelect: (index: number) => void,
): ChoiceControl {
  const dropdown = document.createElement('vscode-dropdown') as DropdownElement;
  dropdown.setAttribute('aria-label', label);
  for (const [index, text] of options.entries()) {
    const option = document.createElement('vscode-option') as OptionElement;
    option.value = String(index);
    option.textContent = text;
    dropdown.append(option);
  }
  dropdown.addEventListener('change', () => onSelect(dropdown.selectedIndex));
  const select = (index: number): void => {
    // Its options are known to it only after it was drawn for the first time.
    void customElements.whenDefined('vscode-dropdown').then(() => {
      if (dropdown.selectedIndex !== index) dropdown.selectedIndex = index;
    });
  };
  select(selected);
  return { element: dropdown, select };
}

export function createProgressRing(label: string): HTMLElement {
  const ring = document.createElement('vscode-progress-ring');
  ring.setAttribute('aria-label', label);
  return ring;
}
