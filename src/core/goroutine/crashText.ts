// The crash that a line belongs to, out of everything a terminal shows. In: a terminal's text and a line of it that a
// person pointed at. Out: the text from the crash's first line to where the next begins. Invariants: a crash starts with
// its message (`panic:`, `fatal error:`, `SIGQUIT:`), or with the first goroutine where there is none; a panic while
// panicking is one crash.

const message = /^(?:panic: |fatal error: |SIGQUIT: quit|unexpected fault address )/;
const goroutine = /^goroutine \d+ .*[\]}]:\s*$/;

export const crashLine = /^(?:panic: .+|fatal error: .+|SIGQUIT: quit|goroutine \d+ .*[\]}]:\s*$)/;

/** @param pointed the line's text; of several like it the last one is taken, which a person is likeliest to see */
export function crashAround(text: string, pointed: string): string {
  const lines = text.split('\n').map((line) => line.replace(/\r$/, ''));
  const wanted = pointed.trimEnd();
  const last = lines.findLastIndex((line) => line.trimEnd() === wanted);
  const from = startOf(lines, last < 0 ? lines.length - 1 : last);
  const to = endOf(lines, from);
  return `${lines.slice(from, to).join('\n').trimEnd()}\n`;
}

function startOf(lines: readonly string[], from: number): number {
  let start = -1;
  for (let at = from; at >= 0; at--) {
    if (message.test(lines[at])) start = at;
    // Messages of one crash follow each other; above them and a goroutine's frames is another one.
    else if (start >= 0 && goroutine.test(lines[at])) break;
    else if (start >= 0 && !isPartOfMessage(lines[at])) break;
  }
  if (start >= 0) return start;
  const first = lines.findIndex((line) => goroutine.test(line));
  return first < 0 ? 0 : first;
}

/** `panic: a [recovered]`, `\tpanic: b`, `[signal SIGSEGV …]`. */
function isPartOfMessage(line: string): boolean {
  return /^\s+panic: |^\[signal |^\s*$/.test(line);
}

function endOf(lines: readonly string[], from: number): number {
  let hasGoroutines = false;
  for (let at = from; at < lines.length; at++) {
    if (goroutine.test(lines[at])) hasGoroutines = true;
    else if (hasGoroutines && message.test(lines[at])) return at;
  }
  return lines.length;
}
