// Files that are taken for profiles. In: the first bytes of a file. Out: nothing, or a ProfileError that says what the
// file is and how to get a profile from it. Invariant: nothing that is a profile begins like one of these.

import { ProfileError, type ProfileErrorCode } from './wire/errors';
import { isGzip } from './wire/inflate';

interface OtherKind {
  readonly code: ProfileErrorCode;
  readonly start: RegExp;
  readonly what: string;
  readonly next: string;
}

const capture = 'Profiles come from net/http/pprof, `go test -cpuprofile`, or runtime/pprof.';
const unpack = (how: string): string => `Unpack it first: ${how}.`;

const otherKinds: readonly OtherKind[] = [
  {
    code: 'execution-trace',
    start: /^go 1\.\d+ trace\0/,
    what: 'an execution trace',
    next: 'Open it with `go tool trace FILE`, or turn it into a profile with `go tool trace -pprof=sync FILE`.',
  },
  {
    code: 'web-page',
    start: /^\s*<(?:!doctype|html|head|\?xml)/i,
    what: 'a web page',
    next: 'It may be a login page, or the index of /debug/pprof/: capture one of the profiles, e.g. /debug/pprof/heap, and check that the address needs no login.',
  },
  ...(
    [
      [/^PERFILE2/, 'a recording of Linux perf', 'Convert it: `perf script | stackcollapse-perf.pl > FILE.folded`.'],
      [/^\x7fELF/, 'a program or a core dump', capture],
      [/^(?:MZ[^ -~]|\xcf\xfa\xed\xfe|\xfe\xed\xfa\xcf|\xca\xfe\xba\xbe)/, 'a program', capture],
      [/^FLR\0/, 'a recording of Java Flight Recorder', 'Convert it with the tools of async-profiler.'],
      [/^\x28\xb5\x2f\xfd/, 'compressed with zstd', unpack('`zstd -d FILE`')],
      [/^\xfd7zXZ\0/, 'compressed with xz', unpack('`xz -d FILE`')],
      [/^BZh[1-9]1AY/, 'compressed with bzip2', unpack('`bunzip2 FILE`')],
      [/^PK[^ -~]{2}/, 'a zip archive', unpack('`unzip FILE`')],
      [/^\x89PNG|^\xff\xd8\xff|^GIF8|^%PDF-/, 'a picture or a document', capture],
      [/^SQLite format 3\0/, 'a database', capture],
      [/^mode: (?:set|count|atomic)\r?\n/, 'a coverage profile', 'Open it with `go tool cover -html=FILE`.'],
      [/^goos: \w+\r?\n/, 'the output of benchmarks', 'Run them with -cpuprofile or -memprofile.'],
      [
        /^\s*\{\s*"(?:\$schema"\s*:\s*"https:\/\/www\.speedscope|shared"\s*:\s*\{\s*"frames)/,
        'a file of speedscope',
        'Open the profile it was made from.',
      ],
      [/^\s*\{\s*"(?:nodes|head)"\s*:/, 'a profile of JavaScript', 'Open it with the developer tools of a browser.'],
    ] as const
  ).map(([start, what, next]) => ({ code: 'not-a-profile' as const, start, what, next })),
];

const windowBytes = 600;

/** @throws ProfileError */
export function refuseOtherKinds(bytes: Uint8Array): void {
  const start = String.fromCharCode(...bytes.subarray(0, windowBytes));
  const kind = isGzip(bytes) ? twicePacked : (otherKinds.find((one) => one.start.test(start)) ?? archiveIf(start));
  if (kind === undefined) return;
  throw new ProfileError(kind.code, `This is ${kind.what}, not a profile.`, kind.next);
}

/** One layer is gone already. */
const twicePacked: OtherKind = {
  code: 'not-a-profile',
  start: /^/,
  what: 'compressed twice',
  next: unpack('`gunzip FILE.gz`'),
};

const archive: OtherKind = {
  code: 'not-a-profile',
  start: /^/,
  what: 'an archive of files',
  next: unpack('`tar -xf FILE`'),
};

/** Its mark stands behind the first file's name and numbers. */
function archiveIf(start: string): OtherKind | undefined {
  return start.slice(257, 262) === 'ustar' ? archive : undefined;
}
