// A recorded file to the file here. In: a file of a profile, what we know of modules, and a reader that can look
// at places. Out: the one place, several that fit alike, or none, with everything that was tried and why not.
// Invariants: a place is taken only with the proof its candidate asks for; of places with the same reason those
// with all functions on their lines win; a wrong file is worse than none.

import { anchorFunctions } from './anchorFunctions';
import { type Anchors, type AnchorState, summarize } from './anchors';
import { type Candidate, type CandidateReason, tiers } from './candidate';
import type { GoFile } from './goFile';
import { isAbsolutePath } from './goPath';
import type { LearnedRoots } from './learnedRoots';
import type { ModuleIndex } from './moduleIndex';
import type { ProfileFile, ProfileFiles } from './profileFiles';
import { sourceCandidates } from './sourceCandidates';
import { whyNotFound, whyWithoutFile } from './whyNotFound';

export interface SourceReader {
  /** A name for the candidate's place, the same for the same place. */
  place(candidate: Candidate): string;
  /** Undefined where there is no file; without `syntax` where the file is not Go. */
  look(place: string): Promise<{ readonly syntax: GoFile | undefined } | undefined>;
  /** Of `files`, tied to what was looked at: here, on a thread on which others wait. At once without. */
  anchors?(files: ProfileFiles, file: ProfileFile, syntax: GoFile): Promise<Anchors>;
}

export interface FoundSource {
  readonly place: string;
  readonly reason: CandidateReason;
  readonly state: AnchorState;
  /** Undefined where the file is not Go. */
  readonly syntax: GoFile | undefined;
  readonly anchors: Anchors;
}

export interface TriedPlace {
  readonly place: string;
  readonly reason: CandidateReason;
  readonly outcome: 'taken' | 'missing' | 'not proven' | 'another was better';
  /** Of a place that is not proven: what speaks against it, '' for all others. */
  readonly objection: string;
}

export type SourceResolution =
  | { readonly kind: 'found'; readonly source: FoundSource; readonly tried: readonly TriedPlace[] }
  | { readonly kind: 'several'; readonly sources: readonly FoundSource[]; readonly tried: readonly TriedPlace[] }
  | {
      readonly kind: 'none';
      /** Part of a sentence. */
      readonly why: string;
      /** False for what the compiler made up: there is nothing to look for. */
      readonly hasFile: boolean;
      readonly tried: readonly TriedPlace[];
    };

export async function resolveSource(
  files: ProfileFiles,
  file: ProfileFile,
  index: ModuleIndex,
  learned: LearnedRoots,
  reader: SourceReader,
): Promise<SourceResolution> {
  const generated = whyWithoutFile(file.path);
  if (generated !== undefined) return { kind: 'none', why: generated, hasFile: false, tried: [] };

  const tried = new Map<string, TriedPlace>();
  let best: readonly FoundSource[] = [];
  for (const tier of byTier(sourceCandidates(file, index, learned))) {
    // What only moved may be found unmoved by a later reason, as long as that names the file as well.
    if (best.length > 0 && tier[0].tier > tiers.standardLibrary + 1) break;
    const accepted = await acceptedOf(tier, files, file, reader, tried);
    const better = best.length === 0 ? accepted : accepted.filter(({ state }) => state === 'exact');
    if (better.length > 0) best = better;
    if (best.some(({ state }) => state !== 'moved') || (best.length > 0 && tier[0].proof === 'place')) break;
  }
  for (const { place, reason } of best) tried.set(place, { place, reason, outcome: 'taken', objection: '' });
  const log = [...tried.values()];
  if (best.length === 0) return { kind: 'none', why: whyNotFound(file, index, log), hasFile: true, tried: log };
  if (best.length === 1) return { kind: 'found', source: best[0], tried: log };
  return { kind: 'several', sources: best, tried: log };
}

function byTier(candidates: readonly Candidate[]): readonly (readonly Candidate[])[] {
  const out: Candidate[][] = [];
  for (const candidate of candidates) {
    if (out.at(-1)?.[0]?.tier === candidate.tier) out.at(-1)!.push(candidate);
    else out.push([candidate]);
  }
  return out;
}

async function acceptedOf(
  tier: readonly Candidate[],
  files: ProfileFiles,
  file: ProfileFile,
  reader: SourceReader,
  tried: Map<string, TriedPlace>,
): Promise<readonly FoundSource[]> {
  const fresh = new Map(tier.map((candidate) => [reader.place(candidate), candidate]));
  for (const place of tried.keys()) fresh.delete(place);
  const looked = await Promise.all([...fresh.keys()].map((place) => reader.look(place)));
  const anchorsOf = async (syntax: GoFile): Promise<Anchors> =>
    reader.anchors?.(files, file, syntax) ?? anchorFunctions(files, file, syntax);
  const found: FoundSource[] = [];
  for (const [i, [place, candidate]] of [...fresh].entries()) {
    const seen = looked[i];
    const source = seen === undefined ? undefined : await examine(place, candidate, seen.syntax, anchorsOf);
    const objection = source === undefined ? '' : objectionTo(source, candidate, file);
    const isProven = source !== undefined && objection === '';
    if (isProven) found.push(source);
    const outcome = seen === undefined ? 'missing' : isProven ? 'another was better' : 'not proven';
    tried.set(place, { place, reason: candidate.reason, outcome, objection });
  }
  const exact = found.filter(({ state }) => state === 'exact');
  return exact.length > 0 ? exact : found;
}

async function examine(
  place: string,
  { reason }: Candidate,
  syntax: GoFile | undefined,
  anchorsOf: (syntax: GoFile) => Promise<Anchors>,
): Promise<FoundSource> {
  const anchors: Anchors = syntax === undefined ? new Map() : await anchorsOf(syntax);
  return { place, reason, state: summarize(anchors).state, syntax, anchors };
}

/** What speaks against a place, by the proof its candidate asks for; '' for nothing. */
function objectionTo(source: FoundSource, { proof }: Candidate, file: ProfileFile): string {
  if (proof === 'place') return '';
  const { state, anchors, syntax } = source;
  // A file of another package may have the same functions, but not `package main` for a library or the reverse.
  const isMain = file.certainPackage === undefined ? undefined : file.certainPackage === 'main';
  if (syntax !== undefined && isMain !== undefined && isMain !== (syntax.packageName === 'main')) {
    return `it is of package ${syntax.packageName}`;
  }
  const { exact, absent } = summarize(anchors);
  const all = anchors.size;
  switch (proof) {
    case 'declaration':
      return state === 'absent' ? missingFunctions(absent, all) : '';
    case 'name':
      if (state === 'exact' || state === 'moved') return '';
      return state === 'absent' ? missingFunctions(absent, all) : 'nothing in it confirms that it is this file';
    case 'all':
      if (state === 'exact' && exact >= (isAbsolutePath(file.path) ? 2 : 1)) return '';
      return state === 'exact' ? 'one function alone does not confirm it' : 'not all functions are on their lines';
    default:
      throw new Error(`unknown proof ${String(proof satisfies never)}`);
  }
}

function missingFunctions(absent: number, all: number): string {
  return all === 1 ? 'it does not declare the function' : `it does not declare ${absent} of the ${all} functions`;
}
