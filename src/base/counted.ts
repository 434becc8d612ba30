// Numbers of things in sentences. In: a count and what is counted, in the singular. Out: `1 goroutine`, `12 goroutines`.
// Invariant: nouns that take an s; anything else is written where it is needed.

export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** `12,000 goroutines`: for numbers that people read and no program does. */
export function countedInGroups(count: number, noun: string): string {
  return `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`;
}
