// Which of several places is taken: the rules of the resolver on files that exist only here.

import assert from 'node:assert/strict';
import { LearnedRoots } from '../../../../src/core/golang/learnedRoots';
import {
  emptyModuleIndex,
  type Folder,
  type LocalModule,
  type ModuleIndex,
} from '../../../../src/core/golang/moduleIndex';
import { ProfileFiles } from '../../../../src/core/golang/profileFiles';
import { resolveSource, type SourceResolution } from '../../../../src/core/golang/resolveSource';
import { drawnProfile } from './drawnProfile';
import { goParser } from './parser';

const module = (path: string, folder: string): LocalModule => ({
  path,
  folder: folder as Folder,
  requires: [],
  replaces: [],
  hasVendor: false,
});
const indexOf = (...modules: readonly LocalModule[]): ModuleIndex => ({ ...emptyModuleIndex, modules });

async function resolve(
  sources: Readonly<Record<string, string>>,
  index: ModuleIndex,
  ...frames: readonly string[]
): Promise<SourceResolution> {
  const parser = await goParser();
  const files = new ProfileFiles(drawnProfile(`1 ${frames.join(' ')}`));
  return resolveSource(files, files.fileOf(0) ?? assert.fail(), index, LearnedRoots.from(files, index), {
    place: ({ folder, path }) => (folder === undefined ? path : `${folder}/${path}`),
    look: (place) => {
      const text = Object.hasOwn(sources, place) ? sources[place] : undefined;
      const syntax = text !== undefined && place.endsWith('.go') ? parser.parse(text) : undefined;
      return Promise.resolve(text === undefined ? undefined : { syntax });
    },
  });
}

/** `found PLACE (reason, state)`, `several …` or `none`. */
function show(resolution: SourceResolution): string {
  switch (resolution.kind) {
    case 'found':
      return `${resolution.source.place} (${resolution.source.reason}, ${resolution.source.state})`;
    case 'several':
      return resolution.sources.map(({ place }) => place).join(' or ');
    case 'none':
      return 'none';
    default:
      throw new Error(`unknown ${JSON.stringify(resolution satisfies never)}`);
  }
}

const poolGo = 'package pool\n\nfunc Run() {}\n';
const otherGo = 'package pool\n\nfunc Other() {}\n';
const mainGo = 'package main\n\nfunc main() {}\n\nfunc serve() {}\n';

describe('resolving', () => {
  it('takes the recorded path even where the function is gone: it is that file', async () => {
    const found = await resolve({ '/app/pool/pool.go': otherGo }, indexOf(), 'x/pool.Run@/app/pool/pool.go:3,3');
    assert.equal(show(found), '/app/pool/pool.go (recorded path, absent)');
  });

  it('does not take a file of the module that lacks the function', async () => {
    const index = indexOf(module('x', 'X'));
    const found = await resolve({ 'X/pool/pool.go': otherGo }, index, 'x/pool.Run@x/pool/pool.go:3,3');
    assert.equal(show(found), 'none');
    const objection = 'it does not declare the function';
    assert.deepEqual(found.tried[0], { place: 'X/pool/pool.go', reason: 'module', outcome: 'not proven', objection });
  });

  it('takes the checkout whose functions stand on their lines, of two of one module', async () => {
    const index = indexOf(module('x', 'ONE'), module('x', 'TWO'));
    const frame = 'x/pool.Run@x/pool/pool.go:3,3';
    const moved = { 'ONE/pool/pool.go': `\n\n${poolGo}`, 'TWO/pool/pool.go': poolGo };
    assert.equal(show(await resolve(moved, index, frame)), 'TWO/pool/pool.go (module, exact)');
    const same = { 'ONE/pool/pool.go': poolGo, 'TWO/pool/pool.go': poolGo };
    assert.equal(show(await resolve(same, index, frame)), 'ONE/pool/pool.go or TWO/pool/pool.go');
  });

  it('says that a function moved', async () => {
    const index = indexOf(module('x', 'X'));
    const found = await resolve({ 'X/pool/pool.go': `\n${poolGo}` }, index, 'x/pool.Run@x/pool/pool.go:3,3');
    assert.equal(show(found), 'X/pool/pool.go (module, moved)');
  });

  it('takes the longest ending that is confirmed', async () => {
    const index = { ...emptyModuleIndex, openFolders: ['W' as Folder] };
    const frame = 'x/pool.Run@/build/a/pool/pool.go:3,3';
    const both = { 'W/a/pool/pool.go': poolGo, 'W/pool/pool.go': poolGo };
    assert.equal(show(await resolve(both, index, frame)), 'W/a/pool/pool.go (path ending, exact)');
    const longerIsWrong = { 'W/a/pool/pool.go': otherGo, 'W/pool/pool.go': poolGo };
    assert.equal(show(await resolve(longerIsWrong, index, frame)), 'W/pool/pool.go (path ending, exact)');
  });

  it('takes a main.go of a module root only with all its functions on their lines', async () => {
    const index = indexOf(module('x', 'X'), module('y', 'Y'));
    const frames = ['main.main@/app/main.go:3,3', 'main.serve@/app/main.go:5,5'];
    const moved = mainGo.replace('func main', '\nfunc main');
    assert.equal(show(await resolve({ 'X/main.go': mainGo }, index, ...frames)), 'X/main.go (module root, exact)');
    assert.equal(show(await resolve({ 'X/main.go': moved }, index, ...frames)), 'none');
    assert.equal(show(await resolve({ 'X/main.go': mainGo }, index, frames[0])), 'none');
    const both = { 'X/main.go': mainGo, 'Y/main.go': mainGo };
    assert.equal(show(await resolve(both, index, ...frames)), 'X/main.go or Y/main.go');
  });

  it('tells commands from libraries', async () => {
    const index = indexOf(module('x', 'X'));
    const library = { 'X/cmd/main.go': mainGo.replace('package main', 'package cmd') };
    assert.equal(show(await resolve(library, index, 'main.main@x/cmd/main.go:3,3')), 'none');
  });

  it('takes assembly where its package says, unchecked', async () => {
    const index = { ...emptyModuleIndex, standardLibrary: ['GO' as Folder] };
    const found = await resolve({ 'GO/runtime/asm_amd64.s': 'TEXT' }, index, 'runtime.goexit@runtime/asm_amd64.s:9');
    assert.equal(show(found), 'GO/runtime/asm_amd64.s (standard library, unchecked)');
  });

  it('looks at other versions of Go only for what does not fit', async () => {
    const index = { ...emptyModuleIndex, standardLibrary: ['NEW' as Folder, 'OLD' as Folder] };
    const time = 'package time\n\nfunc Sleep() {}\n';
    const frame = 'time.Sleep@time/time.go:3,3';
    const sources = { 'NEW/time/time.go': `\n${time}`, 'OLD/time/time.go': time };
    assert.equal(show(await resolve(sources, index, frame)), 'OLD/time/time.go (standard library, exact)');
    const inNew = await resolve({ 'NEW/time/time.go': time, 'OLD/time/time.go': time }, index, frame);
    assert.equal(show(inNew), 'NEW/time/time.go (standard library, exact)');
  });

  it('knows functions under the name they are linked by', async () => {
    const index = { ...emptyModuleIndex, standardLibrary: ['GO' as Folder] };
    const text = 'package runtime\n\n//go:linkname timeSleep time.Sleep\nfunc timeSleep() {}\n';
    const found = await resolve({ 'GO/runtime/time.go': text }, index, 'time.Sleep@runtime/time.go:4,4');
    assert.equal(show(found), 'GO/runtime/time.go (standard library, exact)');
  });

  for (const path of ['', '??', '<autogenerated>', '_cgo_gotypes.go', '/tmp/go-build1/_cgo_gotypes.go']) {
    it(`has nothing to look for with ${path === '' ? 'no path' : path}`, async () => {
      const found = await resolve({}, indexOf(), `main.F@${path}:1`);
      assert.equal(found.kind, 'none');
      assert.deepEqual(found.tried, []);
    });
  }
});
