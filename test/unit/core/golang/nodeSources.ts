// The resolver over node's file system, for tests. In: folders as paths. Out: a ModuleIndex and a SourceReader.

import fs from 'node:fs';
import path from 'node:path';
import type { Candidate } from '../../../../src/core/golang/candidate';
import { discoverModules, type GoFolders, type ModuleFiles } from '../../../../src/core/golang/discoverModules';
import type { GoFile } from '../../../../src/core/golang/goFile';
import type { Folder, ModuleIndex, PrefixRule } from '../../../../src/core/golang/moduleIndex';
import type { SourceReader } from '../../../../src/core/golang/resolveSource';
import type { GoParser } from '../../../../src/core/golang/syntax';

const files: ModuleFiles = {
  readText: (folder, name) => Promise.resolve(readText(path.join(folder, name))),
  resolve: (folder, relative) => path.resolve(folder, relative) as Folder,
  // Stays in the temporary folder, so that what lies above cannot matter.
  parent: (folder) => (folder.includes('heatline-golang-') ? (path.dirname(folder) as Folder) : undefined),
};

function readText(file: string): string | undefined {
  return fs.statSync(file, { throwIfNoEntry: false })?.isFile() === true ? fs.readFileSync(file, 'utf8') : undefined;
}

export function indexOf(
  open: readonly string[],
  goFolders: GoFolders,
  prefixRules: readonly PrefixRule[] = [],
): Promise<ModuleIndex> {
  const moduleFolders = open.flatMap((folder) =>
    fs
      .readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => path.basename(file) === 'go.mod')
      .map((file) => path.join(folder, path.dirname(file)) as Folder),
  );
  return discoverModules(files, { openFolders: open as readonly Folder[], moduleFolders, goFolders, prefixRules });
}

/** Files are parsed once a run: half of the frames are of the standard library. */
const parsed = new Map<string, { readonly text: string; readonly syntax: GoFile }>();

function parse(parser: GoParser, place: string, text: string): GoFile {
  const known = parsed.get(place);
  if (known?.text === text) return known.syntax;
  const syntax = parser.parse(text);
  parsed.set(place, { text, syntax });
  return syntax;
}

export function nodeReader(parser: GoParser): SourceReader {
  return {
    place: ({ folder, path: relative }: Candidate) => (folder === undefined ? relative : path.join(folder, relative)),
    look: (place) => {
      const text = readText(place);
      if (text === undefined) return Promise.resolve(undefined);
      return Promise.resolve({ syntax: place.endsWith('.go') ? parse(parser, place, text) : undefined });
    },
  };
}
