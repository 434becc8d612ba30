// The globals beyond `vscode` that the extension host has in Node and in the browser alike.
// Declared as narrow as we use them, so that the host compiles without Node or DOM types; the composition
// root sees the real ones under the same names.

interface AbortSignal {
  readonly aborted: boolean;
  readonly reason: unknown;
  addEventListener(type: 'abort', listener: () => void, options?: { readonly once?: boolean }): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

declare class AbortController {
  readonly signal: AbortSignal;
  abort(reason?: unknown): void;
}

declare function setTimeout(callback: () => void, milliseconds: number): unknown;
declare function clearTimeout(timer: unknown): void;

declare class TextDecoder {
  decode(input?: Uint8Array): string;
}

declare class TextEncoder {
  encode(input: string): Uint8Array;
}

declare const crypto: { getRandomValues(array: Uint8Array): Uint8Array };
