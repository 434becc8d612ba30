// Nominal types over plain values, erased at run time: a FunctionIndex is a number that only
// the columns it belongs to hand out.

declare const brand: unique symbol;

export type Brand<Base, Name extends string> = Base & { readonly [brand]: Name };
