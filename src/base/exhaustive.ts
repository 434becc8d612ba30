/** Ends an exhaustive switch: compiles only when every case was handled. */
export function unreachable(value: never): never {
  throw new Error(`unreachable: ${JSON.stringify(value)}`);
}
