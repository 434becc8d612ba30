// Kinds and buckets of goroutines, from dumps as Go prints them.

import assert from 'node:assert/strict';
import { goroutineFacts } from '../../../../src/core/analyze/goroutineFacts';
import {
  type BucketSource,
  BucketsPass,
  type Grouping,
  labelKeys,
  waitingFrame,
} from '../../../../src/core/goroutine/goroutineBuckets';
import { type GoroutineKinds, GoroutineKindsPass } from '../../../../src/core/goroutine/goroutineKinds';
import { KindFilterPass } from '../../../../src/core/goroutine/kindFilter';
import { stackText } from '../../../../src/core/goroutine/stackText';
import type { Profile } from '../../../../src/core/profile/profile';
import { profileFromText } from '../../profileText';
import { dump } from './dumpText';

function kindsOf(profile: Profile, slice = Infinity): GoroutineKinds {
  const pass = new GoroutineKindsPass(profile, goroutineFacts(profile), profile.samples.values[0]);
  while (!pass.advance(slice));
  return pass;
}

/** Standard library and runtime, as the source index tells them in these dumps. */
function sourceOf(profile: Profile): BucketSource {
  const { functions, strings } = profile;
  const isForeign = Uint8Array.from(functions.name, (name) =>
    /^(sync|runtime|main)\./.test(strings.text(name)) ? 1 : 0,
  );
  const values = profile.samples.values[0];
  return { profile, facts: goroutineFacts(profile), kinds: kindsOf(profile), values, isForeign };
}

function finished<T extends { advance(steps: number): boolean }>(pass: T, slice: number): T {
  while (!pass.advance(slice));
  return pass;
}

/** `text count [leaked] [wait]: kind counts` */
function shown(profile: Profile, grouping: Grouping, isWanted?: Uint8Array, slice = Infinity): string[] {
  const pass = finished(new BucketsPass(sourceOf(profile), grouping, isWanted), slice);
  return pass
    .result()
    .map(
      ({ text, count, leaked, longestWait, kinds }) =>
        `${text || '?'} ${count}/${leaked}/${longestWait}: ${kinds.map((kind) => kind.count).join()}`,
    );
}

const goroutine = (id: number, header: string, ...frames: string[]): string[] => [
  `goroutine ${id} ${header}:`,
  ...frames.flatMap((frame) => {
    const [name, place] = frame.split(' @');
    return [name, `\t/srv/${place} +0x1d`];
  }),
  '',
];
const lock = ['sync.(*Mutex).Lock(...) @mutex.go:90', 'app.(*Store).Put(0xc0001) @store.go:12'];
const receive = ['app.(*Queue).Next(0xc0002) @queue.go:30', 'app.(*Queue).Run(0xc0002) @queue.go:20'];
const byStart = 'created by app.Start in goroutine 1 @start.go:7';
const byServe = 'created by app.Serve in goroutine 1 @serve.go:9';

const sick = dump(
  ...goroutine(1, '[running]', 'main.main() @main.go:3'),
  ...goroutine(5, '[sync.Mutex.Lock, 4 minutes] {endpoint: /put}', ...lock, byServe),
  ...goroutine(6, '[sync.Mutex.Lock, 9 minutes] {endpoint: /put}', ...lock, byServe),
  ...goroutine(7, '[sync.Mutex.Lock] {endpoint: /post}', ...lock, byServe),
  ...goroutine(8, '[chan receive (leaked)]', ...receive, byStart),
  ...goroutine(9, '[chan receive, 2 minutes]', ...receive, byStart),
);

describe('kinds of goroutines', () => {
  it('leave out labels and leak marks', () => {
    const { kinds, total } = kindsOf(sick);
    assert.equal(total, 6);
    const counted = kinds.map(({ count, leaked, shortestWait, longestWait }) => [
      count,
      leaked,
      shortestWait,
      longestWait,
    ]);
    assert.deepEqual(counted, [
      [1, 0, -1, -1],
      [3, 0, 4, 9],
      [2, 1, 2, 2],
    ]);
  });

  it('are the same however small the slices are', () => {
    assert.deepEqual(kindsOf(sick, 1).kinds, kindsOf(sick).kinds);
  });

  it('have the same keys in another dump, whatever order and addresses it has', () => {
    const later = dump(
      ...goroutine(12, '[chan receive, 1 minutes]', receive[0].replace('2)', 'fe)'), receive[1], byStart),
      ...goroutine(5, '[sync.Mutex.Lock, 9 minutes] {endpoint: /get}', ...lock, byServe),
    );
    const keys = new Set(kindsOf(sick).kinds.map(({ key }) => key));
    assert.deepEqual(
      kindsOf(later).kinds.map(({ key }) => keys.has(key)),
      [true, true],
    );
  });

  it('have other keys for another line, state or go statement', () => {
    const others = [
      dump(...goroutine(1, '[chan receive]', receive[0], receive[1].replace(':20', ':21'), byStart)),
      dump(...goroutine(1, '[chan send]', ...receive, byStart)),
      dump(...goroutine(1, '[chan receive]', ...receive, byServe)),
    ];
    const keys = new Set(kindsOf(sick).kinds.map(({ key }) => key));
    for (const other of others) assert.equal(keys.has(kindsOf(other).kinds[0].key), false);
  });

  it('agree between a dump and a profile on type arguments', () => {
    const full = profileFromText('app.(*G[go.shape.int]).Wait');
    const cut = profileFromText('app.(*G[...]).Wait');
    assert.equal(kindsOf(full).kinds[0].key, kindsOf(cut).kinds[0].key);
  });
});

describe('buckets of goroutines', () => {
  it('are states', () => {
    assert.deepEqual(shown(sick, { by: 'state' }), [
      'sync.Mutex.Lock 3/0/9: 3',
      'chan receive 2/1/2: 2',
      'running 1/0/-1: 1',
    ]);
  });

  it('are go statements, with those that have none apart', () => {
    assert.deepEqual(shown(sick, { by: 'creator' }), ['app.Serve 3/0/9: 3', 'app.Start 2/1/2: 2', '? 1/0/-1: 1']);
  });

  it('are functions of the program that wait, whatever of the library they wait in', () => {
    assert.deepEqual(shown(sick, { by: 'function' }), [
      'app.(*Store).Put 3/0/9: 3',
      'app.(*Queue).Next 2/1/2: 2',
      'main.main 1/0/-1: 1',
    ]);
  });

  it('are values of a label', () => {
    assert.deepEqual(labelKeys(sick), ['endpoint']);
    assert.deepEqual(shown(sick, { by: 'label', key: 'endpoint' }), [
      '? 3/1/2: 2,1',
      '/put 2/0/9: 2',
      '/post 1/0/9: 1',
    ]);
  });

  it('have one for what a profile does not know', () => {
    const profile = profileFromText('app.Run app.Run');
    assert.deepEqual(shown(profile, { by: 'state' }), ['? 1/0/-1: 1']);
  });

  it('are the same however small the slices are', () => {
    for (const grouping of [{ by: 'state' }, { by: 'creator' }, { by: 'label', key: 'endpoint' }] as const) {
      assert.deepEqual(shown(sick, grouping, undefined, 1), shown(sick, grouping));
    }
  });

  it('hold what a filter leaves', () => {
    const match = (text: string): Uint8Array => {
      const matching = (slice: number): Uint8Array =>
        finished(new KindFilterPass(sick, goroutineFacts(sick), kindsOf(sick), text), slice).result();
      assert.deepEqual(matching(1), matching(Infinity));
      return matching(1);
    };
    assert.deepEqual(shown(sick, { by: 'state' }, match('QUEUE.go')), ['chan receive 2/1/2: 2']);
    assert.deepEqual(shown(sick, { by: 'state' }, match('store mutex')), ['sync.Mutex.Lock 3/0/9: 3']);
    assert.deepEqual(shown(sick, { by: 'state' }, match('serve.go /post')), ['sync.Mutex.Lock 3/0/9: 3']);
    assert.deepEqual(shown(sick, { by: 'state' }, match('store queue')), []);
    assert.deepEqual(shown(sick, { by: 'state' }, match('running')), ['running 1/0/-1: 1']);
  });
});

it('a goroutine without a frame waits nowhere', () => {
  assert.equal(waitingFrame(profileFromText('', { empty: [[1]] }), 0, new Uint8Array()), undefined);
});

it('a stack is text like that of a dump', () => {
  const { kinds } = kindsOf(sick);
  assert.deepEqual(stackText(sick, goroutineFacts(sick), kinds[2]).split('\n'), [
    '2 goroutines [chan receive, up to 2 minutes, 1 leaked]:',
    'app.(*Queue).Next(...)',
    '\t/srv/queue.go:30',
    'app.(*Queue).Run(...)',
    '\t/srv/queue.go:20',
    'created by app.Start',
    '\t/srv/start.go:7',
    '',
  ]);
});
