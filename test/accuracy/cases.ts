// What accuracy is measured on. In: nothing. Out: runs of test/service: each disease alone, none, each one cured, pairs;
// and runs of ./faults, for causes that the service does not have.
// Invariant: a disease is known by the family of rules that may name it, and by the marks in its source, never by text.

/** The orders service, or the program in ./faults. */
export type Subject = 'service' | 'faults';

export interface Case {
  readonly subject: Subject;
  readonly diseases: readonly string[];
  /** Run the cures instead: nothing may be found. */
  readonly fixed: boolean;
}

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
  deadlock: ['deadlock'],
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
  slow: ['server-without-timeouts'],
  unbounded: ['unbounded-goroutines'],
};

const service = (names: readonly string[], fixed = false): Case => ({ subject: 'service', diseases: names, fixed });

export const none: Case = service(['none']);
export const allCured: Case = service(['all'], true);
export const singles: readonly Case[] = diseases.map((name) => service([name]));
export const cured: readonly Case[] = diseases.map((name) => service([name], true));
/** All at once: each must be told from all others. */
export const everything = service(diseases);
export const pairs: readonly Case[] = diseases.flatMap((a, i) => diseases.slice(i + 1).map((b) => service([a, b])));

export const faults: readonly Case[] = Object.keys(faultFamilies).map((name) => ({
  subject: 'faults',
  diseases: [name],
  fixed: false,
}));
export const sound: Case = { subject: 'faults', diseases: ['sound'], fixed: false };

/** Pairs whose signs are easily taken for each other's: the same goroutines, the same calls, the same profile. */
export const telling: readonly Case[] = [
  ['body', 'transport'],
  ['keepalive', 'tls'],
  ['context', 'pool'],
  ['gc', 'recursion'],
].map((names) => service(names));

export function nameOf({ diseases: names, fixed }: Case): string {
  return `${names.join('+')}${fixed ? ', cured' : ''}`;
}

/** Those that must be found. */
export function expectedOf(one: Case): readonly string[] {
  return one.fixed ? [] : one.diseases.filter((name) => name in familiesOf(one));
}

/** Rules that may name a disease of the case. */
export function familiesOf({ subject }: Case): typeof families {
  return subject === 'service' ? families : faultFamilies;
}
