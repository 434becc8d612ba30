// Every frame of a real program must lead to exactly the right file and line, however it was built and whatever
// is open. The truth is what a plain build in place records: absolute paths.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import type { GoFolders } from '../../../../src/core/golang/discoverModules';
import type { Folder, PrefixRule } from '../../../../src/core/golang/moduleIndex';
import type { GoParser } from '../../../../src/core/golang/syntax';
import type { Profile } from '../../../../src/core/profile/profile';
import { type BuildOptions, goRoot, GoWorkspace, hasGo } from './goWorkspace';
import { indexOf } from './nodeSources';
import { goParser } from './parser';
import { type Frame, recordedFrames, resolveAll, Shares } from './resolvedFrames';

describe('resolveSource', function () {
  this.timeout(240_000);
  let work: GoWorkspace;
  let parser: GoParser;
  let standardLibrary: Folder;
  const shares = new Shares();

  before(async function () {
    if (!hasGo()) this.skip();
    parser = await goParser();
    work = GoWorkspace.make(path.join(import.meta.dirname, 'testdata'));
    standardLibrary = path.join(goRoot(), 'src') as Folder;
  });
  after(() => {
    (work as GoWorkspace | undefined)?.remove();
    shares.print();
  });

  const goFolders = (): GoFolders => ({
    standardLibrary: [standardLibrary],
    moduleCaches: [work.moduleCache as Folder],
  });

  /** Moves the workspace away while `f` runs, so that no recorded path exists. */
  function buildElsewhere(options: BuildOptions): Profile {
    fs.renameSync(work.at('work'), work.at('work-elsewhere'));
    fs.mkdirSync(work.at('work'));
    for (const part of fs.readdirSync(work.at('work-elsewhere'))) {
      fs.cpSync(work.at('work-elsewhere', part), work.at('work', 'container', part), { recursive: true });
    }
    try {
      return work.profile({ ...options, folder: path.join('container', options.folder ?? 'app') });
    } finally {
      fs.rmSync(work.at('work'), { recursive: true });
      fs.renameSync(work.at('work-elsewhere'), work.at('work'));
    }
  }

  const commands = ['.', './cmd/worker'] as const;
  const truths = new Map<string, readonly Frame[]>();
  function truth(name: string): readonly Frame[] {
    const known = truths.get(name) ?? recordedFrames(work.profile({ package: name }));
    truths.set(name, known);
    return known;
  }

  const workspaces = {
    module: ['app'],
    parent: [''],
    'its packages': ['app/internal'],
    'both modules': ['app', 'local'],
  } as const;
  const forms: Readonly<Record<string, (name: string) => Profile>> = {
    plain: (name) => work.profile({ package: name }),
    '-trimpath': (name) => work.profile({ package: name, flags: ['-trimpath'] }),
    'plain in a container': (name) => buildElsewhere({ package: name }),
    '-trimpath in a container': (name) => buildElsewhere({ package: name, flags: ['-trimpath'] }),
  };

  for (const [form, build] of Object.entries(forms)) {
    for (const name of commands) {
      it(`finds every frame of ${name} built ${form}`, async () => {
        const expected = truth(name);
        const profile = build(name);
        for (const [open, folders] of Object.entries(workspaces)) {
          const index = await indexOf(
            folders.map((folder) => work.at('work', folder)),
            goFolders(),
          );
          shares.check(`${name} ${form}, open: ${open}`, await resolveAll(profile, index, parser), expected);
        }
      });
    }
  }

  it('finds every frame with go.work, opened above, at and beside it', async () => {
    const expected = truth('.');
    fs.writeFileSync(work.at('work/go.work'), 'go 1.23\n\nuse (\n\t./app\n\t./local\n)\n');
    const profiles = { plain: work.profile({}), '-trimpath': work.profile({ flags: ['-trimpath'] }) };
    try {
      for (const [form, profile] of Object.entries(profiles)) {
        for (const open of ['', 'app', 'local', 'app/cmd']) {
          const index = await indexOf([work.at('work', open)], goFolders());
          shares.check(
            `go.work ${form}, open: ${open || 'go.work'}`,
            await resolveAll(profile, index, parser),
            expected,
          );
        }
      }
    } finally {
      fs.rmSync(work.at('work/go.work'));
    }
  });

  it('finds every frame of a vendored build in vendor, without a module cache', async () => {
    work.go(['mod', 'vendor'], 'app');
    try {
      const expected = recordedFrames(work.profile({}));
      assert.ok(expected.some(({ file }) => file.includes('/vendor/github.com/BigCorp/Lib/lib.go')));
      const profile = work.profile({ flags: ['-trimpath'] });
      const index = await indexOf([work.at('work/app')], { standardLibrary: [standardLibrary], moduleCaches: [] });
      const actual = await resolveAll(profile, index, parser);
      shares.check('vendor -trimpath, open: module', actual, expected);
    } finally {
      fs.rmSync(work.at('work/app/vendor'), { recursive: true });
    }
  });

  it('follows functions that moved since the build', async () => {
    const expected = truth('.').map((frame) =>
      frame.file.startsWith(work.at('work')) ? { ...frame, line: frame.line + 2 } : frame,
    );
    const profile = work.profile({ flags: ['-trimpath'] });
    const copy = work.at('edited');
    fs.cpSync(work.at('work'), copy, { recursive: true });
    for (const file of fs.readdirSync(copy, { recursive: true, encoding: 'utf8' }).filter((f) => f.endsWith('.go'))) {
      const text = fs.readFileSync(path.join(copy, file), 'utf8');
      fs.writeFileSync(path.join(copy, file), `// Added after\n// the build.\n${text}`);
    }
    const index = await indexOf([path.join(copy, 'app')], goFolders());
    const actual = (await resolveAll(profile, index, parser)).map((frame) => ({
      ...frame,
      file: frame.file.replace(copy, work.at('work')),
    }));
    shares.check('edited, -trimpath', actual, expected);
  });

  it('never takes a file of another package for one of the same name', async () => {
    const profile = work.profile({ flags: ['-trimpath'] });
    const other = work.at('other');
    for (const folder of ['internal/pool', 'internal/cache', 'util', 'cmd/worker', '.']) {
      fs.mkdirSync(path.join(other, folder), { recursive: true });
      for (const name of ['util.go', 'main.go', 'vars.go', 'lib.go', 'doc.go', 'proc.go']) {
        fs.writeFileSync(
          path.join(other, folder, name),
          'package main\n\nfunc main() {\n}\n\nfunc somethingElse() {}\n',
        );
      }
    }
    fs.writeFileSync(path.join(other, 'go.mod'), 'module example.com/other\n');
    const index = await indexOf([other], { standardLibrary: [], moduleCaches: [] });
    const found = (await resolveAll(profile, index, parser)).filter(({ line }) => line > 0);
    assert.deepEqual(found, []);
  });

  it('uses the prefix map before anything learned', async () => {
    const profile = buildElsewhere({});
    const rules: readonly PrefixRule[] = [
      { from: work.at('work/container'), to: work.at('work') as Folder },
      { from: work.at('work/contain'), to: '/nowhere' as Folder },
    ];
    const none = { standardLibrary: [], moduleCaches: [work.moduleCache as Folder] };
    const index = { ...(await indexOf([], none, rules)), standardLibrary: [standardLibrary] };
    shares.check('prefix map', await resolveAll(profile, index, parser), truth('.'));
  });
});
