// What a page gets when it says it is ready. In: an open document. Out: the profile as one buffer, or a failure as
// two sentences. Invariant: never an exception, a page can always show something with a next step.

import { UserError, sentenceOf } from '../../base/userError';
import { packProfile } from '../../core/profile/pack';
import type { Delivery, FailureDelivery } from '../../protocol/messages';
import type { ProfileDocument } from '../store/profileDocument';

export async function deliveryOf(document: ProfileDocument): Promise<Delivery> {
  const { title } = document;
  const content = await document.load();
  if (content.kind === 'failed') return failureOf(title, content.error);
  const { profile, origin, warnings } = content;
  // Copied for each page: the copy is moved to it, the columns stay here for the editor's heat.
  const { header, buffer } = packProfile(profile);
  return { kind: 'profile', title, origin, header, buffer, warnings, view: document.savedView };
}

function failureOf(title: string, error: unknown): FailureDelivery {
  if (UserError.is(error)) return { kind: 'failure', title, message: error.message, next: error.next };
  const message = `Heatline could not show ${title}: ${sentenceOf(error)}`;
  return { kind: 'failure', title, message, next: 'See the Heatline log for the cause.' };
}
