// What the diagnosing thread and its owner say to each other. In: nothing. Out: types. Invariant: profiles stay in the
// thread; what crosses is names, source texts and findings.

import type { Diagnosis } from '../core/diagnose/diagnose';
import type { SourceText } from '../core/diagnose/sourcePackages';
import type { Packed } from '../core/profile/pack';

/** A bundle's folder, or profiles by file. */
export type BundleFiles = { readonly folder: string } | { readonly files: readonly string[] };

export interface DiagnoseRequest {
  readonly bundle: BundleFiles;
  readonly maxInflatedBytes: number;
}

export type ThreadSays =
  | { readonly kind: 'step'; readonly text: string }
  /** All functions of the bundle, before anything is asked about them. */
  | { readonly kind: 'functions'; readonly packed: Packed }
  | { readonly kind: 'read'; readonly id: number; readonly file: string }
  | {
      readonly kind: 'done';
      /** As the bundle's note or a provenance says, '' where nobody knows. */
      readonly target: string;
      readonly diagnosis: Diagnosis;
      /** Files that are no profiles, a sentence each. */
      readonly leftOut: readonly string[];
    }
  | { readonly kind: 'userError'; readonly code: string; readonly message: string; readonly next: string };

export interface OwnerSays {
  readonly id: number;
  /** Undefined where the package cannot be had. */
  readonly texts: readonly SourceText[] | undefined;
}
