// A comparison of two profiles as one address. In: the files of both. Out: a URI that names them, and back. Invariants: it
// holds nothing but the two files, so a window that is opened again shows the same; what is no comparison is not one.

import * as vscode from 'vscode';

export const comparisonScheme = 'heatline-diff';

export interface Comparison {
  readonly profile: vscode.Uri;
  /** What is taken away, and what percentages refer to. */
  readonly base: vscode.Uri;
}

export function comparisonUri({ profile, base }: Comparison): vscode.Uri {
  const query = JSON.stringify({ profile: profile.toString(), base: base.toString() });
  return vscode.Uri.from({ scheme: comparisonScheme, path: `/${nameOf(profile)} − ${nameOf(base)}`, query });
}

export function comparisonOf(uri: vscode.Uri): Comparison | undefined {
  if (uri.scheme !== comparisonScheme) return undefined;
  try {
    const { profile, base } = JSON.parse(uri.query) as { readonly profile?: unknown; readonly base?: unknown };
    if (typeof profile !== 'string' || typeof base !== 'string') return undefined;
    return { profile: vscode.Uri.parse(profile, true), base: vscode.Uri.parse(base, true) };
  } catch {
    return undefined;
  }
}

/** The file's name. */
export function nameOf({ path }: vscode.Uri): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
