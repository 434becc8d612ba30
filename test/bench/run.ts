// npm run bench [-- S M L XL dumps FILE|FOLDER…] [--quick] [--peers none]: how long opening takes, as ratios in one run.
//
// In: sizes of the seeded generator, `dumps`, profiles or folders of them; without any, everything generated. Out: tables,
// and at the end which goals are met; the exit code is 0 either way. Ratios are what counts: milliseconds are this
// machine's. See README.md for the method.

import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { bundle, dumpPeer, floor, ourRefining, ours, profilePeers, type Peer } from './contenders';
import { dumpKinds, dumpOfKind } from './generate/dump';
import { profileOfSize, type Size, sizes } from './generate/profile';
import { Goals, shown } from './goals';
import { isMissing, type Measured, nodeContender, race } from './measure';
import type { Reported } from './report';

interface Subject {
  readonly name: string;
  readonly file: string;
}

const goals = new Goals();
/** Cold milliseconds to a tree, by subject. */
const treeMs = new Map<string, number>();

function print(...cells: readonly string[]): void {
  console.log(cells.map((cell, i) => (i === 0 ? cell.padEnd(24) : cell.padStart(19))).join(''));
}

function figure(measured: Measured): string {
  return isMissing(measured) ? measured.missing : `${shown(measured.cold)} ms ${measured.mb.toFixed(0)} MB`;
}

function must(measured: Measured, what: string): Reported {
  if (isMissing(measured)) throw new Error(`${what}: ${measured.missing}`);
  return measured;
}

function runsFor(file: string, quick: boolean): number {
  const { size } = statSync(file);
  const runs = size < 1e6 ? 9 : size < 4e6 ? 5 : size < 60e6 ? 2 : 1;
  return quick ? Math.min(runs, 3) : runs;
}

function compareWithFloor({ name, file }: Subject, quick: boolean): void {
  const bounds = { runs: runsFor(file, quick), seconds: 120 };
  const [theirColumns, ourColumns, theirTree, ourTree] = race(
    [
      nodeContender(floor, 'columns', file, '5'),
      nodeContender(ours, 'columns', file, '5'),
      nodeContender(floor, 'tree', file, '3'),
      nodeContender(ours, 'tree', file, '3'),
    ],
    bounds,
  ).map((measured) => must(measured, name));
  const cells = (us: Reported, them: Reported): string[] => [
    figure(us),
    figure(them),
    `${shown(us.cold / them.cold)} × · ${shown(us.warm / them.warm)} ×`,
  ];
  print(`${name} columns`, ...cells(ourColumns, theirColumns));
  print(`${name} tree`, ...cells(ourTree, theirTree));
  treeMs.set(name, ourTree.cold);
  goals.atMost(`${name}: columns, of the floor`, ourColumns.cold / theirColumns.cold, 1.25);
  goals.atMost(`${name}: memory of columns, of the floor`, ourColumns.mb / theirColumns.mb, 1);
  if (name === 'L') {
    goals.atMost('L: tree, of the floor', ourTree.cold / theirTree.cold, 1.1);
    goals.atMost('L: peak memory', Math.max(ourColumns.mb, ourTree.mb), 550, 'MB');
  }
  if (name === 'XL') {
    goals.atMost('XL: peak memory', Math.max(ourColumns.mb, ourTree.mb), 2048, 'MB');
    const l = treeMs.get('L');
    if (l !== undefined) goals.atMost('XL: tree, of that of L', ourTree.cold / l, 6);
  }
}

/** At least so many times as fast as the peer. */
const wanted = [
  { peer: 'speedscope', subject: 'M', times: 15 },
  { peer: 'speedscope', subject: 'large.cpu.pb.gz', times: 15 },
  { peer: 'go pprof -top', subject: 'M', times: 3 },
  { peer: 'go pprof -top', subject: 'L', times: 15 },
];

function compareWithPeers({ name, file }: Subject, peers: readonly Peer[], quick: boolean): void {
  const big = statSync(file).size > 20e6;
  if (name === 'XL' || (big && quick)) {
    print(name, 'not measured: peers take minutes and run out of memory');
    return;
  }
  const there = peers.filter((peer) => peer.contender !== undefined);
  const [mine, ...theirs] = race([nodeContender(ours, 'tree', file), ...there.map((peer) => peer.contender!(file))], {
    runs: big ? 2 : Math.min(3, runsFor(file, quick)),
    seconds: 90,
  });
  const us = must(mine, name).cold;
  const cellOf = (peer: Peer): string => {
    const measured = theirs[there.indexOf(peer)];
    if (peer.contender === undefined) return 'missing';
    if (isMissing(measured)) return measured.missing;
    const limit = wanted.find((goal) => goal.peer === peer.name && goal.subject === name)?.times;
    if (limit !== undefined) goals.atLeast(`${name}: faster than ${peer.name}`, measured.cold / us, limit);
    return `${shown(measured.cold / us)} × ours`;
  };
  print(name, `${shown(us)} ms`, ...peers.map(cellOf));
}

function printGrowth(subjects: readonly Subject[]): void {
  print('\nGrowth', 'samples', 'frames a sample', 'ns a sample-frame');
  for (const { name, file } of subjects) {
    const [facts] = race([nodeContender(ours, 'facts', file)], { runs: 1, seconds: 120 });
    const { samples, frames } = must(facts, name).result as { samples: number; frames: number };
    const ns = ((treeMs.get(name) ?? NaN) * 1e6) / frames;
    print(name, String(samples), (frames / samples).toFixed(1), ns.toFixed(1));
  }
}

function printRefinements({ name, file }: Subject, quick: boolean): void {
  const [measured] = race([nodeContender(ourRefining, 'refine', file)], { runs: quick ? 1 : 2, seconds: 180 });
  const ms = must(measured, name).result as Record<'build' | 'focus' | 'hide' | 'sampleType', number>;
  print(`\nRefining ${name}`, 'first tree', 'focus', 'hide', 'sample type');
  const share = (value: number): string => `${shown(value)} ms · ${shown(value / ms.build)}`;
  print('', `${shown(ms.build)} ms`, share(ms.focus), share(ms.hide), share(ms.sampleType));
  if (name !== 'L') return;
  goals.atMost('L: focus, of the first tree', ms.focus / ms.build, 0.5);
  goals.atMost('L: hide, of the first tree', ms.hide / ms.build, 0.5);
  goals.atMost('L: another sample type, of the first tree', ms.sampleType / ms.build, 0.1);
}

function compareDumps(peer: Peer | undefined): void {
  print('\nDumps of 100,000', 'ours cold', 'ours warm', peer?.name ?? '', 'cold · warm of it');
  for (const kind of dumpKinds) {
    const file = dumpOfKind(kind);
    const contenders = [nodeContender(ours, 'dump', file, '3')];
    if (peer?.contender !== undefined) contenders.push(peer.contender(file));
    const [mine, theirs] = race(contenders, { runs: 5, seconds: 120 });
    const us = must(mine, kind);
    const speed = (ms: number): number => statSync(file).size / 1e3 / ms;
    const perSecond = (ms: number): string => `${speed(ms).toFixed(0)} MB/s`;
    const them = peer === undefined || contenders.length === 1 ? undefined : must(theirs, peer.name);
    print(
      `stacks ${kind}`,
      `${perSecond(us.cold)} ${us.mb.toFixed(0)} MB`,
      perSecond(us.warm),
      them === undefined ? (peer?.missing ?? '') : perSecond(them.warm),
      them === undefined ? '' : `${shown(them.cold / us.cold)} × · ${shown(them.warm / us.warm)} ×`,
    );
    goals.atLeast(`dump, stacks ${kind}`, speed(us.cold), 100, 'MB/s');
    if (them !== undefined) goals.atLeast(`dump, stacks ${kind}: faster than gostackparse`, them.cold / us.cold, 1);
  }
}

async function subjectsOf(names: readonly string[]): Promise<Subject[]> {
  const out: Subject[] = [];
  for (const name of names) {
    if (name in sizes) out.push({ name, file: await profileOfSize(name as Size) });
    else if (!statSync(name).isDirectory()) out.push({ name: path.basename(name), file: path.resolve(name) });
    else {
      const files = readdirSync(name).filter((file) => /\.(?:pb\.gz|pgo|pprof)$/.test(file));
      out.push(...files.map((file) => ({ name: file, file: path.resolve(name, file) })));
    }
  }
  return out;
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { quick: { type: 'boolean', default: false }, peers: { type: 'string', default: 'all' } },
  });
  const names = positionals.length > 0 ? positionals : [...Object.keys(sizes), 'dumps'];
  const withPeers = values.peers !== 'none';
  await bundle('subject.ts', 'subject.js');
  await bundle('refineSubject.ts', 'refineSubject.js');
  await bundle('floor/run.mjs', 'floor.js');
  const subjects = await subjectsOf(names.filter((name) => name !== 'dumps'));
  const generated = subjects.filter(({ name }) => name in sizes);

  if (subjects.length > 0) print('', 'ours', 'floor', 'cold · warm of it');
  for (const subject of subjects) compareWithFloor(subject, values.quick);
  if (subjects.length > 0 && withPeers) {
    const peers = await profilePeers();
    print('\nTree against peers', 'ours', ...peers.map((peer) => peer.name));
    for (const subject of subjects) compareWithPeers(subject, peers, values.quick);
    for (const { name, missing } of peers) if (missing !== undefined) console.log(`${name}: ${missing}`);
  }
  if (generated.length > 0) printGrowth(generated);
  for (const subject of generated) if (subject.name === 'L') printRefinements(subject, values.quick);
  if (names.includes('dumps')) compareDumps(withPeers ? dumpPeer() : undefined);
  goals.print();
}

void main();
