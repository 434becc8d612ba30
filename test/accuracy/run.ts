// `npm run accuracy [-- --only TEXT --seconds N --quick]`. In: nothing. Out: for each run of the service whether its
// diagnosis is right, then precision and recall of each rule; exit code 1 when a run is not right. Invariant: at most two
// services run at a time.

import {
  type Case,
  cured,
  everything,
  families,
  faultFamilies,
  faults,
  nameOf,
  none,
  pairs,
  singles,
  sound,
  telling,
} from './cases';
import { judge, type Verdict } from './judge';
import { readMarks } from './marks';
import { type Bench, prepareBench, runCase } from './runCase';

const words = process.argv.slice(2);
const value = (name: string): string | undefined => {
  const at = words.indexOf(`--${name}`);
  return at < 0 ? undefined : words[at + 1];
};
const only = value('only');
const seconds = Number(value('seconds') ?? '4');

async function main(): Promise<void> {
  const all = [
    none,
    sound,
    everything,
    ...singles,
    ...faults,
    ...cured,
    ...(words.includes('--quick') ? telling : pairs),
  ];
  const cases = only === undefined ? all : all.filter((one) => nameOf(one).includes(only));
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort());
  const bench = await prepareBench();
  const marks = readMarks();
  const verdicts: Verdict[] = [];
  const waiting = [...cases];
  const work = async (): Promise<void> => {
    for (let one = waiting.shift(); one !== undefined && !stop.signal.aborted; one = waiting.shift()) {
      const verdict = await verdictOf(bench, one, marks, stop.signal);
      verdicts.push(verdict);
      console.log(`${verdict.faults.length === 0 ? 'ok   ' : 'FAIL '} ${nameOf(one)}${foundText(verdict)}`);
      for (const fault of verdict.faults) console.log(`       ${fault}`);
    }
  };
  try {
    await Promise.all([work(), work()]);
  } finally {
    bench.scratch.remove();
  }
  console.log(`\n${tableText(verdicts)}`);
  const wrong = verdicts.filter(({ faults }) => faults.length > 0).length;
  console.log(`${verdicts.length - wrong} of ${cases.length} runs are right.`);
  process.exitCode = wrong === 0 && verdicts.length === cases.length ? 0 : 1;
}

async function verdictOf(
  bench: Bench,
  one: Case,
  marks: ReturnType<typeof readMarks>,
  signal: AbortSignal,
): Promise<Verdict> {
  try {
    const { findings } = await runCase(bench, one, seconds, signal);
    return judge(one, findings, marks);
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
function tableText(verdicts: readonly Verdict[]): string {
  const rows = [['rule', 'right', 'false', 'missed', 'precision', 'recall']];
  const share = (part: number, rest: number): string => (part + rest === 0 ? '-' : (part / (part + rest)).toFixed(2));
  const sum = (of: (verdict: Verdict) => number): number => verdicts.reduce((all, verdict) => all + of(verdict), 0);
  const strange = verdicts.flatMap(({ falseAlarms }) => falseAlarms.map(({ rule }) => rule));
  const diseases = Object.entries({ ...families, ...faultFamilies });
  const known = diseases.flatMap(([, family]) => family);
  for (const rule of [...new Set([...known, ...strange])].sort()) {
    const own = diseases.filter(([, family]) => family[0] === rule).map(([disease]) => disease);
    const right = sum(({ found }) => found.filter((hit) => hit.rule === rule).length);
    const wrong = strange.filter((one) => one === rule).length;
    const missed = sum((verdict) => verdict.missed.filter((disease) => own.includes(disease)).length);
    rows.push([rule, String(right), String(wrong), String(missed), share(right, wrong), share(right, missed)]);
  }
  const widths = rows[0].map((_, i) => Math.max(...rows.map((row) => row[i].length)));
  return rows
    .map((row) => row.map((text, i) => (i === 0 ? text.padEnd(widths[i]) : text.padStart(widths[i]))).join('  '))
    .join('\n');
}

void main();
