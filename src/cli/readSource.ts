// Source files for listings. In: a file name from a profile, where to search. Out: its lines, or why there are none.
// Invariant: the rules of google/pprof internal/report openSourceFile: an absolute name must exist as it is (after
// prefixes were cut off); a relative one is tried below each search folder and below all folders above it.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { ReadSource } from '../core/report/list';
import type { ReportOptions } from '../core/report/options';
import { splitPaths, trimFilename } from '../core/report/trimFilenames';
import { errorCode } from '../node/fileErrors';

export function readSource(options: ReportOptions, workingFolder: string): ReadSource {
  const sourcePath = options.sourcePath ?? workingFolder;
  const known = new Map<string, ReturnType<ReadSource>>();
  return (file) => {
    let lines = known.get(file);
    if (lines === undefined) known.set(file, (lines = read(file)));
    return lines;
  };

  function read(file: string): ReturnType<ReadSource> {
    const name = trimFilename(file, { sourcePath, trimPath: options.trimPath });
    if (path.isAbsolute(name)) return linesOf(name);
    for (const start of splitPaths(sourcePath)) {
      for (let dir = path.resolve(start); ; dir = path.dirname(dir)) {
        const lines = linesOf(path.join(dir, name));
        if (!('error' in lines)) return lines;
        if (dir === path.dirname(dir)) break;
      }
    }
    return { error: `could not find file ${name} on path ${sourcePath}` };
  }
}

function linesOf(file: string): ReturnType<ReadSource> {
  try {
    const lines = readFileSync(file, 'utf8').split('\n');
    if (lines.at(-1) === '') lines.pop();
    return lines.map((line) => line.replace(/\r$/, ''));
  } catch (error) {
    const code = errorCode(error);
    const reason = code === 'ENOENT' ? 'no such file or directory' : code === 'EACCES' ? 'permission denied' : code;
    return { error: `open ${file}: ${reason}` };
  }
}
