// Profiles of tests, by the real `go test` on a small module.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { CancelledError } from '../../../src/base/userError';
import { openProfile } from '../../../src/core/open';
import { type GoTestRequest, type GoTestRun, goTest, goTestArguments } from '../../../src/node/goTest';
import { inflateNative } from '../../../src/node/inflate';
import { expectError } from './expectError';
import { hasGo } from './tinyService';

const sources: Readonly<Record<string, string>> = {
  'go.mod': 'module example.com/cart\n\ngo 1.22\n',
  'cart_test.go': `package cart

import (
	"os"
	"os/exec"
	"sync"
	"testing"
	"time"
)

var sink []byte

func spin(d time.Duration) (n int) {
	for end := time.Now().Add(d); time.Now().Before(end); n++ {
	}
	return n
}

func allocate() { sink = make([]byte, 1000) }

func TestQuote(t *testing.T) {
	t.Run("empty cart", func(t *testing.T) { allocate() })
	t.Run("full", func(t *testing.T) { spin(300 * time.Millisecond) })
}

func TestQuoteOther(t *testing.T) { t.Fatal("another test ran") }

func TestFailing(t *testing.T) {
	spin(100 * time.Millisecond)
	t.Fatal("it fails")
}

func TestPanics(t *testing.T) { panic("no cart") }

func TestLocks(t *testing.T) {
	var mu sync.Mutex
	var all sync.WaitGroup
	for range 4 {
		all.Add(1)
		go func() {
			defer all.Done()
			mu.Lock()
			time.Sleep(5 * time.Millisecond)
			mu.Unlock()
		}()
	}
	all.Wait()
}

func TestLong(t *testing.T) {
	child := exec.Command("sleep", "60")
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	os.WriteFile(os.Getenv("CART_PID"), []byte{}, 0o600)
	child.Wait()
}

func BenchmarkSpin(b *testing.B) {
	for range b.N {
		spin(time.Microsecond)
	}
}
`,
  'tagged_test.go':
    '//go:build slow\n\npackage cart\n\nimport "testing"\n\nfunc TestSlow(t *testing.T) { allocate() }\n',
  'broken/broken_test.go': 'package broken\n\nimport "testing"\n\nfunc TestBroken(t *testing.T) { undefinedCall() }\n',
};

describe('profiling a test', function () {
  this.timeout(60_000);
  const folder = mkdtempSync(path.join(os.tmpdir(), 'heatline-cart-'));
  let output = '';

  before(function () {
    if (!hasGo) this.skip();
    for (const [name, text] of Object.entries(sources)) {
      mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
      writeFileSync(path.join(folder, name), text);
    }
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  const request = (name: string, change: Partial<GoTestRequest> = {}): GoTestRequest => ({
    folder,
    title: `cart.${name}`,
    expression: `^${name}$`,
    isBenchmark: name.startsWith('Benchmark'),
    kind: 'profile',
    count: 1,
    tags: '',
    env: { GOFLAGS: '', GOTOOLCHAIN: 'local' },
    ...change,
  });
  const run = (name: string, change?: Partial<GoTestRequest>, signal = new AbortController().signal) => {
    output = '';
    return goTest(request(name, change), 'heatline test', { signal, onOutput: (text) => (output += text) });
  };
  const functionsIn = ({ bytes }: GoTestRun): string[] => {
    const { functions, strings } = openProfile(bytes, { inflate: inflateNative }).profile;
    return Array.from(functions.name, (name) => strings.text(name));
  };

  it('measures the CPU of that test alone, and says where it came from', async () => {
    const done = await run('TestQuote');
    assert.ok(functionsIn(done).includes('example.com/cart.spin'), functionsIn(done).join('\n'));
    assert.equal(done.failed, false);
    assert.equal(done.provenance.kind, 'profile');
    assert.equal(done.provenance.url, `go-test://cart.TestQuote?folder=${encodeURIComponent(folder)}`);
    assert.match(output, /> go test -run=\^TestQuote\$ /);
    assert.match(output, /ok\s+example\.com\/cart/);
  });

  it('measures benchmarks, and then no test runs', async () => {
    const done = await run('BenchmarkSpin', { env: { GOTOOLCHAIN: 'local' } });
    assert.ok(functionsIn(done).includes('example.com/cart.BenchmarkSpin'));
    assert.match(output, /BenchmarkSpin\S*\s+\d+/);
  });

  it('measures memory so finely that one allocation of a test is seen', async () => {
    const done = await run('TestQuote', { kind: 'allocs', expression: '^TestQuote$/^empty_cart$' });
    assert.ok(functionsIn(done).includes('example.com/cart.allocate'));
    assert.ok(!functionsIn(done).includes('example.com/cart.spin'));
  });

  it('measures blocking and lock contention', async () => {
    assert.ok(functionsIn(await run('TestLocks', { kind: 'block' })).includes('sync.(*Mutex).Lock'));
    assert.ok(functionsIn(await run('TestLocks', { kind: 'mutex' })).includes('sync.(*Mutex).Unlock'));
  });

  it('leaves nothing in the folder of the package', () => {
    assert.deepEqual(readdirSync(folder).sort(), ['broken', 'cart_test.go', 'go.mod', 'tagged_test.go']);
  });

  it('keeps what a failed test measured, and says that it failed', async () => {
    const done = await run('TestFailing');
    assert.equal(done.failed, true);
    assert.ok(functionsIn(done).includes('example.com/cart.spin'));
  });

  it('tells the first error of a build', async () => {
    const broken = { folder: path.join(folder, 'broken'), title: 'broken.TestBroken' };
    const error = await expectError(run('TestBroken', broken), 'build-failed');
    assert.match(
      error.message,
      /^broken\.TestBroken does not build: .*broken_test\.go:5:33: undefined: undefinedCall\.$/,
    );
    assert.match(output, /\[build failed\]/);
  });

  it('tells a panic, and a test that the build leaves out', async () => {
    const panic = await expectError(run('TestPanics'), 'test-failed');
    assert.match(panic.sentence, /^cart\.TestPanics ended without a profile: panic: no cart/);
    const done = await run('TestSlow', { kind: 'allocs', tags: 'slow' });
    assert.ok(functionsIn(done).includes('example.com/cart.allocate'));
  });

  it('ends all that the test has started when it is cancelled', async () => {
    const started = path.join(folder, 'started');
    const controller = new AbortController();
    const long = run('TestLong', { env: { CART_PID: started } }, controller.signal);
    const settled = long.catch((error: unknown) => error);
    while (!readdirSync(folder).includes('started')) await new Promise((resolve) => setTimeout(resolve, 50));
    controller.abort(new CancelledError());
    assert.ok((await settled) instanceof CancelledError);
    const left = execFileSync('ps', ['-eo', 'args']).toString();
    assert.ok(!left.split('\n').some((line) => line.includes('heatline-test-') && line.includes('test.bin')), left);
    rmSync(started);
  });

  it('hands every argument over as one word', () => {
    const args = goTestArguments(request('TestQuote', { tags: 'a,b', expression: '^TestX$/^a b;rm$' }), '/tmp/x y');
    assert.deepEqual(args, [
      'test',
      '-run=^TestX$/^a b;rm$',
      '-count=1',
      '-cpuprofile=test.pprof',
      '-outputdir=/tmp/x y',
      '-o=/tmp/x y/test.bin',
      '-tags=a,b',
      '.',
    ]);
  });
});
