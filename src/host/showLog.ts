// Shows the log, also when nothing was written to it yet. In: the channel. Out: the panel with it. Invariant: asks until
// it is there, at most for some seconds: VS Code knows a log only once its file exists, and forgets a wish to see it
// before that. So the first thing a person did, to look at the log, did nothing.

import * as vscode from 'vscode';

const tries = 20;
const pauseMilliseconds = 250;

export async function showLog(log: vscode.LogOutputChannel): Promise<void> {
  // Makes the file.
  log.info('The log is shown.');
  for (let i = 0; i < tries && !isVisible(log); i++) {
    log.show(true);
    await new Promise<void>((resolve) => setTimeout(() => resolve(), pauseMilliseconds));
  }
}

/** Outputs are text editors for extensions, with the channel's name in their path. */
function isVisible({ name }: vscode.LogOutputChannel): boolean {
  return vscode.window.visibleTextEditors.some(
    ({ document: { uri } }) => uri.scheme === 'output' && uri.path.includes(name),
  );
}
