// Goroutines in the code: capture them, open the file, read the lens above the function.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { openProfile } from '../../src/core/open';
import { capture, newestCapture } from './support/heatline';
import { useSession } from './support/session';

/** Goroutines with a function of this name anywhere in their stack, counted the plain way. */
function goroutinesIn(file: string, functionName: string): number {
  const { samples, locations, functions, strings } = openProfile(readFileSync(file)).profile;
  let sum = 0;
  for (let i = 0; i < samples.count; i++) {
    const stack = samples.stackLocation.subarray(samples.stackOffset[i], samples.stackOffset[i + 1]);
    const names = [...stack].flatMap((l) =>
      [...locations.lineFunction.subarray(locations.lineOffset[l], locations.lineOffset[l + 1])].map((f) =>
        strings.text(functions.name[f]),
      ),
    );
    if (names.some((name) => name.endsWith(functionName))) sum += samples.values[0][i];
  }
  return sum;
}

describe('goroutines', () => {
  const session = useSession({ service: { diseases: ['waitgroup', 'context'] } });

  it('are counted above the functions they are in', async () => {
    const { workbench, workspace } = session();
    await capture(session(), { kind: 'Goroutines' });
    await workbench.openFile('waitgroup.go');
    const waiting = workbench.page.locator('.codelens-decoration a').filter({ hasText: /goroutine/ });
    await waiting.first().waitFor();
    await session().shot('goroutine-lenses');
    const source = readFileSync(path.join(workspace.module, 'internal/worker/waitgroup.go'), 'utf8');
    assert.match(source, /checkForgettingDone/);
    const counted = goroutinesIn(newestCapture(session()), '.checkForgettingDone');
    const lenses = await workbench.editor.codeLenses();
    assert.ok(counted > 0, 'the disease shows in the profile');
    assert.ok(
      lenses.some((text) => new RegExp(`\\b${counted} goroutines?\\b`).test(text)),
      `${counted} goroutines; the lenses say ${lenses.join(' | ')}`,
    );
  });
});
