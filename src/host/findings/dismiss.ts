// Dismissing a finding. In: a finding. Out: the reason that the person gave, or undefined when they changed their mind.
// Invariant: nothing is dismissed without a reason.

import * as vscode from 'vscode';
import type { PlacedFinding } from '../store/findingsStore';

const reasons: readonly (vscode.QuickPickItem & { readonly isOwn?: true })[] = [
  { label: 'It is meant to be so', description: 'what is seen is right, and wanted' },
  { label: 'It is wrong', description: 'what is said does not happen' },
  { label: 'It does not matter here', description: 'test code, start-up, a tool' },
  { label: 'It is fixed already', description: 'in code that does not run yet' },
  { label: 'Another Reason…', isOwn: true },
];

export async function askReason({ finding }: PlacedFinding): Promise<string | undefined> {
  const picked = await vscode.window.showQuickPick(reasons, {
    title: `Dismiss: ${finding.title}`,
    placeHolder: 'Why? It stays dismissed in this workspace, and is listed under Dismissed',
  });
  if (picked?.isOwn !== true) return picked?.label;
  const typed = await vscode.window.showInputBox({
    title: `Dismiss: ${finding.title}`,
    prompt: 'The reason, for whoever looks at it next',
    validateInput: (text) => (text.trim() === '' ? 'A reason, please.' : undefined),
  });
  return typed?.trim();
}
