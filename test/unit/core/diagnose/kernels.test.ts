// Bugs that others had, cut down to what makes them: drawn bundles with their source. Each is one finding, at its line.

import assert from 'node:assert/strict';
import { type DrawnBundle, several } from './drawn';
import { file, findings, growing, lineOf, type Stack, standing, told } from './toldBySource';

const mutex = ['sync.(*Mutex).Lock@/go/src/sync/mutex.go:46'];

describe('bugs of others', () => {
  it('a lock that one way out keeps is not held by main, beside whose literal it is taken', async () => {
    const source = `package main

import ("net/http"; "sync")

type devices struct { sync.Mutex; n int }

func (d *devices) clean() {
	d.Lock()
	if d.n == 0 {
		return
	}
	d.Unlock()
}

func main() {
	d := &devices{}
	http.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		d.Lock() // handler
		defer d.Unlock()
	})
	http.ListenAndServe(":80", nil)
}`;
    const handler = {
      state: 'sync.Mutex.Lock',
      stack: [...mutex, `main.main.func1@${file}:${lineOf(source, 'handler')}`],
    };
    const listening = {
      state: 'IO wait',
      stack: ['net/http.ListenAndServe@/go/src/net/http/server.go:1', `main.main@${file}:${lineOf(source, 'Listen')}`],
    };
    const bundle = standing([12, handler], [1, listening]);
    assert.deepEqual(await told(bundle, source), [`deadlock proven ${lineOf(source, 'return')}`]);
  });

  it('an embedded lock is that of whoever embeds it, and one of many who wait for it has it already', async () => {
    const source = `package main

import "sync"

type state struct { sync.Mutex; running bool }

type container struct { *state; id string }

func (s *state) isRunning() bool {
	s.Lock() // again
	defer s.Unlock()
	return s.running
}

func (c *container) kill() {
	c.Lock() // kill
	defer c.Unlock()
	if c.isRunning() { // call
		c.running = false
	}
}

func list(all []*container) {
	for _, c := range all {
		c.isRunning() // list
	}
}`;
    const at = (name: string, text: string): string => `main.${name}@${file}:${lineOf(source, text)}`;
    const waiting = (...calls: readonly string[]): Stack => ({
      state: 'sync.Mutex.Lock',
      stack: [...mutex, ...calls],
    });
    const bundle = standing(
      [12, waiting(at('(*state).isRunning', '// again'), at('list', '// list'))],
      [1, waiting(at('(*state).isRunning', '// again'), at('(*container).kill', '// call'))],
      [3, waiting(at('(*container).kill', '// kill'))],
    );
    assert.deepEqual(await told(bundle, source), [`deadlock proven ${lineOf(source, '// again')}`]);
  });

  it('a lock without a type around it is called as the source writes it', async () => {
    const source = `package main

import "sync"

var mu sync.Mutex

func add() {
	mu.Lock() // wait
	if full() {
		return // kept
	}
	mu.Unlock()
}`;
    const stack = { state: 'sync.Mutex.Lock', stack: [...mutex, `main.add@${file}:${lineOf(source, '// wait')}`] };
    const [first] = await findings(standing([12, stack]), source);
    assert.equal(first.title, 'mu is not given back: main.add waits for it');
    assert.equal(first.location?.line, lineOf(source, '// kept'));
  });

  it('a map of locks is locked while its holder waits for a lock in it', async () => {
    const source = `package main

import "sync"

type locks struct { sync.RWMutex; m map[string]*sync.Mutex }

func (l *locks) lock(url string) {
	l.Lock()
	l.m[url].Lock() // inner
	l.Unlock()
}

func (l *locks) unlock(url string) {
	l.RLock() // reader
	defer l.RUnlock()
	l.m[url].Unlock()
}`;
    const holder = {
      state: 'sync.Mutex.Lock',
      stack: [...mutex, `main.(*locks).lock@${file}:${lineOf(source, 'inner')}`],
    };
    const behind = {
      state: 'sync.RWMutex.RLock',
      stack: [
        'sync.(*RWMutex).RLock@/go/src/sync/rwmutex.go:74',
        `main.(*locks).unlock@${file}:${lineOf(source, 'reader')}`,
      ],
    };
    const [first, ...others] = await findings(standing([1, holder], [4, behind]), source);
    assert.deepEqual([first.rule, first.location?.line, others], ['deadlock', lineOf(source, 'inner'), []]);
  });

  it('a ring of two locks is proven when it is seen for minutes', async () => {
    const source = `package app

import ("sync"; "time")

type A struct { Mu sync.Mutex }
type B struct { Mu sync.Mutex }

func One(a *A, b *B) {
	a.Mu.Lock()
	defer a.Mu.Unlock()
	b.Mu.Lock() // one
	defer b.Mu.Unlock()
}

func Two(a *A, b *B) {
	b.Mu.Lock()
	defer b.Mu.Unlock()
	a.Mu.Lock() // two
	defer a.Mu.Unlock()
}

func Rest(a *A, b *B) {
	a.Mu.Lock()
	defer a.Mu.Unlock()
	b.Mu.Lock()
	defer b.Mu.Unlock()
	time.Sleep(1) // rest
}`;
    // Somebody has such locks who will give them back: of other values, or the names tell nothing.
    const resting = {
      state: 'sleep',
      stack: ['time.Sleep@/go/src/runtime/time.go:1', `app.Rest@${file}:${lineOf(source, '// rest')}`],
    };
    const waiting = (name: string, minutes: string): readonly [number, Stack] => {
      const place = `app.${name}@${file}:${lineOf(source, `// ${name.toLowerCase()}`)}`;
      return [1, { state: `sync.Mutex.Lock${minutes}`, stack: [...mutex, place] }];
    };
    const ring = (minutes: string) => standing(waiting('One', minutes), waiting('Two', minutes), [1, resting]);
    const grades = async (minutes: string) =>
      (await findings(ring(minutes), source)).map(({ rule, grade }) => `${rule} ${grade}`);
    assert.deepEqual(await grades(''), ['deadlock likely']);
    assert.deepEqual(await grades(', 3 minutes'), ['deadlock proven']);
  });

  it('workers that wait for whoever gives them work are one cause', async () => {
    const source = `package main

func Process(jobs []int) int {
	in, out := make(chan int), make(chan int)
	for range 4 {
		go func() {
			for j := range in {
				out <- j // result
			}
		}()
	}
	for _, j := range jobs {
		in <- j // job
	}
	close(in)
	sum := 0
	for n := range out {
		sum += n
	}
	return sum
}`;
    const worker = {
      state: 'chan send',
      stack: [`main.Process.func1@${file}:${lineOf(source, 'result')}`],
      createdBy: `main.Process@${file}:6`,
    };
    const giver = { state: 'chan send', stack: [`main.Process@${file}:${lineOf(source, '// job')}`] };
    const loud = (await findings(growing(worker, giver), source)).filter(({ grade }) => grade !== 'suspect');
    assert.deepEqual(
      loud.map(({ rule }) => rule),
      ['channel-send-without-receiver'],
    );
    const lines = loud[0].evidence.flatMap(({ frames }) => frames.map(({ line }) => line));
    assert.ok(['// result', '// job'].every((text) => lines.includes(lineOf(source, text))));
  });

  it('a loop over a ticker that nothing leaves is a leak, a wait for a timer is none', async () => {
    const source = `package main

import "time"

func beat() {
	t := time.NewTicker(time.Second)
	for range t.C { // beat
		touch()
	}
}

func touch()

func pause() {
	t := time.NewTimer(time.Second)
	defer t.Stop()
	<-t.C // pause
}`;
    const at = (name: string) => ({
      state: 'chan receive',
      stack: [`main.${name}@${file}:${lineOf(source, `// ${name}`)}`],
    });
    assert.deepEqual(await told(growing(at('beat')), source), [
      `channel-receive-without-sender likely ${lineOf(source, '// beat')}`,
    ]);
    assert.deepEqual(await told(growing(at('pause')), source), []);
    // Those that were at work at the first look are no more than there were.
    const busy = { state: 'running', stack: [`main.touch@${file}:12`, `main.beat@${file}:8`] };
    const turns = [
      [5, 7],
      [12, 0],
    ].map(([idle, working]) => [...several(idle, 1000, at('beat')), ...several(working, 1000 + idle, busy)]);
    assert.deepEqual(await told({ goroutine: turns }, source), []);
  });

  it('a WaitGroup that is passed by value is told as that', async () => {
    const source = `package main

import "sync"

func step(wg sync.WaitGroup) {
	defer wg.Done()
}

func all() {
	var wg sync.WaitGroup
	wg.Add(1)
	go step(wg)
	wg.Wait() // wait
}`;
    const waiting = {
      state: 'sync.WaitGroup.Wait',
      stack: ['sync.(*WaitGroup).Wait@/go/src/sync/waitgroup.go:1', `main.all@${file}:${lineOf(source, '// wait')}`],
    };
    const [first] = await findings(growing(waiting), source);
    assert.match(first.title, /copy/);
    assert.equal(first.location?.line, lineOf(source, 'func step'));
  });

  it('a limited group that is handed on is filled from within', async () => {
    const source = `package main

import "golang.org/x/sync/errgroup"

func walk(g *errgroup.Group, depth int) {
	g.Go(func() error { // go
		walk(g, depth-1) // again
		return nil
	})
}`;
    const inside = {
      state: 'chan send',
      stack: [
        'golang.org/x/sync/errgroup.(*Group).Go@/src/app/vendor/golang.org/x/sync/errgroup/errgroup.go:90',
        `main.walk@${file}:${lineOf(source, '// go')}`,
        `main.walk.func1@${file}:${lineOf(source, '// again')}`,
      ],
    };
    assert.deepEqual(await told(growing(inside), source), [
      `slot-held-while-waiting likely ${lineOf(source, '// go')}`,
    ]);
  });

  it('an Acquire whose error is asked for is given back by its Release', async () => {
    const source = `package main

import ("context"; "errors"; "golang.org/x/sync/semaphore")

var sem = semaphore.NewWeighted(3)

func resize(ctx context.Context, n int) error {
	if err := sem.Acquire(ctx, 1); err != nil { // take
		return err
	}
	if n == 0 {
		return errors.New("bad image")
	}
	defer sem.Release(1)
	return nil
}`;
    const waiting = {
      state: 'select',
      stack: [
        'golang.org/x/sync/semaphore.(*Weighted).Acquire@/src/app/vendor/golang.org/x/sync/semaphore/semaphore.go:74',
        `main.resize@${file}:${lineOf(source, '// take')}`,
      ],
    };
    assert.deepEqual(await told(growing(waiting), source), [
      `slot-not-given-back proven ${lineOf(source, 'bad image')}`,
    ]);
  });

  it('a wait group that named functions are given is followed: whoever waits for those who send is a victim', async () => {
    const source = `package main

import ("net/http"; "sync")

func leak(w http.ResponseWriter, r *http.Request) {
	var wg sync.WaitGroup
	parts := make(chan int)
	for i := range 3 {
		wg.Add(1)
		go part(&wg, parts, i)
	}
	go closeAfter(&wg, parts)
	<-parts
}

func part(wg *sync.WaitGroup, parts chan<- int, i int) {
	defer wg.Done()
	parts <- i // send
}

func closeAfter(wg *sync.WaitGroup, parts chan int) {
	wg.Wait() // wait
	close(parts)
}`;
    const sender = { state: 'chan send', stack: [`main.part@${file}:${lineOf(source, '// send')}`] };
    const waiter = {
      state: 'sync.WaitGroup.Wait',
      stack: [
        'sync.(*WaitGroup).Wait@/go/src/sync/waitgroup.go:1',
        `main.closeAfter@${file}:${lineOf(source, '// wait')}`,
      ],
    };
    const line = lineOf(source, '// send');
    assert.deepEqual(await told(growing(sender, waiter), source), [`channel-send-without-receiver likely ${line}`]);
    assert.deepEqual(await told(standing([2, sender], [1, waiter]), source), [
      `channel-send-without-receiver likely ${line}`,
    ]);
  });

  it('a wait group that a named function forgets is told at its way out, though another one waits', async () => {
    const source = `package main

import "sync"

func run(n int, done chan bool) {
	var wg sync.WaitGroup
	wg.Add(1)
	go work(&wg, n)
	go report(&wg, done)
}

func work(wg *sync.WaitGroup, n int) {
	if n == 0 {
		return // forgotten
	}
	wg.Done()
}

func report(wg *sync.WaitGroup, done chan bool) {
	wg.Wait() // wait
	done <- true
}`;
    const waiter = {
      state: 'sync.WaitGroup.Wait',
      stack: ['sync.(*WaitGroup).Wait@/go/src/sync/waitgroup.go:1', `main.report@${file}:${lineOf(source, '// wait')}`],
    };
    assert.deepEqual(await told(standing([1, waiter]), source), [
      `waitgroup-never-zero proven ${lineOf(source, 'forgotten')}`,
    ]);
  });

  it('a group with a limit: those who wait to start one more, or for all, are victims of those who stay', async () => {
    const source = `package main

import "golang.org/x/sync/errgroup"

func gather(names []string) error {
	var g errgroup.Group
	g.SetLimit(2)
	found := make(chan string)
	for _, name := range names {
		g.Go(func() error { // start
			found <- name // send
			return nil
		})
	}
	return g.Wait() // all
}`;
    const errgroup = 'golang.org/x/sync/errgroup';
    const mod = '/src/app/vendor/golang.org/x/sync/errgroup/errgroup.go';
    const task = {
      state: 'chan send',
      stack: [`main.gather.func1@${file}:${lineOf(source, '// send')}`, `${errgroup}.(*Group).Go.func1@${mod}:78`],
      createdBy: `${errgroup}.(*Group).Go@${mod}:75`,
    };
    const starting = {
      state: 'chan send',
      stack: [`${errgroup}.(*Group).Go@${mod}:70`, `main.gather@${file}:${lineOf(source, '// start')}`],
    };
    const waiting = {
      state: 'sync.WaitGroup.Wait',
      stack: [
        'sync.(*WaitGroup).Wait@/go/src/sync/waitgroup.go:1',
        `${errgroup}.(*Group).Wait@${mod}:56`,
        `main.gather@${file}:${lineOf(source, '// all')}`,
      ],
    };
    const [only, ...others] = await told(growing(task, starting, waiting), source);
    assert.deepEqual([only, others], [`channel-send-without-receiver proven ${lineOf(source, '// send')}`, []]);
  });

  it('a pipe whose reading end is left open keeps whoever writes into it', async () => {
    const source = `package main

import ("encoding/json"; "io"; "net/http")

func first(w http.ResponseWriter, r *http.Request) {
	pr, pw := io.Pipe()
	go func() {
		defer pw.Close()
		json.NewEncoder(pw).Encode(records()) // write
	}()
	var one record
	if err := json.NewDecoder(pr).Decode(&one); err != nil {
		http.Error(w, err.Error(), 500)
		return
	}
	json.NewEncoder(w).Encode(one)
	return // left
}`;
    const writer = {
      state: 'select',
      stack: [
        'io.(*pipe).write@/go/src/io/pipe.go:87',
        'encoding/json.(*Encoder).Encode@/go/src/encoding/json/stream.go:251',
        `main.first.func1@${file}:${lineOf(source, '// write')}`,
      ],
    };
    const closed = source.replace('var one', 'defer pr.Close(); var one');
    assert.deepEqual(await told(growing(writer), source), [
      `select-without-done proven ${lineOf(source, '\t\treturn')}`,
    ]);
    assert.deepEqual(await told(growing(writer), closed), [`select-without-done likely ${lineOf(source, '// write')}`]);
  });

  it('one who writes into a pipe is enough, once nobody is left to read', async () => {
    const source = `package main

import "io"

func head() byte {
	pr, pw := io.Pipe()
	go fill(pw) // go
	one := make([]byte, 1)
	pr.Read(one) // read
	return one[0] // left
}

func fill(pw *io.PipeWriter) {
	pw.Write([]byte("ab")) // write
}`;
    const at = (name: string, text: string): string => `main.${name}@${file}:${lineOf(source, text)}`;
    const writer = {
      state: 'select',
      stack: ['io.(*pipe).write@/go/src/io/pipe.go:87', at('fill', '// write')],
      createdBy: at('head', '// go'),
    };
    const reader = { state: 'IO wait', stack: [at('head', '// read')] };
    assert.deepEqual(await told(standing([1, writer]), source), [
      `select-without-done proven ${lineOf(source, '// left')}`,
    ]);
    assert.deepEqual(await told(standing([1, writer], [1, reader]), source), []);
    const closed = source.replace('one :=', 'defer pr.Close(); one :=');
    assert.deepEqual(await told(standing([1, writer]), closed), []);
  });

  it('a connection of a pool that a way out does not release is told there, and not the context of those who wait', async () => {
    const source = `package main

import ("context"; "net/http"; "github.com/jackc/puddle/v2")

var pool *puddle.Pool[*int]

func pooled(w http.ResponseWriter, r *http.Request) {
	res, err := pool.Acquire(context.Background()) // take
	if err != nil {
		return
	}
	if *res.Value() == 0 {
		w.WriteHeader(404)
		return // kept
	}
	res.Release()
}`;
    const waiting = {
      state: 'select',
      stack: [
        'github.com/jackc/puddle/v2.(*Pool[...]).Acquire@/src/app/vendor/github.com/jackc/puddle/v2/pool.go:420',
        `main.pooled@${file}:${lineOf(source, '// take')}`,
        'net/http.serverHandler.ServeHTTP@/go/src/net/http/server.go:3142',
      ],
    };
    assert.deepEqual(await told(growing(waiting), source), [
      `connection-pool-exhausted proven ${lineOf(source, '// kept')}`,
    ]);
  });

  it('a queue for a lock that some have left has the lock given back, however long it is', async () => {
    const lock = { state: 'sync.Mutex.Lock', stack: [...mutex, `main.log@${file}:7`] };
    const looks = (stayed: number): DrawnBundle => ({
      goroutine: [several(20, 1, lock), several(60, 21 - stayed, lock)],
    });
    const isToldLost = async (stayed: number): Promise<boolean> =>
      (await told(looks(stayed), 'package main')).some((one) => one.startsWith('deadlock'));
    assert.equal(await isToldLost(20), true);
    assert.equal(await isToldLost(10), false);
  });

  it('a loop that a timer turns ends with a context, and is told when nobody has its cancel any more', async () => {
    const source = `package main

import ("context"; "time")

type conn struct { ctx context.Context; cancel context.CancelFunc }

func dial(early bool) *conn {
	c := &conn{}
	c.ctx, c.cancel = context.WithCancel(context.Background())
	go c.keep()
	if early {
		return nil
	}
	return c
}

func (c *conn) keep() {
	timer := time.NewTimer(time.Second)
	for {
		select { // turn
		case <-c.ctx.Done():
			return
		case <-timer.C:
			timer.Reset(time.Second)
		}
	}
}

func (c *conn) close() { c.cancel() }

func serve(c *conn) {
	time.Sleep(time.Hour) // busy
	c.close()
}`;
    const turning = { state: 'select', stack: [`main.(*conn).keep@${file}:${lineOf(source, '// turn')}`] };
    const serving = {
      state: 'sleep',
      stack: ['time.Sleep@/go/src/runtime/time.go:1', `main.serve@${file}:${lineOf(source, '// busy')}`],
    };
    const at = lineOf(source, '// turn');
    assert.deepEqual(await told(standing([1, turning]), source), [`select-without-done suspect ${at}`]);
    assert.deepEqual(await told(growing(turning), source), [`select-without-done likely ${at}`]);
    assert.deepEqual(await told(standing([1, turning], [1, serving]), source), []);
    const meant = source.replace('context.WithCancel(context.Background())', 'context.Background(), func() {}');
    assert.deepEqual(await told(standing([1, turning]), meant), [], 'as long as the program');
  });
});
