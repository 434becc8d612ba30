// What `go test` prints. In: text, as it comes. Out: an output channel, made with the first run. Invariant: a run does not
// show it by itself; two runs follow each other in it, each with a heading.

import * as vscode from 'vscode';
import type { Disposable } from '../../base/disposable';

export class TestOutput implements Disposable {
  private channel: vscode.OutputChannel | undefined;

  begin(title: string): void {
    this.channel ??= vscode.window.createOutputChannel('Heatline: go test');
    this.channel.append(`\n${title}\n`);
  }

  append(text: string): void {
    this.channel?.append(text);
  }

  show(): void {
    this.channel?.show(true);
  }

  dispose(): void {
    this.channel?.dispose();
  }
}
