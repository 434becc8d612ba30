// The tiers of `npm test`, cheapest first, so that a small mistake is told early. Invariant: adding a test never needs
// a change here; adding a tier needs one line; what measures anything runs alone. The limits end what hangs; they are three times what a tier takes on two
// quiet cores.
import fs from 'node:fs';
import path from 'node:path';
import { outDir } from '../harness/paths';
import { bundle } from '../harness/vsix';
import { goTier } from './goTier';
import { lintTier } from './lintTier';
import { mochaTier } from './mochaTier';
import { packageOnce, packageTier } from './packageTier';
import type { Tier } from './tier';
import { workbenchTier } from './workbenchTier';

export const tiers: readonly Tier[] = [
  mochaTier({ name: 'gates', limitSeconds: 120, testTimeoutMs: 20_000 }),
  lintTier,
  mochaTier({ name: 'unit', limitSeconds: 420, testTimeoutMs: 30_000 }),
  mochaTier({ name: 'fuzz', limitSeconds: 120, testTimeoutMs: 60_000 }),
  goTier,
  mochaTier({ name: 'parity', limitSeconds: 300, testTimeoutMs: 30_000 }),
  mochaTier({ name: 'accuracy', limitSeconds: 750, testTimeoutMs: 90_000, verbose: true }),
  mochaTier({
    name: 'webview',
    limitSeconds: 300,
    testTimeoutMs: 30_000,
    verbose: true,
    prepare: async ({ signal }) => {
      await bundle({ signal });
      return {};
    },
  }),
  packageTier,
  workbenchTier,
  mochaTier({
    name: 'e2e',
    limitSeconds: 1050,
    testTimeoutMs: 90_000, // A test may take several steps of up to 30 s each.
    verbose: true,
    prepare: async ({ signal }) => {
      const { vsix } = await packageOnce(signal);
      fs.rmSync(path.join(outDir, 'e2e'), { recursive: true, force: true }); // Pictures of this run only.
      return { HEATLINE_VSIX: vsix };
    },
  }),
];
