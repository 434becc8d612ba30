// Causes that show in others: a lock whose holder waits, a hub that has stopped, a pool that is used up, streams that a
// library keeps open. Drawn bundles with their source.

import assert from 'node:assert/strict';
import { diagnose } from '../../../../src/core/diagnose/diagnose';
import { SourceCode } from '../../../../src/core/diagnose/sourceCode';
import { goParser } from '../golang/parser';
import { bundleOf, type DrawnBundle, type DrawnGoroutine, serve, several } from './drawn';

const file = '/src/app/main.go';
const mutex = ['sync.(*Mutex).Lock@/go/src/sync/mutex.go:46'];

/** `rule grade line` of each finding. */
async function told(drawn: DrawnBundle, source: string): Promise<readonly string[]> {
  const read = () => Promise.resolve([{ path: file, text: source }]);
  const { findings } = await diagnose(bundleOf(drawn), new SourceCode(read, await goParser()));
  return findings.map(({ rule, grade, location }) => `${rule} ${grade} ${location?.line ?? '-'}`);
}

/** The same goroutines at both looks. */
function standing(...all: readonly (readonly DrawnGoroutine[])[]): Pick<DrawnBundle, 'goroutine'> {
  return { goroutine: [all.flat(), all.flat()] };
}

describe('a lock that is not given back', () => {
  const box = `package main

import ("sync"; "time")

type box struct {
	mu      sync.Mutex
	letters chan string
}

func post(letter string) {
	b := &box{letters: make(chan string)}
	go b.fetch()
	b.mu.Lock()
	b.letters <- letter
	b.mu.Unlock()
}

func (b *box) fetch() {
	b.mu.Lock()
	<-b.letters
	b.mu.Unlock()
}

func (b *box) settle() {
	b.mu.Lock()
	defer b.mu.Unlock()
	time.Sleep(time.Second)
}`;
  const fetch = { state: 'sync.Mutex.Lock', stack: [...mutex, `main.(*box).fetch@${file}:19`] };
  const settleBehind = { state: 'sync.Mutex.Lock', stack: [...mutex, `main.(*box).settle@${file}:25`] };

  it('because its holder sends to those behind it, is one finding with both ends', async () => {
    const post = { state: 'chan send', stack: [`main.post@${file}:14`] };
    const bundle = standing(several(1, 1, post), several(1, 9, fetch));
    assert.deepEqual(await told(bundle, box), ['deadlock proven 14']);
    const { findings } = await diagnose(
      bundleOf(bundle),
      new SourceCode(() => Promise.resolve([{ path: file, text: box }]), await goParser()),
    );
    const lines = findings[0].evidence.flatMap(({ frames }) => frames.map(({ line }) => line));
    assert.ok(lines.includes(14) && lines.includes(19));
  });

  it('because its holder sleeps, is slow, not lost', async () => {
    const asleep = { state: 'sleep', stack: ['time.Sleep@/go/src/runtime/time.go:1', `main.(*box).settle@${file}:27`] };
    const slow = standing(several(1, 1, asleep), several(12, 20, settleBehind));
    assert.deepEqual(await told(slow, box), ['lock-contention likely 27']);
    assert.deepEqual(await told(standing(several(12, 20, settleBehind)), box), ['deadlock likely 25']);
  });

  it('is given back where the mutex profile says so', async () => {
    const given = ['', `9/900000000 sync.(*Mutex).Unlock@/go/src/sync/mutex.go:65 main.(*box).settle@${file}:28`];
    const queue = standing(several(12, 20, settleBehind));
    assert.deepEqual(await told(queue, ''), ['deadlock likely 25']);
    assert.deepEqual(await told({ ...queue, mutex: given }, ''), ['lock-contention suspect 25']);
  });
});

describe('a goroutine that others wait for', () => {
  const hub = `package main

import "context"

type Hub struct {
	publish chan string
	clients map[string]chan string
}

func (h *Hub) Run(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case text := <-h.publish:
			h.fanOut(text)
		}
	}
}

func (h *Hub) fanOut(text string) {
	for _, c := range h.clients {
		c <- text
	}
}

func (h *Hub) Publish(ctx context.Context, text string) {
	select {
	case h.publish <- text:
	case <-ctx.Done():
	}
}

func main() {
	h := &Hub{publish: make(chan string)}
	go h.Run(context.Background())
}`;
  const run = { state: 'chan send', stack: [`main.(*Hub).fanOut@${file}:23`, `main.(*Hub).Run@${file}:16`] };
  const publish = { state: 'select', stack: [`main.(*Hub).Publish@${file}:28`, ...serve] };
  const block = ['', `1/9 runtime.selectgo@/go/src/runtime/select.go:1 main.other@${file}:99`];

  it('and that stays in a send is found by the one that has stopped', async () => {
    const looks = {
      goroutine: [0, 1].map((look) => [...several(1, 1, run), ...several(20, 100 + 50 * look, publish)]),
    };
    assert.deepEqual(await told({ ...looks, block }, hub), ['goroutine-stalled likely 23']);
  });

  it('is at work while its sends end, or while it is another one at the second look', async () => {
    const busy = [
      '',
      `40/9 runtime.chansend1@/go/src/runtime/chan.go:1 main.(*Hub).fanOut@${file}:23 main.(*Hub).Run@${file}:16`,
    ];
    const waiting = several(20, 100, publish);
    const moved = { goroutine: [0, 1].map((look) => [...several(1, 1 + look, run), ...waiting]) };
    for (const bundle of [
      { ...standing(several(1, 1, run), waiting), block: busy },
      { ...moved, block },
    ]) {
      const found = await told(bundle, hub);
      assert.ok(!found.some((line) => line.startsWith('goroutine-stalled')), found.join());
    }
  });
});

describe('what libraries keep', () => {
  const redis = '/src/app/vendor/github.com/redis/go-redis/v9';
  const wait = `runtime.selectgo@/go/src/runtime/select.go:1 github.com/redis/go-redis/v9/internal/pool.(*ConnPool).waitTurn@${redis}/internal/pool/pool.go:326`;
  const source = (ending: string) => `package main

import (
	"context"
	"github.com/redis/go-redis/v9"
)

type server struct{ rdb *redis.Client }

func (s *server) count(ctx context.Context) error {
	conn := s.rdb.Conn()
	if err := conn.Ping(ctx).Err(); err != nil {
		return err
	}
	${ending}
	return nil
}`;

  it('is a pool’s connection that somebody does not give back', async () => {
    const block = ['', `30/60000000000 ${wait} main.(*server).count@${file}:12`];
    assert.deepEqual(await told({ block }, source('')), ['connection-pool-exhausted proven 16']);
    const closed = source('').replace('Conn()\n', 'Conn()\n\tdefer conn.Close()\n');
    assert.deepEqual(await told({ block }, closed), ['connection-pool-exhausted likely 12']);
  });

  const grpc = '/src/app/vendor/google.golang.org/grpc/stream.go';
  const watch = {
    state: 'select',
    stack: [`google.golang.org/grpc.newClientStream.func4@${grpc}:395`],
    createdBy: `google.golang.org/grpc.newClientStream@${grpc}:380`,
  };
  const heap = [
    '',
    `20/2000/20/2000 google.golang.org/grpc.newClientStream@${grpc}:300 main.ticks@${file}:40 main.sample@${file}:50`,
  ];
  const looks = (...more: readonly DrawnGoroutine[]) => ({
    goroutine: [
      [...several(5, 100, watch), ...more],
      [...several(17, 100, watch), ...more],
    ],
  });

  it('is a stream whose caller has returned, at the line that opened it', async () => {
    assert.deepEqual(await told({ ...looks(), heap }, ''), ['library-goroutines-pile-up likely 40']);
  });

  it('is a stream with a context that never ends, at the line that gives it', async () => {
    const source =
      'package main\n\nimport "context"\n\nfunc sample(ctx context.Context) error {\n\treturn ticks(context.Background())\n}';
    const atCall = ['', heap[1].replace(`${file}:50`, `${file}:6`)];
    assert.deepEqual(await told({ ...looks(), heap: atCall }, source), ['library-goroutines-pile-up proven 6']);
    const passed = source.replace('context.Background()', 'ctx');
    assert.deepEqual(await told({ ...looks(), heap: atCall }, passed), ['library-goroutines-pile-up likely 40']);
  });

  it('is in use while the callers are there', async () => {
    const caller = { state: 'sleep', stack: ['time.Sleep@/go/src/runtime/time.go:1', `main.sample@${file}:52`] };
    const found = await told({ ...looks(...several(17, 900, caller)), heap }, '');
    assert.deepEqual(
      found.filter((line) => !line.includes(' suspect ')),
      [],
    );
  });
});
