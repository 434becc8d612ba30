// Small real-world shapes, diseased and sound side by side, in the Go packages of testdata. A comment `want WORDS` says
// what must be found on its line; nothing may be found on any other.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { allocationsIn } from '../../../../../src/core/diagnose/code/allocations';
import { blockingIn } from '../../../../../src/core/diagnose/code/blocking';
import { contextLossesIn } from '../../../../../src/core/diagnose/code/contexts';
import type { GoPackage } from '../../../../../src/core/diagnose/code/goPackage';
import { goStatementsIn } from '../../../../../src/core/diagnose/code/goStatements';
import { growthOf } from '../../../../../src/core/diagnose/code/growth';
import { connectionClosesIn, settingsIn } from '../../../../../src/core/diagnose/code/httpLiterals';
import { lockOrderOf } from '../../../../../src/core/diagnose/code/lockOrder';
import { locksIn } from '../../../../../src/core/diagnose/code/locks';
import { recursionOf } from '../../../../../src/core/diagnose/code/recursion';
import { repeatedWorkIn } from '../../../../../src/core/diagnose/code/repeatedWork';
import { resourcesIn } from '../../../../../src/core/diagnose/code/resources';
import { slotsIn } from '../../../../../src/core/diagnose/code/slots';
import { strandedBy } from '../../../../../src/core/diagnose/code/stranded';
import { timersIn } from '../../../../../src/core/diagnose/code/timers';
import { waitGroupsIn } from '../../../../../src/core/diagnose/code/waitGroups';
import { inRepo } from '../../../../harness/paths';
import { packageOf } from './packages';

const folder = inRepo('test/unit/core/diagnose/code/testdata');

/** A word about a line. */
type Finding = readonly [line: number, word: string];
const isLeft = (exits: readonly unknown[] | undefined): boolean => exits === undefined || exits.length > 0;

/** What each reader finds in a package, whose only file is its root. */
const readers: Readonly<Record<string, (pkg: GoPackage) => Finding[]>> = {
  channels: (pkg) =>
    blockingIn(pkg, pkg.files[0].code.root).flatMap((b) => {
      const kinds = new Set(strandedBy(pkg, b).map(({ kind }) => kind));
      return [...kinds].map((kind): Finding => [b.place.line, kind]);
    }),
  waitgroups: (pkg) => {
    const problems = waitGroupsIn(pkg, pkg.files[0].code.root).flatMap((group) => group.problems);
    return problems.map(({ kind, place }) => [place.line, kind]);
  },
  locks: (pkg) => [
    ...locksIn(pkg, pkg.files[0].code.root).flatMap(({ place, exits, unlocks, slow, nested }): Finding[] => [
      ...(isLeft(exits) && unlocks.length > 0 ? [[place.line, 'kept'] as const] : []),
      ...slow.map(({ kind, place: at }): Finding => [at.line, `slow ${kind}`]),
      ...nested.filter(({ isSame }) => isSame).map(({ place: at }): Finding => [at.line, 'same']),
    ]),
    ...lockOrderOf(pkg).cycles.flatMap((cycle) => cycle.map(({ innerPlace }): Finding => [innerPlace.line, 'cycle'])),
  ],
  contexts: (pkg) => [
    ...contextLossesIn(pkg, pkg.files[0].code.root).map(({ kind, place }): Finding => [place.line, kind]),
    ...blockingIn(pkg, pkg.files[0].code.root)
      .filter((b) => b.surroundings.request !== undefined && ['receive', 'select'].includes(b.kind) && !b.heedsContext)
      .map(({ place }): Finding => [place.line, 'deaf']),
  ],
  resources: (pkg) =>
    resourcesIn(pkg, pkg.files[0].code.root).flatMap(({ kind, place, exits, defersInLoop }): Finding[] => [
      ...(isLeft(exits) ? [[place.line, kind] as const] : []),
      ...(defersInLoop.length > 0 ? [[place.line, 'deferInLoop'] as const] : []),
    ]),
  settings: (pkg) => [
    ...settingsIn(pkg, pkg.files[0].code.root)
      .flatMap(({ problems }) => problems)
      .map(({ kind, place }): Finding => [place.line, kind]),
    ...connectionClosesIn(pkg, pkg.files[0].code.root).map(({ kind, place }): Finding => [place.line, kind]),
  ],
  timers: (pkg) => timersIn(pkg, pkg.files[0].code.root).map(({ kind, place }) => [place.line, kind]),
  work: (pkg) =>
    repeatedWorkIn(pkg, pkg.files[0].code.root).map(({ kind, each, place }) => [place.line, `${kind} ${each}`]),
  growth: (pkg) =>
    growthOf(pkg)
      .filter(({ grows, shrinks }) => grows.length > 0 && shrinks.length === 0)
      .map(({ declared }) => [declared.line, 'grows']),
  recursion: (pkg) =>
    pkg.functions.flatMap((fn): Finding[] => {
      const found = recursionOf(pkg, fn);
      if (found === undefined) return [];
      const limit = found.bound?.kind === 'counter' ? ` ${String(found.bound.limit)}` : '';
      return [[fn.node.line, (found.bound?.kind ?? 'unbounded') + limit]];
    }),
  starts: (pkg) =>
    goStatementsIn(pkg, pkg.files[0].code.root).map(({ place, runs, surroundings, limit }) => {
      const words = [surroundings.loop && 'loop', runs, surroundings.request && 'request', limit && 'limited'];
      return [place.line, words.filter((word) => word !== undefined).join(' ')];
    }),
  slots: (pkg) =>
    slotsIn(pkg, pkg.files[0].code.root)
      .filter(({ exits }) => isLeft(exits))
      .map(({ kind, place }) => [place.line, kind]),
  allocations: (pkg) =>
    allocationsIn(pkg, pkg.files[0].code.root)
      .filter(
        ({ kind, surroundings, isPresized }) =>
          kind === 'poolOfValues' || (surroundings.loop !== undefined && !isPresized),
      )
      .map(({ kind, place }) => [place.line, kind]),
};

function wanted(text: string): string[] {
  return text.split('\n').flatMap((line, i) => {
    const at = line.indexOf('// want ');
    return at < 0 ? [] : [`${i + 1} ${line.slice(at + '// want '.length)}`];
  });
}

/** One line of text for each line of code, so that several words stand as they do in the comment. */
function told(findings: readonly Finding[]): string[] {
  const lines = new Map<number, string[]>();
  for (const [line, word] of findings) lines.set(line, [...(lines.get(line) ?? []), word]);
  return [...lines].sort(([a], [b]) => a - b).map(([line, words]) => `${line} ${words.join(' ')}`);
}

describe('the readers find in shapes of', () => {
  it('each a reader', () => {
    const folders = fs.readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    assert.deepEqual(folders.map(({ name }) => name).sort(), Object.keys(readers).sort());
  });

  for (const [name, read] of Object.entries(readers)) {
    it(`${name} what is wrong, and nothing in their sound twins`, async () => {
      const text = fs.readFileSync(path.join(folder, name, `${name}.go`), 'utf8');
      const pkg = await packageOf({ [`${name}.go`]: text });
      assert.deepEqual(told(read(pkg)), wanted(text));
    });
  }
});
