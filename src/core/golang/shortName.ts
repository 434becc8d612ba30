// Names of functions where there is little room. In: a name as profiles spell it. Out: the same with as much as tells it
// from its neighbours. Invariant: for showing only; what is shortened names nothing.

/** `store.Table[…].Get` of `example.com/orders/internal/store.Table[go.shape.struct { … }].Get`. */
export function shortName(name: string): string {
  const plain = withoutTypeArguments(name);
  const bracket = plain.indexOf('[');
  return plain.slice(plain.lastIndexOf('/', bracket < 0 ? undefined : bracket) + 1);
}

/** Type arguments of structs hold whole declarations: `[…]` says that there are some. */
export function withoutTypeArguments(name: string): string {
  const open = name.indexOf('[');
  const close = name.lastIndexOf(']');
  return open < 0 || close < open ? name : `${name.slice(0, open)}[…]${name.slice(close + 1)}`;
}
