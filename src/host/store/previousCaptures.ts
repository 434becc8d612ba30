// The capture before this one. In: an active profile that was captured. Out: the newest older capture of the same kind
// from the same service, decoded. Invariants: looked for once for a profile; a capture that cannot be read counts as
// absent; nothing is asked of the service.

import type { Profile } from '../../core/profile/profile';
import type { CaptureFolder, StoredCapture } from './captureFolder';
import type { ActiveProfile, ProfileStore } from './profileStore';
import type { Provenance } from '../../core/profile/provenance';
import { hostOf } from './originText';

export interface PreviousCapture {
  readonly profile: Profile;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
}

export class PreviousCaptures {
  private readonly known = new WeakMap<Profile, Promise<PreviousCapture | undefined>>();

  constructor(
    private readonly folder: CaptureFolder,
    private readonly store: ProfileStore,
  ) {}

  of(active: ActiveProfile): Promise<PreviousCapture | undefined> {
    let found = this.known.get(active.profile);
    if (found === undefined) this.known.set(active.profile, (found = this.find(active)));
    return found;
  }

  private async find({ uri }: ActiveProfile): Promise<PreviousCapture | undefined> {
    if (!uri.path.startsWith(`${this.folder.uri.path}/`)) return undefined;
    const captures = await this.folder.list();
    const own = captures.find((capture) => capture.uri.toString() === uri.toString())?.provenance;
    if (own === undefined) return undefined;
    const before = captures.find(({ provenance }) => isBefore(provenance, own));
    return before === undefined ? undefined : this.read(before);
  }

  private async read({ uri, provenance }: StoredCapture): Promise<PreviousCapture | undefined> {
    const lease = this.store.open(uri);
    try {
      const content = await lease.document.load();
      if (content.kind === 'failed' || provenance === undefined) return undefined;
      return { profile: content.profile, startedAt: provenance.startedAt };
    } finally {
      lease.dispose();
    }
  }
}

/** Captures are listed newest first, so the first one that is older is the one before. */
function isBefore(other: Provenance | undefined, own: Provenance): boolean {
  // Texts that were pasted may be of any service; a debugger's are of the configuration that they name.
  if (!/^(?:https?|dlv):/.test(own.url)) return false;
  if (other?.kind !== own.kind || hostOf(other.url) !== hostOf(own.url)) return false;
  return Date.parse(other.startedAt) < Date.parse(own.startedAt);
}
