// `npm run accuracy [-- DIR --only TEXT --part K/N --seconds N --quick --rates-off]`. In: nothing, or a folder of other programs (programs.ts).
// With --rates-off the service does not record blocking and locks, as most do not; --part runs each Nth of the cases, from the Kth on.
// Out: for each run of a service whether its diagnosis is right, then precision and recall of each rule, and how long a
// hundred thousand goroutines take; exit code 1 when something is not right. Invariant: at most two services run at a time.

import {
  type Case,
  crowd,
  cured,
  everything,
  familiesOf,
  faults,
  nameOf,
  none,
  pairs,
  singles,
  sound,
  telling,
  withRatesOff,
} from './cases';
import { judge, type Verdict } from './judge';
import { marksOf } from './marks';
import { programsIn } from './programs';
import { type Bench, prepareBench, runCase, secondsToDiagnose } from './runCase';

const words = process.argv.slice(2);
const value = (name: string): string | undefined => {
  const at = words.indexOf(`--${name}`);
  return at < 0 ? undefined : words[at + 1];
};
const only = value('only');
const [part, parts] = (value('part') ?? '1/1').split('/').map(Number);
const seconds = Number(value('seconds') ?? '4');
const folder = words.find(
  (word, i) => !word.startsWith('--') && !['--only', '--part', '--seconds'].includes(words[i - 1]),
);
/** To diagnose a hundred thousand goroutines. */
const enoughSeconds = 3;

async function main(): Promise<void> {
  const own = [
    none,
    ...sound,
    crowd,
    everything,
    ...singles,
    ...faults,
    ...cured,
    ...(words.includes('--quick') ? telling : pairs),
  ];
  const offered = words.includes('--rates-off') ? [none, ...singles, everything].map(withRatesOff) : own;
  const all = folder === undefined ? offered : programsIn(folder);
  const chosen = only === undefined ? all : all.filter((one) => nameOf(one).includes(only));
  const cases = chosen.filter((_, i) => i % parts === part - 1);
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort());
  const bench = await prepareBench();
  const verdicts: Run[] = [];
  const waiting = [...cases];
  let isSlow = false;
  const work = async (): Promise<void> => {
    for (let one = waiting.shift(); one !== undefined && !stop.signal.aborted; one = waiting.shift()) {
      const verdict = await verdictOf(bench, one, stop.signal);
      verdicts.push({ one, ...verdict });
      console.log(`${verdict.faults.length === 0 ? 'ok   ' : 'FAIL '} ${nameOf(one)}${foundText(verdict)}`);
      for (const fault of verdict.faults) console.log(`       ${fault}`);
    }
  };
  try {
    await Promise.all([work(), work()]);
    if (cases.includes(crowd)) {
      const took = await secondsToDiagnose(bench, crowd);
      isSlow = took >= enoughSeconds;
      console.log(`${isSlow ? 'SLOW ' : 'ok   '} 100 thousand goroutines, read and diagnosed in ${took.toFixed(1)} s`);
    }
  } finally {
    bench.scratch.remove();
  }
  console.log(`\n${tableText(verdicts)}`);
  const wrong = verdicts.filter(({ faults }) => faults.length > 0).length;
  console.log(`${verdicts.length - wrong} of ${cases.length} runs are right.`);
  process.exitCode = wrong === 0 && verdicts.length === cases.length && !isSlow ? 0 : 1;
}

type Run = Verdict & { readonly one: Case };

async function verdictOf(bench: Bench, one: Case, signal: AbortSignal): Promise<Verdict> {
  try {
    const { findings } = await runCase(bench, one, seconds, signal);
    return judge(one, findings, marksOf(one));
  } catch (error) {
    return { found: [], missed: [], falseAlarms: [], faults: [error instanceof Error ? error.message : String(error)] };
  }
}

function foundText({ found }: Verdict): string {
  return found.length === 0
    ? ''
    : `: ${found.map(({ rule, isAtDefect }) => `${rule}${isAtDefect ? '' : ' (at what it shows)'}`).join(', ')}`;
}

/** Precision: of a rule's findings above suspect, those that were right. Recall: of its diseases' runs, those found. */
function tableText(runs: readonly Run[]): string {
  const rows = [['rule', 'right', 'false', 'missed', 'precision', 'recall']];
  const share = (part: number, rest: number): string => (part + rest === 0 ? '-' : (part / (part + rest)).toFixed(2));
  const right = runs.flatMap(({ found }) => found.map(({ rule }) => rule));
  const wrong = runs.flatMap(({ falseAlarms }) => falseAlarms.map(({ rule }) => rule));
  const missed = runs.flatMap(({ one, missed: names }) => names.map((name) => familiesOf(one)[name][0]));
  const count = (rules: readonly string[], rule: string): number => rules.filter((other) => other === rule).length;
  const row = (name: string, hits: number, alarms: number, misses: number): void => {
    rows.push([name, String(hits), String(alarms), String(misses), share(hits, alarms), share(hits, misses)]);
  };
  for (const rule of [...new Set([...right, ...wrong, ...missed])].sort()) {
    row(rule, count(right, rule), count(wrong, rule), count(missed, rule));
  }
  row('all', right.length, wrong.length, missed.length);
  const widths = rows[0].map((_, i) => Math.max(...rows.map((cells) => cells[i].length)));
  return rows
    .map((cells) => cells.map((text, i) => (i === 0 ? text.padEnd(widths[i]) : text.padStart(widths[i]))).join('  '))
    .join('\n');
}

void main();
