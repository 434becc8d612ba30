// What the findings need from Node; src/extension.ts hands in an object of src/node that has this shape. In: profiles on
// disk, and who knows the source. Out: findings, or a UserError. Invariants: nothing is decoded or diagnosed on the
// host's main thread; an aborted signal ends the work with a CancelledError.

import type { Diagnosis } from '../../core/diagnose/diagnose';
import type { ReadPackage } from '../../core/diagnose/sourcePackages';
import type { Profile } from '../../core/profile/profile';

export interface Diagnoser {
  diagnose(
    bundle: { readonly folder: string } | { readonly files: readonly string[] },
    options: DiagnoseOptions,
  ): Promise<Diagnosed>;
}

export interface DiagnoseOptions {
  readonly signal: AbortSignal;
  /** Bytes that may come out of inflating one profile; more is refused. */
  readonly maxInflatedSize: number;
  /** What is being done, as it follows a colon. */
  onStep(text: string): void;
  /** @param functions every function of the bundle, in a profile without samples */
  openSources(functions: Profile): ReadPackage;
}

export interface Diagnosed {
  /** The service as the bundle says, '' where nobody knows. */
  readonly target: string;
  readonly functions: Profile;
  readonly diagnosis: Diagnosis;
  /** Files of a folder that are no profiles, a sentence each. */
  readonly leftOut: readonly string[];
}
