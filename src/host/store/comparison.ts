// A comparison of two profiles as one address. In: the files of both, and whether sums are made equal. Out: a URI that
// names them, and back. Invariants: it holds nothing but that, so a window that is opened again shows the same; what is no comparison is not one.

import * as vscode from 'vscode';

export const comparisonScheme = 'heatline-diff';

export interface Comparison {
  readonly profile: vscode.Uri;
  /** What is taken away, and what percentages refer to. */
  readonly base: vscode.Uri;
  /** First scale the profile so that its sums are the base's, for one that ran longer or under more load. */
  readonly normalize: boolean;
}

export function comparisonUri({ profile, base, normalize }: Comparison): vscode.Uri {
  const query = JSON.stringify({
    profile: profile.toString(),
    base: base.toString(),
    ...(normalize ? { normalize } : {}),
  });
  const scaled = normalize ? ' (normalized)' : '';
  return vscode.Uri.from({ scheme: comparisonScheme, path: `/${nameOf(profile)} − ${nameOf(base)}${scaled}`, query });
}

export function comparisonOf(uri: vscode.Uri): Comparison | undefined {
  if (uri.scheme !== comparisonScheme) return undefined;
  try {
    const { profile, base, normalize } = JSON.parse(uri.query) as Readonly<Record<string, unknown>>;
    if (typeof profile !== 'string' || typeof base !== 'string') return undefined;
    const [of, from] = [profile, base].map((file) => vscode.Uri.parse(file, true));
    return { profile: of, base: from, normalize: normalize === true };
  } catch {
    return undefined;
  }
}

/** The file's name. */
export function nameOf({ path }: vscode.Uri): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
