// JSON that others wrote. In: text. Out: an object's fields, of which nothing is known yet. Invariant: what is no JSON, or
// no object, is absent; it is never an error.

export function jsonObject(text: string): Readonly<Record<string, unknown>> | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
}
