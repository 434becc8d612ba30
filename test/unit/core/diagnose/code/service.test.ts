// Each disease of test/service, with its sound variant beside it: the readers must tell them apart at the line that
// the source marks.

import assert from 'node:assert/strict';
import { allocationsAt, allocationsIn } from '../../../../../src/core/diagnose/code/allocations';
import { blockingAt, blockingIn } from '../../../../../src/core/diagnose/code/blocking';
import { contextLossesIn, isMiddleware } from '../../../../../src/core/diagnose/code/contexts';
import type { CodeFunction, GoPackage } from '../../../../../src/core/diagnose/code/goPackage';
import { settingsIn } from '../../../../../src/core/diagnose/code/httpLiterals';
import { locksIn } from '../../../../../src/core/diagnose/code/locks';
import { recursionOf } from '../../../../../src/core/diagnose/code/recursion';
import { resourcesIn } from '../../../../../src/core/diagnose/code/resources';
import { strandedBy } from '../../../../../src/core/diagnose/code/stranded';
import { timersIn } from '../../../../../src/core/diagnose/code/timers';
import { waitGroupsIn } from '../../../../../src/core/diagnose/code/waitGroups';
import { marked, servicePackage } from './packages';

function fn(pkg: GoPackage, name: string, receiver?: string): CodeFunction {
  const found = pkg.function(name, receiver);
  assert.ok(found, `${name} is not there`);
  return found;
}

/** Lines that have the mark `NAME defect:`. */
const defects = (pkg: GoPackage, name: string): number[] => marked(pkg, `${name} defect:`).map(({ line }) => line);

describe('the readers tell the diseased from the sound:', () => {
  it('body', async () => {
    const pkg = await servicePackage('upstream');
    const [leak] = resourcesIn(pkg, fn(pkg, 'availableLeaking', 'Stock').node);
    assert.deepEqual([leak.kind, leak.variable, leak.closes.length], ['body', 'resp', 0]);
    assert.deepEqual(
      leak.exits?.map(({ place }) => place.line),
      defects(pkg, 'body'),
    );
    const [sound] = resourcesIn(pkg, fn(pkg, 'call').node);
    assert.deepEqual([sound.exits, sound.isReadToEnd], [[], true]);
  });

  it('context', async () => {
    const pkg = await servicePackage('httpapi');
    const [replaced, ignored] = defects(pkg, 'context');
    const losses = contextLossesIn(pkg, pkg.file('context.go')!.code.root);
    assert.deepEqual(
      losses.map(({ kind, place, by, context }) => [kind, place.line, by, context.expression]),
      [['request', replaced, 'context.Background', 'r.Context()']],
    );
    assert.ok(isMiddleware(pkg, fn(pkg, 'detached')));
    assert.ok(!isMiddleware(pkg, fn(pkg, 'watch', 'API')));
    const file = pkg.file('context.go')!;
    const deaf = blockingIn(pkg, file.code.root).filter((b) => b.context !== undefined && !b.heedsContext);
    assert.deepEqual(
      deaf.map(({ kind, on, place }) => [kind, on, place.line]),
      [['receive', 'changes', ignored]],
    );
    assert.equal(deaf[0].surroundings.request?.name, 'r');
  });

  it('defer', async () => {
    const pkg = await servicePackage('worker');
    const [line] = marked(pkg, 'defer defect:');
    const [send] = blockingAt(pkg, line);
    assert.ok(send.surroundings.deferred && send.surroundings.goStatement);
    assert.deepEqual(
      send.channel?.made.map(({ capacity }) => capacity),
      [0],
    );
    assert.deepEqual(
      strandedBy(pkg, send).map(({ kind }) => kind),
      ['receiverLeaves'],
    );
    const [sound] = blockingIn(pkg, fn(pkg, 'within').node);
    assert.deepEqual(
      sound.channel?.made.map(({ capacity }) => capacity),
      [1],
    );
    assert.deepEqual(strandedBy(pkg, sound), []);
  });

  it('gc', async () => {
    const pkg = await servicePackage('httpapi');
    for (const line of marked(pkg, 'gc defect:')) {
      assert.ok(allocationsAt(pkg, line).length > 0, `nothing allocates at line ${line.line}`);
    }
    const costly = (name: string): string[] =>
      allocationsIn(pkg, fn(pkg, name).node)
        .filter(({ surroundings, isPresized }) => surroundings.loop !== undefined && !isPresized)
        .map(({ kind }) => kind);
    assert.ok(costly('csvByStrings').includes('bytesOfString') && costly('csvByStrings').includes('stringOfBytes'));
    assert.deepEqual(costly('appendCSV'), []);
  });

  it('keepalive, tls and transport', async () => {
    const pkg = await servicePackage('upstream');
    const problems = (name: string, receiver?: string): [string, number][] =>
      settingsIn(pkg, fn(pkg, name, receiver).node)
        .flatMap(({ problems: found }) => found)
        .map(({ kind, place }) => [kind, place.line]);
    assert.ok(
      problems('unkeptTransport').some(
        ([kind, line]) => kind === 'keepAlivesOff' && line === defects(pkg, 'keepalive')[0],
      ),
    );
    const [version, suites] = defects(pkg, 'tls');
    const tls = problems('oldTransport');
    assert.ok(tls.some(([kind, line]) => kind === 'oldMaxVersion' && line === version));
    assert.ok(tls.some(([kind, line]) => kind === 'rsaKeyExchange' && line === suites));
    const own = problems('quoteOnOwnTransport', 'Prices');
    assert.ok(own.some(([kind, line]) => kind === 'perCall' && line === defects(pkg, 'transport')[0]));
    for (const sound of ['NewTransport', 'resumingTransport']) assert.deepEqual(problems(sound), []);
    assert.deepEqual(problems('quote', 'Prices'), []);
  });

  it('mutex', async () => {
    const pkg = await servicePackage('cache');
    const [held] = locksIn(pkg, fn(pkg, 'getHoldingLock', 'Cache').node);
    assert.deepEqual([held.lock, held.isUnlockDeferred, held.exits], ['Cache.mu', true, []]);
    assert.deepEqual(
      held.slow.map(({ kind, on, place }) => [kind, on, place.line]),
      [['context', 'c.load', defects(pkg, 'mutex')[0]]],
    );
    for (const sound of ['get', 'fly']) {
      const locks = locksIn(pkg, fn(pkg, sound, 'Cache').node);
      assert.equal(locks.length, 1);
      assert.deepEqual([locks[0].slow, locks[0].exits, locks[0].nested], [[], [], []]);
    }
  });

  it('pool', async () => {
    const pkg = await servicePackage('store');
    const [leak] = resourcesIn(pkg, fn(pkg, 'lastOrderLeaking', 'History').node);
    assert.equal(leak.kind, 'rows');
    assert.ok(leak.exits?.some(({ place }) => place.line === defects(pkg, 'pool')[0]));
    const [sound] = resourcesIn(pkg, fn(pkg, 'lastOrder', 'History').node);
    assert.deepEqual([sound.kind, sound.exits], ['rows', []]);
  });

  it('recursion', async () => {
    const pkg = await servicePackage('catalog');
    const found = recursionOf(pkg, fn(pkg, 'sumParts', 'Catalog'));
    assert.deepEqual(
      found?.calls.map(({ line }) => line),
      defects(pkg, 'recursion'),
    );
    assert.deepEqual(found.bound?.kind === 'counter' && found.bound.limit, 40_000);
    assert.equal(recursionOf(pkg, fn(pkg, 'sumOnce', 'Catalog')), undefined);
  });

  it('sleep', async () => {
    const pkg = await servicePackage('httpapi');
    const sleeps = timersIn(pkg, pkg.file('sleep.go')!.code.root);
    assert.deepEqual(
      sleeps.map(({ kind, place }) => [kind, place.line]),
      [['sleepInHandler', defects(pkg, 'sleep')[0]]],
    );
    assert.deepEqual(timersIn(pkg, fn(pkg, 'awaitShipped', 'API').node), []);
  });

  it('waitgroup', async () => {
    const pkg = await servicePackage('worker');
    const [group] = waitGroupsIn(pkg, fn(pkg, 'checkForgettingDone', 'Checker').node);
    assert.deepEqual(
      group.problems.map(({ kind, exits }) => [kind, exits.map(({ place }) => place.line)]),
      [['doneSkipped', defects(pkg, 'waitgroup')]],
    );
    for (const sound of [fn(pkg, 'checkAll', 'Checker'), fn(pkg, 'Map'), fn(pkg, 'NewPool')]) {
      assert.deepEqual(
        waitGroupsIn(pkg, sound.node).flatMap(({ problems }) => problems),
        [],
      );
    }
  });

  it('and alarm nobody about the rest of the service', async () => {
    const quiet = ['cache', 'events', 'load', 'service', 'store/memdb', 'partner', 'debug', 'worker', 'httpapi'];
    for (const folder of quiet) {
      const pkg = await servicePackage(folder);
      for (const { code, path } of pkg.files) {
        const open = resourcesIn(pkg, code.root).filter(({ exits }) => exits === undefined || exits.length > 0);
        assert.deepEqual(
          open.map(({ by, place }) => [by, place.line]),
          [],
          `${folder}/${path}`,
        );
        const kept = locksIn(pkg, code.root).filter(({ exits }) => exits === undefined || exits.length > 0);
        assert.deepEqual(
          kept.map(({ place }) => place.line),
          [],
          `${folder}/${path}`,
        );
      }
    }
  });
});
