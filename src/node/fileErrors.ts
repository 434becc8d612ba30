// Failures of the file system, as sentences. In: a path and what Node threw. Out: a UserError whose code names the
// case. The path is shown: it is what the user gave or chose.

import path from 'node:path';
import { UserError } from '../base/userError';

export function readError(file: string, error: unknown): unknown {
  const code = errorCode(error);
  const fail = (message: string, next: string): UserError =>
    new UserError('unreadable', message, next, { cause: error });
  if (file === '' && code === 'ENOENT')
    return fail('The name of a file is empty.', 'Is a variable of the shell not set?');
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return fail(`There is no file ${file}.`, 'Check the path.');
    case 'EISDIR':
      return fail(`${file} is a folder.`, 'Name a file in it.');
    case 'EACCES':
    case 'EPERM':
      return fail(`${file} may not be read.`, 'Check its permissions.');
    case 'ELOOP':
      return fail(`${file} is a link that leads back to itself.`, 'Name the file itself.');
    case 'ENAMETOOLONG':
      return fail('The name of a file is too long.', 'Check the path.');
    case 'ENXIO':
      return fail(`${file} is a socket or a device that is not there.`, 'Name a file.');
    case 'ERR_FS_FILE_TOO_LARGE':
      return fail(`${file} is larger than 2 GiB.`, 'Profiles are far smaller; is it the right file?');
    default:
      return code === '' ? error : fail(`${file} could not be read (${code}).`, 'Check the disk.');
  }
}

export function writeError(given: string, error: unknown): unknown {
  const folder = path.resolve(given);
  const code = errorCode(error);
  const fail = (name: string, message: string, next: string): UserError =>
    new UserError(name, message, next, { cause: error });
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return fail('disk-full', `There is no room left in ${folder}.`, 'Free some space, or choose another folder.');
    case 'EACCES':
    case 'EPERM':
      return fail('not-writable', `Nothing may be written in ${folder}.`, 'Choose another folder.');
    case 'EROFS':
      return fail('not-writable', `${folder} is on a disk that can only be read.`, 'Choose another folder.');
    case 'ENOENT':
      return fail('not-writable', `There is no folder ${folder}.`, 'Make it first, or choose another folder.');
    case 'ENOTDIR':
    case 'EEXIST':
      return fail('not-writable', `${folder} is not a folder.`, 'Choose a folder.');
    case 'ENAMETOOLONG':
      return fail('not-writable', `The path of ${folder} is too long.`, 'Choose a shorter one.');
    default:
      return code === '' ? error : fail('not-writable', `${folder} could not be written (${code}).`, 'Check the disk.');
  }
}

/** Node's code of an error, e.g. `ENOSPC`; '' where there is none. */
export function errorCode(error: unknown): string {
  const code = error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined;
  return typeof code === 'string' ? code : '';
}
