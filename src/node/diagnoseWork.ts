// What the diagnosing thread does. In: a bundle on disk, and a way to ask for source texts. Out: the findings. Invariants:
// a file that is no profile ends the work when it was named, and is told and left out when it only lies in the folder;
// without a Go parser the rules say less, they do not fail.

import { readFile } from 'node:fs/promises';
import { UserError } from '../base/userError';
import type { BundleProfile, MissingProfile } from '../core/diagnose/bundle';
import { noCode } from '../core/diagnose/codeQuestions';
import { diagnose } from '../core/diagnose/diagnose';
import { SourceCode } from '../core/diagnose/sourceCode';
import type { ReadPackage } from '../core/diagnose/sourcePackages';
import { openProfile } from '../core/open';
import { functionsOnly } from '../core/profile/functionsOnly';
import { packProfile } from '../core/profile/pack';
import { provenanceOf, readBundleFolder, type StoredProfile } from './bundleFolder';
import { bundleProfile, inOrder } from './bundleProfiles';
import type { BundleFiles, DiagnoseRequest, ThreadSays } from './diagnoseMessages';
import { readError } from './fileErrors';
import { loadGoParser } from './goParserFiles';
import { inflateNative } from './inflate';
import { shownKind } from './kinds';

export async function diagnoseBundle(
  { bundle, maxInflatedBytes }: DiagnoseRequest,
  say: (message: ThreadSays) => void,
  readPackage: ReadPackage,
): Promise<void> {
  const { target, missing, stored, isNamed } = await storedIn(bundle);
  const profiles: BundleProfile[] = [];
  const leftOut: string[] = [];
  for (const one of stored) {
    say({ kind: 'step', text: `reading ${stepName(one)} (${profiles.length + 1} of ${stored.length})` });
    try {
      profiles.push(await decoded(one, maxInflatedBytes));
    } catch (error) {
      if (!(error instanceof UserError) || isNamed) throw error;
      leftOut.push(error.sentence);
    }
  }
  if (profiles.length === 0) {
    throw new UserError('no-profiles', 'There is no profile in this folder.', 'Choose a folder that holds profiles.');
  }
  say({ kind: 'functions', packed: packProfile(functionsOnly(profiles.map(({ profile }) => profile))) });
  say({ kind: 'step', text: 'reading the profiles against each other and the source' });
  const parser = await loadGoParser();
  const code = parser === undefined ? noCode : new SourceCode(readPackage, parser);
  const diagnosis = await diagnose({ profiles: inOrder(profiles), missing }, code);
  say({ kind: 'done', target, diagnosis, leftOut });
}

interface Stored {
  readonly target: string;
  readonly missing: readonly MissingProfile[];
  readonly stored: readonly StoredProfile[];
  readonly isNamed: boolean;
}

async function storedIn(bundle: BundleFiles): Promise<Stored> {
  if ('folder' in bundle) {
    const { target, missing, files } = await readBundleFolder(bundle.folder);
    return { target, missing, stored: files, isNamed: false };
  }
  const stored = await Promise.all(bundle.files.map(async (file) => ({ file, provenance: await provenanceOf(file) })));
  const urls = new Set(stored.map(({ provenance }) => provenance?.url.replace(/[^/]*$/, '')));
  const [only] = urls;
  return { target: urls.size === 1 ? (only ?? '') : '', missing: [], stored, isNamed: true };
}

async function decoded(stored: StoredProfile, maxInflatedBytes: number): Promise<BundleProfile> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(stored.file);
  } catch (error) {
    throw readError(stored.file, error);
  }
  return bundleProfile(stored, openProfile(bytes, { inflate: inflateNative, maxInflatedBytes }).profile);
}

function stepName({ provenance }: StoredProfile): string {
  return provenance === undefined ? 'a profile' : shownKind(provenance.kind);
}
