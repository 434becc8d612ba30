// The service that a menu or another command names. In: a remembered target, or its URL. Out: a target with what was
// captured from it last. Invariant: whatever else is passed counts as nothing named.

import type { RememberedTargets } from '../store/rememberedTargets';
import type { CaptureService, CaptureTarget } from './captureService';

export function namedTarget(
  named: unknown,
  service: CaptureService,
  remembered: RememberedTargets,
): CaptureTarget | undefined {
  const url = typeof named === 'object' && named !== null ? (named as { url?: unknown }).url : named;
  if (typeof url !== 'string') return undefined;
  const known = remembered.list().find((target) => target.url === url);
  const { kind, seconds } = known ?? {};
  return {
    ...(kind === undefined ? {} : { kind }),
    ...(seconds === undefined ? {} : { seconds }),
    ...service.parseTarget(url),
  };
}
