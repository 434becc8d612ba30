// In: how the workspace relates to the Go module. Out: a private copy of test/service laid out that way.
// Invariant: the checkout is never opened or written to by a test.
import fs from 'node:fs';
import path from 'node:path';
import { fixturesDir, serviceDir } from '../../harness/paths';

/**
 * module: the folder is the module. parent: the module is a folder of it. work: the same, with a go.work.
 * fixtures: recorded captures, no Go code.
 */
export type WorkspaceKind = 'module' | 'parent' | 'work' | 'fixtures';

export interface Workspace {
  /** What VS Code opens. */
  readonly folder: string;
  /** Where go.mod lies. */
  readonly module: string;
}

export function makeWorkspace(kind: WorkspaceKind, dir: string): Workspace {
  const folder = path.join(dir, kind === 'module' ? 'orders' : 'code');
  if (kind === 'fixtures') {
    fs.cpSync(fixturesDir, folder, { recursive: true });
    return { folder, module: folder };
  }
  const module = kind === 'module' ? folder : path.join(folder, 'orders');
  fs.cpSync(serviceDir, module, { recursive: true });
  if (kind === 'work') fs.writeFileSync(path.join(folder, 'go.work'), 'go 1.22\n\nuse ./orders\n');
  return { folder, module };
}
