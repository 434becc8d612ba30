// A text that must not be shown: a password, a token. In: the text. Out: the text, only through `reveal`.
// Invariant: printing, logging, JSON and error messages that get hold of the object show `[secret]`.

import { inspect } from 'node:util';

export class Secret {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  /** For the wire only. */
  reveal(): string {
    return this.#text;
  }

  toString(): string {
    return '[secret]';
  }

  toJSON(): string {
    return '[secret]';
  }

  [inspect.custom](): string {
    return '[secret]';
  }
}
