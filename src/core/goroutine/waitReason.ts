// What a goroutine's state means. In: the state as a dump prints it, from Go 1.0 to 1.27. Out: a class, and
// what the goroutine can be waiting for. Invariants: every string of the runtime's waitReasonStrings and
// gStatusStrings has its row here; a state nobody knows is `unknown`, never guessed.
//
// The state is the runtime's view, not the program's: `RWMutex.Lock` behind another waiter and a blocked
// `sync.Once.Do` both say `sync.Mutex.Lock`, a `time.Tick` loop says `chan receive`, and before Go 1.24 a
// WaitGroup says `semacquire`. Rules look at the innermost frames as well.

export type WaitClass =
  | 'running'
  | 'runnable'
  | 'syscall'
  | 'cgo'
  | 'chan send'
  | 'chan receive'
  | 'nil chan'
  | 'select'
  | 'empty select'
  | 'lock'
  | 'wait group'
  | 'cond'
  | 'semaphore'
  | 'sleep'
  | 'io'
  | 'coroutine'
  | 'synctest'
  | 'panic'
  | 'gc'
  | 'runtime idle'
  | 'runtime'
  | 'dead'
  | 'unknown';

export interface WaitReason {
  readonly class: WaitClass;
  /** Whether another goroutine has to act for this one to go on. */
  readonly blocked: boolean;
  /** Whether Go's own leak detection (goroutineleak) considers goroutines in this state. */
  readonly canLeak: boolean;
}

/** The states of each class. */
const states: Readonly<Record<Exclude<WaitClass, 'unknown'>, readonly string[]>> = {
  running: ['running', 'copystack', 'preempted', 'debug call'],
  runnable: ['runnable'],
  syscall: ['syscall'],
  cgo: ['waiting for cgo callback', 'extra', 'deadextra'],
  'chan send': ['chan send'],
  'chan receive': ['chan receive'],
  'nil chan': ['chan receive (nil chan)', 'chan send (nil chan)'],
  select: ['select'],
  'empty select': ['select (no cases)'],
  lock: ['sync.Mutex.Lock', 'sync.RWMutex.RLock', 'sync.RWMutex.Lock'],
  'wait group': ['sync.WaitGroup.Wait'],
  cond: ['sync.Cond.Wait'],
  semaphore: ['semacquire', 'semarelease'],
  sleep: ['sleep'],
  io: ['IO wait', 'netpoll', 'netpollblock'],
  coroutine: ['coroutine'],
  synctest: ['synctest.Run', 'synctest.Wait'],
  panic: ['panicwait'],
  gc: [
    'GC assist marking',
    'GC assist wait',
    'GC mark termination',
    'GC mark wait',
    'GC weak to strong wait',
    'GC worker (active)',
    'garbage collection',
    'garbage collection scan',
    'mark wait (idle)',
    'wait for GC cycle',
    'flushing proc caches',
    'stopping the world',
  ],
  'runtime idle': [
    'GC sweep wait',
    'GC scavenge wait',
    'GC worker (idle)',
    'GC worker init',
    'GOMAXPROCS updater (idle)',
    'cleanup wait',
    'finalizer wait',
    'force gc (idle)',
    'idle',
    'timer goroutine (idle)',
    'trace reader (blocked)',
  ],
  runtime: [
    'dumping heap',
    'page trace flush',
    'trace goroutine status',
    'trace proc status',
    'leaked',
    'waiting',
    'unknown wait reason',
    '???',
  ],
  dead: ['dead', 'moribund_unused', 'enqueue_unused'],
};

/** Classes in which a goroutine waits for others of the program. */
const blocking: ReadonlySet<WaitClass> = new Set<WaitClass>([
  'chan send',
  'chan receive',
  'nil chan',
  'select',
  'empty select',
  'lock',
  'wait group',
  'cond',
  'semaphore',
  'coroutine',
  'synctest',
]);

/** Never sleep, IO, system calls, runnable or the collector's own waits: those end by themselves. */
const leaking: ReadonlySet<WaitClass> = new Set<WaitClass>([
  'chan send',
  'chan receive',
  'nil chan',
  'select',
  'empty select',
  'lock',
  'wait group',
  'cond',
]);

const classOf = new Map(
  Object.entries(states).flatMap(([name, list]) => list.map((state) => [state, name as WaitClass] as const)),
);

const unknown: WaitReason = { class: 'unknown', blocked: false, canLeak: false };

/** @param state as GoroutineColumns have it; annotations such as ` (durable)` do not matter */
export function waitReasonOf(state: string): WaitReason {
  const name = classOf.get(state) ?? classOf.get(withoutAnnotation(state));
  if (name === undefined) return unknown;
  return { class: name, blocked: blocking.has(name), canLeak: leaking.has(name) };
}

function withoutAnnotation(state: string): string {
  for (const annotation of [' (durable)', ' (synctest)', ' (leaked)', ' (scan)']) {
    if (state.endsWith(annotation)) return state.slice(0, -annotation.length);
  }
  return state;
}

/** Whether the goroutine belongs to the runtime itself and is there in every program. */
export function isRuntimeState(state: string): boolean {
  const name = waitReasonOf(state).class;
  return name === 'runtime idle' || name === 'gc' || name === 'runtime';
}
