// `npm run package` as a tier. In: the checkout. Out: a clean .vsix, shared with the tiers that install it.
// Invariant: built once per run; when it cannot be built, each tier that needs it fails with the reason.
import { packageVsix, type PackageResult } from '../harness/vsix';
import { noCounts, type TestCounts } from '../harness/testEvents';
import type { Tier, TierContext } from './tier';

let made: Promise<PackageResult> | undefined;

/** The package of this run. */
export function packageOnce(signal: AbortSignal): Promise<PackageResult> {
  made ??= packageVsix(signal);
  return made;
}

export const packageTier: Tier = { name: 'package', limitSeconds: 240, greppable: false, run };

async function run(context: TierContext): Promise<TestCounts> {
  const counts = noCounts();
  const { warnings, sizes } = await packageOnce(context.signal);
  if (warnings.length === 0) counts.passed++;
  else counts.failures.push({ title: 'vsce package', error: warnings.join('\n') });
  for (const line of sizes) context.progress(`  ${line}`);
  return counts;
}
