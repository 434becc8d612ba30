// Who started a goroutine, over the debug adapter protocol. In: a way to evaluate in a goroutine's frame, and to disassemble.
// Out: the function, file and line of its `go` statement, and the goroutine that ran it. Delve's protocol has no question for
// that, so the runtime's own numbers are read: `gopc`, the line by the instruction before it, and the function's name by the
// table that the runtime prints names from (runtime/symtab.go, the same from Go 1.18 on). Invariants: only reads; each
// statement is looked up once; what does not come out as it should is left out, never guessed.

import type { DebuggerCreator } from '../../core/goroutine/debuggerDump';

export interface CreatorQuestions {
  /** The value of an expression in a frame; undefined where it has none. */
  readonly value: (frameId: number, expression: string) => Promise<string | undefined>;
  /** File and line of the instruction before an address. */
  readonly placeBefore: (address: bigint) => Promise<{ readonly file: string; readonly line: number } | undefined>;
}

type Place = Omit<DebuggerCreator, 'parent'>;

/** runtime/symtab.go: a bucket for 4096 bytes of code, a number of 4 bytes and one of a byte for each 256 bytes. */
const bucket = { code: 4096n, part: 256n, size: 20n } as const;
/** Steps from what a bucket says to the function; the runtime's own loop has no bound, and takes a few. */
const mostSteps = 300;
/** Of a name; longer ones have more type parameters than anyone reads. */
const longestName = 500;
const table = 'runtime.firstmoduledata';
/** Numbers of goroutines are handed out in batches, so a parent's may be a little larger than its child's. */
const safeId = 2 ** 15;

export class CreatorReader {
  private readonly places = new Map<bigint, Promise<Place | undefined>>();
  private code: Promise<{ readonly start: bigint; readonly buckets: bigint } | undefined> | undefined;
  /** Runtimes before Go 1.21 do not. */
  private knowsParents = true;

  constructor(private readonly questions: CreatorQuestions) {}

  /** Undefined where nobody started it, as main, or nobody knows. */
  async of(id: number, frameId: number): Promise<DebuggerCreator | undefined> {
    const { pc, parent } = (await this.startOf(id, frameId)) ?? { pc: 0n, parent: 0 };
    if (pc === 0n) return undefined;
    let place = this.places.get(pc);
    if (place === undefined) this.places.set(pc, (place = this.placeOf(pc, frameId)));
    const found = await place;
    return found === undefined ? undefined : { ...found, parent };
  }

  /** Both in one number while they fit, since each question is a round trip. */
  private async startOf(
    id: number,
    frameId: number,
  ): Promise<{ readonly pc: bigint; readonly parent: number } | undefined> {
    if (this.knowsParents) {
      const goid = 'uint64(runtime.curg.parentGoid)';
      if (id < safeId) {
        const both = await this.number(frameId, `uint64(runtime.curg.gopc) + ${goid}*${2 ** 48}`);
        if (both !== undefined) return { pc: both & 0xffff_ffff_ffffn, parent: Number(both >> 48n) };
      } else {
        const parent = await this.number(frameId, goid);
        const pc = await this.number(frameId, 'uint64(runtime.curg.gopc)');
        if (parent !== undefined && pc !== undefined) return { pc, parent: Number(parent) };
      }
      this.knowsParents = false;
    }
    const pc = await this.number(frameId, 'uint64(runtime.curg.gopc)');
    return pc === undefined ? undefined : { pc, parent: 0 };
  }

  private async placeOf(pc: bigint, frameId: number): Promise<Place | undefined> {
    const place = await this.questions.placeBefore(pc);
    if (place === undefined) return undefined;
    const name = await this.nameAt(pc - 1n, frameId);
    return name === undefined ? undefined : { name, ...place };
  }

  private async nameAt(address: bigint, frameId: number): Promise<string | undefined> {
    this.code ??= this.readCode(frameId);
    const code = await this.code;
    if (code === undefined || address < code.start) return undefined;
    const offset = address - code.start;
    const at = code.buckets + (offset / bucket.code) * bucket.size;
    const part = at + 4n + (offset % bucket.code) / bucket.part;
    const first = await this.number(frameId, `uint64(*(*uint32)(${at})) + uint64(*(*uint8)(${part}))`);
    if (first === undefined) return undefined;
    let row = first;
    for (let steps = 0; ; steps++) {
      const next = await this.number(frameId, `uint64(${table}.ftab[${row + 1n}].entryoff)`);
      if (next === undefined || steps === mostSteps) return undefined;
      if (next > offset) break;
      row++;
    }
    const funcOffset = await this.number(frameId, `uint64(${table}.ftab[${row}].funcoff)`);
    if (funcOffset === undefined) return undefined;
    const byte = (i: bigint): string => `uint64(${table}.pclntable[${funcOffset + 4n + i}])*${1n << (8n * i)}`;
    const nameOffset = await this.number(frameId, [0n, 1n, 2n, 3n].map(byte).join(' + '));
    if (nameOffset === undefined) return undefined;
    return this.nameFrom(nameOffset, frameId);
  }

  private async nameFrom(offset: bigint, frameId: number): Promise<string | undefined> {
    const names = `${table}.funcnametab`;
    // Names end with a zero byte, and behind the last one there may be less than the longest.
    for (const length of [BigInt(longestName), 100n]) {
      const text = await this.questions.value(frameId, `string(${names}[${offset}:${offset + length}])`);
      const name = text === undefined ? undefined : /^"([^"\\]+)\\x00/.exec(text)?.[1];
      if (name !== undefined) return name;
    }
    return undefined;
  }

  /** Undefined where the code is in several parts, or not to be read. */
  private async readCode(frameId: number): Promise<{ readonly start: bigint; readonly buckets: bigint } | undefined> {
    const parts = await this.number(frameId, `len(${table}.textsectmap)`);
    const start = await this.number(frameId, `uint64(${table}.text)`);
    const buckets = await this.number(frameId, `uint64(${table}.findfunctab)`);
    return parts === undefined || parts > 1n || start === undefined || buckets === undefined
      ? undefined
      : { start, buckets };
  }

  /** `4820513 = 0x498e21` */
  private async number(frameId: number, expression: string): Promise<bigint | undefined> {
    const digits = /^\d+/.exec((await this.questions.value(frameId, expression)) ?? '')?.[0];
    return digits === undefined ? undefined : BigInt(digits);
  }
}
