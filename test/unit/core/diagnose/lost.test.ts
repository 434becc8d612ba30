// Goroutines that nothing can wake, told by one dump and the source: one of them is enough, and those that somebody may
// still wake are left alone, however long they stand there.

import assert from 'node:assert/strict';
import { diagnose } from '../../../../src/core/diagnose/diagnose';
import { SourceCode } from '../../../../src/core/diagnose/sourceCode';
import { parseDump } from '../../../../src/core/goroutine/dump';
import { goParser } from '../golang/parser';
import { bundleOf, type DrawnGoroutine, several } from './drawn';

const file = '/src/app/main.go';

/** `main.run@7 chan send`: where each goroutine stands. */
async function lost(source: string, ...stands: readonly string[]): Promise<readonly string[]> {
  return lostIn(file, source, stands);
}

async function lostIn(file: string, source: string, stands: readonly string[]): Promise<readonly string[]> {
  const goroutines = stands.flatMap((stand, i): readonly DrawnGoroutine[] => {
    const space = stand.indexOf(' ');
    const stack = [stand.slice(0, space).replace('@', `@${file}:`)];
    return several(1, 10 + i, { state: stand.slice(space + 1), stack });
  });
  return lostAmong(file, source, goroutines);
}

async function lostAmong(
  file: string,
  source: string,
  goroutines: readonly DrawnGoroutine[],
): Promise<readonly string[]> {
  const read = () => Promise.resolve([{ path: file, text: `package main\n${source}` }]);
  const { findings } = await diagnose(bundleOf({ goroutine: [goroutines] }), new SourceCode(read, await goParser()));
  return findings
    .filter(({ grade }) => grade !== 'suspect')
    .map(({ rule, location }) => `${rule} ${location?.line ?? '-'}`);
}

describe('a goroutine that nothing can wake', () => {
  const early = `func fetch(fail bool) {
	result := make(chan int)
	go func() {
		result <- 1
	}()
	if fail {
		return
	}
	<-result
}`;

  it('waits on a variable that nobody has any more', async () => {
    const sender = 'main.fetch.func1@5 chan send';
    assert.deepEqual(await lost(early, sender), ['channel-send-without-receiver 5']);
    assert.deepEqual(await lost(early, sender, 'main.fetch@7 runnable'), [], 'its receiver is on the way');
  });

  it('is not one of a library whose partner is the library’s as well', async () => {
    const serve = `func serve(c conn) {
	lines := make(chan string)
	go func() {
		defer close(lines)
		for {
			line, err := read(c)
			if err != nil {
				return
			}
			lines <- line
		}
	}()
	for line := range lines {
		answer(line)
	}
}`;
    const library = '/src/app/vendor/example.com/wire/serve.go';
    const waits = 'main.serve@14 chan receive';
    assert.deepEqual(await lostIn(library, serve, [waits]), ['channel-receive-without-sender 14']);
    assert.deepEqual(await lostIn(library, serve, [waits, 'main.serve.func1@7 IO wait']), []);
  });

  const waiters = `type gate struct {
	open chan struct{}
}

func (g *gate) wait() {
	<-g.open
}

func (g *gate) pass() {
	close(g.open)
}

func visit() {
	g := &gate{open: make(chan struct{})}
	go g.wait()
}

func serve() {
	g := &gate{open: make(chan struct{})}
	go g.wait()
	sleep()
	g.pass()
}`;

  it('waits in a method, and no goroutine has such a value', async () => {
    const wait = 'main.(*gate).wait@7 chan receive';
    assert.deepEqual(await lost(waiters, wait), ['channel-receive-without-sender 7']);
    assert.deepEqual(await lost(waiters, wait, 'main.serve@22 sleep'), [], 'serve passes the gate later');
    const handed = `${waiters}\n\nfunc main() {\n\tg := &gate{open: make(chan struct{})}\n\thttp.HandleFunc("/", g.handle)\n}\n\nfunc (g *gate) handle(w http.ResponseWriter, r *http.Request) {\n\tg.pass()\n}`;
    assert.deepEqual(await lost(handed, wait), [], 'a handler may pass it at any time');
    const global = `${waiters}\n\nvar front = &gate{open: make(chan struct{})}\n\nfunc main() {\n\thttp.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) { front.pass() })\n}`;
    assert.deepEqual(await lost(global, wait), [], 'anybody has a package variable');
  });

  it('waits for a context that nobody can cancel', async () => {
    const source = (keep: string): string => `import "context"

func start() {
	ctx, cancel := context.WithCancel(context.Background())
	go watch(ctx)
	${keep}
}

func watch(ctx context.Context) {
	select {
	case <-ctx.Done():
	}
}`;
    // The only case of a select is compiled as if it stood alone.
    const watching = 'main.watch@12 chan receive';
    assert.deepEqual(await lost(source('elsewhere.keep(cancel)'), watching), [], 'somebody else has cancel');
    assert.deepEqual(await lost(source('defer cancel()'), watching), ['channel-receive-without-sender 12']);
    assert.deepEqual(await lost(source('defer cancel(); sleep()'), watching, 'main.start@7 sleep'), []);
    assert.deepEqual(await lost(source('time.AfterFunc(1, cancel)'), watching), [], 'a timer cancels it');
  });

  const locks = `import "sync"

type stock struct {
	mu    sync.Mutex
	count int
}

func (s *stock) take() bool {
	s.mu.Lock()
	if s.count == 0 {
		return false
	}
	s.count--
	s.mu.Unlock()
	return true
}

func (s *stock) fill() {
	s.mu.Lock()
	defer s.mu.Unlock()
	sleep()
}`;

  it('waits for a lock that nobody holds any more', async () => {
    const waiting = 'main.(*stock).take@10 sync.Mutex.Lock';
    assert.deepEqual(await lost(locks, waiting), ['deadlock 12']);
    assert.deepEqual(await lost(locks, waiting, 'main.(*stock).fill@22 sleep'), [], 'fill gives it back');
  });

  it('may wait for a lock that is given back by whoever has its Unlock', async () => {
    const source = `import "sync"

type door struct{ sync.Mutex }

func (d *door) enter() {
	d.Lock()
	d.Unlock()
}

func visit() {
	d := &door{}
	d.Lock()
	go d.enter()
	MORE
}`;
    const waiting = 'main.(*door).enter@7 sync.Mutex.Lock';
    assert.deepEqual(await lost(source.replace('MORE', ''), waiting), ['deadlock 7']);
    assert.deepEqual(await lost(source.replace('MORE', 'time.AfterFunc(1, d.Unlock)'), waiting), []);
  });

  it('may wait for what another one looks up in a map', async () => {
    const source = `type replies struct {
	pending map[int]chan int
}

func (r *replies) await(id int) {
	reply := make(chan int, 1)
	r.pending[id] = reply
	<-reply
}

func (r *replies) deliver(id int) {
	reply := r.pending[id]
	reply <- 1
}

func serve() {
	r := &replies{pending: map[int]chan int{}}
	go r.await(1)
	sleep()
	r.deliver(1)
}`;
    const waiting = 'main.(*replies).await@9 chan receive';
    assert.deepEqual(await lost(source, waiting), ['channel-receive-without-sender 9']);
    assert.deepEqual(await lost(source, waiting, 'main.serve@20 sleep'), []);
  });

  it('waits for others that are lost, and for one that is not', async () => {
    const source = `import "sync"

func all(c chan int) {
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() {
			<-c
		})
	}
	wg.Wait()
}

func start() {
	c := make(chan int)
	go all(c)
}`;
    const stands = ['main.all@11 sync.WaitGroup.Wait', 'main.all.func1@8 chan receive'];
    assert.deepEqual(await lost(source, ...stands), ['channel-receive-without-sender 8']);
    assert.deepEqual(await lost(source, stands[0], 'main.all.func1@8 runnable'), []);
  });

  it('in main is meant so: somebody else does the work', async () => {
    const source = `func main() {
	go work()
	forever := make(chan struct{})
	<-forever
}`;
    assert.deepEqual(await lost(source, 'main.main@5 chan receive'), []);
    const load = 'func main() {\n\tload()\n}\n\nfunc load() {\n\tselect {}\n}';
    const inLoad = (below: readonly string[]) => ({
      ...{ id: 1, state: 'select (no cases)' },
      stack: [`main.load@${file}:7`, ...below],
    });
    assert.deepEqual(await lostAmong(file, load, [inLoad([`main.main@${file}:3`])]), []);
    assert.deepEqual(await lostAmong(file, load, [inLoad([])]), ['select-without-done 7'], 'another goroutine');
  });
});

describe('a program that could not go on', () => {
  const stacks = `goroutine 1 [chan send]:
main.main()
\t/src/app/main.go:5 +0x2d

goroutine 7 [sync.Mutex.Lock]:
main.(*box).put(0xc000012345)
\t/src/app/main.go:12 +0x2d
created by main.main in goroutine 1
\t/src/app/main.go:4 +0x2d
`;
  const rulesOf = async (text: string): Promise<readonly string[]> => {
    const { profile } = parseDump(new TextEncoder().encode(text));
    const { findings } = await diagnose({ profiles: [{ name: 'goroutine', profile }], missing: [] });
    return findings.map(({ rule, grade, location }) => `${rule} ${grade} ${location?.line ?? '-'}`);
  };

  it('is told by what the runtime prints, without source and without a second look', async () => {
    assert.deepEqual(await rulesOf(`fatal error: all goroutines are asleep - deadlock!\n\n${stacks}`), [
      'channel-send-without-receiver proven 5',
      'deadlock proven 12',
    ]);
    assert.deepEqual(await rulesOf(`SIGQUIT: quit\n\n${stacks}`), []);
  });
});
