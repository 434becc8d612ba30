// The language between a mocha run (in a child process, or inside an extension host) and the test runner: one JSON
// object per line, appended as things happen. Invariant: a run that does not say 'end' did not finish, however
// many tests it passed before.
import fs from 'node:fs';

export type TestEvent =
  | { readonly event: 'pass'; readonly title: string; readonly ms: number }
  | { readonly event: 'fail'; readonly title: string; readonly error: string }
  | { readonly event: 'seen'; readonly title: string; readonly text: string }
  | { readonly event: 'skip'; readonly title: string }
  | { readonly event: 'end' };

export interface TestCounts {
  passed: number;
  readonly failures: { readonly title: string; error: string }[];
  readonly skips: string[];
  ended: boolean;
}

export function noCounts(): TestCounts {
  return { passed: 0, failures: [], skips: [], ended: false };
}

export function appendEvent(file: string, event: TestEvent): void {
  fs.appendFileSync(file, `${JSON.stringify(event)}\n`);
}

/** Adds to the failure of this test what was there to see when it failed; only in a process that reports tests. */
export function tellSeen(title: string, text: string): void {
  const file = process.env[resultsVariable];
  if (file !== undefined) appendEvent(file, { event: 'seen', title, text });
}

/** Names the file of the events to the tests themselves. */
export const resultsVariable = 'HEATLINE_TEST_RESULTS';

/** Follows the file; `poll` returns what is new since the last call. A line cut short waits for its rest. */
export class EventReader {
  private read = 0;

  constructor(private readonly file: string) {}

  poll(): TestEvent[] {
    if (!fs.existsSync(this.file)) return [];
    const bytes = fs.readFileSync(this.file).subarray(this.read);
    const whole = bytes.lastIndexOf(10) + 1;
    this.read += whole;
    const lines = bytes.subarray(0, whole).toString().split('\n').filter(Boolean);
    return lines.map((line) => JSON.parse(line) as TestEvent);
  }
}

export function addEvent(counts: TestCounts, event: TestEvent): void {
  switch (event.event) {
    case 'pass':
      counts.passed++;
      return;
    case 'fail':
      counts.failures.push({ title: event.title, error: event.error });
      return;
    case 'seen':
      for (const failure of counts.failures) if (failure.title === event.title) failure.error += `\n${event.text}`;
      return;
    case 'skip':
      counts.skips.push(event.title);
      return;
    case 'end':
      counts.ended = true;
      return;
    default:
      throw new Error(`unknown test event ${JSON.stringify(event satisfies never)}`);
  }
}
