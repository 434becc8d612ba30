// What each fix writes. In: small Go with `//!` behind the line of the finding. Out: the functions as they are after the fix.
// That the results compile is seen elsewhere (compile.test.ts); here is what they say, and what is not offered.

import assert from 'node:assert/strict';
import { GoPackage } from '../../../../../src/core/diagnose/code/goPackage';
import type { Fix, ModuleFacts } from '../../../../../src/core/diagnose/fixes/fix';
import { fixesFor } from '../../../../../src/core/diagnose/fixes/fixesFor';
import type { Line1 } from '../../../../../src/core/profile/profile';
import { goParser } from '../../golang/parser';
import { textAfter } from './fixedModule';

interface Offer {
  readonly pkg: GoPackage;
  readonly fixes: readonly Fix[];
  readonly after: (title: string) => string;
}

const file = 'a.go';
const newest: ModuleFacts = { go: '1.27', requires: [] };

async function offer(rule: string, source: string, module = newest): Promise<Offer> {
  const parser = await goParser();
  const lines = source.split('\n');
  const line = (lines.findIndex((text) => text.includes('//!')) + 1) as Line1;
  const text = source.replace(/ *\/\/!/, '');
  const pkg = new GoPackage([{ path: file, code: parser.parseCode(text) }]);
  const fixes = fixesFor(pkg, { rule, lines: [{ path: file, line }], module }, parser);
  return {
    pkg,
    fixes,
    after: (title) => {
      const fix = fixes.find((one) => one.title === title);
      assert.ok(fix, `no "${title}" among ${JSON.stringify(fixes.map((one) => one.title))}`);
      return textAfter(pkg, file, fix);
    },
  };
}

const body = (imports: string, text: string): string => `package a\n\n${imports}\n\n${text}\n`;

describe('fixes', () => {
  it('close a body behind the error check, and read the rest where nobody does', async () => {
    const { after, fixes } = await offer(
      'response-body-not-closed',
      body(
        'import "net/http"',
        'func f(url string) int {\n\tresp, err := http.Get(url)\n\tif err != nil {\n\t\treturn 0\n\t}\n\treturn resp.StatusCode //!\n}',
      ),
    );
    assert.ok(
      after('Close resp.Body').includes('\treturn 0\n\t}\n\tdefer resp.Body.Close()\n\treturn resp.StatusCode\n'),
    );
    assert.ok(
      after('Read the rest of resp.Body and close it').startsWith(
        'package a\n\nimport (\n\t"io"\n\t"net/http"\n)\n\nfunc f(url',
      ),
    );
    assert.equal(fixes.length, 2);
  });

  it('drop an import that nothing uses any more', async () => {
    const { after } = await offer(
      'request-context-replaced',
      body(
        'import (\n\t"context"\n\t"net/http"\n)',
        'func f(h http.Handler, w http.ResponseWriter, r *http.Request) {\n\th.ServeHTTP(w, r.WithContext(context.Background())) //!\n}',
      ),
    );
    assert.equal(
      after('Pass r.Context()'),
      body(
        'import (\n\t"net/http"\n)',
        'func f(h http.Handler, w http.ResponseWriter, r *http.Request) {\n\th.ServeHTTP(w, r)\n}',
      ),
    );
  });

  it('put what follows a receive into its case', async () => {
    const { after } = await offer(
      'request-context-ignored',
      body(
        'import "net/http"',
        'func f(r *http.Request, ch chan int) int {\n\tfor {\n\t\tv := <-ch //!\n\t\tif v > 0 {\n\t\t\treturn v\n\t\t}\n\t}\n}',
      ),
    );
    assert.ok(
      after('Wait in a select with <-r.Context().Done()').includes(
        '\tfor {\n\t\tselect {\n\t\tcase v := <-ch:\n\t\t\tif v > 0 {\n\t\t\t\treturn v\n\t\t\t}\n\t\tcase <-r.Context().Done():\n\t\t\treturn 0\n\t\t}\n\t}\n',
      ),
    );
  });

  it('leave a receive whose rest would mean something else in a select', async () => {
    const { fixes } = await offer(
      'request-context-ignored',
      body(
        'import "net/http"',
        'func f(r *http.Request, ch chan int) {\n\tfor {\n\t\tv := <-ch //!\n\t\tif v > 0 {\n\t\t\tbreak\n\t\t}\n\t}\n}',
      ),
    );
    assert.deepEqual(fixes, []);
  });

  it('let a loop over a channel end with the context', async () => {
    const { after } = await offer(
      'channel-receive-without-sender',
      body(
        'import "context"',
        'func f(ctx context.Context, ch chan int) int {\n\tsum := 0\n\tfor v := range ch { //!\n\t\tsum += v\n\t}\n\treturn sum\n}',
      ),
    );
    assert.ok(
      after('Wait in a select with <-ctx.Done()').includes(
        '\tsum := 0\nreceiving:\n\tfor {\n\t\tselect {\n\t\tcase v, ok := <-ch:\n\t\t\tif !ok {\n\t\t\t\tbreak receiving\n\t\t\t}',
      ),
    );
  });

  it('compile an expression once, and drop an error that only a wrong one gives', async () => {
    const match = (rest: string): string =>
      body(
        'import (\n\t"fmt"\n\t"net/http"\n\t"regexp"\n)',
        `func f(w http.ResponseWriter, r *http.Request) {\n\tok, err := regexp.MatchString("^a+$", r.URL.Path) //!\n${rest}\tfmt.Fprintln(w, ok)\n}`,
      );
    const check = '\tif err != nil {\n\t\treturn\n\t}\n';
    const { after } = await offer('repeated-work-in-handler', match(check));
    const text = after('Compile the expression once, in a package variable');
    assert.ok(text.includes('var fPattern = regexp.MustCompile("^a+$")\n\nfunc f('));
    assert.ok(text.includes('\tok := fPattern.MatchString(r.URL.Path)\n\tfmt.Fprintln(w, ok)'), text);
    const used = await offer('repeated-work-in-handler', match(`${check}\tfmt.Fprintln(w, err)\n`));
    assert.deepEqual(used.fixes, []);
  });

  it('name a parameter that has no name', async () => {
    const { after } = await offer(
      'request-context-ignored',
      body(
        'import "net/http"',
        'func f(_ http.ResponseWriter, _ *http.Request) {\n\tdone := make(chan int)\n\t<-done //!\n}',
      ),
    );
    assert.ok(
      after('Wait in a select with <-r.Context().Done()').includes(
        'func f(_ http.ResponseWriter, r *http.Request) {\n\tdone := make(chan int)\n\tselect {\n\tcase <-done:\n\tcase <-r.Context().Done():\n\t\treturn\n\t}\n}',
      ),
    );
  });

  it('give a channel room only where the values can be counted', async () => {
    const send = (loop: string): string =>
      body(
        '',
        `func f(n int) {\n\tch := make(chan int)\n\tgo func() {\n\t\t${loop}\n\t}()\n\tif n > 0 {\n\t\treturn\n\t}\n\t<-ch\n}`,
      );
    const once = await offer('channel-send-without-receiver', send('ch <- 1 //!'));
    assert.ok(once.after('Make ch with room for one value').includes('make(chan int, 1)'));
    const often = await offer('channel-send-without-receiver', send('for {\n\t\t\tch <- 1 //!\n\t\t}'));
    assert.deepEqual(often.fixes, []);
    const twice = await offer('channel-send-without-receiver', send('ch <- 1 //!\n\t\tch <- 2'));
    assert.deepEqual(twice.fixes, []);
    const either = await offer(
      'channel-send-without-receiver',
      send('if n == 1 {\n\t\t\tch <- 1 //!\n\t\t\treturn\n\t\t}\n\t\tch <- 2'),
    );
    assert.equal(either.fixes.length, 1);
  });

  it('use WaitGroup.Go where the module has it', async () => {
    const source = body(
      'import "sync"',
      'func f(in []int, work func(int) bool) {\n\tvar wg sync.WaitGroup\n\tfor _, n := range in {\n\t\twg.Add(1)\n\t\tgo func() {\n\t\t\tif work(n) {\n\t\t\t\treturn //!\n\t\t\t}\n\t\t\twg.Done()\n\t\t}()\n\t}\n\twg.Wait()\n}',
    );
    const { after } = await offer('waitgroup-never-zero', source);
    const go = after('Start the goroutines with wg.Go');
    assert.ok(
      go.includes(
        'range in {\n\t\twg.Go(func() {\n\t\t\tif work(n) {\n\t\t\t\treturn\n\t\t\t}\n\t\t})\n\t}\n\twg.Wait()',
      ),
    );
    assert.ok(after('Defer wg.Done() first').includes('go func() {\n\t\t\tdefer wg.Done()\n\t\t\tif work(n) {'));
    const old = await offer('waitgroup-never-zero', source, { go: '1.24.2', requires: [] });
    assert.deepEqual(
      old.fixes.map(({ title }) => title),
      ['Defer wg.Done() first'],
    );
    const none = await offer('waitgroup-never-zero', source, { go: undefined, requires: ['golang.org/x/sync'] });
    assert.ok(none.after('Use errgroup.Group in place of wg').includes('var wg errgroup.Group\n'));
    assert.ok(none.after('Use errgroup.Group in place of wg').includes('import "golang.org/x/sync/errgroup"\n'));
  });

  it('empty a timer before Reset where Go is older than 1.23', async () => {
    const source = body(
      'import "time"',
      'func f(ch chan int) {\n\tfor {\n\t\tselect {\n\t\tcase <-ch:\n\t\tcase <-time.After(time.Second): //!\n\t\t\treturn\n\t\t}\n\t}\n}',
    );
    const title = 'Use one time.Timer for all turns of the loop';
    const now = (await offer('timers-not-stopped', source)).after(title);
    assert.ok(
      now.includes(
        '\ttimer := time.NewTimer(time.Second)\n\tdefer timer.Stop()\n\tfor {\n\t\ttimer.Reset(time.Second)',
      ),
    );
    const before = (await offer('timers-not-stopped', source, { go: '1.22', requires: [] })).after(title);
    assert.ok(before.includes('\t\tif !timer.Stop() {\n\t\t\tselect {\n\t\t\tcase <-timer.C:\n\t\t\tdefault:'));
  });

  it('keep columns and comments as gofmt has them', async () => {
    const { after } = await offer(
      'server-without-timeouts',
      body(
        'import "net/http"',
        'func f(h http.Handler) *http.Server {\n\treturn &http.Server{ //!\n\t\tAddr:    ":80", // where\n\t\tHandler: h,     // who\n\t}\n}',
      ),
    );
    assert.ok(
      after('Set ReadHeaderTimeout and IdleTimeout').includes(
        '\t\tAddr:              ":80", // where\n\t\tHandler:           h,     // who\n\t\tReadHeaderTimeout: 5 * time.Second,\n\t\tIdleTimeout:       2 * time.Minute,\n',
      ),
    );
  });

  it('unlock on a way out, but not before it reads what the lock guards', async () => {
    const source = (result: string): string =>
      body(
        'import "sync"',
        `type t struct {\n\tmu sync.Mutex\n\tn  int\n}\n\nfunc (s *t) f() int {\n\ts.mu.Lock()\n\tif s.n == 0 {\n\t\treturn ${result} //!\n\t}\n\ts.n--\n\ts.mu.Unlock()\n\treturn 1\n}`,
      );
    const { after, fixes } = await offer('deadlock', source('0'));
    assert.ok(after('Call s.mu.Unlock() on this way out too').includes('\t\ts.mu.Unlock()\n\t\treturn 0\n'));
    assert.deepEqual(fixes[0].cautions, []);
    const reading = await offer('deadlock', source('s.n'));
    assert.deepEqual(
      reading.fixes.map(({ title }) => title),
      ['Defer s.mu.Unlock()'],
    );
  });

  it('keep the ends of lines that a file has', async () => {
    const source = body(
      'import "time"',
      'func f(n int) {\n\tt := time.NewTicker(time.Second) //!\n\tfor range n {\n\t\t<-t.C\n\t}\n}',
    ).replaceAll('\n', '\r\n');
    const { after } = await offer('timers-not-stopped', source);
    const text = after('Stop t');
    assert.ok(text.includes('\r\n\tdefer t.Stop()\r\n'));
    assert.ok(!/[^\r]\n/.test(text));
  });

  it('offer nothing for a file that is not whole', async () => {
    const source = body('import "time"', 'func f() {\n\tt := time.NewTicker(time.Second) //!\n\t<-t.C\n}\n\nfunc g( {');
    assert.deepEqual((await offer('timers-not-stopped', source)).fixes, []);
  });

  it('offer nothing where a name means something else', async () => {
    const source = body(
      'import "net/http"',
      'func f(h http.Handler, time int) *http.Server {\n\treturn &http.Server{Handler: h} //!\n}',
    );
    const { fixes } = await offer('server-without-timeouts', source);
    assert.deepEqual(fixes, []);
  });
});
