// States of goroutines as a debugger reads them out of a program. In: the runtime's status number and the name of its
// wait reason. Out: the state as Go's own dumps print it. Invariant: what is not known is said so, never guessed.

/** runtime/runtime2.go, `_Gidle` and on; the bit says that the collector is scanning the stack. */
const status = { runnable: 1, running: 2, syscall: 3, waiting: 4, dead: 6, copystack: 8, preempted: 9 } as const;
const leakedStatus = 10;
const deadExtraStatus = 11;
const scanBit = 0x1000;

const named: ReadonlyMap<number, string> = new Map(Object.entries(status).map(([name, number]) => [number, name]));

/** By the constant's name without `waitReason`, Go 1.21 to 1.27: numbers differ from one to the next. */
const waitReasons: Readonly<Record<string, string>> = {
  ChanReceive: 'chan receive',
  ChanReceiveNilChan: 'chan receive (nil chan)',
  ChanSend: 'chan send',
  ChanSendNilChan: 'chan send (nil chan)',
  CleanupWait: 'cleanup wait',
  Coroutine: 'coroutine',
  DebugCall: 'debug call',
  DumpingHeap: 'dumping heap',
  FinalizerWait: 'finalizer wait',
  FlushProcCaches: 'flushing proc caches',
  ForceGCIdle: 'force gc (idle)',
  GCAssistMarking: 'GC assist marking',
  GCAssistWait: 'GC assist wait',
  GCMarkTermination: 'GC mark termination',
  GCScavengeWait: 'GC scavenge wait',
  GCSweepWait: 'GC sweep wait',
  GCWeakToStrongWait: 'GC weak to strong wait',
  GCWorkerActive: 'GC worker (active)',
  GCWorkerIdle: 'GC worker (idle)',
  GarbageCollection: 'garbage collection',
  GarbageCollectionScan: 'garbage collection scan',
  IOWait: 'IO wait',
  PageTraceFlush: 'page trace flush',
  PanicWait: 'panicwait',
  Preempted: 'preempted',
  Select: 'select',
  SelectNoCases: 'select (no cases)',
  Semacquire: 'semacquire',
  Sleep: 'sleep',
  StoppingTheWorld: 'stopping the world',
  SyncCondWait: 'sync.Cond.Wait',
  SyncMutexLock: 'sync.Mutex.Lock',
  SyncRWMutexLock: 'sync.RWMutex.Lock',
  SyncRWMutexRLock: 'sync.RWMutex.RLock',
  SyncWaitGroupWait: 'sync.WaitGroup.Wait',
  SynctestChanReceive: 'chan receive (durable)',
  SynctestChanSend: 'chan send (durable)',
  SynctestRun: 'synctest.Run',
  SynctestSelect: 'select (durable)',
  SynctestWait: 'synctest.Wait',
  SynctestWaitGroupWait: 'sync.WaitGroup.Wait (durable)',
  TraceGoroutineStatus: 'trace goroutine status',
  TraceProcStatus: 'trace proc status',
  TraceReaderBlocked: 'trace reader (blocked)',
  UpdateGOMAXPROCSIdle: 'GOMAXPROCS updater (idle)',
  WaitForGCCycle: 'wait for GC cycle',
};

/** Of a goroutine of which nothing more is known than that the debugger has stopped it. */
export const unknownState = 'stopped';

/**
 * Undefined for one that has ended.
 *
 * @param number as `runtime.curg.atomicstatus` has it, undefined for unknown
 * @param reason `waitReasonChanReceive`, undefined for unknown
 */
export function debuggerState(number: number | undefined, reason: string | undefined): string | undefined {
  if (number === undefined) return unknownState;
  const plain = number & ~scanBit;
  if (plain === status.dead || plain === deadExtraStatus) return undefined;
  if (plain !== status.waiting && plain !== leakedStatus) return named.get(plain) ?? unknownState;
  const word = reason?.replace(/^(runtime\.)?waitReason/, '') ?? '';
  const wait = Object.hasOwn(waitReasons, word) ? waitReasons[word] : 'waiting';
  return plain === leakedStatus ? `${wait} (leaked)` : wait;
}
