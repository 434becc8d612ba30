// Profiles as the host delivers them. In: a profile, or the bytes of a file. Out: a Delivery.
import { gunzipSync } from 'node:zlib';
import { decodeProfile } from '../../../src/core/profile/decode';
import { packProfile } from '../../../src/core/profile/pack';
import type { Profile } from '../../../src/core/profile/profile';
import type { ProfileDelivery } from '../../../src/protocol/messages';

export function deliveryOf(profile: Profile, more: Partial<ProfileDelivery> = {}): ProfileDelivery {
  const { header, buffer } = packProfile(profile);
  return { kind: 'profile', title: 'cpu.pprof', origin: '', header, buffer, warnings: [], view: undefined, ...more };
}

export function profileFromFile(bytes: Uint8Array): Profile {
  return decodeProfile(bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes).profile;
}
