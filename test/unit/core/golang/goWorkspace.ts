// Real builds for the resolver's tests. In: testdata. Out: a copy of it in a temporary folder with a module proxy
// and a module cache of its own, built in the forms asked for, and the goroutine profile each program prints.
// Invariant: nothing outside the temporary folder is written but Go's build cache.

import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import zlib from 'node:zlib';
import { decodeProfile } from '../../../../src/core/profile/decode';
import type { Profile } from '../../../../src/core/profile/profile';
import { makeTempDir, type TempDir } from '../../../harness/tempDir';
import { writeProxyModule } from './moduleProxy';

export interface BuildOptions {
  /** Relative to the workspace. */
  readonly folder?: string;
  readonly package?: string;
  readonly flags?: readonly string[];
  readonly go?: string;
}

export class GoWorkspace {
  private builds = 0;

  private constructor(private readonly temp: TempDir) {}

  /** Copies a folder like testdata and fills the module cache. */
  static make(testdata: string): GoWorkspace {
    const workspace = new GoWorkspace(makeTempDir('golang'));
    for (const part of ['app', 'local']) {
      fs.cpSync(path.join(testdata, part), workspace.at('work', part), { recursive: true });
    }
    const cache = path.join(testdata, 'cache');
    for (const module of fs.readdirSync(cache, { recursive: true, encoding: 'utf8' })) {
      if (!path.basename(module).includes('@')) continue;
      writeProxyModule(path.join(cache, module), module, workspace.at('proxy'));
    }
    workspace.go(['mod', 'tidy'], 'app');
    return workspace;
  }

  /** A path in the temporary folder. */
  at(...parts: readonly string[]): string {
    return path.join(this.temp.path, ...parts);
  }

  get moduleCache(): string {
    return this.at('modcache');
  }

  go(args: readonly string[], folder: string, go = 'go'): string {
    return execFileSync(go, args, {
      cwd: this.at('work', folder),
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...process.env,
        GOPROXY: `file://${this.at('proxy')}`,
        GOMODCACHE: this.moduleCache,
        GONOSUMDB: '*',
        GOFLAGS: '-modcacherw',
        GOTOOLCHAIN: 'local',
      },
    });
  }

  /** Builds a command and returns the profile it prints. */
  profile({ folder = 'app', package: name = '.', flags = [], go = 'go' }: BuildOptions): Profile {
    const binary = this.at(`program${++this.builds}`);
    this.go(['build', ...flags, '-o', binary, name], folder, go);
    const output = execFileSync(binary, { encoding: 'buffer', timeout: 20_000 });
    return decodeProfile(zlib.gunzipSync(output)).profile;
  }

  remove(): void {
    this.temp.remove();
  }
}

/** Tests that build need Go; without it they are skipped, by name. */
export function hasGo(): boolean {
  try {
    execFileSync('go', ['version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

export function goRoot(go = 'go'): string {
  return execFileSync(go, ['env', 'GOROOT'], {
    encoding: 'utf8',
    env: { ...process.env, GOTOOLCHAIN: 'local' },
  }).trim();
}
