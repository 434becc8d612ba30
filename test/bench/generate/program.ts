// A program that never was: functions with Go-like names and a static call graph. In: a seed and a size.
// Out: functions and call sites. Wrapper chains, hubs, inlined calls and runtime tails have about the
// shares they have in profiles of large Go services.

import type { Random } from './random';

const organisations = 'acme grafana hashicorp etcd-io golang jackc uber-go redis nats-io klauspost aws'.split(' ');
const nouns =
  'server client store index query codec proto router cache pool worker stream ledger token block chunk series label config auth session table engine planner executor encoder decoder parser lexer iterator batch queue watch lease raft segment buffer writer reader handler'.split(
    ' ',
  );
const verbs =
  'Handle Process Get Put Read Write Flush Encode Decode Marshal Unmarshal Next Seek Lookup Insert Delete Commit Apply Run Serve Do Exec Query Scan Parse Validate Resolve Compare Hash Merge Compact Append Walk Visit Build Emit Select Match Acquire Release'.split(
    ' ',
  );
const standard =
  'net/http encoding/json reflect sort strconv bufio compress/gzip crypto/tls sync io fmt bytes strings database/sql regexp time context internal/poll math/big text/template'.split(
    ' ',
  );
const runtimeNames =
  'mallocgc memmove scanobject gcDrain gcBgMarkWorker systemstack mcall schedule findRunnable park_m futex epollwait nanotime1 mapaccess2_faststr mapassign_faststr growslice makeslice newobject memclrNoHeapPointers (*mcache).nextFree (*mcache).refill (*mcentral).cacheSpan (*mspan).sweep (*mheap).alloc gcAssistAlloc greyobject findObject typedmemmove duffcopy aeshashbody memeqbody concatstrings slicebytetostring convT chanrecv chansend selectgo lock2 unlock2 procyield usleep stealWork runqgrab gopark goready execute newproc1 morestack newstack copystack gentraceback pcvalue step (*unwinder).next mProf_Malloc sysmon retake asyncPreempt'.split(
    ' ',
  );
const fixed: readonly (readonly [string, string])[] = [
  ['runtime.main', '/usr/local/go/src/runtime/proc.go'],
  ['main.main', '/srv/acme/cmd/acmed/main.go'],
  ['net/http.(*conn).serve', '/usr/local/go/src/net/http/server.go'],
  ['runtime.gcBgMarkWorker', '/usr/local/go/src/runtime/mgc.go'],
  ['runtime.mcall', '/usr/local/go/src/runtime/asm_amd64.s'],
];

export interface Program {
  readonly functionName: readonly string[];
  readonly functionFile: readonly string[];
  readonly functionStart: Int32Array;
  /** Call sites of each function, CSR. A call site becomes a location. */
  readonly siteOffset: Int32Array;
  readonly siteFunction: readonly number[];
  readonly siteLine: readonly number[];
  readonly siteCallee: readonly number[];
  /** Share of the function's calls up to and including this site. */
  readonly siteShare: readonly number[];
  /** Functions inlined at the site, outermost first. */
  readonly siteInlined: readonly (readonly number[])[];
  /** First of the sites where a function is itself on the CPU: three a function. */
  readonly firstLeafSite: number;
  /** Chains of runtime functions that stacks end with. */
  readonly tails: readonly (readonly number[])[];
  readonly firstOwnFunction: number;
}

export function generateProgram(random: Random, functionCount: number): Program {
  const firstOwnFunction = fixed.length + runtimeNames.length;
  const functionName: string[] = [];
  const functionFile: string[] = [];
  const functionStart = new Int32Array(functionCount);
  const seen = new Set<string>();
  for (let f = 0; f < functionCount; f++) {
    let name = '';
    let file = '';
    if (f < fixed.length) [name, file] = fixed[f];
    else if (f < firstOwnFunction) {
      name = `runtime.${runtimeNames[f - fixed.length]}`;
      file = `/usr/local/go/src/runtime/${random.pick(['malloc', 'proc', 'mgcmark', 'map', 'slice', 'stack'])}.go`;
    }
    while (name === '' || seen.has(name)) [name, file] = inventName(random);
    seen.add(name);
    functionName.push(name);
    functionFile.push(file);
    functionStart[f] = 10 + random.below(1500);
  }

  const siteOffset = new Int32Array(functionCount + 1);
  const siteCallee: number[] = [];
  const siteLine: number[] = [];
  const siteShare: number[] = [];
  const siteInlined: number[][] = [];
  const siteFunction: number[] = [];
  const own = (): number => firstOwnFunction + random.below(functionCount - firstOwnFunction);
  for (let f = 0; f < functionCount; f++) {
    siteOffset[f] = siteCallee.length;
    if (f >= fixed.length && f < firstOwnFunction) continue;
    const kind = random.unit();
    // Over half are wrappers, a third ordinary, the rest hubs.
    let sites = 10;
    if (f >= fixed.length)
      sites = kind < 0.55 ? 1 + random.below(2) : kind < 0.88 ? 2 + random.below(4) : 5 + random.below(10);
    const callees = Array.from({ length: Math.max(1, Math.round(sites * 0.6)) }, () => {
      const popular = random.unit() < 0.35 ? random.unit() ** 3 : random.unit();
      return firstOwnFunction + Math.floor((functionCount - firstOwnFunction) * popular);
    });
    let weight = 1;
    const weights = Array.from({ length: sites }, () => {
      const now = weight;
      weight *= 0.3 + 0.2 * random.unit();
      return now;
    });
    const sum = weights.reduce((a, b) => a + b, 0);
    let share = 0;
    for (let k = 0; k < sites; k++) {
      share += weights[k] / sum;
      siteFunction.push(f);
      siteCallee.push(callees[k % callees.length]);
      siteLine.push(functionStart[f] + 1 + random.below(60));
      siteShare.push(k === sites - 1 ? 1 : share);
      const inlining = random.unit();
      siteInlined.push(inlining < 0.12 ? [own()] : inlining < 0.16 ? [own(), own()] : []);
    }
  }
  siteOffset[functionCount] = siteCallee.length;
  const firstLeafSite = siteCallee.length;
  for (let f = 0; f < functionCount; f++) {
    for (let k = 0; k < 3; k++) {
      siteFunction.push(f);
      siteLine.push(functionStart[f] + 1 + random.below(60));
      siteInlined.push([]);
    }
  }
  const tails = Array.from({ length: 60 }, () =>
    Array.from({ length: 1 + random.below(6) }, () => {
      const popular = Math.floor(runtimeNames.length * random.unit() ** 1.6);
      return fixed.length + Math.min(runtimeNames.length - 1, popular);
    }),
  );
  return {
    functionName,
    functionFile,
    functionStart,
    siteOffset,
    siteFunction,
    siteLine,
    siteCallee,
    siteShare,
    siteInlined,
    firstLeafSite,
    tails,
    firstOwnFunction,
  };
}

function inventName(random: Random): [string, string] {
  const isStandard = random.unit() < 0.25;
  const capital = (s: string): string => s.charAt(0).toUpperCase() + s.slice(1);
  const deeper = random.unit() < 0.7 ? 'internal/' : '';
  const folder = `github.com/${random.pick(organisations)}/${random.pick(nouns)}/${deeper}${random.pick(nouns)}`;
  const pkg = isStandard ? random.pick(standard) : folder;
  const verb = random.pick(verbs) + (random.unit() < 0.6 ? capital(random.pick(nouns)) : '');
  const receiver = random.unit();
  let method = verb;
  if (receiver < 0.55) method = `(*${capital(random.pick(nouns))}${capital(random.pick(nouns))}).${verb}`;
  else if (receiver < 0.7) method = `${capital(random.pick(nouns))}.${verb}`;
  if (random.unit() < 0.06) method += '[...]';
  if (random.unit() < 0.16) method += `.func${1 + random.below(4)}`;
  const version = isStandard ? '' : `@v1.${random.below(30)}.${random.below(9)}`;
  const root = isStandard ? '/usr/local/go/src/' : '/srv/go/pkg/mod/';
  return [`${pkg}.${method}`, `${root}${pkg}${version}/${random.pick(nouns)}.go`];
}
