// Everything about capturing, behind one object. In: a tool name and who knows the credentials of a target. Out: the
// `CaptureService` that src/host/capture/captureService.ts asks for (it may not import from here, nor we from there;
// src/extension.ts, which hands the one to the other, does not compile when they differ).

import type { Access } from './access';
import { type CapturedProfile, type CaptureProgress, type CaptureRequest, capture } from './capture';
import { type BundleOptions, captureBundle, lookAgain, type TakenBundle } from './captureBundle';
import { type DiscoveredTarget, discover } from './discover';
import { preflight, type Preflight } from './preflight';
import { parseTarget, type Target } from './target';

export interface CaptureServiceOptions {
  /** `heatline 0.1.0`, for provenance. */
  readonly tool: string;
  /** Headers and certificates that the user stored for a target; asked each time, never kept. */
  readonly accessFor?: (target: Target) => Promise<Access | undefined>;
}

export interface NodeCaptureService {
  parseTarget(text: string): Target;
  preflight(target: Target, signal: AbortSignal): Promise<Preflight>;
  capture(
    request: CaptureRequest,
    options: { readonly signal: AbortSignal; onProgress(progress: CaptureProgress): void },
  ): Promise<CapturedProfile>;
  discover(signal: AbortSignal): Promise<readonly DiscoveredTarget[]>;
  captureBundle(request: BundleRequest, options: BundleWork): Promise<TakenBundle>;
  lookAgain(folder: string, target: Target, options: BundleWork): Promise<void>;
}

export interface BundleRequest {
  readonly target: Target;
  readonly seconds: number;
  readonly parent: string;
}

export interface BundleWork {
  readonly signal: AbortSignal;
  onProgress(progress: Parameters<NonNullable<BundleOptions['onProgress']>>[0]): void;
}

export function createCaptureService({ tool, accessFor }: CaptureServiceOptions): NodeCaptureService {
  return {
    parseTarget,
    discover,
    preflight: async (target, signal) => preflight(target, { signal, access: await accessFor?.(target) }),
    capture: async (request, options) => {
      const access = await accessFor?.(request.target);
      return capture(request, tool, { ...options, access, onProgress: (progress) => options.onProgress(progress) });
    },
    captureBundle: async (request, options) => {
      const access = await accessFor?.(request.target);
      return captureBundle({ ...request, tool }, { ...bundleOptions(options), access, keepOnCancel: true });
    },
    lookAgain: async (folder, target, options) =>
      lookAgain(folder, target, tool, { ...bundleOptions(options), access: await accessFor?.(target) }),
  };
}

/** Without its owner a method loses its `this`. */
function bundleOptions(work: BundleWork): Pick<BundleOptions, 'signal' | 'onProgress'> {
  return { signal: work.signal, onProgress: (progress) => work.onProgress(progress) };
}
