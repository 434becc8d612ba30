// Dumps of goroutines as text: the language's providers, the links in terminals, the command. In: what opening one needs.
// Out: everything registered.

import * as vscode from 'vscode';
import { type Disposable, DisposableList } from '../../base/disposable';
import { commands, languages } from '../../ids';
import type { CommandRegistry } from '../commands';
import type { ErrorReporter } from '../errorReporter';
import type { ProfileDecoder } from '../store/profileDecoder';
import { DumpDocuments } from './dumpDocuments';
import { DumpHover } from './dumpHover';
import { DumpLinks, type DumpLinksOptions } from './dumpLinks';
import { DumpSymbols } from './dumpSymbols';
import { OpenDump, type OpenDumpOptions } from './openDump';
import { TerminalLinks } from './terminalLinks';

export interface DumpsOptions extends OpenDumpOptions, Omit<DumpLinksOptions, 'documents'> {
  readonly registry: CommandRegistry;
  readonly errors: ErrorReporter;
  readonly decoder: ProfileDecoder;
  readonly log: Pick<vscode.LogOutputChannel, 'debug'>;
}

export function registerDumps(options: DumpsOptions): Disposable {
  const { registry, errors, decoder, sources, log } = options;
  const owned = new DisposableList();
  const documents = new DumpDocuments(decoder);
  const selector: vscode.DocumentSelector = { language: languages.goroutineDump };
  const symbols = new DumpSymbols(documents);
  const links = new DumpLinks({ ...options, documents });
  const dump = new OpenDump(options);
  owned.add(vscode.languages.registerDocumentSymbolProvider(selector, symbols, { label: 'Goroutines' }));
  owned.add(vscode.languages.registerFoldingRangeProvider(selector, symbols));
  owned.add(vscode.languages.registerDocumentLinkProvider(selector, links));
  owned.add(vscode.languages.registerHoverProvider(selector, new DumpHover(documents, sources, log)));
  const openText = async (text: string): Promise<void> => {
    try {
      await dump.text(text, 'terminal');
    } catch (error) {
      void errors.report(error, 'open the goroutine dump');
    }
  };
  owned.add(vscode.window.registerTerminalLinkProvider(new TerminalLinks(openText)));
  registry.register(commands.openGoroutineDump, 'open the goroutine dump', (arg) => dump.run(arg));
  registry.register(commands.openTerminalDump, 'open the goroutine dump', async () => {
    const { activeTerminal } = vscode.window;
    if (activeTerminal !== undefined) await dump.terminal(activeTerminal);
  });
  registry.register(commands.openDumpFrame, 'open the frame', (number, line) => links.open(number, line));
  return owned;
}
