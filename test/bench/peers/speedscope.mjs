// What is measured: speedscope's own importer. node speedscope.js import FILE → one JSON line (see report.ts).
//
// Its npm package holds no sources, only the bundle of its page. That bundle is run here as it is, up to where it would
// draw the page; there it hands out its module of importers instead. Of a page it gets a few names and nothing else.
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import vm from 'node:vm';
import { report } from '../report';

const folder = path.resolve('test/bench/peers/node_modules/speedscope/dist/release');

function importers() {
  const file = readdirSync(folder).find((name) => /^speedscope-.*\.js$/.test(name));
  const source = readFileSync(path.join(folder, file), 'utf8');
  const exported = /([\w$]+),\{importFromFileSystemDirectoryEntry:/.exec(source)?.[1];
  const initialise = new RegExp(`\\(\\(\\)=>\\(([\\w$]+)\\(\\),${exported}\\)\\)`).exec(source)?.[1];
  const drawing = source.indexOf('console.log(`speedscope v');
  if (exported === undefined || initialise === undefined || drawing < 0) throw new Error('another build of speedscope');
  const handOut = `;globalThis.importers=()=>(${initialise}(),${exported});return;`;
  const nothing = () => undefined;
  Object.assign(globalThis, {
    window: globalThis,
    matchMedia: () => ({ matches: false, addListener: nothing }),
    addEventListener: nothing,
    location: { hash: '', protocol: 'http:', href: 'http://localhost/' },
    localStorage: {},
    document: { createElement: () => ({}), head: { appendChild: nothing }, querySelector: nothing },
  });
  vm.runInThisContext(source.slice(0, drawing) + handOut + source.slice(drawing), { filename: file });
  return globalThis.importers();
}

const { importProfilesFromArrayBuffer } = importers();
console.log = () => undefined; // It tells what it is importing.
void report({
  import: async (bytes) => {
    const group = await importProfilesFromArrayBuffer('profile.pb.gz', new Uint8Array(bytes).buffer);
    if (group === null) throw new Error('speedscope did not recognize the profile');
    return group.profiles.length;
  },
});
