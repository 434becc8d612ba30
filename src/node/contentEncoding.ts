// Undoes what a proxy between may have done to a body. pprof's own gzip is the content and stays: it comes without
// Content-Encoding. In: a body and the header. Out: the body as the service sent it, at most `maxBytes` long.

import { promisify } from 'node:util';
import zlib from 'node:zlib';
import { UserError } from '../base/userError';

const decoders = {
  gzip: promisify<zlib.InputType, zlib.ZlibOptions, Buffer>(zlib.gunzip),
  'x-gzip': promisify<zlib.InputType, zlib.ZlibOptions, Buffer>(zlib.gunzip),
  deflate: promisify<zlib.InputType, zlib.ZlibOptions, Buffer>(zlib.inflate),
  br: promisify<zlib.InputType, zlib.BrotliOptions, Buffer>(zlib.brotliDecompress),
};

export async function plainBody(body: Buffer, encoding: string | undefined, maxBytes: number): Promise<Uint8Array> {
  const name = encoding?.trim().toLowerCase() ?? '';
  if (name === '' || name === 'identity' || body.length === 0) return body;
  if (!(name in decoders)) {
    const message = 'A proxy packed the answer in a way that was not asked for.';
    throw new UserError('bad-encoding', message, 'Ask the service itself, without the proxy.');
  }
  try {
    return await decoders[name as keyof typeof decoders](body, { maxOutputLength: maxBytes });
  } catch (error) {
    const message = 'The answer says it is compressed and cannot be unpacked.';
    throw new UserError('bad-encoding', message, 'Ask the service itself, without the proxy.', { cause: error });
  }
}
