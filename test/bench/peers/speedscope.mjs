// What is measured: speedscope's own importer. node speedscope.mjs FILE → one JSON line.
//
// Its npm package holds the web page's bundle only, so that bundle is run here, unchanged, up to where it would draw the
// page; there it hands out its module of importers instead. What the importer wants of a page is nothing but a few names.
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import vm from 'node:vm';
import { report } from './report.mjs';

const folder = path.join(import.meta.dirname, 'node_modules/speedscope/dist/release');

export function speedscopeImporter() {
  const name = readdirSync(folder).find((file) => /^speedscope-.*\.js$/.test(file));
  const source = readFileSync(path.join(folder, name), 'utf8');
  const [, exported] = /(\w+),\{importFromFileSystemDirectoryEntry:/.exec(source);
  const [, initialise] = new RegExp(`\\(\\(\\)=>\\((\\w+)\\(\\),${exported}\\)\\)`).exec(source);
  const drawing = source.indexOf('console.log(`speedscope v');
  const script = `${source.slice(0, drawing)};globalThis.importers=()=>(${initialise}(),${exported});return;${source.slice(drawing)}`;
  const page = {
    matchMedia: () => ({ matches: false, addListener: () => {} }),
    addEventListener: () => {},
    location: { hash: '', protocol: 'http:', href: 'http://localhost/' },
    navigator: { platform: '' },
    localStorage: {},
    document: { createElement: () => ({}), head: { appendChild: () => {} }, querySelector: () => null },
    console: { ...console, log: () => {} },
  };
  Object.assign(globalThis, page, { window: globalThis });
  vm.runInThisContext(script, { filename: name });
  return globalThis.importers();
}
