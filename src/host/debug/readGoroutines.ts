// Goroutines over the debug adapter protocol. In: a way to ask a stopped program. Out: each goroutine's stack, state, labels
// and creator. Invariants: answers are input like any other, and checked; what cannot be read besides stacks is left out
// and costs nothing else; a few questions are on their way at a time, since each takes a round trip.

import * as vscode from 'vscode';
import { CancelledError, UserError } from '../../base/userError';
import type { DebuggerFrame, DebuggerGoroutine } from '../../core/goroutine/debuggerDump';
import { labelAddress, labelList } from '../../core/goroutine/delveConditions';
import { debuggerState, unknownState } from '../../core/goroutine/debuggerState';
import { CreatorReader } from './readCreators';
import { fullSymbol, type PackagePlaces, standardLibraryOf } from '../../core/golang/fullSymbol';

export interface ReadOptions {
  /** Sends a request of the protocol; the body of its answer. */
  readonly ask: (command: string, args?: object) => Promise<unknown>;
  readonly modules: PackagePlaces['modules'];
  readonly isStopped: () => boolean;
  readonly signal: AbortSignal;
  readonly onProgress: (done: number, all: number) => void;
}

export interface ReadGoroutines {
  readonly goroutines: readonly DebuggerGoroutine[];
  /** How many the debugger lists. */
  readonly listed: number;
}

interface StackFrame extends DebuggerFrame {
  readonly id: number;
}

const framesAtOnce = 100;
/** Go's own dumps have a hundred; a recursion can have millions. */
const mostFrames = 500;
const questionsAtOnce = 16;
const mostLabels = 8;

export async function readGoroutines(options: ReadOptions): Promise<ReadGoroutines> {
  const { isStopped, signal, onProgress } = options;
  const threads = idsOf(await asked(options, 'threads'));
  const read = new Array<RawGoroutine | undefined>(threads.length);
  const reader = new Reader(options);
  const queue = threads.entries();
  let done = 0;
  const work = async (): Promise<void> => {
    for (const [i, id] of queue) {
      if (signal.aborted) throw new CancelledError();
      if (!isStopped()) throw wentOn();
      read[i] = await reader.goroutine(id);
      onProgress(++done, threads.length);
    }
  };
  await Promise.all(Array.from({ length: questionsAtOnce }, work));
  const known = read.filter((goroutine) => goroutine !== undefined);
  return { goroutines: inFull(known, options.modules), listed: threads.length };
}

interface Status {
  readonly status: number;
  /** 0 for none. */
  readonly reason: number;
  readonly hasLabels: boolean;
}

/**
 * Three questions in one number, since each question is a round trip: the address of the labels, which has 48 bits, then
 * the status, then the wait reason, a byte each.
 */
const statusExpression =
  `uint64(${labelAddress}) + uint64(runtime.curg.atomicstatus.value & 255)*${2 ** 48} + ` +
  `uint64(runtime.curg.waitreason)*${2 ** 56}`;

/** `1370220186627473408 = 0x1304000000000000` */
function readStatus(text: string): Status | undefined {
  const digits = /^\d+/.exec(text)?.[0];
  if (digits === undefined) return undefined;
  const number = BigInt(digits);
  const byte = (at: bigint): number => Number((number >> at) & 0xffn);
  return { status: byte(48n), reason: byte(56n), hasLabels: (number & 0xffff_ffff_ffffn) !== 0n };
}

interface RawGoroutine extends Omit<DebuggerGoroutine, 'frames'> {
  readonly frames: readonly StackFrame[];
}

class Reader {
  /** Other debuggers than Delve, and old runtimes, may not know the expression: then it is not asked for again. */
  private knowsState = true;
  /** Names of wait reasons by number, which differ from one Go to the next. */
  private readonly reasons = new Map<number, Promise<string | undefined>>();
  private readonly creators = new CreatorReader({
    value: (frameId, expression) => this.value(frameId, expression),
    placeBefore: (address) => this.placeBefore(address),
  });

  constructor(private readonly options: ReadOptions) {}

  /** Undefined for one that has ended. */
  async goroutine(id: number): Promise<RawGoroutine | undefined> {
    const { frames, isCut } = await this.stack(id);
    const innermost = frames.at(0);
    if (innermost === undefined) return undefined;
    const known = await this.status(innermost.id);
    if (known === undefined) return { id, state: unknownState, labels: [], frames, isCut };
    const reason = known.reason === 0 ? undefined : await this.reason(innermost.id, known.reason);
    const state = debuggerState(known.status, reason);
    if (state === undefined) return undefined;
    const labels = known.hasLabels ? await this.labels(innermost.id) : [];
    const createdBy = await this.creators.of(id, innermost.id);
    return { id, state, labels, frames, isCut, createdBy };
  }

  private async stack(threadId: number): Promise<{ readonly frames: StackFrame[]; readonly isCut: boolean }> {
    const frames: StackFrame[] = [];
    for (;;) {
      const args = { threadId, startFrame: frames.length, levels: framesAtOnce };
      const page = framesOf(await asked(this.options, 'stackTrace', args));
      frames.push(...page);
      if (page.length < framesAtOnce) return { frames, isCut: false };
      if (frames.length >= mostFrames) return { frames, isCut: true };
    }
  }

  private async status(frameId: number): Promise<Status | undefined> {
    if (!this.knowsState) return undefined;
    const number = await this.value(frameId, statusExpression);
    const found = number === undefined ? undefined : readStatus(number);
    if (found === undefined) this.knowsState = false;
    return found;
  }

  private reason(frameId: number, number: number): Promise<string | undefined> {
    let name = this.reasons.get(number);
    if (name === undefined) {
      // `waitReasonChanReceive (19) = 0x13`
      name = this.value(frameId, 'runtime.curg.waitreason').then((text) => text?.split(' ')[0]);
      this.reasons.set(number, name);
    }
    return name;
  }

  private async labels(frameId: number): Promise<(readonly [string, string])[]> {
    const found: (readonly [string, string])[] = [];
    // Not a number for runtimes before Go 1.26, and where the stop came in the middle of a change.
    const length = Number.parseInt((await this.value(frameId, `len(${labelList})`)) ?? '', 10);
    for (let i = 0; i < Math.min(length, mostLabels); i++) {
      const key = unquoted(await this.value(frameId, `${labelList}[${i}].Key`));
      const value = unquoted(await this.value(frameId, `${labelList}[${i}].Value`));
      if (key !== undefined && value !== undefined) found.push([key, value]);
    }
    return found;
  }

  private async placeBefore(address: bigint): Promise<{ readonly file: string; readonly line: number } | undefined> {
    try {
      const args = { memoryReference: `0x${address.toString(16)}`, instructionOffset: -1, instructionCount: 1 };
      return instructionPlace(await this.options.ask('disassemble', args));
    } catch {
      return undefined;
    }
  }

  private async value(frameId: number, expression: string): Promise<string | undefined> {
    try {
      const body = await this.options.ask('evaluate', { expression, frameId, context: 'watch' });
      const { result } = (body ?? {}) as { readonly result?: unknown };
      return typeof result === 'string' ? result : undefined;
    } catch {
      return undefined;
    }
  }
}

async function asked({ ask, isStopped }: ReadOptions, command: string, args?: object): Promise<unknown> {
  try {
    return await ask(command, args);
  } catch (error) {
    throw isStopped() ? error : wentOn();
  }
}

function wentOn(): UserError {
  const next = 'Pause it, and try again.';
  return new UserError('went-on', 'The program went on while its goroutines were being read.', next);
}

/** Delve lists a thread `Dummy` where it knows no goroutine. */
function idsOf(body: unknown): number[] {
  const { threads } = (body ?? {}) as { readonly threads?: unknown };
  if (!Array.isArray(threads)) return [];
  return (threads as { readonly id?: unknown; readonly name?: unknown }[]).flatMap(({ id, name }) =>
    typeof id === 'number' && name !== 'Dummy' ? [id] : [],
  );
}

function framesOf(body: unknown): StackFrame[] {
  const { stackFrames } = (body ?? {}) as { readonly stackFrames?: unknown };
  if (!Array.isArray(stackFrames)) return [];
  return (stackFrames as Record<string, unknown>[]).flatMap(({ id, name, line, source }) => {
    if (typeof id !== 'number' || typeof name !== 'string') return [];
    const { path } = (source ?? {}) as { readonly path?: unknown };
    return [
      { id, name, file: typeof path === 'string' ? fileOf(path) : '', line: typeof line === 'number' ? line : 0 },
    ];
  });
}

function instructionPlace(body: unknown): { readonly file: string; readonly line: number } | undefined {
  const { instructions } = (body ?? {}) as { readonly instructions?: unknown };
  if (!Array.isArray(instructions)) return undefined;
  const { location, line } = (instructions.at(0) ?? {}) as { readonly location?: unknown; readonly line?: unknown };
  const { path } = (location ?? {}) as { readonly path?: unknown };
  return typeof path === 'string' && path !== '' && typeof line === 'number' ? { file: fileOf(path), line } : undefined;
}

/** Over Remote-SSH and in the browser VS Code makes URIs of the paths in an answer: `vscode-remote://host/src/main.go`. */
function fileOf(path: string): string {
  return /^[a-z][a-z0-9+.-]+:\/\//i.test(path) ? vscode.Uri.parse(path).path : path;
}

function unquoted(text: string | undefined): string | undefined {
  try {
    const value: unknown = JSON.parse(text ?? '');
    return typeof value === 'string' ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Delve shortens names; where the files lie tells the rest. */
function inFull(goroutines: readonly RawGoroutine[], modules: PackagePlaces['modules']): DebuggerGoroutine[] {
  const runtime = goroutines.flatMap(({ frames }) => frames).find(({ name, file }) => standardLibraryOf(name, file));
  const standardLibrary = runtime === undefined ? undefined : standardLibraryOf(runtime.name, runtime.file);
  const places = { standardLibrary, modules };
  return goroutines.map((goroutine) => ({
    ...goroutine,
    frames: goroutine.frames.map(({ name, file, line }) => ({ name: fullSymbol(name, file, places), file, line })),
  }));
}
