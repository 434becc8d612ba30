// What the CPU was used for. In: a CPU profile. Out: shares of it by cause, and what a second of wall time took of it.
// Invariants: a sample may count for several causes (an allocation in a handshake); shares are of the samples taken,
// `cores` is what they mean on the machine: 0.5 is half a core all the time.

import type { GroupFrame } from '../../goroutine/groups';
import type { Profile } from '../../profile/profile';
import { stacksOf, type Stacks, type Sum, sumOf } from './stacks';

export interface CpuUse extends Sum {
  readonly cores: number;
}

export interface Cpu {
  readonly stacks: Stacks;
  readonly seconds: number | undefined;
  readonly cores: number;
  use(fits: (frames: readonly GroupFrame[]) => boolean): CpuUse;
}

export function cpuOf(profile: Profile): Cpu {
  const stacks = stacksOf(profile, 'cpu');
  const seconds = profile.durationNanos > 0n ? Number(profile.durationNanos) / 1e9 : undefined;
  const coresOf = (nanos: number): number => (seconds === undefined ? 0 : nanos / 1e9 / seconds);
  return {
    stacks,
    seconds,
    cores: coresOf(stacks.total),
    use: (fits) => {
      const sum = sumOf(stacks, fits);
      return { ...sum, cores: coresOf(sum.value) };
    },
  };
}

const has =
  (pattern: RegExp) =>
  (frames: readonly GroupFrame[]): boolean =>
    frames.some(({ function: name }) => pattern.test(name));

/** Causes, each a test of a stack. Names: Go 1.21 to 1.27. */
export const causes = {
  /** Marking, sweeping, and the help that allocating goroutines must give. */
  collection: has(/^runtime\.(gcBgMarkWorker|gcAssistAlloc|bgsweep|bgscavenge|gcStart|gcDrain\w*|wbBufFlush)$/),
  allocation: has(/^runtime\.(mallocgc|growslice|makeslice)$/),
  handshake: has(
    /^crypto\/tls\.\(\*Conn\)\.(HandshakeContext|Handshake|handshakeContext|clientHandshake|serverHandshake)$/,
  ),
  rsaKeyExchange: has(/^crypto\/tls\.\(?\*?rsaKeyAgreement\)?\./),
  stackGrowth: has(/^runtime\.(newstack|copystack|morestack)$/),
  scheduler: has(/^runtime\.(schedule|findRunnable|park_m|mcall|goschedImpl|stealWork|ready|goready)$/),
  systemCalls: has(/^(internal\/runtime\/syscall(\/linux)?|runtime\/internal\/syscall|syscall)\.(Raw)?Syscall6?$/),
  cgo: has(/^runtime\.(cgocall|asmcgocall)$/),
  regexpCompile: has(/^regexp\.(compile|Compile|MustCompile)$/),
  templateParse: has(/^(text|html)\/template\.(\(\*Template\)\.)?Parse(Files|Glob|FS)?$/),
  json: has(/^encoding\/json\.(Marshal|Unmarshal|\(\*Decoder\)\.Decode|\(\*Encoder\)\.Encode)$/),
} as const;
