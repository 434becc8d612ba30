// In: how the workspace relates to the Go module. Out: a private copy of test/service laid out that way.
// Invariant: the checkout is never opened or written to by a test.
import fs from 'node:fs';
import path from 'node:path';
import { fixturesDir, serviceDir } from '../../harness/paths';

/**
 * module: the folder is the module. work: the module is a folder of it, and it has a go.work. fixtures: recorded captures, no
 * Go code. roots: a .code-workspace with two folders, of which the second is a parent of the module; the first one is another
 * module, with files of the same names.
 */
export type WorkspaceKind = 'module' | 'work' | 'fixtures' | 'roots';

export interface Workspace {
  /** What VS Code opens, or where the workspace file lies. */
  readonly folder: string;
  readonly workspaceFile?: string;
  /** Where go.mod lies. */
  readonly module: string;
}

export function makeWorkspace(kind: WorkspaceKind, dir: string): Workspace {
  const folder = path.join(dir, kind === 'module' ? 'orders' : 'code');
  if (kind === 'fixtures') {
    fs.cpSync(fixturesDir, folder, { recursive: true });
    return { folder, module: folder };
  }
  const module = { module: folder, work: path.join(folder, 'orders'), roots: path.join(folder, 'services', 'orders') }[
    kind
  ];
  fs.cpSync(serviceDir, module, { recursive: true });
  if (kind === 'work') fs.writeFileSync(path.join(folder, 'go.work'), 'go 1.22\n\nuse ./orders\n');
  if (kind === 'roots') return { folder, module, workspaceFile: addOtherRoot(folder) };
  return { folder, module };
}

/** What the other module has under paths that the service has as well, so that only modules tell them apart. */
const otherModule: Readonly<Record<string, string>> = {
  'go.mod': 'module example.com/billing\n\ngo 1.22\n',
  'internal/worker/waitgroup.go': 'package worker\n\nfunc checkForgettingDone(batch []int) error {\n\treturn nil\n}\n',
  'internal/httpapi/gc.go':
    'package httpapi\n\nfunc csvByStrings(rows []string) (out []byte) {\n\tfor _, row := range rows {\n' +
    "\t\tout = append(append(out, row...), '\\n')\n\t}\n\treturn out\n}\n",
  'internal/httpapi/gc_bench_test.go':
    'package httpapi\n\nimport "testing"\n\nfunc BenchmarkCSV(b *testing.B) {\n\trows := make([]string, 1000)\n' +
    '\tfor i := range rows {\n\t\trows[i] = "a row"\n\t}\n\tfor range b.N {\n\t\tcsvByStrings(rows)\n\t}\n}\n',
};

function addOtherRoot(folder: string): string {
  for (const [name, text] of Object.entries(otherModule)) {
    const file = path.join(folder, 'billing', name);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, text);
  }
  const workspaceFile = path.join(folder, 'both.code-workspace');
  fs.writeFileSync(workspaceFile, JSON.stringify({ folders: [{ path: 'billing' }, { path: 'services' }] }));
  return workspaceFile;
}
