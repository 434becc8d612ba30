// What tests inside an extension host need around them, on the harness's workbench and on a desktop alike.
// In: a tier's context. Out: a copy of test/service to open, the service running, a debugger, environment variables for
// test/workbench/index.ts. Invariant: the checkout is never opened for writing; the service ends with the tier.
import fs from 'node:fs';
import path from 'node:path';
import { buildDelve } from '../harness/delve';
import { buildService, startService } from '../harness/goService';
import { outDir, repoRoot, serviceDir } from '../harness/paths';
import { findTests } from './mochaTier';
import type { TierContext } from './tier';

export interface HostTests {
  /** The workspace. */
  readonly folder: string;
  /** Test events arrive here. */
  readonly results: string;
  /** What the tests print. */
  readonly output: string;
  readonly env: Readonly<Record<string, string>>;
  end(): Promise<void>;
}

/** The bundled test/workbench/index.ts. */
export const hostEntry = path.join(outDir, 'workbench', 'index.js');

export async function prepareHostTests(context: TierContext): Promise<HostTests> {
  if (findTests('workbench').length === 0) throw new Error('no test/workbench/**/*.test.ts was found');
  const { scratch, signal } = context;
  const folder = path.join(scratch, 'orders');
  fs.cpSync(serviceDir, folder, { recursive: true });
  const delve = await buildDelve(signal);
  const binary = await buildService({ dir: folder, output: path.join(scratch, 'orders-bin'), signal });
  const service = await startService({ binary, diseases: ['context'] });
  const results = path.join(scratch, 'workbench.jsonl');
  const output = path.join(scratch, 'workbench.out');
  const env = {
    HEATLINE_TEST_RESULTS: results,
    HEATLINE_TEST_OUTPUT: output,
    HEATLINE_TEST_REPO: repoRoot,
    HEATLINE_TEST_TARGET: service.target,
    HEATLINE_TEST_PROGRAM: binary,
    HEATLINE_TEST_DELVE: delve,
    HEATLINE_TEST_GREP: context.grep ?? '',
  };
  return { folder, results, output, env, end: () => service.stop() };
}
