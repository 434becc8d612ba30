// Builds from elsewhere and builds of special kinds: containers, other systems, Bazel, a versioned replace, cgo and //line,
// Go's own commands, other versions of Go. Every frame must lead to exactly the right file and line. The truth is what a
// plain build in place records; what another machine would record is written over it, path by path.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import zlib from 'node:zlib';
import type { GoFolders } from '../../../../src/core/golang/discoverModules';
import type { Folder } from '../../../../src/core/golang/moduleIndex';
import type { GoParser } from '../../../../src/core/golang/syntax';
import { decodeProfile } from '../../../../src/core/profile/decode';
import type { Profile } from '../../../../src/core/profile/profile';
import { StringTable } from '../../../../src/core/profile/stringTable';
import { goRoot, GoWorkspace, hasGo } from './goWorkspace';
import { writeProxyModule } from './moduleProxy';
import { indexOf } from './nodeSources';
import { goParser } from './parser';
import { type Frame, recordedFrames, resolveAll, Shares } from './resolvedFrames';

const textsOf = ({ strings }: Profile): string[] => Array.from({ length: strings.count }, (_, i) => strings.text(i));

/** The profile as if it had been recorded elsewhere: each text by the first pair that fits. */
function recordedAs(
  profile: Profile,
  places: readonly (readonly [from: string, to: string])[],
  windows = false,
): Profile {
  const texts = textsOf(profile).map((text) => {
    const place = places.find(([from]) => text.startsWith(from));
    if (place === undefined) return text;
    const moved = place[1] + text.slice(place[0].length);
    return windows ? moved.replaceAll('/', '\\') : moved;
  });
  return { ...profile, strings: StringTable.from(texts) };
}

describe('builds from elsewhere', function () {
  this.timeout(240_000);
  let work: GoWorkspace;
  let parser: GoParser;
  let root: string;
  let plain: Profile;
  let worker: Profile;
  const shares = new Shares();

  before(async function () {
    if (!hasGo()) this.skip();
    parser = await goParser();
    work = GoWorkspace.make(path.join(import.meta.dirname, 'testdata'));
    root = goRoot();
    plain = work.profile({});
    worker = work.profile({ package: './cmd/worker' });
  });
  after(() => {
    (work as GoWorkspace | undefined)?.remove();
    shares.print();
  });

  const goFolders = (): GoFolders => ({
    standardLibrary: [path.join(root, 'src') as Folder],
    moduleCaches: [work.moduleCache as Folder],
  });

  interface Elsewhere {
    readonly app: string;
    readonly local: string;
    readonly cache: string;
    readonly go: string;
    readonly windows?: boolean;
  }
  const elsewhere: Readonly<Record<string, Elsewhere>> = {
    'a container, /app': { app: '/app', local: '/local', cache: '/go/pkg/mod', go: '/usr/local/go1.99' },
    'a container, /src': { app: '/src/app', local: '/src/local', cache: '/home/ci/go/pkg/mod', go: '/opt/go' },
    'a workspace in a home': {
      ...{ app: '/home/runner/work/x/x/services/shapes', local: '/home/runner/work/x/x/services/local' },
      ...{ cache: '/home/runner/go/pkg/mod', go: '/opt/hostedtoolcache/go/1.99.1/x64' },
    },
    'a cache in a folder of its own': { app: '/app', local: '/local', cache: '/cache/modules', go: '/usr/lib/go' },
    Windows: {
      ...{ app: 'C:/Users/me/shapes', local: 'C:/Users/me/local' },
      ...{ cache: 'C:/Users/me/go/pkg/mod', go: 'C:/Program Files/Go' },
    },
    'Windows with backslashes': {
      ...{ app: 'D:/build/shapes', local: 'D:/build/local', cache: 'D:/go/pkg/mod', go: 'D:/Go', windows: true },
    },
    'Bazel in a sandbox': {
      ...{ app: '/proc/self/cwd/services/shapes', local: '/proc/self/cwd/services/local' },
      ...{ cache: '/proc/self/cwd/external', go: '/proc/self/cwd/external/go_sdk' },
    },
  };
  for (const [name, { app, local, cache, go, windows }] of Object.entries(elsewhere)) {
    it(`are found: ${name}`, async () => {
      const places = [
        [work.at('work/app'), app],
        [work.at('work/local'), local],
        [work.moduleCache, cache],
        [root, go],
      ] as const;
      for (const [what, profile] of Object.entries({ '.': plain, './cmd/worker': worker })) {
        for (const open of ['app', '']) {
          const index = await indexOf([work.at('work', open)], goFolders());
          const actual = await resolveAll(recordedAs(profile, places, windows), index, parser);
          shares.check(`${what}, ${name}, open: ${open || 'its parent'}`, actual, recordedFrames(profile));
        }
      }
    });
  }

  it('are found: Bazel names repositories in its own way', async () => {
    const places = [
      [work.at('work/app'), 'services/shapes'],
      [work.at('work/local'), 'services/local'],
      [path.join(work.moduleCache, 'github.com/!big!corp/!lib@v1.2.3'), 'external/com_github_bigcorp_lib'],
      [path.join(work.moduleCache, 'example.com/dep@v1.0.0'), 'external/com_example_dep'],
      [`${root}/src`, 'external/go_sdk/src'],
    ] as const;
    const index = await indexOf([work.at('work/app')], goFolders());
    shares.check('Bazel', await resolveAll(recordedAs(plain, places), index, parser), recordedFrames(plain));
  });

  it('say why the standard library is not there', async () => {
    const index = await indexOf([work.at('work/app')], { standardLibrary: [], moduleCaches: [] });
    const trimmed = work.profile({ flags: ['-trimpath'] });
    const missing = (await resolveAll(trimmed, index, parser)).filter(({ name }) => name.startsWith('runtime.'));
    assert.ok(missing.length > 0);
    for (const { file } of missing) assert.match(file, /part of Go itself, and no Go was found/);
  });

  it('are found: a versioned replace by another module', async () => {
    const fork = work.at('fork');
    fs.cpSync(path.join(import.meta.dirname, 'testdata/cache/example.com/dep@v1.0.0'), fork, { recursive: true });
    const util = path.join(fork, 'util/util.go');
    fs.writeFileSync(util, `// Forked.\n\n${fs.readFileSync(util, 'utf8')}`);
    fs.writeFileSync(path.join(fork, 'go.mod'), 'module example.com/fork\n\ngo 1.23\n');
    writeProxyModule(fork, 'example.com/fork@v1.1.0', work.at('proxy'));
    fs.cpSync(work.at('work/app'), work.at('work/replaced'), { recursive: true });
    const goMod = work.at('work/replaced/go.mod');
    fs.appendFileSync(goMod, '\nreplace example.com/dep v1.0.0 => example.com/fork v1.1.0\n');
    work.go(['mod', 'tidy'], 'replaced');
    const expected = recordedFrames(work.profile({ folder: 'replaced' }));
    assert.ok(expected.some(({ file }) => file.includes('example.com/fork@v1.1.0/util/util.go')));
    const trimmed = work.profile({ folder: 'replaced', flags: ['-trimpath'] });
    const index = await indexOf([work.at('work/replaced')], goFolders());
    shares.check('versioned replace, -trimpath', await resolveAll(trimmed, index, parser), expected);
    fs.rmSync(work.at('work/replaced'), { recursive: true });
  });

  it('are found: a vendored build of another machine', async () => {
    fs.cpSync(work.at('work/app'), work.at('work/vendored'), { recursive: true });
    work.go(['mod', 'vendor'], 'vendored');
    const profile = work.profile({ folder: 'vendored' });
    const index = await indexOf([work.at('work/vendored')], { ...goFolders(), moduleCaches: [] });
    const built = recordedAs(profile, [[work.at('work/vendored'), '/app']]);
    shares.check('vendor, in a container', await resolveAll(built, index, parser), recordedFrames(profile));
    fs.rmSync(work.at('work/vendored'), { recursive: true });
  });

  it('are found: cgo, generated code and //line', async () => {
    writeGenerated(work.at('work/generated'));
    const profile = work.profile({ folder: 'generated' });
    // Up to Go 1.26 a relative //line is recorded as it stands, without its folder.
    const expected = recordedFrames(profile).map((frame) =>
      frame.file === 'grammar.y' ? { ...frame, file: work.at('work/generated/gen/grammar.y') } : frame,
    );
    const own = (frames: readonly Frame[]): Frame[] => frames.filter(({ name }) => /^(?:main|example\.com)/.test(name));
    const named = new Set(own(expected).map(({ file }) => path.basename(file)));
    assert.deepEqual([...named].sort(), ['cgo.go', 'grammar.y', 'main.go']);
    const index = await indexOf([work.at('work/generated')], goFolders());
    shares.check('cgo and //line, plain', own(await resolveAll(profile, index, parser)), own(expected));
    const trimmed = work.profile({ folder: 'generated', flags: ['-trimpath'] });
    shares.check('cgo and //line, -trimpath', own(await resolveAll(trimmed, index, parser)), own(expected));
  });

  it("are found: Go's own commands", async () => {
    const cpu = work.at('compile.cpu');
    const source = work.at('large.go');
    const body = 'for _, x := range a { if x > 1 { s += x * s } else { s -= x } }; return s';
    const functions = Array.from({ length: 4000 }, (_, i) => `func F${i}(a []int) (s int) { ${body} }`);
    fs.writeFileSync(source, `package p\n\n${functions.join('\n')}\n`);
    const args = ['tool', 'compile', '-cpuprofile', cpu, '-o', work.at('x.a'), '-p', 'p', source];
    execFileSync('go', args, { stdio: 'ignore', cwd: work.at('work') });
    const { profile } = decodeProfile(zlib.gunzipSync(fs.readFileSync(cpu)));
    const index = await indexOf([], goFolders());
    const frames = await resolveAll(profile, index, parser);
    const known = textsOf(profile).filter((text) => text.endsWith('.go'));
    assert.ok(known.some((text) => text.includes('cmd/compile/internal/')));
    const expected = recordedFrames(profile).map((frame) => ({ ...frame, file: inRoot(frame.file, root) }));
    const withFile = (all: readonly Frame[]): Frame[] => all.filter((_, i) => expected[i].file.startsWith(root));
    // Now and then the compiler gives code a line below the end of its function. It is not believed: the end is shown.
    const ends = (frame: Frame): boolean =>
      parser.parse(fs.readFileSync(frame.file, 'utf8')).declarations.some(({ endLine }) => endLine === frame.line);
    const isOutside = (frame: Frame, i: number): boolean =>
      frame.file === expected[i].file && frame.line < expected[i].line && ends(frame);
    // Or the file of a function that was inlined into it, beside its own name. Then no file is right, and none is named.
    const isStray = (frame: Frame, i: number): boolean => {
      if (!frame.file.includes('"kind":"none"') || !expected[i].file.startsWith(root)) return false;
      const { declarations } = parser.parse(fs.readFileSync(expected[i].file, 'utf8'));
      return !declarations.some(({ name }) => `${frame.name}.`.includes(`.${name}.`));
    };
    const outside = new Set(
      frames.flatMap((frame, i) => (isOutside(frame, i) || isStray(frame, i) ? [expected[i]] : [])),
    );
    const believed = (all: readonly Frame[]): Frame[] => withFile(all).filter((_, i) => !outside.has(shown[i]));
    const shown = withFile(expected);
    shares.check('cmd/compile', believed(frames), believed(expected));
    shares.note(outside, 'cmd/compile, lines or files that are not those of their function');
    assert.ok(outside.size * 200 <= frames.length, `${outside.size} of ${frames.length}`);
  });

  for (const go of otherGos()) {
    it(`are found: built by ${go.version}`, async () => {
      const profile = work.profile({ flags: ['-trimpath'], go: go.binary });
      const expected = recordedFrames(work.profile({ go: go.binary }));
      const library = path.join(goRoot(go.binary), 'src') as Folder;
      // The Go that is installed is likelier, and looked at first.
      const folders = { ...goFolders(), standardLibrary: [path.join(root, 'src') as Folder, library] };
      const index = await indexOf([work.at('work/app')], folders);
      const own = (frames: readonly Frame[]): Frame[] =>
        frames.filter(({ name }) => !name.startsWith('runtime') && !/^(?:internal|sync|time|os|slices)[./]/.test(name));
      shares.check(`${go.version}, -trimpath`, own(await resolveAll(profile, index, parser)), own(expected));
    });
  }
});

/** Files of Go's commands are recorded below GOROOT/src, with or without it. */
function inRoot(file: string, root: string): string {
  if (path.isAbsolute(file)) return file;
  const inside = path.join(root, 'src', file);
  return fs.existsSync(inside) ? inside : file;
}

/** Toolchains that the go command has fetched earlier; none is fetched for a test. */
function otherGos(): { readonly version: string; readonly binary: string }[] {
  if (!hasGo()) return [];
  const cache = execFileSync('go', ['env', 'GOMODCACHE'], { encoding: 'utf8' }).trim();
  const folder = path.join(cache, 'golang.org');
  if (!fs.existsSync(folder)) return [];
  return fs
    .readdirSync(folder)
    .filter((name) => name.startsWith('toolchain@'))
    .map((name) => ({ version: /go[\d.]+\d/.exec(name)?.[0] ?? name, binary: path.join(folder, name, 'bin/go') }))
    .filter(({ version, binary }) => fs.existsSync(binary) && !version.startsWith('go1.22'));
}

function writeGenerated(folder: string): void {
  fs.mkdirSync(path.join(folder, 'gen'), { recursive: true });
  const write = (name: string, text: string): void => fs.writeFileSync(path.join(folder, name), text);
  write('go.mod', 'module example.com/generated\n\ngo 1.23\n');
  write(
    'main.go',
    `package main

import (
	"os"
	"runtime/pprof"
	"time"

	"example.com/generated/gen"
)

func main() {
	never := make(chan int)
	go gen.Parse(never)
	go call(never)
	time.Sleep(100 * time.Millisecond)
	_ = pprof.Lookup("goroutine").WriteTo(os.Stdout, 0)
}
`,
  );
  write(
    'cgo.go',
    `package main

/*
static int twice(int x) { return x + x; }
*/
import "C"

func call(c chan int) {
	if C.twice(2) == 4 {
		<-c
	}
}
`,
  );
  write(
    'gen/grammar.y',
    `%{
package gen
%}
%%
rule: { wait(c) }
`,
  );
  write(
    'gen/grammar.go',
    `package gen

// Parse runs an action of the grammar.
func Parse(c chan int) {
//line grammar.y:5
	<-c
}
`,
  );
}
