// The resolver as the extension runs it: over vscode.workspace.fs and VS Code's own search, for programs built here in
// several forms, with the module, its parent or a go.work opened. The truth is what a plain build in place records.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import type { Profile } from '../../src/core/profile/profile';
import { loadGoParser } from '../../src/host/sources/goParserFiles';
import { GoSyntax } from '../../src/host/sources/goSyntax';
import { SourceIndex } from '../../src/host/sources/sourceIndex';
import { WorkspaceModules } from '../../src/host/sources/workspaceModules';
import { goRoot, GoWorkspace } from '../unit/core/golang/goWorkspace';
import { extension, inRepo } from './support/host';

/** Every function of the profile that names a file, and where it is found. */
async function placesOf(sources: SourceIndex, profile: Profile): Promise<Map<string, string>> {
  const places = new Map<string, string>();
  for (let f = 0; f < profile.functions.count; f++) {
    const found = await sources.resolveFunction(profile, f);
    const place = found?.kind === 'found' ? vscode.Uri.parse(found.source.place).fsPath : JSON.stringify(found);
    const state = found?.kind === 'found' ? found.source.anchors : undefined;
    const anchor = [...(state ?? [])].find(([index]) => (index as number) === f)?.[1];
    places.set(profile.strings.text(profile.functions.name[f]), `${place} ${anchor?.shift ?? 'nowhere'}`);
  }
  return places;
}

function recorded(profile: Profile): Map<string, string> {
  const { functions, strings } = profile;
  return new Map(
    Array.from(functions.name, (name, f) => [strings.text(name), `${strings.text(functions.filename[f])} 0`] as const),
  );
}

describe('navigating: the resolver in the extension host', function () {
  this.timeout(180_000);
  let work: GoWorkspace;
  let syntax: GoSyntax;
  let truth: Map<string, string>;
  const profiles = new Map<string, Profile>();
  const shares: string[] = [];

  before(() => {
    work = GoWorkspace.make(inRepo('test/unit/core/golang/testdata').fsPath);
    syntax = new GoSyntax(() => loadGoParser(extension().extensionUri));
    profiles.set('plain', work.profile({}));
    profiles.set('-trimpath', work.profile({ flags: ['-trimpath'] }));
    truth = recorded(profiles.get('plain') ?? assert.fail());
  });
  after(() => {
    syntax.dispose();
    work.remove();
    for (const share of shares) console.log(share);
  });

  const opened: Readonly<Record<string, { readonly folders: readonly string[]; readonly goWork?: boolean }>> = {
    'the module': { folders: ['app'] },
    'its parent': { folders: [''] },
    'a folder inside it': { folders: ['app/internal'] },
    'a go.work': { folders: [''], goWork: true },
    'a module of a go.work': { folders: ['local'], goWork: true },
  };
  for (const [what, { folders, goWork = false }] of Object.entries(opened)) {
    for (const form of ['plain', '-trimpath']) {
      it(`finds every function of a build ${form} with ${what} open`, async () => {
        const goWorkFile = work.at('work/go.work');
        if (goWork) fs.writeFileSync(goWorkFile, 'go 1.23\n\nuse (\n\t./app\n\t./local\n)\n');
        const environment = { GOROOT: goRoot(), GOMODCACHE: work.moduleCache };
        const modules = new WorkspaceModules({
          readGoEnvironment: () => Promise.resolve(environment),
          home: homedir(),
          openFolders: () => folders.map((folder) => vscode.Uri.file(path.join(work.at('work'), folder))),
        });
        const sources = new SourceIndex(modules, syntax, { debug: () => undefined });
        try {
          const places = await placesOf(sources, profiles.get(form) ?? assert.fail());
          const wrong = [...places].filter(([name, place]) => truth.get(name) !== place);
          shares.push(`${form}, open: ${what}: ${places.size - wrong.length} of ${places.size} functions right`);
          assert.deepEqual(wrong, []);
        } finally {
          sources.dispose();
          modules.dispose();
          fs.rmSync(goWorkFile, { force: true });
        }
      });
    }
  }
});
