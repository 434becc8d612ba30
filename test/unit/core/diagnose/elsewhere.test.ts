// Waits for what is outside of the program: connections, commands, libraries, a framework's context. Drawn bundles with
// their source; each sick one has a twin that is not.

import assert from 'node:assert/strict';
import type { DrawnBundle } from './drawn';
import { serve, several } from './drawn';
import { file, findings, growing, lineOf, type Stack, told } from './toldBySource';

const reading = [
  'internal/poll.(*FD).Read@/go/src/internal/poll/fd_unix.go:165',
  'net.(*conn).Read@/go/src/net/net.go:196',
];

describe('a connection without a deadline', () => {
  const ask = (more = ''): string => `package main

import ("bufio"; "io"; "net"; "time")

func ask(key string) (string, error) {
	conn, err := net.Dial("tcp", backend)
	if err != nil {
		return "", err
	}
	defer conn.Close()${more}
	return answer(conn, key)
}

func answer(conn net.Conn, key string) (string, error) {
	io.WriteString(conn, key)
	return bufio.NewReader(conn).ReadString('\n') // read
}

func follow() {
	conn, _ := net.Dial("tcp", backend)
	for {
		line, err := bufio.NewReader(conn).ReadString('\n') // follow
		if err != nil { return }
		_ = line
	}
}

func copyTo(w io.Writer) {
	conn, _ := net.Dial("tcp", backend)
	io.Copy(w, conn) // copy
}`;
  const stack = (source: string, call: string, ...calls: readonly (readonly [string, string])[]): Stack => ({
    state: 'IO wait',
    stack: [
      ...reading,
      `${call}@/go/src/x.go:1`,
      ...calls.map(([name, text]) => `main.${name}@${file}:${lineOf(source, text)}`),
      ...serve,
    ],
  });
  const asking = (source: string): Stack =>
    stack(source, 'bufio.(*Reader).ReadString', ['answer', '// read'], ['ask', 'return answer']);

  it('is told at the read, where the calls pile up and one of their callers dials', async () => {
    const source = ask();
    assert.deepEqual(await told(growing(asking(source)), source), [
      `goroutines-pile-up likely ${lineOf(source, '// read')}`,
    ]);
  });

  it('may be meant so: in a package that sets deadlines, in a loop, in a copy', async () => {
    const dated = ask('\n\tconn.SetDeadline(time.Now().Add(time.Second))');
    assert.deepEqual(await told(growing(asking(dated)), dated), [
      `goroutines-pile-up suspect ${lineOf(dated, '// read')}`,
    ]);
    const source = ask();
    const following = stack(source, 'bufio.(*Reader).ReadString', ['follow', '// follow']);
    const copying = stack(source, 'io.Copy', ['copyTo', '// copy']);
    for (const one of [following, copying])
      assert.match((await told(growing(one), source)).join(), /^goroutines-pile-up suspect \d+$/);
  });
});

describe('a command', () => {
  const convert = (close: string): string => `package main

import ("io"; "os/exec")

func convert(text string) ([]byte, error) {
	cmd := exec.Command("cat")
	stdin, err := cmd.StdinPipe() // open
	if err != nil {
		return nil, err
	}
	stdout, _ := cmd.StdoutPipe()
	io.WriteString(stdin, text)
	${close}
	return io.ReadAll(stdout) // read
}`;
  const waiting = (source: string): DrawnBundle =>
    growing({
      state: 'IO wait',
      stack: [
        'internal/poll.(*FD).Read@/go/src/internal/poll/fd_unix.go:165',
        'os.(*File).Read@/go/src/os/file.go:1',
        'io.ReadAll@/go/src/io/io.go:1',
        `main.convert@${file}:${lineOf(source, '// read')}`,
      ],
    });

  it('that waits for the end of its input is told where that is opened', async () => {
    const open = convert('');
    assert.deepEqual(await told(waiting(open), open), [`goroutines-pile-up likely ${lineOf(open, '// open')}`]);
    const closed = convert('stdin.Close()');
    assert.deepEqual(await told(waiting(closed), closed), [`goroutines-pile-up suspect ${lineOf(closed, '// read')}`]);
  });
});

describe('a goroutine of a library', () => {
  const library = '/src/app/vendor/github.com/acme/bus/bus.go';
  const bus = `package bus

func (c *Conn) Subscribe(name string, f func()) (*Sub, error) {
	return c.subscribe(name, f), nil
}

func (c *Conn) subscribe(name string, f func()) *Sub {
	s := &Sub{}
	go c.wait(s) // go
	return s
}

func (c *Conn) wait(s *Sub) {
	<-s.messages // wait
}`;
  const main = (call: string): string => `package main

import "github.com/acme/bus"

type app struct { conn *bus.Conn }

func (a *app) handle() error {
	${call}
	return nil
}

func main() {
	a := &app{}
	a.conn.Subscribe("once", func() {})
	http.ListenAndServe(":80", nil) // serve
}`;
  const waiting = (source: string): DrawnBundle => {
    const stack: Stack = {
      state: 'chan receive',
      stack: [`github.com/acme/bus.(*Conn).wait@${library}:${lineOf(bus, '// wait')}`],
      createdBy: `github.com/acme/bus.(*Conn).subscribe@${library}:${lineOf(bus, '// go')}`,
    };
    const serving: Stack = { state: 'IO wait', stack: [`main.main@${file}:${lineOf(source, '// serve')}`] };
    return { goroutine: [5, 12].map((n) => [...several(n, 100, stack), ...several(1, 1, serving)]) };
  };
  const toldOf = (source: string) => told(waiting(source), { [file]: source, [library]: bus });

  it('is told at the only call that leaves what it is given', async () => {
    const sub = main('sub, err := a.conn.Subscribe("x", a.got)\n\tif err != nil { return err }\n\t_ = sub.Subject');
    assert.deepEqual(await toldOf(sub), [`library-goroutines-pile-up likely ${lineOf(sub, '"x"')}`]);
    const dropped = main('_, err := a.conn.Subscribe("x", a.got)\n\tif err != nil { return err }');
    assert.deepEqual(await toldOf(dropped), [`library-goroutines-pile-up likely ${lineOf(dropped, '"x"')}`]);
  });

  it('is no more than a suspicion where each is kept or ended, or several are not', async () => {
    const suspicion = [`goroutines-pile-up suspect ${lineOf(bus, '// wait')}`];
    for (const call of [
      'sub, _ := a.conn.Subscribe("x", a.got)\n\tdefer sub.Unsubscribe()',
      'sub, _ := a.conn.Subscribe("x", a.got)\n\ta.subs = append(a.subs, sub)',
      'a.conn.Subscribe("x", a.got)\n\ta.conn.Subscribe("y", a.got)',
    ])
      assert.deepEqual(
        (await toldOf(main(call))).map((one) => one.replace('channel-receive-without-sender', 'goroutines-pile-up')),
        suspicion,
        call,
      );
  });
});

describe('gin’s own context', () => {
  const source = `package main

import ("context"; "github.com/gin-gonic/gin")

func (l *locks) acquire(ctx context.Context) error {
	select { // select
	case l.held <- 1:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (l *locks) handle(c *gin.Context) {
	if err := l.acquire(c); err != nil { // call
		return
	}
}`;
  const waiting = (text: string, stays: number): DrawnBundle => {
    const stack: Stack = {
      state: 'select',
      stack: [
        `main.(*locks).acquire@${file}:${lineOf(text, '// select')}`,
        `main.(*locks).handle@${file}:${lineOf(text, '// call')}`,
        ...serve,
      ],
    };
    const client: Stack = {
      state: 'IO wait',
      stack: [...reading, 'net/http.(*connReader).backgroundRead@/go/src/net/http/server.go:700'],
    };
    return { goroutine: [20, 40].map((n) => [...several(n, 100, stack), ...several(stays, 1000, client)]) };
  };

  it('never ends: told where it is taken for a context, once the clients have gone', async () => {
    assert.deepEqual(await told(waiting(source, 2), source), [
      `request-context-replaced proven ${lineOf(source, '// call')}`,
    ]);
    assert.deepEqual(await told(waiting(source, 40), source), [
      `request-context-replaced suspect ${lineOf(source, '// call')}`,
    ]);
  });

  it('is not told where it falls back to the request’s, or where that is given', async () => {
    const falls = `${source}\n\nfunc engine() { e := gin.New(); e.ContextWithFallback = true }`;
    const given = source.replace('l.acquire(c)', 'l.acquire(c.Request.Context())');
    for (const text of [falls, given])
      assert.ok(!(await told(waiting(text, 2), text)).some((one) => one.startsWith('request-context-replaced')));
  });
});

describe('answers over HTTP/2', () => {
  const source = `package main

import "net/http"

func up(url string) bool {
	resp, err := http.Get(url)
	if err != nil { return false }
	return resp.StatusCode == 200 // open
}

func main() {
	serve() // serve
}`;
  const stream: Stack = {
    state: 'select',
    stack: [
      'net/http.(*http2clientStream).writeRequest@/go/src/net/http/h2_bundle.go:8857',
      'net/http.(*http2clientStream).doRequest@/go/src/net/http/h2_bundle.go:8718',
    ],
    createdBy: 'net/http.(*http2ClientConn).roundTrip@/go/src/net/http/h2_bundle.go:8624',
  };
  const main: Stack = { state: 'select', stack: [`main.main@${file}:${lineOf(source, '// serve')}`] };
  const reader: Stack = {
    state: 'sync.Cond.Wait',
    stack: ['net/http.http2transportResponseBody.Read@/go/src/net/http/h2_bundle.go:1', `main.main@${file}:12`],
  };
  const looks = (...all: readonly (readonly [Stack, number, number])[]): DrawnBundle => ({
    goroutine: [0, 1].map((look) =>
      all.flatMap(([stack, before, now], i) => several(look === 0 ? before : now, 1000 * i, stack)),
    ),
  });

  it('that nobody closes pile up, told at the one place that leaves them open', async () => {
    const [first] = await findings(looks([stream, 20, 45], [main, 1, 1]), source);
    assert.equal(
      `${first.rule} ${first.grade} ${first.location?.line}`,
      `response-body-not-closed likely ${lineOf(source, '// open')}`,
    );
    assert.match(first.title, /^main\.up does not close/);
  });

  it('that a loop opens anew stay open, those of its earlier turns', async () => {
    const retry = source.replace(
      'func up(',
      `func get(url string) (*http.Response, error) {
	var resp *http.Response
	var err error
	for i := 0; i < 3; i++ {
		resp, err = http.Get(url) // again
		if err == nil && resp.StatusCode < 500 { return resp, nil }
	}
	return resp, err
}

func (a *app) down(`,
    );
    const sound = retry.replace(
      '{ return resp, nil }',
      '{ return resp, nil }\n\t\tif err == nil { resp.Body.Close() }',
    );
    for (const [text, line] of [
      [retry.replace('return resp.StatusCode == 200', 'resp.Body.Close()\n\treturn true'), '// again'],
      [sound, '// open'],
    ] as const) {
      const main: Stack = { state: 'select', stack: [`main.main@${file}:${lineOf(text, '// serve')}`] };
      const [first] = await findings(looks([stream, 20, 45], [main, 1, 1]), text);
      assert.equal(first.location?.line, lineOf(text, line), text);
    }
  });

  it('that are read just now are no leak', async () => {
    const all = await told(looks([stream, 20, 45], [reader, 20, 45], [main, 1, 1]), source);
    assert.ok(!all.some((one) => one.startsWith('response-body-not-closed')), all.join());
  });
});

describe('requests over HTTP/2', () => {
  const source = `package main

import ("fmt"; "net/http")

func ask(w http.ResponseWriter, r *http.Request) {
	fmt.Fprint(w, <-answers) // wait
}`;
  const handler: Stack = {
    state: 'chan receive',
    stack: [
      `main.ask@${file}:${lineOf(source, '// wait')}`,
      'net/http.(*http2serverConn).runHandler@/go/src/net/http/h2_bundle.go:6412',
    ],
  };
  const serving: Stack = {
    state: 'select',
    stack: [
      'net/http.(*http2serverConn).serve@/go/src/net/http/h2_bundle.go:1',
      'net/http.(*conn).serve@/go/src/net/http/server.go:1',
    ],
  };
  const standing = (connections: number): DrawnBundle => {
    const look = [...several(20, 100, handler), ...several(connections, 1, serving)];
    return { goroutine: [look, look] };
  };

  it('that stand there after the last connection has gone have no client', async () => {
    const [gone] = await findings(standing(0), source);
    assert.equal(gone.rule, 'request-context-ignored');
    assert.ok(gone.evidence.some(({ unit, value }) => unit === 'requests without a client' && value === 20));
    assert.deepEqual(
      (await findings(standing(1), source)).map(({ grade }) => grade),
      ['suspect'],
    );
  });
});

describe('idle connections without a profile of who dials', () => {
  const source = `package main

import "net/http"

func ask(url string) error {
	client := &http.Client{Transport: &http.Transport{MaxIdleConns: 10}} // made
	resp, err := client.Get(url)
	if err != nil { return err }
	return resp.Body.Close()
}

func main() {
	select {} // serve
}`;
  const idle: Stack = {
    state: 'IO wait',
    stack: [
      'internal/poll.runtime_pollWait@/go/src/runtime/netpoll.go:351',
      'net/http.(*persistConn).readLoop@/go/src/net/http/transport.go:1',
    ],
  };
  const at = async (text: string): Promise<number | undefined> => {
    const main: Stack = { state: 'select', stack: [`main.main@${file}:${lineOf(text, '// serve')}`] };
    const drawn: DrawnBundle = {
      goroutine: [5, 20].map((count) => [...several(count, 100, idle), ...several(1, 1, main)]),
    };
    const [first] = await findings(drawn, text);
    assert.equal(`${first.rule} ${first.grade}`, 'transport-per-request likely');
    return first.location?.line;
  };

  it('are told at the one place that makes a Transport for each call', async () => {
    assert.equal(await at(source), lineOf(source, '// made'));
  });

  it('are told at none, where it closes them, or keeps none, or is not the only one', async () => {
    for (const text of [
      source.replace('resp, err :=', 'defer client.CloseIdleConnections()\n\tresp, err :='),
      source.replace('MaxIdleConns: 10', 'DisableKeepAlives: true'),
      source.replace('func main', 'func other() { (&http.Client{Transport: &http.Transport{}}).Get("") }\n\nfunc main'),
    ]) {
      assert.equal(await at(text), undefined, text);
    }
  });
});
