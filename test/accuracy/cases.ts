// What accuracy is measured on. In: nothing. Out: runs of test/service: each disease alone, none, each one cured, pairs.
// Invariant: a disease is known by the family of rules that may name it, and by the marks in its source, never by text.

export interface Case {
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

export const none: Case = { diseases: ['none'], fixed: false };
export const allCured: Case = { diseases: ['all'], fixed: true };
export const singles: readonly Case[] = diseases.map((name) => ({ diseases: [name], fixed: false }));
export const cured: readonly Case[] = diseases.map((name) => ({ diseases: [name], fixed: true }));
export const pairs: readonly Case[] = diseases.flatMap((a, i) =>
  diseases.slice(i + 1).map((b) => ({ diseases: [a, b], fixed: false })),
);

/** Pairs whose signs are easily taken for each other's: the same goroutines, the same calls, the same profile. */
export const telling: readonly Case[] = [
  ['body', 'transport'],
  ['keepalive', 'tls'],
  ['context', 'pool'],
  ['gc', 'recursion'],
].map((names) => ({ diseases: names, fixed: false }));

export function nameOf({ diseases: names, fixed }: Case): string {
  return `${names.join('+')}${fixed ? ', cured' : ''}`;
}

/** Those that must be found. */
export function expectedOf({ diseases: names, fixed }: Case): readonly string[] {
  return fixed ? [] : names.filter((name) => name in families);
}
