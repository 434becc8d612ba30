// Garbage that keeps the collector busy. In: CPU shares of allocating and collecting, allocations by function and line,
// the source of the line that allocates most, which tells conversions of strings and bytes.
// Out: one finding a function. Seen: mallocgc, gcBgMarkWorker and gcAssistAlloc in the CPU profile, and one function
// that makes most of what is allocated, next to nothing of which is alive afterwards. What a library allocates for the
// program (decoding JSON, reading a body) is mostly the price of the work: never more than a suspicion.

import type { Conversion } from '../codeQuestions';
import { packageOf } from '../../golang/symbolName';
import type { GroupFrame } from '../../goroutine/groups';
import { percentText, secondsText, shortName, shown, sizeText, sourceEvidence } from '../evidence';
import { causes, type Cpu } from '../facts/cpu';
import type { Facts } from '../facts/facts';
import type { Allocation, Allocations } from '../facts/memory';
import type { Evidence } from '../finding';
import { type Draft, type Rule, weightOf } from '../rule';

type Main = Allocations['functions'][number];

/** Of the CPU, for memory: a healthy service has a tenth or less. */
const suspectShare = 0.15;
const likelyShare = 0.22;
/**
 * Of one core, for memory: half of next to nothing is next to nothing. Low, for a busy machine gives the service less
 * than it asks for: what takes 0.13 of a core alone was seen with 0.06 beside others.
 */
const likelyCores = 0.03;
/** Of all bytes, from one function. */
const mainShare = 0.3;
/** Less than this a second costs nothing worth a change. */
const busyBytes = 5e6;

export const gcPressure: Rule = {
  id: 'gc-pressure',
  summary: 'One function allocates so much that the collector takes a large part of the CPU',
  docs: 'https://go.dev/doc/gc-guide',
  async find(facts, code) {
    const { cpu, allocations } = facts;
    if (cpu === undefined || allocations?.seconds === undefined) return [];
    const memory = cpu.use(isMemory);
    const rate = allocations.bytes / allocations.seconds;
    if (memory.share < suspectShare || rate < busyBytes || memory.value < 5e7) return [];
    const { functions, seconds } = allocations;
    const mains = functions.filter(({ share, place, bytes }) => share >= mainShare && kept(facts, place) < 0.5 * bytes);
    const drafts: Draft[] = [];
    for (const main of mains) {
      const library = libraryOf(main, facts);
      if (library !== undefined) {
        if (memory.share >= likelyShare) drafts.push(servedDraft(main, library, cpu, seconds));
        continue;
      }
      const conversion = (await code.conversionAt(main.lines[0].place)) ?? undefined;
      drafts.push(draftOf(main, conversion, cpu, seconds));
    }
    return drafts;
  },
};

function draftOf(main: Main, conversion: Conversion | undefined, cpu: Cpu, seconds: number): Draft {
  const memory = cpu.use(isMemory);
  const [line] = main.lines;
  const size = main.objects === 0 ? 0 : main.bytes / main.objects;
  const conversions = conversionShare(cpu, main.place);
  const name = shortName(main.place.function);
  const isBusy = cpu.seconds === undefined || memory.cores >= likelyCores;
  return {
    grade: memory.share >= likelyShare && main.share >= 0.4 && isBusy ? 'likely' : 'suspect',
    title:
      conversion === undefined ? `${name} makes most of the garbage` : `${name} ${conversionWords[conversion].title}`,
    detail: `Allocating and collecting take ${percentText(memory.share)} of the CPU, and ${percentText(main.share)} of what is allocated comes from here: ${sizeText(main.bytes / seconds)} a second, in objects of ${sizeText(size)} on average${
      conversions < 0.01 ? '' : `; ${percentText(conversions)} of the CPU goes into turning strings into bytes and back`
    }.`,
    place: line.place,
    evidence: [
      ...allocationEvidenceOf(main, seconds),
      memoryEvidence(memory.value, memory.share, cpu),
      ...(conversion === undefined ? [] : [sourceEvidence(conversionWords[conversion].source, line.place)]),
    ],
    refute: 'The report or job ran only while we looked: capture again, and compare.',
    advice:
      conversion === undefined
        ? 'Write into one buffer that is used again (append, bufio.Writer, strconv.Append…, sync.Pool for large ones), give slices their capacity, and stay with either strings or bytes.'
        : 'Stay with either strings or bytes: bytes and strings have the same functions, io.WriteString and Buffer.WriteString take a string, append(buf, s...) copies one into a buffer that is used again, and m[string(b)] as a key of a map costs nothing.',
    weight: weightOf(memory.share * main.share, 0.2),
    explains: [`allocations:${main.place.function}`],
  };
}

/** Packages that work for the line that calls them, and for nobody else: what they allocate, the line asked for. */
const helpers =
  /^(runtime|internal\/|strings$|bytes$|strconv$|fmt$|slices$|maps$|sort$|errors$|unicode|container\/|math)/;

/** What a library allocates the most of it in; undefined where the program's own lines do. */
function libraryOf({ rows, bytes }: Main, { owners }: Facts): GroupFrame | undefined {
  const served = rows.filter(({ frames }) => {
    const at = frames.findIndex((frame) => owners.isOwn(frame));
    return frames.slice(0, Math.max(0, at)).some((frame) => !helpers.test(packageOf(frame.function)));
  });
  const sum = served.reduce((all, { value }) => all + value, 0);
  return sum < 0.5 * bytes ? undefined : owners.called(served[0].frames);
}

/** It allocates because it works: worth a look where it is this much, no more. */
function servedDraft(main: Main, library: GroupFrame, cpu: Cpu, seconds: number): Draft {
  const memory = cpu.use(isMemory);
  const called = shortName(library.function);
  return {
    grade: 'suspect',
    title: `${shortName(main.place.function)} allocates in ${called}`,
    detail: `Allocating and collecting take ${percentText(memory.share)} of the CPU, and ${percentText(main.share)} of what is allocated comes from here, most of it in ${called}: ${sizeText(main.bytes / seconds)} a second. That may well be the price of what the service does: a fault only if it does more of it than it has to.`,
    place: main.lines[0].place,
    evidence: [...allocationEvidenceOf(main, seconds), memoryEvidence(memory.value, memory.share, cpu)],
    refute: 'Each request needs what is made here: then the amount follows the number of requests.',
    advice:
      'If this is too much: decode and encode as a stream, read only the fields that are used, keep buffers for the next request (sync.Pool), and do once what is the same for every request.',
    weight: weightOf(memory.share * main.share, 0.2),
    explains: [`allocations:${main.place.function}`],
  };
}

/** Each conversion is a copy. */
const conversionWords: Readonly<Record<Conversion, { readonly title: string; readonly source: string }>> = {
  bytesOfString: {
    title: 'makes garbage by turning strings into []byte',
    source: 'Here the source turns a string into []byte, which copies it.',
  },
  stringOfBytes: {
    title: 'makes garbage by turning []byte into strings',
    source: 'Here the source turns []byte into a string, which copies it.',
  },
  roundTrip: {
    title: 'makes garbage by turning strings into []byte and back',
    source: 'Here the source turns strings into []byte and back, which copies them each time.',
  },
};

/** What of a function's memory has come to stay: that is no garbage. */
function kept({ heap }: Facts, { function: name }: GroupFrame): number {
  const own = heap?.before === null ? [] : (heap?.places ?? []).filter(({ place }) => place.function === name);
  return own.reduce((sum, { now, before }) => sum + now - before, 0);
}

function isMemory(frames: readonly GroupFrame[]): boolean {
  return causes.collection(frames) || causes.allocation(frames);
}

function conversionShare(cpu: Cpu, { function: name }: GroupFrame): number {
  const isConversion = /^runtime\.(stringtoslicebyte|slicebytetostring|concatstrings|concatbytes|rawstring\w*)$/;
  return cpu.use(
    (frames) =>
      frames.some((frame) => frame.function === name) && frames.some((frame) => isConversion.test(frame.function)),
  ).share;
}

/** Of the function, and of its lines that allocate most. */
function allocationEvidenceOf(main: Main, seconds: number): readonly Evidence[] {
  const lines = main.lines.slice(0, 3).map((one) => allocationEvidence(one, `line ${one.place.line}`, seconds));
  return [allocationEvidence(main, shortName(main.place.function), seconds), ...lines];
}

function allocationEvidence({ bytes, objects, share, rows }: Allocation, where: string, seconds: number): Evidence {
  return {
    profile: 'allocs',
    text: `${sizeText(bytes)} in ${Math.round(objects)} objects within ${secondsText(seconds)}, ${percentText(share)} of all (${where}).`,
    value: bytes,
    unit: 'bytes',
    share,
    frames: shown(rows[0].frames),
  };
}

function memoryEvidence(value: number, share: number, cpu: Cpu): Evidence {
  const collection = cpu.use(causes.collection);
  return {
    profile: 'cpu',
    text: `${percentText(share)} of the CPU is spent on memory, ${percentText(collection.share)} of it all in the collector.`,
    value,
    unit: 'nanoseconds',
    share,
    frames: [],
  };
}
