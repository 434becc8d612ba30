// The sources of a profile on this machine. In: folders to look in, profiles, a parser. Out: for a file as a profile names
// it, where it lies here, and the other files of its package. Invariants: nothing is run, no symbolic link is followed
// down; a file is taken only with the proof that core/golang asks for; what is not found is undefined, never guessed.

import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Candidate } from '../core/golang/candidate';
import { discoverModules, type ModuleFiles } from '../core/golang/discoverModules';
import { LearnedRoots } from '../core/golang/learnedRoots';
import type { Folder, ModuleIndex } from '../core/golang/moduleIndex';
import { ProfileFiles } from '../core/golang/profileFiles';
import { resolveSource, type SourceReader } from '../core/golang/resolveSource';
import type { GoParser } from '../core/golang/syntax';
import type { Profile } from '../core/profile/profile';

/** Files that are larger are generated data; the largest of Go's own sources has 2 MB. */
const maxFileSize = 4 * 2 ** 20;
/** A go.mod deeper than this below the folder is another project's. */
const maxDepth = 5;
const maxFolders = 5000;
const skipped = new Set(['node_modules', 'vendor', 'testdata', 'third_party', 'dist', 'out']);

export interface LocalFile {
  /** As the profile names it, or would. */
  readonly recorded: string;
  readonly path: string;
  readonly text: string;
}

export class LocalSources {
  private readonly profiles: readonly ProfileFiles[];
  private learned: readonly LearnedRoots[] | undefined;
  private readonly local = new Map<string, Promise<string | undefined>>();
  private readonly reader: SourceReader;

  private constructor(
    private readonly index: ModuleIndex,
    parser: GoParser,
    profiles: readonly Profile[],
  ) {
    this.profiles = profiles.map((profile) => new ProfileFiles(profile));
    this.reader = readerOf(parser);
  }

  /** @param folders roots of what the person works on, e.g. the working folder */
  static async open(folders: readonly string[], parser: GoParser, profiles: readonly Profile[]): Promise<LocalSources> {
    const moduleFolders = (await Promise.all(folders.map(foldersWithGoMod))).flat();
    const index = await discoverModules(moduleFiles, {
      openFolders: folders.map((folder) => path.resolve(folder) as Folder),
      moduleFolders: moduleFolders as Folder[],
      goFolders: { standardLibrary: [], moduleCaches: [] },
      prefixRules: [],
    });
    return new LocalSources(index, parser, profiles);
  }

  /** Where the file lies here; undefined where it is not, or where several fit alike. */
  pathOf(recorded: string): Promise<string | undefined> {
    let found = this.local.get(recorded);
    if (found === undefined) this.local.set(recorded, (found = this.find(recorded)));
    return found;
  }

  /** The Go files of the folder, without tests; undefined where the file is not here. */
  async packageOf(recorded: string): Promise<readonly LocalFile[] | undefined> {
    const own = await this.pathOf(recorded);
    if (own === undefined) return undefined;
    const folder = path.dirname(own);
    const prefix = recorded.slice(0, recorded.length - path.basename(own).length);
    const names = (await readdir(folder)).filter((name) => name.endsWith('.go') && !name.endsWith('_test.go'));
    const files = names.map(async (name): Promise<LocalFile | undefined> => {
      const text = await readText(path.join(folder, name));
      return text === undefined ? undefined : { recorded: prefix + name, path: path.join(folder, name), text };
    });
    return (await Promise.all(files)).filter((file) => file !== undefined);
  }

  private async find(recorded: string): Promise<string | undefined> {
    this.learned ??= this.profiles.map((files) => LearnedRoots.from(files, this.index));
    for (const [i, files] of this.profiles.entries()) {
      const file = [...files.files].find(({ filename }) => files.profile.strings.text(filename) === recorded);
      if (file === undefined) continue;
      const found = await resolveSource(files, file, this.index, this.learned[i], this.reader);
      if (found.kind === 'found') return found.source.place;
    }
    return undefined;
  }
}

const moduleFiles: ModuleFiles = {
  readText: (folder, name) => readText(path.join(folder, name)),
  resolve: (folder, relative) => path.resolve(folder, relative) as Folder,
  parent: (folder) => {
    const parent = path.dirname(folder);
    return parent === (folder as string) ? undefined : (parent as Folder);
  },
};

function readerOf(parser: GoParser): SourceReader {
  return {
    place: ({ folder, path: relative }: Candidate) => (folder === undefined ? relative : path.join(folder, relative)),
    look: async (place) => {
      const text = await readText(place);
      if (text === undefined) return undefined;
      return { syntax: place.endsWith('.go') ? parser.parse(text) : undefined };
    },
  };
}

async function readText(file: string): Promise<string | undefined> {
  try {
    const { size } = await stat(file);
    return size > maxFileSize ? undefined : await readFile(file, 'utf8');
  } catch {
    return undefined;
  }
}

async function foldersWithGoMod(root: string): Promise<readonly string[]> {
  const found: string[] = [];
  let level = [path.resolve(root)];
  let seen = 0;
  for (let depth = 0; depth <= maxDepth && level.length > 0; depth++) {
    const next: string[] = [];
    for (const folder of level) {
      if (seen++ > maxFolders) return found;
      const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
      if (entries.some((entry) => entry.isFile() && entry.name === 'go.mod')) found.push(folder);
      for (const entry of entries) {
        if (!entry.isDirectory() || entry.name.startsWith('.') || skipped.has(entry.name)) continue;
        next.push(path.join(folder, entry.name));
      }
    }
    level = next;
  }
  return found;
}
