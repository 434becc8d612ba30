// Text, changed line by line and word by word. In: a text, perhaps another to take lines from. Out: the same with lines
// moved, repeated, cut and mixed, numbers at the edges, words of the formats in strange places; or as another system
// would have stored it.

import type { Chance } from './chance';

/** Pieces of every text form. */
const words = [
  'goroutine 1 [running]:',
  'goroutine 18446744073709551616 [select, 99999999999 minutes] {a: "b}:',
  'goroutine profile: total 99',
  'heap profile: 1: 2 [3: 4] @ heap/1048576',
  '--- contention:',
  '--- Memory map: ---',
  '--- symbol',
  'created by main.f in goroutine ',
  '[originating from goroutine 3]:',
  '...additional frames elided...',
  '# labels: {"k":"v", "n":"\\xff"}',
  '\t/srv/a.go:7 +0x45',
  'cycles/second=0',
  'sampling period=-1',
  ' @ 0x1 0x2',
  '1 @',
  ' labels:{"',
  '(...)',
  '{',
  '"',
  '\\u',
  '\u001b[31m',
  ';',
  '-----',
  '\r',
];

export function mutateText(bytes: Uint8Array, other: Uint8Array, chance: Chance): Uint8Array {
  const lines = latin1(bytes).split('\n');
  for (let change = 1 + chance.below(5); change > 0; change--) changeOne(lines, other, chance);
  const text = lines.join(chance.oneIn(30) ? '\r\n' : '\n');
  return chance.oneIn(12) ? stored(text, chance) : Buffer.from(text, 'latin1');
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('latin1');
}

function changeOne(lines: string[], other: Uint8Array, chance: Chance): void {
  const at = chance.below(lines.length);
  const line = lines.at(at) ?? '';
  switch (chance.below(10)) {
    case 0:
      lines.splice(at, 1 + chance.below(4));
      return;
    case 1:
      lines.splice(chance.below(lines.length + 1), 0, ...lines.slice(at, at + 1 + chance.below(6)));
      return;
    case 2:
      lines.splice(chance.below(lines.length + 1), 0, ...lines.splice(at, 1 + chance.below(3)));
      return;
    case 3: {
      const pieces = latin1(other.subarray(0, 20_000)).split('\n');
      lines.splice(at, 0, ...pieces.slice(chance.below(pieces.length)).slice(0, 1 + chance.below(12)));
      return;
    }
    case 4:
    case 5:
      lines[at] = line.replace(/(?:0x)?[0-9a-f]*\d[0-9a-f]*/g, (digits) => (chance.oneIn(3) ? edge(chance) : digits));
      return;
    case 6: {
      const cut = chance.below(line.length + 1);
      lines[at] = line.slice(0, cut) + chance.of(words) + line.slice(cut + chance.below(4));
      return;
    }
    case 7:
      lines.splice(at, 0, chance.of(words));
      return;
    case 8:
      lines[at] = line.slice(chance.below(line.length + 1)) + (chance.oneIn(60) ? line.repeat(2000) : '');
      return;
    default: {
      const cut = chance.below(line.length + 1);
      lines[at] = line.slice(0, cut) + String.fromCharCode(chance.below(256)) + line.slice(cut + 1);
    }
  }
}

function edge(chance: Chance): string {
  const value = chance.number();
  return chance.of([`0x${value.toString(16)}`, String(value), `-${value}`, '', '9'.repeat(30)]);
}

/** UTF-16, behind the prefix of a log, coloured, or in the lines of a JSON log. */
function stored(text: string, chance: Chance): Uint8Array {
  const each = (change: (line: string) => string): Buffer => Buffer.from(text.split('\n').map(change).join('\n'));
  switch (chance.below(5)) {
    case 0:
      return Buffer.from(`\ufeff${text}`, 'utf16le');
    case 1:
      return Buffer.from(`\ufeff${text}`, 'utf16le').swap16();
    case 2:
      return each((line) => `2026-01-02T10:00:0${chance.below(10)}Z pod-1 ${line}`);
    case 3:
      return each((line) => `\u001b[31m${line}\u001b[0m`);
    default:
      return each((line) => JSON.stringify({ log: `${line}\n`, stream: 'stderr' }));
  }
}
