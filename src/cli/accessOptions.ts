// What a command line says about who asks: headers, certificates. In: arguments. Out: an Access for src/node.
// Invariant: the values of headers and keys are Secrets from here on, and no error repeats them.

import { readFile } from 'node:fs/promises';
import { UserError } from '../base/userError';
import { type Access, parseHeader } from '../node/access';
import { readError } from '../node/fileErrors';
import { Secret } from '../node/secret';
import type { Arguments, OptionTable } from './args';
import { UsageError } from './usageError';

/** For every command that talks to a service. */
export const accessOptions: OptionTable = {
  header: { type: 'text', value: "'K: V'", repeat: true, help: 'Send a header with every request; may be repeated' },
  ca: { type: 'text', value: 'FILE', help: 'Trust the certificate authorities in this PEM file, and no others' },
  cert: { type: 'text', value: 'FILE', help: 'Client certificate, PEM' },
  key: { type: 'text', value: 'FILE', help: 'Its key, PEM; default: in the file of --cert' },
  insecure: { type: 'flag', help: 'Do not check the certificate of the service' },
};

/** Throws UsageError for a header that is none, UserError for a file that cannot be read. */
export async function accessOf(args: Arguments): Promise<Access> {
  const headers = Object.fromEntries(args.texts('header').map((line) => asUsage(() => parseHeader(line))));
  const cert = args.text('cert');
  const key = args.text('key') ?? cert;
  if (key !== undefined && cert === undefined) throw new UsageError('--key needs --cert.');
  const ca = args.text('ca');
  return {
    headers,
    tls: {
      ...(ca === undefined ? {} : { ca: await textOf(ca) }),
      ...(cert === undefined ? {} : { cert: await textOf(cert) }),
      ...(key === undefined ? {} : { key: new Secret(await textOf(key)) }),
      ...(args.flag('insecure') ? { insecure: true } : {}),
    },
  };
}

/** A mistake in a word of the command line is wrong usage, whoever found it. */
export function asUsage<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof UserError) throw new UsageError(error.message, error.next);
    throw error;
  }
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw readError(file, error);
  }
}
