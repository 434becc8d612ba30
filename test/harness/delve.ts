// A real Delve for tests. In: Go 1.25 or newer, and the first time the module proxy. Out: the path of dlv. Invariant: built
// once for a checkout, from the version named here; afterwards nothing is fetched.
import fs from 'node:fs';
import path from 'node:path';
import { requireGo } from './goService';
import { outDir, repoRoot } from './paths';
import { runTool } from './runTool';

/** Reads programs of Go 1.25 to 1.27. */
const version = 'v1.27.2';

export const delveExtension = path.join(repoRoot, 'test', 'harness', 'delve-extension');

export async function buildDelve(signal?: AbortSignal): Promise<string> {
  const folder = path.join(outDir, 'delve', version);
  const binary = path.join(folder, process.platform === 'win32' ? 'dlv.exe' : 'dlv');
  if (fs.existsSync(binary)) return binary;
  // Beside its place, so that a build that was ended leaves nothing that looks whole.
  const making = `${folder}.making`;
  fs.rmSync(making, { recursive: true, force: true });
  fs.mkdirSync(making, { recursive: true });
  const built = await runTool(requireGo(), ['install', `github.com/go-delve/delve/cmd/dlv@${version}`], {
    env: { GOBIN: making, GOFLAGS: '', GOTOOLCHAIN: 'local' },
    ...(signal === undefined ? {} : { signal }),
  });
  if (built.code !== 0) {
    throw new Error(
      `Delve ${version} does not build; it needs Go 1.25 or newer and, once, the Go module proxy:\n${built.output}`,
    );
  }
  fs.rmSync(folder, { recursive: true, force: true });
  fs.renameSync(making, folder);
  return binary;
}
