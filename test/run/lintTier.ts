// eslint, prettier and tsc, each counted as one test. In: the checkout. Out: three counts.
// Invariant: the same commands as `npm run lint`, so that what passes here passes there.
import { inRepo, repoRoot } from '../harness/paths';
import { runTool } from '../harness/runTool';
import { noCounts, type TestCounts } from '../harness/testEvents';
import type { Tier, TierContext } from './tier';

const tools = [
  { title: 'tsc --build', script: 'typescript/bin/tsc', args: ['--build'] },
  { title: 'eslint', script: 'eslint/bin/eslint.js', args: ['.', '--max-warnings', '0'] },
  { title: 'prettier --check', script: 'prettier/bin/prettier.cjs', args: ['--check', '.'] },
];

export const lintTier: Tier = { name: 'lint', limitSeconds: 600, greppable: false, besideNext: true, run };

/** At the same time: each of the three keeps one core busy, and they write to different places. */
async function run({ signal }: TierContext): Promise<TestCounts> {
  const counts = noCounts();
  await Promise.all(
    tools.map(async ({ title, script, args }) => {
      try {
        const tool = [inRepo('node_modules', script), ...args];
        const result = await runTool(process.execPath, tool, { cwd: repoRoot, signal });
        if (result.code === 0) counts.passed++;
        else counts.failures.push({ title, error: result.output.trim() });
      } catch (error) {
        counts.failures.push({ title, error: error instanceof Error ? error.message : String(error) });
      }
    }),
  );
  return counts;
}
