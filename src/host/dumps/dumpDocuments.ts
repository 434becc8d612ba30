// Open texts of dumps, read. In: a document of our language. Out: where its goroutines and frames stand, and the profile
// it is. Invariants: read once for a state of the text, in slices; a document stands in links as a number of ours.

import type * as vscode from 'vscode';
import { type DumpOutline, DumpOutlinePass } from '../../core/goroutine/dumpOutline';
import type { Profile } from '../../core/profile/profile';
import { setting } from '../settings';
import { inSlices } from '../slices';
import type { ProfileDecoder } from '../store/profileDecoder';

interface Read {
  readonly version: number;
  readonly number: number;
  readonly outline: Promise<DumpOutline>;
  profile?: Promise<Profile>;
}

const gibibyte = 2 ** 30;

export class DumpDocuments {
  private readonly read = new WeakMap<vscode.TextDocument, Read>();
  private readonly byNumber = new Map<number, WeakRef<vscode.TextDocument>>();
  private lastNumber = 0;

  constructor(private readonly decoder: ProfileDecoder) {}

  outline(document: vscode.TextDocument): Promise<DumpOutline> {
    return this.of(document).outline;
  }

  /** Stands for the document as it is now. */
  numberOf(document: vscode.TextDocument): number {
    return this.of(document).number;
  }

  /** Undefined where the text is another by now, or its document is closed. */
  numbered(number: number): vscode.TextDocument | undefined {
    const document = this.byNumber.get(number)?.deref();
    return document !== undefined && this.of(document).number === number ? document : undefined;
  }

  /** @throws UserError why the text cannot be read as a dump */
  profile(document: vscode.TextDocument): Promise<Profile> {
    const read = this.of(document);
    read.profile ??= this.decode(document);
    return read.profile;
  }

  private of(document: vscode.TextDocument): Read {
    const known = this.read.get(document);
    if (known?.version === document.version) return known;
    if (known !== undefined) this.byNumber.delete(known.number);
    const read = { version: document.version, number: ++this.lastNumber, outline: outlineOf(document.getText()) };
    this.read.set(document, read);
    this.byNumber.set(read.number, new WeakRef(document));
    return read;
  }

  private async decode(document: vscode.TextDocument): Promise<Profile> {
    const { signal } = new AbortController();
    const maxInflatedSize = setting('heatline.maxInflatedSize') * gibibyte;
    const bytes = new TextEncoder().encode(document.getText());
    return (await this.decoder.decode(bytes, { signal, maxInflatedSize })).profile;
  }
}

async function outlineOf(text: string): Promise<DumpOutline> {
  const pass = new DumpOutlinePass(text.split('\n').map((line) => (line.endsWith('\r') ? line.slice(0, -1) : line)));
  await inSlices(pass);
  return pass;
}
