// A module proxy made of files (https://go.dev/ref/mod#goproxy-protocol). In: a folder named module@version.
// Out: its .info, .mod and .zip below the proxy's folder. Invariant: the zip stores, nothing is compressed.

import fs from 'node:fs';
import path from 'node:path';
import zlib from 'node:zlib';
import { escapeModulePath } from '../../../../src/core/golang/modulePath';

export function writeProxyModule(folder: string, name: string, proxy: string): void {
  const [module, version] = name.split('@');
  const out = path.join(proxy, escapeModulePath(module), '@v');
  fs.mkdirSync(out, { recursive: true });
  fs.writeFileSync(
    path.join(out, `${version}.info`),
    JSON.stringify({ Version: version, Time: '2024-01-01T00:00:00Z' }),
  );
  fs.copyFileSync(path.join(folder, 'go.mod'), path.join(out, `${version}.mod`));
  const files = fs
    .readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => fs.statSync(path.join(folder, file)).isFile());
  const entries = files.map((file) => ({ name: `${name}/${file}`, data: fs.readFileSync(path.join(folder, file)) }));
  fs.writeFileSync(path.join(out, `${version}.zip`), storedZip(entries));
}

interface Entry {
  readonly name: string;
  readonly data: Buffer;
}

function storedZip(entries: readonly Entry[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, data } of entries) {
    const nameBytes = Buffer.from(name);
    // From "version needed" on, both headers begin alike.
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt32LE(crc32(data), 10);
    common.writeUInt32LE(data.length, 14);
    common.writeUInt32LE(data.length, 18);
    common.writeUInt16LE(nameBytes.length, 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), common, nameBytes, data]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x00', 'latin1'), common, tail, nameBytes]));
    parts.push(local);
    offset += local.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(entries.length, 4);
  end.writeUInt16LE(entries.length, 6);
  end.writeUInt32LE(central.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...parts, central, Buffer.from('PK\x05\x06'), end]);
}

/** zlib has it from Node 20.15 and 22.2 on; this is for those before. */
function crc32(data: Buffer): number {
  if ('crc32' in zlib) return zlib.crc32(data);
  let crc = 0xffffffff;
  for (const byte of data as Iterable<number>) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
}
