// Crashes in terminals. In: lines that a terminal shows. Out: a link on those a crash has (`panic: …`, `goroutine 1
// [running]:`), that opens all of it as a dump. Invariant: a terminal is read when its link is followed, never before.

import * as vscode from 'vscode';
import { crashAround, crashLine } from '../../core/goroutine/crashText';
import { terminalText } from './terminalText';

class CrashLink extends vscode.TerminalLink {
  constructor(
    readonly terminal: vscode.Terminal,
    readonly line: string,
  ) {
    super(0, line.length, 'Open Goroutine Dump');
  }
}

export class TerminalLinks implements vscode.TerminalLinkProvider<CrashLink> {
  /** @param open shows text as a dump */
  constructor(private readonly open: (text: string) => unknown) {}

  provideTerminalLinks({ line, terminal }: vscode.TerminalLinkContext): CrashLink[] {
    const text = line.trimEnd();
    if (!crashLine.test(text)) return [];
    return [new CrashLink(terminal, text)];
  }

  async handleTerminalLink({ terminal, line }: CrashLink): Promise<void> {
    await this.open(crashAround(await terminalText(terminal, 'all'), line));
  }
}
