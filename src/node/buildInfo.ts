// What Go wrote into a program about its build. In: the path of an ELF file. Out: the commit it was built from, and the
// id that its profiles carry; undefined where it cannot be read. Invariant: reads some KiB of however large a binary,
// and runs nothing. Source: src/debug/buildinfo of Go 1.18 and newer, whose strings stand in the section itself.

import { type FileHandle, open } from 'node:fs/promises';
import { bytesAt, sectionsOf, type Section } from './elfSections';

export interface BuildInfo {
  /** `vcs.revision`, '' where the build had none. */
  readonly revision: string;
  /** Files differed from the commit. */
  readonly modified: boolean;
  /** GNU build id in hexadecimal, as a profile's mapping has it; '' without one. */
  readonly buildId: string;
}

const maxInfoSize = 2 ** 20;
const magic = '\xff Go buildinf:';

export async function readBuildInfo(file: string): Promise<BuildInfo | undefined> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(file, 'r');
    const sections = (await sectionsOf(handle)) ?? [];
    const settings = await settingsIn(handle, sections);
    if (settings === undefined) return undefined;
    return {
      revision: settings.get('vcs.revision') ?? '',
      modified: settings.get('vcs.modified') === 'true',
      buildId: await gnuBuildId(handle, sections),
    };
  } catch {
    return undefined;
  } finally {
    await handle?.close().catch(() => undefined);
  }
}

/** `build<tab>key=value` lines of the module information. */
async function settingsIn(
  handle: FileHandle,
  sections: readonly Section[],
): Promise<ReadonlyMap<string, string> | undefined> {
  const section = sections.find(({ name }) => name === '.go.buildinfo');
  if (section === undefined || section.size > maxInfoSize) return undefined;
  const bytes = await bytesAt(handle, section.offset, section.size);
  const isInline = (bytes[15] & 2) !== 0;
  if (bytes.toString('latin1', 0, magic.length) !== magic || !isInline) return undefined;
  const version = textAt(bytes, 32);
  // The text is framed by 16 bytes on each side, which are no UTF-8: only the lines between matter.
  const { text } = textAt(bytes, version.end);
  const pairs = [...text.matchAll(/^build\t([^=\n]+)=(.*)$/gm)].map(([, key, value]) => [key, value] as const);
  return new Map(pairs);
}

function textAt(bytes: Buffer, start: number): { readonly text: string; readonly end: number } {
  let [length, shift, at] = [0, 0, start];
  for (; bytes[at] >= 0x80; at++, shift += 7) length |= (bytes[at] & 0x7f) << shift;
  length |= bytes[at++] << shift;
  return { text: bytes.toString('utf8', at, at + length), end: at + length };
}

/** A note is three sizes and types, the name `GNU\0`, and the id. */
async function gnuBuildId(handle: FileHandle, sections: readonly Section[]): Promise<string> {
  const note = sections.find(({ name }) => name === '.note.gnu.build-id');
  if (note === undefined || note.size > 1024) return '';
  const bytes = await bytesAt(handle, note.offset, note.size);
  const nameSize = bytes.readUInt32LE(0);
  const from = 12 + Math.ceil(nameSize / 4) * 4;
  return bytes.toString('hex', from, from + bytes.readUInt32LE(4));
}
