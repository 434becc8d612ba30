// Frames to files and files to frames. In: profiles, by their own indices, and documents. Out: the place of a
// function here, and a document's functions in a profile. Invariants: everything goes through
// vscode.workspace.fs, so it works where the files are; an answer is kept until modules, settings or files change;
// both directions use the same answers, so a click and the heat never disagree.

import * as vscode from 'vscode';
import { type Disposable, DisposableList } from '../../base/disposable';
import { Emitter } from '../../base/emitter';
import { anchoringFunctions } from '../../core/golang/anchorFunctions';
import type { Anchor, Anchors } from '../../core/golang/anchors';
import type { Candidate } from '../../core/golang/candidate';
import type { GoFile } from '../../core/golang/goFile';
import { baseName } from '../../core/golang/goPath';
import { type LearnedRoots, LearnedRootsPass } from '../../core/golang/learnedRoots';
import type { ModuleIndex } from '../../core/golang/moduleIndex';
import { type ProfileFile, ProfileFiles } from '../../core/golang/profileFiles';
import { resolveSource, type SourceReader, type SourceResolution } from '../../core/golang/resolveSource';
import { sourceCandidates } from '../../core/golang/sourceCandidates';
import { isStandardPackage } from '../../core/golang/standardLibrary';
import type { FunctionIndex, Profile } from '../../core/profile/profile';
import { inPieces, inSlices, nextTurn } from '../slices';
import { type GoSyntax, isGoDocument } from './goSyntax';
import { RenamedPlaces } from './renamedPlaces';
import type { WorkspaceModules } from './workspaceModules';

/** A file of a profile that is this document. */
export interface DocumentPart {
  readonly file: ProfileFile;
  /** Against the document as it is now. */
  readonly anchors: Anchors;
}

export interface DocumentSources {
  readonly syntax: GoFile;
  /** Empty where the profile has nothing in this document; several where it was compiled twice. */
  readonly parts: readonly DocumentPart[];
}

/** What is known of one profile; thrown away as a whole when the surroundings change. */
interface ProfileSources {
  readonly files: ProfileFiles;
  readonly index: ModuleIndex;
  readonly learned: LearnedRoots;
  readonly resolutions: Map<ProfileFile, Promise<SourceResolution>>;
}

export class SourceIndex implements Disposable {
  private readonly owned = new DisposableList();
  private readonly changed = this.owned.add(new Emitter<undefined>());
  private readonly files = new WeakMap<Profile, ProfileFiles>();
  private readonly anchored = new WeakMap<GoFile, Map<ProfileFile, Promise<Anchors>>>();
  private readonly foreign = new WeakMap<Profile, Promise<Uint8Array>>();
  private sources = new WeakMap<Profile, Promise<ProfileSources>>();
  /** What the person picked among several, by recorded path. */
  private readonly picked = new Map<string, string>();
  private readonly renamed = new RenamedPlaces();

  /** Answers given before may differ now. */
  readonly onDidChange = this.changed.event;

  constructor(
    private readonly modules: WorkspaceModules,
    private readonly syntax: GoSyntax,
    private readonly log: Pick<vscode.LogOutputChannel, 'debug'>,
  ) {
    this.owned.add(modules.onDidChange(() => this.forget()));
    // Only Go files that the editor itself makes or removes; others are seen when their module's files change.
    const ifGo = (files: readonly vscode.Uri[]): void => {
      if (files.some(({ path }) => path.endsWith('.go') || !baseName(path).includes('.'))) this.forget();
    };
    this.owned.add(
      vscode.workspace.onDidCreateFiles(({ files }) => {
        this.renamed.forget(files.map(String));
        ifGo(files);
      }),
    );
    this.owned.add(vscode.workspace.onDidDeleteFiles(({ files }) => ifGo(files)));
    this.owned.add(
      vscode.workspace.onDidRenameFiles(({ files }) => {
        this.renamed.add(files.map(({ oldUri, newUri }) => ({ from: oldUri.toString(), to: newUri.toString() })));
        ifGo(files.flatMap(({ oldUri, newUri }) => [oldUri, newUri]));
      }),
    );
  }

  /** Where a function's file is; undefined for an index that is not in the profile. */
  async resolveFunction(profile: Profile, functionIndex: number): Promise<SourceResolution | undefined> {
    const sources = await this.sourcesOf(profile);
    const file = sources.files.fileOf(functionIndex);
    if (file === undefined) return undefined;
    const known = await this.resolve(sources, file);
    if (known.kind !== 'none') return known;
    // The file may have come since; that is worth a look, as somebody waits for it.
    sources.resolutions.delete(file);
    return this.resolve(sources, file);
  }

  /** Where a file of the profile (of `filesOf`) is. */
  async resolveFile(profile: Profile, file: ProfileFile): Promise<SourceResolution> {
    return this.resolve(await this.sourcesOf(profile), file);
  }

  /** Where a function stands in a document that was found for it; its anchor is undefined where nothing tells. */
  async anchor(
    profile: Profile,
    functionIndex: number,
    document: vscode.TextDocument,
  ): Promise<{ readonly anchor: Anchor | undefined; readonly syntax: GoFile } | undefined> {
    const files = this.filesOf(profile);
    const file = files.fileOf(functionIndex);
    if (file === undefined) return undefined;
    const { syntax, parts } = await this.tiedNow(files, [file], document);
    return { anchor: parts[0].anchors.get(functionIndex as FunctionIndex), syntax };
  }

  /** Taken instead of asking again, for every profile that records this path. */
  pick(profile: Profile, functionIndex: number, place: string): void {
    const path = this.filesOf(profile).fileOf(functionIndex)?.path;
    if (path === undefined) return;
    this.picked.set(path, place);
    this.forget();
  }

  /** What the profile has in a document. */
  async inDocument(profile: Profile, document: vscode.TextDocument): Promise<DocumentSources | undefined> {
    if (!isGoDocument(document)) return undefined;
    const here = await this.filesAt(profile, document.uri);
    if (here.length === 0) return undefined;
    const { files } = await this.sourcesOf(profile);
    return this.tiedNow(files, here, document);
  }

  /** How a file of the profile is tied to another text of it than the document's. */
  async tiedTo(
    profile: Profile,
    file: ProfileFile,
    text: string,
  ): Promise<Pick<DocumentSources, 'syntax'> & DocumentPart> {
    const syntax = await this.syntax.ofText(text);
    return { syntax, file, anchors: await inPieces(anchoringFunctions(this.filesOf(profile), file, syntax)) };
  }

  /** The profile's files that are this one; several where it was compiled twice. */
  async filesAt(profile: Profile, uri: vscode.Uri): Promise<readonly ProfileFile[]> {
    const place = uri.toString();
    const names = new Set([place, ...this.renamed.before(place)].map((each) => baseName(vscode.Uri.parse(each).path)));
    const named = [...names].flatMap((name) => this.filesOf(profile).named(name));
    if (named.length === 0) return [];
    const sources = await this.sourcesOf(profile);
    for (const file of named) await readNames(sources.files, file);
    // Looking at files costs time, so only those that may be this document are looked for.
    const possible = named.filter(
      (file) =>
        this.picked.get(file.path) === place ||
        sourceCandidates(file, sources.index, sources.learned).some((candidate) => this.placeOf(candidate) === place),
    );
    const resolved = await Promise.all(possible.map((file) => this.resolve(sources, file)));
    return possible.filter((_, i) => placeFound(resolved[i]) === place);
  }

  /** The profile's functions by file; made once for a profile, whatever changes around it. */
  filesOf(profile: Profile): ProfileFiles {
    let files = this.files.get(profile);
    if (files === undefined) this.files.set(profile, (files = new ProfileFiles(profile)));
    return files;
  }

  /** By FunctionIndex: 1 for the standard library and for what has no Go name. */
  foreignIn(profile: Profile): Promise<Uint8Array> {
    let foreign = this.foreign.get(profile);
    if (foreign === undefined) this.foreign.set(profile, (foreign = readForeign(this.filesOf(profile))));
    return foreign;
  }

  /** Made once for a file and a state of its text: resolver, heat, lenses and the cursor ask one after the other. */
  private anchors(files: ProfileFiles, file: ProfileFile, syntax: GoFile): Promise<Anchors> {
    const known = this.anchored.get(syntax) ?? new Map<ProfileFile, Promise<Anchors>>();
    this.anchored.set(syntax, known);
    const anchors = known.get(file) ?? inPieces(anchoringFunctions(files, file, syntax));
    known.set(file, anchors);
    return anchors;
  }

  /** The document as it is when the answer comes: an edit meanwhile makes it begin again. */
  private async tiedNow(
    files: ProfileFiles,
    here: readonly ProfileFile[],
    document: vscode.TextDocument,
  ): Promise<DocumentSources> {
    for (;;) {
      const syntax = await this.syntax.ofDocument(document);
      const { version } = document;
      const anchors = await Promise.all(here.map((file) => this.anchors(files, file, syntax)));
      if (document.version === version)
        return { syntax, parts: here.map((file, i) => ({ file, anchors: anchors[i] })) };
    }
  }

  private resolve(sources: ProfileSources, file: ProfileFile): Promise<SourceResolution> {
    const known = sources.resolutions.get(file);
    if (known !== undefined) return known;
    const resolution = resolveSource(sources.files, file, sources.index, sources.learned, this.reader).then((found) => {
      this.log.debug(`${file.path}: ${explain(found)}`);
      return this.preferPicked(file, found);
    });
    sources.resolutions.set(file, resolution);
    return resolution;
  }

  private preferPicked(file: ProfileFile, found: SourceResolution): SourceResolution {
    const source =
      found.kind === 'several' ? found.sources.find((s) => s.place === this.picked.get(file.path)) : undefined;
    return source === undefined ? found : { kind: 'found', source, tried: found.tried };
  }

  private sourcesOf(profile: Profile): Promise<ProfileSources> {
    let known = this.sources.get(profile);
    if (known === undefined) {
      known = this.modules.index().then(async (index) => {
        await this.forgetRenamesBack();
        const files = this.filesOf(profile);
        const pass = new LearnedRootsPass(files, index);
        await inSlices(pass);
        return { files, index, learned: pass.result(), resolutions: new Map() };
      });
      this.sources.set(profile, known);
    }
    return known;
  }

  private readonly reader: SourceReader = {
    place: (candidate) => this.placeOf(candidate),
    look: async (place) => {
      const uri = vscode.Uri.parse(place, true);
      try {
        const stat = await vscode.workspace.fs.stat(uri);
        if ((stat.type & vscode.FileType.File) === 0) return undefined;
        return { syntax: uri.path.endsWith('.go') ? await this.syntax.ofFile(uri) : undefined };
      } catch {
        return undefined;
      }
    },
    anchors: async (files, file, syntax) => {
      await readNames(files, file);
      return this.anchors(files, file, syntax);
    },
  };

  private placeOf({ folder, path }: Candidate): string {
    const uri = folder === undefined ? vscode.Uri.file(path) : vscode.Uri.joinPath(vscode.Uri.parse(folder), path);
    return this.renamed.now(uri.toString());
  }

  /** A file may come back under its old name without the editor's doing: by git, say. */
  private async forgetRenamesBack(): Promise<void> {
    const { from } = this.renamed;
    const isThere = (place: string): Promise<boolean> =>
      Promise.resolve(vscode.workspace.fs.stat(vscode.Uri.parse(place, true))).then(
        () => true,
        () => false,
      );
    const there = await Promise.all(from.map(isThere));
    this.renamed.forget(from.filter((_, i) => there[i]));
  }

  private forget(): void {
    this.sources = new WeakMap();
    this.changed.fire(undefined);
  }

  dispose(): void {
    this.owned.dispose();
  }
}

function placeFound(resolution: SourceResolution): string | undefined {
  return resolution.kind === 'found' ? resolution.source.place : undefined;
}

function explain(resolution: SourceResolution): string {
  const tried = resolution.tried.map(({ place, reason, outcome }) => `${outcome} (${reason}) ${place}`);
  return [resolution.kind === 'none' ? `none, ${resolution.why}` : resolution.kind, ...tried].join('\n  ');
}

/** Names that are taken apart before everything else gets its turn. */
const namesInSlice = 1000;

/** Before somebody asks for all of them at once. */
async function readNames(files: ProfileFiles, { functions }: ProfileFile): Promise<void> {
  for (let i = 0; i < functions.length; i++) {
    if (i > 0 && i % namesInSlice === 0) await nextTurn();
    files.symbol(functions[i]);
  }
}

async function readForeign(files: ProfileFiles): Promise<Uint8Array> {
  const foreign = new Uint8Array(files.profile.functions.count);
  for (let f = 0; f < foreign.length; f++) {
    if (f > 0 && f % namesInSlice === 0) await nextTurn();
    const symbol = files.symbol(f);
    foreign[f] = symbol === undefined || isStandardPackage(symbol.package) ? 1 : 0;
  }
  return foreign;
}
