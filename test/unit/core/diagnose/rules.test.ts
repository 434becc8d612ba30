// Rules on drawn bundles: what they find, how sure they are, and what keeps them quiet. The live services of
// test/accuracy say whether the pictures are true.

import assert from 'node:assert/strict';
import { diagnose } from '../../../../src/core/diagnose/diagnose';
import { rules } from '../../../../src/core/diagnose/rules';
import { SourceCode } from '../../../../src/core/diagnose/sourceCode';
import type { ReadPackage } from '../../../../src/core/diagnose/sourcePackages';
import { goParser } from '../golang/parser';
import { bundleOf, type DrawnBundle, type DrawnGoroutine, serve, several } from './drawn';

/** `rule grade file:line` of each finding. */
async function told(drawn: DrawnBundle, source?: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const read: ReadPackage = () =>
    Promise.resolve(source && Object.entries(source).map(([path, text]) => ({ path, text })));
  const { findings } = await diagnose(bundleOf(drawn), new SourceCode(read, await goParser()));
  return findings.map(
    ({ rule, grade, location }) => `${rule} ${grade} ${location === null ? '-' : `${location.file}:${location.line}`}`,
  );
}

const file = '/src/app/main.go';

/** Five stand there at the first look, and twelve more at the second. */
function growing(one: Omit<DrawnGoroutine, 'id'>): Pick<DrawnBundle, 'goroutine'> {
  return { goroutine: [several(5, 100, one), several(17, 100, one)] };
}

describe('rules', () => {
  it('have ids, sentences and documentation of their own', () => {
    assert.equal(new Set(rules.map(({ id }) => id)).size, rules.length);
    for (const { id, summary, docs } of rules) {
      assert.match(id, /^[a-z0-9-]+$/);
      assert.doesNotMatch(summary, /\.$/);
      assert.match(docs, /^https:\/\/(pkg\.)?go\.dev\//);
    }
  });
});

describe('lost goroutines', () => {
  const send = { state: 'chan send', stack: [`main.work@${file}:6`], createdBy: `main.handle@${file}:3` };
  const sending = `package main

func work(results chan int) {
	n := 1
	n++
	results <- n
}

func handle() {
	results := make(chan int)
	go work(results)
	select {
	case <-results:
	default:
	}
}`;

  it('in a send are likely by the profiles, proven when the source shows why', async () => {
    assert.deepEqual(await told(growing(send)), [`channel-send-without-receiver likely ${file}:6`]);
    assert.deepEqual(await told(growing(send), { [file]: sending }), [
      `channel-send-without-receiver proven ${file}:6`,
    ]);
  });

  it('are proven where the runtime marks them, without a second look', async () => {
    const marked = { ...send, state: 'chan send (leaked)' };
    assert.deepEqual(await told({ goroutine: [several(1, 1, marked)] }), [
      `channel-send-without-receiver proven ${file}:6`,
    ]);
    const leak = `3 runtime.gopark@/go/src/runtime/proc.go:1 runtime.chansend1@/go/src/runtime/chan.go:1 main.work@${file}:6`;
    assert.deepEqual(await told({ goroutineleak: leak }), [`channel-send-without-receiver proven ${file}:6`]);
  });

  it('are no finding when others take their places: that is a burst', async () => {
    assert.deepEqual(await told({ goroutine: [several(5, 1, send), several(17, 50, send)] }), []);
  });

  it('are no finding when those who wait now were about to go on there before: they were woken for a moment', async () => {
    const woken = { ...send, state: 'runnable' };
    const looks = (before: number) => ({
      goroutine: [
        [...several(5, 100, send), ...several(before, 200, woken)],
        [...several(5, 100, send), ...several(12, 200, send)],
      ],
    });
    assert.deepEqual(await told(looks(12)), []);
    assert.deepEqual(await told(looks(2)), [`channel-send-without-receiver likely ${file}:6`]);
  });

  it('are a suspicion when their waits end, and the queue is only longer than the look', async () => {
    const ends = (count: number): string =>
      `${count}/9000 runtime.chansend1@/go/src/runtime/chan.go:1 main.work@${file}:6`;
    // Four at the head of the queue have got through.
    const queue = { goroutine: [several(20, 100, send), several(40, 104, send)] };
    assert.deepEqual(await told({ ...queue, block: ['', ends(4)] }), [
      `channel-send-without-receiver suspect ${file}:6`,
    ]);
    const passedOver = { goroutine: [several(20, 100, send), several(40, 100, send)] };
    assert.deepEqual(await told({ ...passedOver, block: ['', ends(4)] }), [
      `channel-send-without-receiver likely ${file}:6`,
    ]);
  });

  it('in a select are a suspicion unless the source has no way out', async () => {
    const select = { state: 'select', stack: [`main.loop@${file}:4`] };
    const closed = 'package main\n\nfunc loop(a, b chan int) {\n\tselect {\n\tcase <-a:\n\tcase <-b:\n\t}\n}';
    const open = closed
      .replace('case <-b:', 'case <-ctx.Done():')
      .replace('b chan int', 'ctx context.Context')
      .replace('main\n', 'main\nimport "context"')
      .replace('\n\n', '\n');
    assert.deepEqual(await told(growing(select)), [`select-without-done suspect ${file}:4`]);
    assert.deepEqual(await told(growing(select), { [file]: closed }), [`select-without-done proven ${file}:4`]);
    assert.deepEqual(await told(growing(select), { [file]: open }), [`select-without-done suspect ${file}:4`]);
  });

  it('are a suspicion beside a goroutine of the same family that reads a connection: more clients have come', async () => {
    const writer = { state: 'select', stack: [`main.(*client).write@${file}:4`], createdBy: `main.join@${file}:9` };
    const source = 'package main\n\nfunc (c *client) write() {\n\tselect {\n\tcase <-c.a:\n\tcase <-c.b:\n\t}\n}';
    const reader = {
      state: 'IO wait',
      stack: ['internal/poll.runtime_pollWait@/go/src/runtime/netpoll.go:351', `main.join@${file}:12`],
    };
    const looks = (first: number, last: number) => ({
      goroutine: [
        [...several(5, 100, writer), ...several(first, 500, reader)],
        [...several(17, 100, writer), ...several(last, 500, reader)],
      ],
    });
    const isSure = (all: readonly string[]) => all.includes(`select-without-done proven ${file}:4`);
    const isSuspected = (all: readonly string[]) => all.includes(`select-without-done suspect ${file}:4`);
    assert.ok(isSuspected(await told(looks(5, 17), { [file]: source })));
    assert.ok(isSure(await told(looks(5, 5), { [file]: source })), 'the clients have gone, the writers stay');
  });

  it('are not idle workers, however many; handlers that stand still are worth a look', async () => {
    const worker = { state: 'chan receive', stack: [`main.work@${file}:6`] };
    assert.deepEqual(await told({ goroutine: [several(30, 1, worker), several(30, 1, worker)] }), []);
    const handler = { ...worker, stack: [...worker.stack, ...serve] };
    const client = {
      state: 'IO wait',
      stack: [
        'internal/poll.(*FD).Read@/go/src/internal/poll/fd_unix.go:165',
        'net/http.(*connReader).backgroundRead@/go/src/net/http/server.go:690',
      ],
    };
    const standing = (clients: number): Pick<DrawnBundle, 'goroutine'> => {
      const look = [...several(30, 1, handler), ...several(clients, 100, client)];
      return { goroutine: [look, look] };
    };
    assert.deepEqual(await told(standing(30)), [`channel-receive-without-sender suspect ${file}:6`]);
    assert.deepEqual(await told(standing(7)), [`channel-receive-without-sender suspect ${file}:6`]);
    assert.deepEqual(await told(standing(6)), [`channel-receive-without-sender likely ${file}:6`], 'clients have gone');
  });

  it('say nothing of source that is not that of the binary', async () => {
    const other = 'package main\n\nfunc somethingElse() {\n\n\n\tprintln()\n}';
    assert.deepEqual(await told(growing(send), { [file]: other }), [`channel-send-without-receiver likely ${file}:6`]);
  });

  it('are the cause, and whoever waits for them the victim', async () => {
    const parent = {
      state: 'sync.WaitGroup.Wait',
      stack: ['sync.(*WaitGroup).Wait@/go/src/sync/waitgroup.go:1', `main.handle@${file}:9`, ...serve],
    };
    const goroutine = [0, 1].map((look) => [
      ...several(5 + 12 * look, 100, send),
      ...several(5 + 12 * look, 500, parent),
    ]);
    assert.deepEqual(await told({ goroutine }), [`channel-send-without-receiver likely ${file}:6`]);
  });
});

describe('connections', () => {
  const poll = 'internal/poll.runtime_pollWait@/go/src/runtime/netpoll.go:351';
  const transport = '/go/src/net/http/transport.go';
  const idle = { state: 'IO wait', stack: [poll, `net/http.(*persistConn).readLoop@${transport}:1`] };
  const open = { state: 'select', stack: [`net/http.(*persistConn).readLoop@${transport}:2`] };

  it('that pile up are found without knowing who makes them', async () => {
    assert.deepEqual(await told(growing(idle)), ['transport-per-request likely -']);
    assert.deepEqual(await told(growing(open)), ['response-body-not-closed likely -']);
  });

  it('whose answers are being read are streams', async () => {
    const reader = {
      state: 'select',
      stack: [`net/http.(*bodyEOFSignal).Read@${transport}:3`, `main.follow@${file}:9`],
    };
    const goroutine = [0, 1].map((look) => [
      ...several(5 + 12 * look, 100, open),
      ...several(5 + 12 * look, 500, reader),
    ]);
    assert.deepEqual(
      (await told({ goroutine })).filter((line) => line.startsWith('response')),
      [],
    );
  });

  it('that come and go with the load are no finding', async () => {
    assert.deepEqual(
      await told({ goroutine: [several(9, 1, idle), [...several(3, 1, idle), ...several(20, 50, idle)]] }),
      [],
    );
  });
});

describe('servers that close connections', () => {
  const poll = 'internal/poll.runtime_pollWait@/go/src/runtime/netpoll.go:351';
  const server = '/go/src/net/http/server.go';
  const listening = {
    state: 'IO wait',
    stack: [
      poll,
      'net.(*TCPListener).Accept@/go/src/net/tcpsock.go:1',
      `net/http.(*Server).Serve@${server}:1`,
      `main.serve@${file}:7`,
    ],
  };
  const idle = {
    state: 'IO wait',
    stack: [poll, 'bufio.(*Reader).Peek@/go/src/bufio/bufio.go:1', `net/http.(*conn).serve@${server}:2`],
  };
  const source = `package main
import "net/http"
func serve(l net.Listener) {
	server := &http.Server{ReadHeaderTimeout: 5, IdleTimeout: 9}
	server.SetKeepAlivesEnabled(false)

	server.Serve(l)
}
func close(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Connection", "close")
		next.ServeHTTP(w, r)
	})
}`;
  const kept = source.replace('\tserver.SetKeepAlivesEnabled(false)', '');
  const sound = kept.replace('"close"', '"keep-alive"');
  const goroutine = [several(1, 1, listening), several(1, 1, listening)];
  const handling = `300/3000000000 main.close.func1@${file}:12 ${serve.join(' ')}`;
  const accepting = `40/400000000 syscall.accept4@/go/src/syscall/s.go:1 net/http.(*Server).Serve@${server}:1 main.serve@${file}:7`;
  const cpu = `${handling}\n${accepting}`;

  it('are named at the line that says so, as likely when accepting costs something', async () => {
    const quiet = source.replace('"close"', '"keep-alive"');
    assert.deepEqual(await told({ goroutine, cpu }, { [file]: quiet }), [
      `server-keepalives-disabled likely ${file}:5`,
    ]);
    assert.deepEqual(await told({ goroutine, cpu }, { [file]: kept }), [
      `server-keepalives-disabled likely ${file}:11`,
    ]);
    assert.deepEqual(await told({ goroutine }, { [file]: quiet }), [`server-keepalives-disabled suspect ${file}:5`]);
  });

  it('are a suspicion when only the numbers say so: clients may close', async () => {
    assert.deepEqual(await told({ goroutine, cpu }, { [file]: sound }), [
      `server-keepalives-disabled suspect ${file}:7`,
    ]);
    assert.deepEqual(await told({ goroutine, cpu: handling }, { [file]: sound }), []);
  });

  it('are not those whose connections wait for more', async () => {
    const waiting = [0, 1].map(() => [...several(1, 1, listening), ...several(8, 50, idle)]);
    assert.deepEqual(await told({ goroutine: waiting, cpu: handling }, { [file]: source }), []);
  });

  it('are not those that close on errors, or while they shut down', async () => {
    const shutdown = sound.replace(
      '\n\n\tserver.Serve',
      '\n\t<-done; server.SetKeepAlivesEnabled(false)\n\tserver.Serve',
    );
    const failing = kept.replace('\t\tw.H', '\t\tif r.ContentLength > 9 { w.H').replace('"close")', '"close") }');
    for (const text of [shutdown, failing]) {
      assert.notEqual(text, sound);
      assert.deepEqual(await told({ goroutine }, { [file]: text }), []);
    }
  });
});

describe('HTTP calls', () => {
  const transport = '/go/src/net/http/transport.go';
  const call = {
    state: 'select',
    stack: [
      `net/http.(*persistConn).roundTrip@${transport}:1`,
      'net/http.(*Client).do@/go/src/net/http/client.go:1',
      'net/http.(*Client).Do@/go/src/net/http/client.go:2',
      `main.ask@${file}:6`,
    ],
  };
  const connection = {
    state: 'IO wait',
    stack: [
      'internal/poll.runtime_pollWait@/go/src/runtime/netpoll.go:351',
      `net/http.(*persistConn).readLoop@${transport}:1`,
    ],
  };
  const goroutine = [5, 17].map((count) => [...several(count, 100, call), ...several(count, 500, connection)]);
  const source = `package main
import "net/http"
var client = &http.Client{}
func ask(url string) {
	req, _ := http.NewRequest("GET", url, nil)
	client.Do(req)
}`;
  const unlimited = `http-client-without-timeout likely ${file}:6`;

  it('that pile up without a time-out are likely, and their connections are theirs', async () => {
    assert.deepEqual(await told({ goroutine }, { [file]: source }), [unlimited]);
    assert.deepEqual(await told({ goroutine }, { [file]: source.replace('client.Do(req)', 'http.Get(url)') }), [
      unlimited,
    ]);
    assert.deepEqual(await told({ goroutine }, { [file]: source.replace('client.Do', 'http.DefaultClient.Do') }), [
      unlimited,
    ]);
  });

  it('that wait long are likely as well, one that outlasts the look is a suspicion', async () => {
    const long = { ...call, state: 'select, 4 minutes' };
    assert.deepEqual(await told({ goroutine: [several(4, 1, long)] }, { [file]: source }), [unlimited]);
    assert.deepEqual(await told({ goroutine: [several(1, 1, call), several(1, 1, call)] }, { [file]: source }), [
      unlimited.replace('likely', 'suspect'),
    ]);
  });

  it('with a limit, or one that nobody can tell, are not named so', async () => {
    for (const limited of [
      source.replace('Client{}', 'Client{Timeout: 5}'),
      source.replace('NewRequest(', 'NewRequestWithContext(ctx, '),
      source.replace('&http.Client{}', 'newClient()'),
      source.replace('Client{}', 'Client{Transport: other}'),
      source.replace('(url string)', '(url string, req *http.Request)').replace(/\treq, .*/, ''),
    ]) {
      assert.notEqual(limited, source);
      const found = await told({ goroutine }, { [file]: limited });
      assert.deepEqual(
        found.filter((line) => !line.includes(' suspect ')),
        [],
      );
      assert.ok(!found.some((line) => line.startsWith('http-client')));
    }
  });
});

describe('locks', () => {
  const lock = 'sync.(*Mutex).Lock@/go/src/sync/mutex.go:46';
  const unlock = 'sync.(*Mutex).Unlock@/go/src/sync/mutex.go:65';
  const at = (line: number) => `main.(*Cache).get@${file}:${line}`;
  const select = 'runtime.selectgo@/go/src/runtime/select.go:1';
  const block = ['', `400/9000000000 ${lock} ${at(5)}\n50/900000000 ${select} main.load@/src/app/load.go:3 ${at(8)}`];
  const mutex = ['', `390/8900000000 ${unlock} ${at(10)}`];
  const held = `package main
import "sync"
type Cache struct{ mu sync.Mutex }
func (c *Cache) get() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	x := 1
	y := load()

	return x + y
}
func load() int { return 0 }`;

  it('held during slow work are named at that work', async () => {
    assert.deepEqual(await told({ block, mutex }), [`lock-contention likely ${file}:8`]);
    assert.deepEqual(await told({ block, mutex }, { [file]: held }), [`lock-contention proven ${file}:8`]);
  });

  it('given back before the slow work are named where goroutines queue', async () => {
    const early = held.replace('\tdefer c.mu.Unlock()', '\tc.mu.Unlock()');
    assert.deepEqual(await told({ block, mutex }, { [file]: early }), [`lock-contention likely ${file}:5`]);
  });

  it('that few waited for long, without a reason, are a suspicion: the machine was busy, perhaps', async () => {
    const waits = (count: number) => ({ block: ['', `${count}/4000000000 ${lock} ${at(5)}`] });
    assert.deepEqual(await told(waits(20)), [`lock-contention suspect ${file}:5`]);
    assert.deepEqual(await told(waits(2000)), [`lock-contention likely ${file}:5`]);
  });

  it('with little waiting are no finding', async () => {
    assert.deepEqual(await told({ block: ['', `400/90000000 ${lock} ${at(5)}`] }), []);
  });

  it('that nobody passes while we look are never given back', async () => {
    const waiting = { state: 'sync.Mutex.Lock', stack: [lock, at(5)] };
    assert.deepEqual(await told({ goroutine: [several(4, 1, waiting), several(4, 1, waiting)] }), [
      `deadlock likely ${file}:5`,
    ]);
    assert.deepEqual(
      await told({
        goroutine: [several(4, 1, waiting), several(4, 1, waiting)],
        block: ['', `9/900 ${lock} ${at(5)}`],
      }),
      [],
    );
  });
});

describe('handlers', () => {
  it('that sleep are likely when several do, else a suspicion', async () => {
    const sleep = { state: 'sleep', stack: ['time.Sleep@/go/src/runtime/time.go:1', `main.poll@${file}:7`, ...serve] };
    assert.deepEqual(await told({ goroutine: [several(2, 1, sleep), several(2, 9, sleep)] }), [
      `sleep-in-handler likely ${file}:7`,
    ]);
    assert.deepEqual(await told({ goroutine: [several(1, 1, sleep)] }), [`sleep-in-handler suspect ${file}:7`]);
    const worker = { ...sleep, stack: sleep.stack.slice(0, 2) };
    assert.deepEqual(await told({ goroutine: [several(9, 1, worker)] }), []);
  });
});

describe('memory', () => {
  const at = `main.report@${file}:9`;
  const heap = [`0/0/0/0 ${at}`, `900000/400000000/0/0 ${at}`];
  const work = `300/3000000000 main.other@${file}:2`;
  const collect =
    '150/1500000000 runtime.scanobject@/go/src/runtime/mgc.go:1 runtime.gcBgMarkWorker@/go/src/runtime/mgc.go:2';

  it('is garbage when the collector is busy and nothing of it stays', async () => {
    assert.deepEqual(await told({ heap, cpu: `${work}\n${collect}` }), [`gc-pressure likely ${file}:9`]);
  });

  it('is named a conversion where the line is one and nothing else', async () => {
    const conversion = `package main
func report(names []string, sink func([]byte)) {
	for _, name := range names {




		sink([]byte(name))
	}
}`;
    const title = async (source: string): Promise<string> => {
      const read: ReadPackage = () => Promise.resolve([{ path: file, text: source }]);
      const bundle = bundleOf({ heap, cpu: `${work}\n${collect}` });
      const [finding] = (await diagnose(bundle, new SourceCode(read, await goParser()))).findings;
      return `${finding.grade} ${finding.title} @${finding.location!.line}`;
    };
    const at9 = conversion.replace('\n\n\n\n\n', '\n\n\n\n\n\n');
    assert.equal(await title(at9), 'likely main.report makes garbage by turning strings into []byte @9');
    assert.equal(
      await title(at9.replace('[]byte(name)', '[]byte(string([]byte(name)))')),
      'likely main.report makes garbage by turning strings into []byte and back @9',
    );
    assert.equal(
      await title(at9.replace('[]byte(name)', '[]byte(fmt.Sprintf(name))').replace('main', 'main; import "fmt"')),
      'likely main.report makes most of the garbage @9',
    );
    assert.equal(await title(at9.replace('[]byte(name)', 'name')), 'likely main.report makes most of the garbage @9');
  });

  it('is the price of the work, at most a suspicion, where a library allocates for the program', async () => {
    const decode = `encoding/json.(*decodeState).object@/go/src/encoding/json/decode.go:7 ${at}`;
    const served = [`0/0/0/0 ${decode}`, `900000/400000000/0/0 ${decode}`];
    assert.deepEqual(await told({ heap: served, cpu: `${work}\n${collect}` }), [`gc-pressure suspect ${file}:9`]);
    const join = `strings.Join@/go/src/strings/strings.go:7 ${at}`;
    const own = [`0/0/0/0 ${join}`, `900000/400000000/0/0 ${join}`];
    assert.deepEqual(await told({ heap: own, cpu: `${work}\n${collect}` }), [`gc-pressure likely ${file}:9`]);
  });

  it('is told on a machine that gives the service a fifth of what it asks for', async () => {
    const starved = `60/600000000 main.other@${file}:2\n${collect.replace('150/1500000000', '30/300000000')}`;
    assert.deepEqual(await told({ heap, cpu: starved }), [`gc-pressure likely ${file}:9`]);
  });

  it('is nobody’s business while the collector has little to do', async () => {
    assert.deepEqual(await told({ heap, cpu: `${work}\n${collect.replace('150/1500000000', '10/100000000')}` }), []);
  });

  it('that stays is growth, not garbage', async () => {
    const kept = [`10/1000000/10/1000000 ${at}`, `900/400000000/900/400000000 ${at}`];
    assert.deepEqual(await told({ heap: kept, cpu: `${work}\n${collect}` }), [`heap-growth suspect ${file}:9`]);
  });
});

describe('tickers', () => {
  const source = `package main
import "time"
func poll() {
	ticker := time.NewTicker(time.Second)
	<-ticker.C
}`;
  const before = `5000/900000/0/0 time.NewTicker@/go/src/time/tick.go:38 main.poll@${file}:4`;
  const since = before.replace(' time.', ' time.newTimer@/go/src/runtime/time.go:390 time.');

  it('that are not stopped leak before Go 1.23, and are work for the collector since', async () => {
    const text = { [file]: source };
    assert.deepEqual(await told({ heap: ['', before] }, text), [`timers-not-stopped likely ${file}:4`]);
    assert.deepEqual(await told({ heap: ['', since] }, text), [`timers-not-stopped suspect ${file}:4`]);
  });

  it('that are stopped are none', async () => {
    const stopped = source.replace('Second)', 'Second); defer ticker.Stop()');
    assert.deepEqual(await told({ heap: ['', before] }, { [file]: stopped }), []);
  });
});
