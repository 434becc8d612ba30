// The few globals that Node, browsers and workers share and that `lib: ES2023` does not name.
// Declared here, as narrow as we use them, so that core compiles without DOM or Node types.

declare class TextDecoder {
  constructor(label?: string, options?: { fatal?: boolean; ignoreBOM?: boolean });
  decode(input?: ArrayBufferView): string;
}

declare class TextEncoder {
  encode(input?: string): Uint8Array<ArrayBuffer>;
}
