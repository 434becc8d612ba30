// What rules ask of the source. In: frames of a profile. Out: what stands there. Invariants: `undefined` is "could not be
// read", which is never taken for "is not there"; files are named as the profile names them, so that a place in an
// answer is a place in the findings; a rule's grade says whether it had an answer.

import type { GroupFrame } from '../goroutine/groups';
import type { WaitClass } from '../goroutine/waitReason';

export interface CodePlace {
  readonly file: string;
  readonly line: number;
}

/** With the function around it, `Server.serve`, without its package. */
export interface FunctionPlace extends CodePlace {
  readonly function: string;
}

/** What a goroutine does on the line where it waits. */
export interface WaitCode {
  readonly operation: 'send' | 'receive' | 'range' | 'select' | 'other';
  /** The channel as the source writes it, '' for a select. */
  readonly channel: string;
  /** Where that channel is made; undefined where the reader could not tell. */
  readonly made: (CodePlace & { readonly isBuffered: boolean }) | undefined;
  /** Whether a select has a case on a context's Done; null for anything but a select. */
  readonly hasDone: boolean | null;
  /** What else can end it: a default case or a timer, whose channel it may be. */
  readonly hasOtherEnd: boolean;
  /** Nothing leaves the loop that the operation stands in, or that it is. */
  readonly isEndless: boolean;
  /** The operation runs when its function ends. */
  readonly inDefer: boolean;
  /** The operation runs in a loop of its function. */
  readonly isInLoop: boolean;
  /** The function has a context or a request that it could listen to, as the source writes it; '' for none. */
  readonly context: string;
  /** Why the other side of the channel may never come, with the place; undefined for no reason seen. */
  readonly stranded: (CodePlace & { readonly why: string }) | undefined;
}

export interface WaitGroupCode {
  /** A way out of the goroutine without Done, or undefined when every way has one. */
  readonly missingDone: CodePlace | undefined;
  /** A parameter that is a copy of the WaitGroup: what is done there, nobody waits for. */
  readonly copied: CodePlace | undefined;
  /** An Add in a package that never calls Done. */
  readonly neverDone: CodePlace | undefined;
  /** An Add that may come after Wait: it stands in the goroutine that it counts. */
  readonly lateAdd: CodePlace | undefined;
}

export interface TransportCode extends CodePlace {
  /** The function that makes it. */
  readonly function: string;
  /** Made where requests are sent, so once a call; undefined where the reader could not tell. */
  readonly isPerCall: boolean;
  /** Each setting that costs connections, at its line. */
  readonly faults: readonly (CodePlace & { readonly kind: TransportFault })[];
}

export type TransportFault =
  | 'keep-alives disabled'
  | 'no idle time-out'
  | 'few idle connections'
  | 'old TLS version'
  | 'old cipher suites'
  | 'no session cache'
  | 'no HTTP/2';

/** `rlock`: a RWMutex, for reading. */
export type LockKind = 'lock' | 'rlock';

export interface HeldCode {
  readonly lock: string;
  /** For people. */
  readonly name: string;
  readonly kind: LockKind;
  /**
   * Whether the line takes that very lock again, itself or in what it calls. False: the same field of another value, or
   * another lock; undefined: it takes one of that name, and nothing tells whose.
   */
  readonly isTakenAgain: boolean | undefined;
}

export interface LockCode {
  /** Equal for the same lock: `Cache.mu` with its owner, or where its variable is declared. */
  readonly lock: string;
  /** For people: `Cache.mu`, or the variable as the source writes it. */
  readonly name: string;
  readonly kind: LockKind;
  /** Locks that the function holds at that line, in the order in which it took them. */
  readonly held: readonly HeldCode[];
  /** A way out, in any function of the package, that keeps the lock which the line takes; undefined for none. */
  readonly keptAt: CodePlace | undefined;
}

export interface SlotCode {
  /** Equal for the same variable, or the same field of a type. */
  readonly wanted: readonly string[];
  readonly held: readonly (CodePlace & { readonly key: string; readonly on: string })[];
  /** A way out, in any function of the package, that keeps a slot of what is wanted; undefined for none. */
  readonly kept: (CodePlace & { readonly on: string }) | undefined;
}

/** A call into a library whose result nobody keeps or ends. */
export interface DroppedCall extends FunctionPlace {
  /** `nc.Subscribe` */
  readonly call: string;
}

/** A server, a handler or a middleware that ends the connection of every request. */
export interface CloseCode extends FunctionPlace {
  readonly kind: 'server' | 'header';
}

export type Conversion = 'bytesOfString' | 'stringOfBytes' | 'roundTrip';

/** Every question may be asked of any frame; the answer is about the innermost function at that line. */
export interface Code {
  waitAt(frame: GroupFrame): Promise<WaitCode | undefined>;
  /** Where a context that never ends is put in place of the request's, in the frame's function; null for nowhere. */
  contextReplacedIn(frame: GroupFrame): Promise<CodePlace | null | undefined>;
  /**
   * Where a framework's context, which no client ends, is waited for at the line, or given to the function of the frame
   * inside it; null for none.
   */
  deafContextAt(frame: GroupFrame, inner: GroupFrame | undefined): Promise<CodePlace | null | undefined>;
  waitGroupAt(frame: GroupFrame): Promise<WaitGroupCode | undefined>;
  /** A response whose body no way out closes; null for none. */
  unclosedBodyIn(frame: GroupFrame): Promise<CodePlace | null | undefined>;
  /** Responses in the frame's package whose body some way out does not close, by the function they are in. */
  unclosedBodiesNear(frame: GroupFrame): Promise<readonly FunctionPlace[] | undefined>;
  /** Rows, a statement or a transaction that some way out leaves open; null for none. */
  unclosedRowsIn(frame: GroupFrame): Promise<CodePlace | null | undefined>;
  /**
   * Where a connection is dialled for what the innermost frame reads or writes, once and without a deadline; null for
   * none, and where the package sets deadlines.
   */
  undatedDialIn(frames: readonly GroupFrame[]): Promise<CodePlace | null | undefined>;
  /** Where the frame's function opens the standard input of a command that it leaves open; null for none. */
  unclosedInputIn(frame: GroupFrame): Promise<CodePlace | null | undefined>;
  /** A way out that leaves the reading end of a pipe open; null for none. */
  unclosedPipeIn(frame: GroupFrame): Promise<CodePlace | null | undefined>;
  /** Transports made in the frame's file. */
  transportsNear(frame: GroupFrame): Promise<readonly TransportCode[] | undefined>;
  /** Transports that a function in the frame's package makes for each call, and whose connections nothing closes. */
  transportsPerCallNear(frame: GroupFrame): Promise<readonly FunctionPlace[] | undefined>;
  lockAt(frame: GroupFrame): Promise<LockCode | undefined>;
  /** Whether none who is at the other frames, nor anybody who may still be called, can end the wait at this one. */
  isBeyondReach(frame: GroupFrame, wait: WaitClass, others: readonly GroupFrame[]): Promise<boolean | undefined>;
  /** Whether a timer takes the loop at the frame to its next turn, and none at the other frames can end it. */
  isTurningForEver(frame: GroupFrame, others: readonly GroupFrame[]): Promise<boolean | undefined>;
  /** Slots that the line waits for, and those that its function has there, with where it took them. */
  slotsAt(frame: GroupFrame): Promise<SlotCode | undefined>;
  /** A value from a sync.Pool that some way out does not put back; null for none. */
  unreturnedIn(frame: GroupFrame): Promise<CodePlace | null | undefined>;
  /** Whether one of the frames is in a function that is the other side of the channels which are waited for. */
  isServedBy(frame: GroupFrame, wait: WaitClass, frames: readonly GroupFrame[]): Promise<boolean | undefined>;
  /** Exported functions of the frame's package that lead to its line. */
  entriesTo(frame: GroupFrame): Promise<readonly string[] | undefined>;
  /** In the frame's package, calls of a library's functions whose result nobody keeps or ends. */
  droppedCallsNear(
    frame: GroupFrame,
    library: string,
    names: readonly string[],
  ): Promise<readonly DroppedCall[] | undefined>;
  /** HTTP servers in the frame's package that have no time-out for reading; empty for none. */
  serversWithoutTimeouts(frame: GroupFrame): Promise<readonly CodePlace[] | undefined>;
  /** Where connections are told to end with their request, in the frame's package; `isHere` in its own function. */
  serverClosesNear(frame: GroupFrame): Promise<readonly (CloseCode & { readonly isHere: boolean })[] | undefined>;
  /** A call of an HTTP client at the line that nothing ends, and where its client is made; null for none. */
  unlimitedCallAt(
    frame: GroupFrame,
  ): Promise<(CodePlace & { readonly call: string; readonly made: CodePlace | undefined }) | null | undefined>;
  /** Tickers that nothing stops, and time.After in a loop, in the frame's function; empty for none. */
  timersIn(frame: GroupFrame): Promise<readonly (CodePlace & { readonly kind: 'ticker' | 'after' })[] | undefined>;
  /** A map or slice of the package that the function adds to and nothing takes from; null for none. */
  growingIn(frame: GroupFrame): Promise<(CodePlace & { readonly name: string }) | null | undefined>;
  /** The call by which the function comes back to itself, and whether each call has less to do; null for none. */
  recursionIn(frame: GroupFrame): Promise<{ readonly call: CodePlace; readonly isBounded: boolean } | null | undefined>;
  /** The go statement at the line: a handler's, in a loop that nothing holds back; null where there is none. */
  startAt(frame: GroupFrame): Promise<{ readonly isUnbounded: boolean } | null | undefined>;
  /** What the line allocates, where that is turning strings into bytes or back and nothing else; null for anything else. */
  conversionAt(frame: GroupFrame): Promise<Conversion | null | undefined>;
  /** Work at the line whose result is always the same, such as compiling a constant expression; null for none. */
  repeatedWorkAt(frame: GroupFrame): Promise<CodePlace | null | undefined>;
}

const nothing = (): Promise<undefined> => Promise.resolve(undefined);

/** For bundles without sources. */
export const noCode: Code = {
  waitAt: nothing,
  contextReplacedIn: nothing,
  deafContextAt: nothing,
  waitGroupAt: nothing,
  unclosedBodyIn: nothing,
  unclosedBodiesNear: nothing,
  unclosedRowsIn: nothing,
  undatedDialIn: nothing,
  unclosedInputIn: nothing,
  unclosedPipeIn: nothing,
  transportsNear: nothing,
  transportsPerCallNear: nothing,
  lockAt: nothing,
  isBeyondReach: nothing,
  isTurningForEver: nothing,
  isServedBy: nothing,
  slotsAt: nothing,
  unreturnedIn: nothing,
  entriesTo: nothing,
  droppedCallsNear: nothing,
  serversWithoutTimeouts: nothing,
  serverClosesNear: nothing,
  unlimitedCallAt: nothing,
  timersIn: nothing,
  growingIn: nothing,
  recursionIn: nothing,
  conversionAt: nothing,
  repeatedWorkAt: nothing,
  startAt: nothing,
};
