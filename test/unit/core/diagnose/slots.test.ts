// Slots and pools: those that wait for another slot while they have one, and pools that are never refilled.

import assert from 'node:assert/strict';
import { diagnose } from '../../../../src/core/diagnose/diagnose';
import { SourceCode } from '../../../../src/core/diagnose/sourceCode';
import { goParser } from '../golang/parser';
import { bundleOf, type DrawnBundle, serve, several } from './drawn';

const file = '/src/app/main.go';

/** `rule grade line` of each finding above a suspicion. */
async function told(drawn: DrawnBundle, source: string): Promise<readonly string[]> {
  const read = () => Promise.resolve([{ path: file, text: source }]);
  const { findings } = await diagnose(bundleOf(drawn), new SourceCode(read, await goParser()));
  return findings
    .filter(({ grade }) => grade !== 'suspect')
    .map(({ rule, grade, location }) => `${rule} ${grade} ${location?.line ?? '-'}`);
}

describe('a slot that a way out keeps', () => {
  const source = `package main

type limiter struct{ slots chan struct{} }

func (l *limiter) do(fail bool) error {
	l.slots <- struct{}{}
	if fail {
		return errRefused
	}
	work()
	<-l.slots
	return nil
}`;
  const waiting = { state: 'chan send', stack: [`main.(*limiter).do@${file}:6`, ...serve] };
  const growing = { goroutine: [several(24, 1, waiting), several(48, 1, waiting)] };

  it('is found at that way out', async () => {
    assert.deepEqual(await told(growing, source), ['slot-not-given-back proven 8']);
  });

  it('is none where a defer gives it back', async () => {
    const sound = source.replace('{}{}\n', '{}{}\n\tdefer func() { <-l.slots }()\n').replace('\t<-l.slots\n', '');
    const found = await told(growing, sound);
    assert.ok(!found.some((line) => line.startsWith('slot')), found.join());
  });
});

describe('a slot that is waited for while one is held', () => {
  const source = `package main

var desk = make(chan struct{}, 3)

func archive() {
	desk <- struct{}{}
	defer func() { <-desk }()
	squeeze()
}

func squeeze() {
	desk <- struct{}{}
	defer func() { <-desk }()
	work()
}`;
  const inner = { state: 'chan send', stack: [`main.squeeze@${file}:12`, `main.archive@${file}:8`, ...serve] };
  const first = { state: 'chan send', stack: [`main.archive@${file}:6`, ...serve] };
  const both = (second = 1) => ({
    goroutine: [
      [...several(3, 1, inner), ...several(9, 50, first)],
      [...several(3, second, inner), ...several(20, 50, first)],
    ],
  });

  it('is found at the second taking, with those who wait for a first one', async () => {
    assert.deepEqual(await told(both(), source), ['slot-held-while-waiting likely 12']);
  });

  it('is no matter while others take their turns', async () => {
    const found = await told(both(30), source);
    assert.ok(!found.some((line) => line.startsWith('slot')), found.join());
  });

  it('is none where the first one is given back before, or is a goroutine’s of its own', async () => {
    const before = source.replace('\tdefer func() { <-desk }()\n\tsqueeze()', '\t<-desk\n\tsqueeze()');
    const others = source.replace(
      '\tdefer func() { <-desk }()\n\tsqueeze()',
      '\tgo func() { defer func() { <-desk }(); work() }()\n\tsqueeze()',
    );
    for (const sound of [before, others]) {
      assert.notEqual(sound, source);
      const found = await told(both(), sound);
      assert.ok(!found.some((line) => line.startsWith('slot')), found.join());
    }
  });

  it('may be that of a group with a limit', async () => {
    const group = `package main

import "golang.org/x/sync/errgroup"

func walk() error {
	var g errgroup.Group
	g.SetLimit(2)
	for i := 0; i < 5; i++ {
		g.Go(func() error {
			g.Go(func() error { return nil })
			return nil
		})
	}
	return g.Wait()
}`;
    const errgroup = '/src/app/vendor/golang.org/x/sync/errgroup/errgroup.go';
    const wait = {
      state: 'chan send',
      stack: [
        `golang.org/x/sync/errgroup.(*Group).Go@${errgroup}:71`,
        `main.walk.func1@${file}:10`,
        `golang.org/x/sync/errgroup.(*Group).Go.func1@${errgroup}:79`,
      ],
    };
    const starter = {
      state: 'chan send',
      stack: [`golang.org/x/sync/errgroup.(*Group).Go@${errgroup}:71`, `main.walk@${file}:9`],
    };
    const goroutines = [...several(2, 1, wait), ...several(1, 9, starter)];
    assert.deepEqual(await told({ goroutine: [goroutines, goroutines] }, group), ['slot-held-while-waiting likely 10']);
    const starting = several(1, 9, starter);
    assert.deepEqual(await told({ goroutine: [starting, starting] }, group), []);
  });
});

describe('a pool', () => {
  const source = `package main

import "sync"

var buffers = sync.Pool{New: func() any { return make([]byte, 65536) }}

func handle(data string) int {
	b := buffers.Get().([]byte)
	n := copy(b, data)
	return n
}`;
  const pool = 'sync.(*Pool).Get@/go/src/sync/pool.go:151';
  const heap = ['', `900/60000000/0/0 main.init.func1@${file}:5 ${pool} main.handle@${file}:8`];

  it('that is never refilled makes everything anew', async () => {
    assert.deepEqual(await told({ heap }, source), ['pool-not-refilled likely 10']);
  });

  it('that is refilled, or seldom asked, is none', async () => {
    const putting = source.replace('([]byte)\n', '([]byte)\n\tdefer buffers.Put(b)\n');
    assert.deepEqual(await told({ heap }, putting), []);
    assert.deepEqual(await told({ heap: ['', heap[1].replace('900/60000000', '9/600000')] }, source), []);
  });
});
