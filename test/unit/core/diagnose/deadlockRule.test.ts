// Whose lock is it? Goroutines that have one lock of a kind and want one: their own, another value's, or nobody can tell.

import assert from 'node:assert/strict';
import { diagnose } from '../../../../src/core/diagnose/diagnose';
import type { Finding } from '../../../../src/core/diagnose/finding';
import { SourceCode } from '../../../../src/core/diagnose/sourceCode';
import { goParser } from '../golang/parser';
import { bundleOf, several } from './drawn';

const file = '/src/app/main.go';
const source = `package main

import "sync"

type account struct {
	mu      sync.Mutex
	balance int
}

func transfer(from, to *account) {
	from.mu.Lock()
	defer from.mu.Unlock()
	to.mu.Lock()
	defer to.mu.Unlock()
	from.balance, to.balance = from.balance-1, to.balance+1
}

func move(from, to *account) {
	from.mu.Lock()
	defer from.mu.Unlock()
	to.add(1)
	from.add(-1)
	add(to, 1)
	add(from, -1)
	pick().add(1)
	shared.add(1)
}

func (a *account) add(n int) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.balance += n
}

func add(a *account, n int) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.balance += n
}

var shared = &account{}

func close() {
	shared.mu.Lock()
	defer shared.mu.Unlock()
	shared.add(-1)
}

func pick() *account

type index struct {
	mu    sync.RWMutex
	names []string
}

func (x *index) size() int {
	x.mu.RLock()
	defer x.mu.RUnlock()
	return len(x.names)
}

func (x *index) report() int {
	x.mu.RLock()
	defer x.mu.RUnlock()
	return x.size()
}

func (x *index) grow() {
	x.mu.RLock()
	defer x.mu.RUnlock()
	x.mu.Lock()
}

type line struct {
	mu   sync.Mutex
	more *sync.Cond
	left []int
}

func (l *line) first() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.more.Wait()
	return l.left[0]
}

func (l *line) next() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	for len(l.left) == 0 {
		l.more.Wait()
	}
	return l.left[0]
}
`;

/** @param count goroutines that stand there, with a second look at the same ones */
async function findingsOf(state: string, count: number, stack: readonly string[]): Promise<readonly Finding[]> {
  const frames = stack.map((frame) => frame.replace('@', `@${file}:`));
  const goroutines = several(count, 1, { state, stack: frames });
  const read = () => Promise.resolve([{ path: file, text: source }]);
  const bundle = bundleOf({ goroutine: [goroutines, goroutines] });
  const { findings } = await diagnose(bundle, new SourceCode(read, await goParser()));
  return findings;
}

async function told(count: number, ...stack: readonly string[]): Promise<readonly string[]> {
  const findings = await findingsOf('sync.Mutex.Lock', count, stack);
  return findings.map(({ rule, grade, title }) => `${rule} ${grade}: ${title}`);
}

const crosswise = (name: string): string =>
  `deadlock proven: main.${name} takes two locks of one kind in no fixed order`;
const itself = (name: string, grade = 'proven'): string =>
  `deadlock ${grade}: main.${name} waits for a lock that its caller holds`;

describe('goroutines with a lock that want one of the same name', () => {
  it('take two values crosswise, when several do', async () => {
    assert.deepEqual(await told(2, 'main.transfer@13'), [crosswise('transfer')]);
  });

  it('do not wait for themselves, when it is one', async () => {
    const findings = await told(1, 'main.transfer@13');
    assert.ok(!findings.some((text) => text.includes('caller holds') || text.includes('fixed order')), findings.join());
  });

  it('are told by the receiver and the arguments of what is called', async () => {
    const method = 'main.(*account).add@30';
    const plain = 'main.add@36';
    assert.deepEqual(await told(2, method, 'main.move@21'), [crosswise('(*account).add')]);
    assert.deepEqual(await told(2, method, 'main.move@22'), [itself('(*account).add')]);
    assert.deepEqual(await told(2, plain, 'main.move@23'), [crosswise('add')]);
    assert.deepEqual(await told(2, plain, 'main.move@24'), [itself('add')]);
    assert.deepEqual(await told(2, method, 'main.close@46'), [itself('(*account).add')]);
  });

  it('are less than proven where nothing tells whose it is', async () => {
    assert.deepEqual(await told(2, 'main.(*account).add@30', 'main.move@25'), [itself('(*account).add', 'likely')]);
  });

  it('are told how a RWMutex makes them wait', async () => {
    const detail = async (state: string, ...stack: readonly string[]): Promise<string> =>
      (await findingsOf(state, 2, stack))[0].detail;
    const again = await detail('sync.RWMutex.RLock', 'main.(*index).size@57', 'main.(*index).report@65');
    assert.match(again, /for reading and wants to read again\. A writer/);
    assert.match(await detail('sync.RWMutex.Lock', 'main.(*index).grow@71'), /wants it for writing/);
  });
});

describe('a condition', () => {
  const advice = async (at: string): Promise<string | undefined> =>
    (await findingsOf('sync.Cond.Wait (leaked)', 1, [`main.(*line).${at}`])).at(0)?.advice;

  it('that is waited for outside of a loop misses what was signalled before', async () => {
    assert.match((await advice('first@83')) ?? '', /in a loop around Wait/);
    assert.match((await advice('next@91')) ?? '', /^See who was to wake them/);
  });
});
