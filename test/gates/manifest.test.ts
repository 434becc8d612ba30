// package.json and the code say the same: every command, view, editor and setting exists on both sides,
// and every text of the manifest has its entry in package.nls.json.

import assert from 'node:assert/strict';
import * as ids from '../../src/ids';
import { read } from './sources';

interface Manifest {
  readonly contributes: {
    readonly commands: readonly { command: string; title: string; category?: string }[];
    readonly customEditors: readonly { viewType: string }[];
    readonly views?: Readonly<Record<string, readonly { id: string }[]>>;
    readonly configuration?: { readonly properties: Readonly<Record<string, unknown>> };
  };
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly engines: { readonly vscode: string };
}

const manifest = JSON.parse(read('package.json')) as Manifest;
const sorted = (list: Iterable<string>): string[] => [...list].sort();

/** Settings are an interface, key by type, so their names are only in the source. */
function settingsOfIds(): string[] {
  const body = /interface Settings \{([^}]*)\}/.exec(read('src/ids.ts'))?.[1] ?? '';
  return [...body.matchAll(/'(heatline\.[\w.]+)':/g)].map((m) => m[1]);
}

describe('the manifest', () => {
  it('lists the commands of ids.ts', () => {
    assert.deepEqual(sorted(manifest.contributes.commands.map((c) => c.command)), sorted(Object.values(ids.commands)));
  });

  it('lists the custom editors of ids.ts', () => {
    assert.deepEqual(
      sorted(manifest.contributes.customEditors.map((e) => e.viewType)),
      sorted(Object.values(ids.customEditors)),
    );
  });

  it('lists the views of ids.ts', () => {
    const views = Object.values(manifest.contributes.views ?? {}).flat();
    assert.deepEqual(sorted(views.map((v) => v.id)), sorted(Object.values(ids.views)));
  });

  it('lists the settings of ids.ts', () => {
    const properties = Object.keys(manifest.contributes.configuration?.properties ?? {});
    assert.deepEqual(sorted(properties), sorted(settingsOfIds()));
  });

  it('has a text for every placeholder, and no text that is not used', () => {
    const used = [...read('package.json').matchAll(/"%([^%"]+)%"/g)].map((m) => m[1]);
    const texts = Object.keys(JSON.parse(read('package.nls.json')) as object);
    assert.deepEqual(sorted(new Set(used)), sorted(texts));
  });

  it('shows every command under one category', () => {
    assert.deepEqual(new Set(manifest.contributes.commands.map((c) => c.category)), new Set(['Heatline']));
  });

  it('is type-checked against the oldest VS Code it claims to support', () => {
    const minor = (version: string): string => /\d+\.\d+/.exec(version)![0];
    assert.equal(minor(manifest.devDependencies['@types/vscode'] ?? ''), minor(manifest.engines.vscode));
  });
});
