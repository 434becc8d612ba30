// Dumps inside the records of a structured log. In: text whose lines are JSON (docker's json-file, zap, slog, …), logfmt,
// or a dump with its line ends written as `\n`. Out: the dump's own text, or undefined where no record holds one.
// Invariants: of JSON the fields are taken that hold a goroutine's header somewhere in the file, from every record, so
// that a dump of one line a record is put together again; records without such a field are passed over.

import { joinBytes } from '../wire/joinBytes';
import { findHeader } from './dumpLines';

const encoder = new TextEncoder();
const decoder = new TextDecoder();
/** A string of JavaScript can hold half a gigabyte; no record of a log is near that. */
const longestLine = 1 << 28;
/** `{"error": {"stack": …}}` */
const deepest = 3;

export function recordedDump(text: Uint8Array): Uint8Array | undefined {
  const paths = new Set<string>();
  let isRecorded = false;
  for (const line of linesOf(text)) {
    if (!line.includes('goroutine ')) continue;
    const fields = fieldsOf(line);
    if (fields === undefined) isRecorded ||= quotedDump(line) !== undefined;
    else for (const [path, value] of fields) if (holdsHeader(value)) paths.add(path);
  }
  if (paths.size === 0 && !isRecorded) return undefined;
  const parts: Uint8Array[] = [];
  const put = (value: string): void => {
    parts.push(encoder.encode(value.endsWith('\n') ? value : `${value}\n`));
  };
  for (const line of linesOf(text)) {
    const fields = paths.size === 0 ? undefined : fieldsOf(line);
    if (fields === undefined) {
      const dump = isRecorded ? quotedDump(line) : undefined;
      if (dump !== undefined) put(`${dump}\n`);
    } else for (const [path, value] of fields) if (paths.has(path)) put(value);
  }
  return joinBytes(parts);
}

/** Linear in the text, which a regular expression would not be. */
function holdsHeader(text: string): boolean {
  return text.includes('goroutine ') && findHeader(encoder.encode(text), 0) !== undefined;
}

function* linesOf(text: Uint8Array): Generator<string, void> {
  for (let from = 0; from < text.length;) {
    const found = text.indexOf(0x0a, from);
    const to = found < 0 ? text.length : found;
    if (to - from < longestLine) yield decoder.decode(text.subarray(from, to));
    from = to + 1;
  }
}

/** The texts of a JSON object, each with the names that lead to it; something may stand in front of the object. */
function fieldsOf(line: string): readonly (readonly [path: string, text: string])[] | undefined {
  const start = line.indexOf('{');
  if (start < 0 || !/[}\]]\s*$/.test(line.slice(-8))) return undefined;
  let record: unknown;
  try {
    record = JSON.parse(line.slice(start));
  } catch {
    return undefined;
  }
  const fields: [string, string][] = [];
  collect(record, '', 0, fields);
  return fields;
}

function collect(value: unknown, path: string, depth: number, fields: [string, string][]): void {
  if (typeof value === 'string') fields.push([path, value]);
  else if (typeof value === 'object' && value !== null && depth < deepest) {
    for (const [name, inner] of Object.entries(value)) collect(inner, `${path}/${name}`, depth + 1, fields);
  }
}

/** A dump that stands quoted in a line (`stack="goroutine 1 [running]:\nmain.main()…"`), or is the line. */
function quotedDump(line: string): string | undefined {
  for (let from = line.indexOf('"'); from >= 0;) {
    let to = from + 1;
    while (to < line.length && line[to] !== '"') to += line[to] === '\\' ? 2 : 1;
    if (to >= line.length) break;
    const text = unescaped(line.slice(from + 1, to));
    if (holdsHeader(text)) return text;
    from = line.indexOf('"', to + 1);
  }
  if (!line.includes('\\n')) return undefined;
  const text = unescaped(line);
  return holdsHeader(text) ? text : undefined;
}

/** As JSON and Go quote text: what matters in a dump are line ends, tabs and quotes. */
function unescaped(text: string): string {
  return text.replace(/\\(?:u([0-9a-f]{4})|(.))/gi, (_, code: string | undefined, letter: string | undefined) => {
    if (code !== undefined) return String.fromCharCode(parseInt(code, 16));
    return letter === 'n' ? '\n' : letter === 't' ? '\t' : letter === 'r' ? '\r' : (letter ?? '');
  });
}
