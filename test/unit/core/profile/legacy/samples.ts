// Small profiles in old formats, written for these tests, each with something that a reader can get wrong.

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** A binary CPU profile: header, records, end mark, and the text behind it. */
export function cpu(
  size: 4 | 8,
  littleEndian: boolean,
  kind: 0 | 1,
  records: readonly (readonly [count: number, ...stack: (number | bigint)[]])[],
  rest: string,
): Uint8Array {
  const words: (number | bigint)[] = [0, 3, kind, 10_000, 0];
  for (const [count, ...stack] of records) words.push(count, stack.length, ...stack);
  words.push(0, 1, 0);
  const view = new DataView(new ArrayBuffer(words.length * size));
  words.forEach((word, i) => {
    if (size === 8) view.setBigUint64(8 * i, BigInt(word), littleEndian);
    else view.setUint32(4 * i, Number(word), littleEndian);
  });
  return Uint8Array.from([...new Uint8Array(view.buffer), ...bytes(rest)]);
}

const maps = `build=/srv/app
00400000-00500000 r-xp 00000000 08:01 1234   $build/server
00500000-00600000 r-xp 00100000 08:01 1234   $build/server
00600000-00700000 rw-p 00200000 08:01 1234   $build/server
7f0000000000-7f0000001000 r-xp 00002000 08:01 99 /lib/libc-2.15.so
7f0000003000-7f0000004000: /lib/libm.so.6 (@1000) 0badc0de
  ffffffffff600000-ffffffffff601000 r-xp 00000000 00:00 0  [vsyscall]
I0101 10:00:00.000 123 maps.cc:17] 7e0000000000-7e0000001000 r-xp 00000000 08:01 5 /lib/other.so
not a mapping at all
`;

const cpuRecords = [
  [3, 0x400100, 0x7f0000000100, 0x400200, 0x7f0000003010n],
  [1, 0x400110, 0x7f0000000100, 0x400111, 0x500300],
  [2, 0x999999999n, 0x7f0000000100, 0x400200],
  [1, 0xffffffffff600001n, 0x7f0000000100],
  [5, 0x400100, 0x7f0000000100, 0x400200, 0x7e0000000001n],
] as const;

const small = [
  [1, 0x400100, 0x400200],
  [2, 0x400101, 0x400102, 0x400300],
] as const;

const symbols = ` 0x00000003 GC
 0x0000004 com.example.Run (Run.java:17)
 0x5 com.example.Run (Other.java:18)
 0x6 generated stub/JIT
 0x7 native_call (/usr/lib/jvm/libjvm.so)
 0x99 com.example.Unused (Unused.java:1)
`;

export const legacySamples: Readonly<Record<string, Uint8Array>> = {
  'cpu, 64 bits, little endian': cpu(8, true, 0, cpuRecords, maps),
  'cpu, 64 bits, big endian': cpu(8, false, 0, cpuRecords, maps),
  'cpu, 32 bits, little endian': cpu(4, true, 0, small, '--- Memory map: ---\n400000-500000: /bin/a\n'),
  'cpu, 32 bits, big endian': cpu(4, false, 0, small, ''),
  'cpu with two handler frames': cpu(
    8,
    true,
    0,
    Array.from({ length: 40 }, (_, i) => [1, 0x400000 + i, 0x1111, 0x2222, 0x3333 + i]),
    '',
  ),
  'cpu of java': cpu(
    4,
    true,
    1,
    [
      [2, 3],
      [1, 4, 5, 6, 7, 8],
    ],
    `\n${symbols}`,
  ),
  'go heap': bytes(`heap profile: 13: 1595680 [47130736: 2584596557304] @ heap/1048576
1: 524288 [3: 1572864] @ 0x420cef 0x422151
0: 0 [7: 1023] @ 0x420cef 0x422048
1: 288 [2: 296] @

# runtime.MemStats
# Alloc = 163840
`),
  'go heap without frees': bytes('heap profile: 1: 96 [1: 96] @ heap/1048576\n1: 96 [1: 96] @ 0x489f25 0x421f05\n'),
  'heap of tcmalloc': bytes(`heap profile:    144:  8498176 [   144:  8498176] @ heapz_v2/524288
     1:     9216 [     1:     9216] @ 0x4635c8 0x42ecc3
     3:      100 [     9:      900] @ 0x4635c8 0x7f0000000020
MAPPED_LIBRARIES:
${maps}`),
  'heap, unsampled': bytes('heap profile:  2: 20 [ 5: 50] @ heapprofile\n 2: 20 [ 5: 50] @ 0x400001\n'),
  'heap, rate one': bytes('heap profile: 2: 20 [5: 50] @ heap_v2/1\n2: 20 [5: 50] @ 0x400001\n'),
  growth: bytes(
    'heap profile: 85: 178257920 [ 85: 178257920] @ growthz\n 1: 2097152 [ 1: 2097152] @ 0x400003 0x400050\n',
  ),
  fragmentation: bytes('heap profile: 85: 178 [ 85: 178] @ fragmentationz\n 1: 20 [ 1: 20] @ 0x400003\n'),
  'go mutex': bytes(`--- mutex:
cycles/second=2596141195
sampling period=5
1196250093 388 @ 0x68113f 0x681135 0x4931e1
# labels are not here
7 1 @ 0x1
`),
  'go block': bytes('--- contention:\ncycles/second=1000000007\n1196250093 388 @ 0x68113f 0x4931e1\n'),
  'contention of C++': bytes(`--- contentionz 1 ---
cycles/second = 3201000000
sampling period = 100
ms since reset = 16502830
discarded samples = 0
  19490304       27 @ 0x40cc97 0x461202
       768        1 @ 0x40cc97 0x442dc7
--- Memory map: ---
  00400000-00fcb000: cppbench_server_main
  ffffffffff600000-ffffffffff601000: [vsyscall]
`),
  threads: bytes(`--- threadz 1 ---

--- Thread 7f794ab90940 (name: main/14748) stack: ---
  PC:  0x00bc8f1c: helper(arg *)
  0x0040be31: main
--- Thread 7f794964e700 (name: thread1/14751) stack: ---
  PC:  0x00bc8f1d: nanosleep
  0x00bc8f1d: nanosleep
      creator: 0xa45b96 0xa460b4
--- Thread 7f7948978700 (name: thread3/14759) stack: ---
  [same as previous thread]
--- Memory map: ---
  00400000-00fcb000: /home/server
`),
  'java heap': bytes(`--- heapz 1 ---
format = java
resolution = bytes
          7048     1 @ 0x00000003 0x00000004 0x00000005
          4752     9 @ 0x00000006 0x00000007
${symbols}`),
  'java contention': bytes(`--- contentionz 1 ---
format = java
resolution = microseconds
sampling period = 100
ms since reset = 6019923
            1     1 @ 0x00000003 0x00000004
           14     2 @ 0x00000005
${symbols}`),
  'count profile': bytes(`threadcreate profile: total 3
1 @ 0x44cb3 0x45045
2 @ 0x0
--- Memory map: ---
${maps}`),
};

/** What pprof refuses, and so do we. */
export const refusedSamples: Readonly<Record<string, Uint8Array>> = {
  'a sample of a java heap without objects': bytes('--- heapz 1 ---\n0 0 @ 0\n'),
  'bytes without objects': bytes('heap profile: 1: 9 [1: 9] @ heap/2\n0: 9 [0: 9] @ 0x1\n'),
  'an address of more than 64 bits': bytes('heap profile: 1: 9 [1: 9] @ heap/2\n1: 9 [1: 9] @ 0x11112222333344445\n'),
  'an unknown way of sampling': bytes('heap profile: 1: 9 [1: 9] @ heap_v3/2\n1: 9 [1: 9] @ 0x1\n'),
  'a stack longer than the file': cpu(8, true, 0, [[1, 0x1]], '')
    .subarray(0, 48 + 8)
    .map((byte, i) => (i === 48 ? 99 : byte)),
};
