import assert from 'node:assert/strict';
import { causes, cpuOf } from '../../../../../src/core/diagnose/facts/cpu';
import { depthsOf, recursionsOf } from '../../../../../src/core/diagnose/facts/depth';
import { dialsOf } from '../../../../../src/core/diagnose/facts/dials';
import { leaksOf } from '../../../../../src/core/diagnose/facts/leaks';
import { locksOf } from '../../../../../src/core/diagnose/facts/locks';
import { allocationsOf, heapOf } from '../../../../../src/core/diagnose/facts/memory';
import { Owners } from '../../../../../src/core/diagnose/facts/owners';
import { stacksOf } from '../../../../../src/core/diagnose/facts/stacks';
import { threadsOf } from '../../../../../src/core/diagnose/facts/threads';
import { waitsOf } from '../../../../../src/core/diagnose/facts/waits';
import { profileOf, profilesOf } from '../drawn';

const owners = new Owners();
const lock = 'sync.(*Mutex).Lock@/go/src/sync/mutex.go:46';
const unlock = 'sync.(*Mutex).Unlock@/go/src/sync/mutex.go:65';
const get = 'app/cache.(*Cache).get@/src/app/cache.go';

describe('waits', () => {
  const before = `10/1000 ${lock} ${get}:15`;
  const after = `
    30/5000 ${lock} ${get}:15
    4/400 runtime.selectgo@/go/src/runtime/select.go:1 main.wait@/src/app/main.go:9
    2/200 runtime.chanrecv1@/go/src/runtime/chan.go:1 main.wait@/src/app/main.go:9`;
  const waits = waitsOf(profilesOf({ block: [before, after] }).window('block')!, owners)!;

  it('are those of the time between the looks, by line and operation', () => {
    assert.equal(waits.seconds, 5);
    assert.deepEqual(
      waits.sums.map(({ operation, place, count, delay }) => [operation, place.line, count, delay]),
      [
        ['lock', 15, 20, 4000],
        ['select', 9, 4, 400],
        ['receive', 9, 2, 200],
      ],
    );
  });

  it('count how many ended at a line, whatever they were for', () => {
    assert.equal(waits.endedAt({ file: '/src/app/main.go', line: 9 }), 6);
    assert.equal(waits.endedAt({ file: '/src/app/main.go', line: 10 }), 0);
  });

  it('are absent where nothing was recorded', () => {
    assert.equal(waitsOf({ profile: profileOf('block', ''), seconds: 5 }, owners), undefined);
  });
});

describe('locks', () => {
  it('pair the queue with whoever gave the lock back, by the type of the methods', () => {
    const profiles = profilesOf({
      block: ['', `20/4000 ${lock} ${get}:15\n5/100 ${lock} app/log.Print@/src/app/log.go:3`],
      mutex: ['', `18/3900 ${unlock} app/cache.(*Cache).fill@/src/app/cache.go:40`],
    });
    const waits = waitsOf(profiles.window('block')!, owners);
    const [first, second] = locksOf(waits, profiles.window('mutex'), undefined, owners);
    assert.deepEqual([first.owner, first.queue?.place.line, first.holder?.place.line], ['app/cache.Cache', 15, 40]);
    assert.deepEqual([first.delay, first.count, first.readers], [4000, 20, undefined]);
    assert.equal(second.holder, undefined);
  });

  it('leave out locks that a library takes', () => {
    const text = `20/4000 ${lock} net/http.(*Transport).getConn@/go/src/net/http/transport.go:1 main.call@/src/app/main.go:7`;
    const waits = waitsOf(profilesOf({ block: ['', text] }).window('block')!, owners);
    assert.deepEqual(locksOf(waits, undefined, undefined, owners), []);
  });
});

describe('dials', () => {
  it('are told by the chain of callers, most dials first', () => {
    const conn = 'net/http.(*Transport).getConn@/go/src/net/http/transport.go:1552';
    const select = 'runtime.selectgo@/go/src/runtime/select.go:1';
    const call = 'app/up.call@/src/app/client.go:57';
    const waits = waitsOf(
      profilesOf({
        block: [
          '',
          `3/30 ${select} ${conn} ${call} app/up.Price@/src/app/price.go:9
           8/80 ${select} ${conn} ${call} app/up.Label@/src/app/label.go:9
           9/90 ${lock} ${conn} ${call} app/up.Label@/src/app/label.go:9`,
        ],
      }).window('block')!,
      owners,
    );
    assert.deepEqual(
      dialsOf(waits, owners).map(({ own, count }) => [own.map(({ line, file }) => `${file}:${line}`), count]),
      [
        [['/src/app/client.go:57', '/src/app/label.go:9'], 8],
        [['/src/app/client.go:57', '/src/app/price.go:9'], 3],
      ],
    );
  });
});

describe('the CPU', () => {
  it('is shared out by cause, and told in cores', () => {
    const cpu = cpuOf(
      profileOf(
        'cpu',
        `100/1000000000 runtime.mallocgc@/go/src/runtime/malloc.go:1 main.work@/src/app/main.go:3
         100/1000000000 runtime.scanobject@/go/src/runtime/mgc.go:1 runtime.gcBgMarkWorker@/go/src/runtime/mgc.go:2
         300/3000000000 main.work@/src/app/main.go:4`,
      ),
    );
    assert.equal(cpu.cores, 1);
    assert.equal(cpu.use(causes.collection).share, 0.2);
    assert.equal(cpu.use(causes.allocation).cores, 0.2);
    assert.equal(cpu.use(causes.handshake).share, 0);
  });
});

describe('memory', () => {
  const make = 'main.make@/src/app/main.go';
  const profiles = profilesOf({
    heap: [
      `10/1000/5/500 ${make}:7`,
      `60/9000/9/900 ${make}:7\n20/2000/0/0 ${make}:8\n1/10/1/10 runtime.x@/go/src/runtime/x.go:1`,
    ],
  });

  it('allocated is by function and line, over the time between the looks', () => {
    const { bytes, functions, seconds } = allocationsOf(profiles.window('heap')!, owners);
    assert.deepEqual([bytes, seconds], [10_010, 5]);
    assert.deepEqual(
      functions.map(({ bytes: b, lines }) => [b, lines.map(({ place, bytes: own }) => [place.line, own])]),
      [
        [
          10_000,
          [
            [7, 8000],
            [8, 2000],
          ],
        ],
      ],
    );
  });

  it('kept is by line, at both looks', () => {
    const { before, now, places } = heapOf(profiles.of('heap')!, owners);
    assert.deepEqual([before, now], [500, 910]);
    assert.deepEqual(
      places.map(({ before: b, now: n, objectsBefore, objects }) => [b, n, objectsBefore, objects]),
      [[500, 900, 5, 9]],
    );
  });
});

describe('depth', () => {
  const self = 'main.(*Tree).sum@/src/app/tree.go:12';

  it('finds a function that is on a stack dozens of times, and whether the stack was cut', () => {
    const cut = `6/60 main.leaf@/src/app/tree.go:3 ${Array.from({ length: 63 }, () => self).join(' ')}`;
    const whole = `4/40 ${Array.from({ length: 30 }, () => self).join(' ')} main.main@/src/app/main.go:1`;
    const [found] = recursionsOf(stacksOf(profileOf('cpu', `${cut}\n${whole}`), 'cpu'), owners);
    assert.deepEqual([found.place.line, found.repeats, found.share, found.isCut], [12, 63, 1, true]);
    const [only] = recursionsOf(stacksOf(profileOf('cpu', whole), 'cpu'), owners);
    assert.equal(only.isCut, false);
  });

  it("leaves a library's recursion and short ones alone", () => {
    const json = Array.from(
      { length: 40 },
      () => 'encoding/json.(*decodeState).value@/go/src/encoding/json/decode.go:1',
    );
    const stacks = stacksOf(
      profileOf('cpu', `1/10 ${json.join(' ')}\n1/10 ${self} ${self} main.main@/src/app/main.go:1`),
      'cpu',
    );
    assert.deepEqual(recursionsOf(stacks, owners), []);
    assert.deepEqual(depthsOf(stacks), { median: 40, deepest: 40 });
  });
});

describe('the rest', () => {
  it('sums leaked goroutines by line', () => {
    const at = 'main.send@/src/app/main.go:9';
    const leaks = leaksOf(
      profileOf('goroutineleak', `3 ${at} main.a@/src/app/a.go:1\n4 ${at} main.b@/src/app/b.go:1`),
      owners,
    );
    assert.deepEqual(
      leaks.map(({ place, count }) => [place.line, count]),
      [[9, 7]],
    );
  });

  it('counts threads, whose stacks are empty', () => {
    const profile = profileOf('threadcreate', '12');
    assert.deepEqual(threadsOf(profile, undefined), { count: 12, held: [] });
  });

  it('leaves out what taking the profiles costs', () => {
    const text = `5/50 compress/gzip.NewWriter@/go/src/compress/gzip/gzip.go:1 net/http/pprof.handler.ServeHTTP@/go/src/net/http/pprof/pprof.go:1 main.guard@/src/app/main.go:1`;
    assert.deepEqual(stacksOf(profileOf('block', text), 'delay').rows, []);
  });

  it("leaves the compiler's wrappers out of stacks", () => {
    const { rows } = stacksOf(
      profileOf('mutex', `1/10 ${unlock} main.f.deferwrap1@/src/app/main.go:5 main.f@/src/app/main.go:8`),
      'delay',
    );
    assert.deepEqual(
      rows[0].frames.map(({ function: name }) => name),
      ['sync.(*Mutex).Unlock', 'main.f'],
    );
  });
});
