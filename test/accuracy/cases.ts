// What accuracy is measured on. In: nothing. Out: runs of test/service: each disease alone, none, each one cured, pairs;
// and runs of ./faults, for causes that the service does not have.
// Programs of others are cases as well (programs.ts).
// Invariant: a disease is known by the family of rules that may name it, and by the marks in its source, never by text.

/** The orders service, the program in ./faults, or the folder of somebody's program. */
export type Subject = 'service' | 'faults' | { readonly folder: string; readonly name: string };

export interface Case {
  readonly subject: Subject;
  readonly diseases: readonly string[];
  /** Run the cures instead: nothing may be found. */
  readonly fixed: boolean;
  /** The block and mutex profiles have nothing, as in most services in production. */
  readonly hasRatesOff?: boolean;
}

/** What only these two profiles prove: without them a suspicion at most. */
const proofNeedsRates: readonly string[] = ['keepalive', 'mutex', 'tls'];

/** Rules that name a disease's cause, the best first. */
export const families: Readonly<Record<string, readonly string[]>> = {
  body: ['response-body-not-closed'],
  context: ['request-context-replaced', 'request-context-ignored'],
  defer: ['blocking-call-in-defer', 'channel-send-without-receiver'],
  gc: ['gc-pressure'],
  keepalive: ['keepalives-disabled'],
  mutex: ['lock-contention'],
  pool: ['connection-pool-exhausted'],
  recursion: ['runaway-recursion'],
  sleep: ['sleep-in-handler'],
  tls: ['tls-handshake-churn'],
  transport: ['transport-per-request'],
  waitgroup: ['waitgroup-never-zero'],
};

export const diseases = Object.keys(families);

/** Rules for each of ./faults. */
export const faultFamilies: Readonly<Record<string, readonly string[]>> = {
  addlate: ['waitgroup-never-zero'],
  after: ['timers-not-stopped'],
  closing: ['server-keepalives-disabled'],
  crossed: ['deadlock', 'channel-send-without-receiver'],
  deadlock: ['deadlock'],
  early: ['channel-send-without-receiver'],
  hanging: ['http-client-without-timeout'],
  heap: ['heap-growth'],
  logger: ['library-lock-contention'],
  lostlock: ['deadlock'],
  nilchan: ['channel-receive-without-sender'],
  range: ['channel-receive-without-sender'],
  readers: ['lock-contention', 'rwmutex-writer-starvation'],
  regexp: ['repeated-work-in-handler'],
  select: ['select-without-done'],
  self: ['deadlock'],
  send: ['channel-send-without-receiver'],
  slots: ['slot-held-while-waiting'],
  slow: ['server-without-timeouts'],
  starved: ['lock-contention', 'rwmutex-writer-starvation'],
  unbounded: ['unbounded-goroutines'],
  uncancelled: ['select-without-done'],
  unsignalled: ['goroutines-pile-up'],
};

const service = (names: readonly string[], fixed = false): Case => ({ subject: 'service', diseases: names, fixed });

export const none: Case = service(['none']);
export const singles: readonly Case[] = diseases.map((name) => service([name]));
export const cured: readonly Case[] = diseases.map((name) => service([name], true));
/** All at once: each must be told from all others. */
export const everything = service(diseases);
export const pairs: readonly Case[] = diseases.flatMap((a, i) => diseases.slice(i + 1).map((b) => service([a, b])));

const fault = (...names: readonly string[]): Case => ({ subject: 'faults', diseases: names, fixed: false });

/** Those that happen once, told apart in one program. */
export const once = fault('early', 'uncancelled', 'crossed', 'unsignalled');
export const faults: readonly Case[] = [
  once,
  ...Object.keys(faultFamilies).flatMap((name) => (once.diseases.includes(name) ? [] : [fault(name)])),
];
/** Idle workers and streams; those who wait long for what will come. */
export const sound: readonly Case[] = [fault('sound'), fault('patient')];
/** One lost goroutine among a hundred thousand that are not. */
export const crowd = fault('early', 'crowd');

/** Pairs whose signs are easily taken for each other's: the same goroutines, the same calls, the same profile. */
export const telling: readonly Case[] = [
  ['body', 'transport'],
  ['keepalive', 'tls'],
  ['context', 'pool'],
  ['gc', 'recursion'],
  ['body', 'keepalive'],
  ['tls', 'transport'],
  ['defer', 'waitgroup'],
  ['context', 'sleep'],
  ['mutex', 'pool'],
  ['mutex', 'sleep'],
  ['defer', 'pool'],
  ['gc', 'waitgroup'],
].map((names) => service(names));

export function nameOf({ subject, diseases: names, fixed, hasRatesOff }: Case): string {
  if (typeof subject === 'object') return subject.name;
  return `${names.join('+')}${fixed ? ', cured' : ''}${hasRatesOff === true ? ', rates off' : ''}`;
}

/** Those that may be found. */
export function expectedOf(one: Case): readonly string[] {
  return one.fixed ? [] : one.diseases.filter((name) => name in familiesOf(one));
}

/** Those that must be found. */
export function requiredOf(one: Case): readonly string[] {
  return expectedOf(one).filter((name) => one.hasRatesOff !== true || !proofNeedsRates.includes(name));
}

export function withRatesOff(one: Case): Case {
  return { ...one, hasRatesOff: true };
}

/** For the tests: what needs no rate beside what does. */
export const quiet: Case = withRatesOff(service(['context', 'mutex', 'tls']));

/** Rules that may name a disease of the case. In somebody's program a disease is named by its rules: `deadlock|… NAME`. */
export function familiesOf({ subject, diseases: names }: Case): typeof families {
  if (subject === 'service') return families;
  if (subject === 'faults') return faultFamilies;
  return Object.fromEntries(names.map((name) => [name, name.split(' ')[0].split('|')]));
}
