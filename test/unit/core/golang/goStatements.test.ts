// Goroutines by `go` statement, of a real dump of the service: each one that the service's own code started is counted at
// the statement that stands where the dump says.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { functionCounts } from '../../../../src/core/analyze/functionCounts';
import { goroutineFacts } from '../../../../src/core/analyze/goroutineFacts';
import { anchorFunctions } from '../../../../src/core/golang/anchorFunctions';
import { GoStatementsPass, type GoStatementCounts } from '../../../../src/core/golang/goStatements';
import { ProfileFiles } from '../../../../src/core/golang/profileFiles';
import type { GoParser } from '../../../../src/core/golang/syntax';
import { StackGroupsPass } from '../../../../src/core/goroutine/stackGroups';
import { openProfile } from '../../../../src/core/open';
import { inflateNative } from '../../../../src/node/inflate';
import type { Profile } from '../../../../src/core/profile/profile';
import { fixturesDir, serviceDir } from '../../../harness/paths';
import { goParser } from './parser';

/** Per creator `file:line` in the service: how many, read from the text in the plain way. */
function creatorsIn(text: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const [, file, line] of text.matchAll(
    /^created by example\.com\/orders[^\n]*\n\t\S*orders\/(\S+\.go):(\d+)/gm,
  )) {
    counts.set(`${file}:${line}`, (counts.get(`${file}:${line}`) ?? 0) + 1);
  }
  return counts;
}

function countIn(parser: GoParser, profile: Profile, file: string): { line: number; counts: GoStatementCounts }[] {
  const files = new ProfileFiles(profile);
  const syntax = parser.parse(fs.readFileSync(path.join(serviceDir, file), 'utf8'));
  const parts = [...files.files].filter((each) => each.path.endsWith(`orders/${file}`));
  const anchors = parts.map((part) => anchorFunctions(files, part, syntax));
  const pass = new GoStatementsPass(profile, syntax, anchors, goroutineFacts(profile), profile.samples.values[0]);
  while (!pass.advance(3));
  return pass.result().map((counts) => ({ line: syntax.goStatements[counts.statement].startLine, counts }));
}

describe('go statements', () => {
  const dumps = ['go1.22.12', 'go1.26.8', 'go1.27.4'];
  for (const version of dumps) {
    it(`count every goroutine of the dump by ${version}`, async () => {
      const bytes = fs.readFileSync(path.join(fixturesDir, version, 'goroutine.debug2.txt'));
      const { profile } = openProfile(bytes, { inflate: inflateNative });
      const expected = creatorsIn(bytes.toString('utf8'));
      assert.ok(expected.size > 3, [...expected.keys()].join());
      const parser = await goParser();
      const found = new Map<string, number>();
      for (const file of new Set([...expected.keys()].map((place) => place.split(':')[0]))) {
        for (const { line, counts } of countIn(parser, profile, file)) found.set(`${file}:${line}`, counts.live);
      }
      assert.deepEqual([...found].sort(), [...expected].sort());
    });
  }

  const dump = `goroutine 1 [running]:
main.main()
	/app/main.go:9 +0x1

goroutine 5 [chan receive, 7 minutes]:
main.wait(...)
	/app/main.go:13 +0x1
created by main.main in goroutine 1
	/app/main.go:5 +0x2

goroutine 6 [chan receive (leaked)]:
main.wait(...)
	/app/main.go:13 +0x1
created by main.main in goroutine 1
	/app/main.go:5 +0x2

goroutine 7 [IO wait, 2 minutes]:
main.main.func1()
	/app/main.go:7 +0x1
created by main.main in goroutine 1
	/app/main.go:6 +0x2
`;
  const source = `package main

func main() {
	c := make(chan int)
	go wait(c)
	go func() {
		read(c)
	}()
	select {}
}

func wait(c chan int) {
	<-c
}
`;

  async function pass(): Promise<{ profile: Profile; shown: string[] }> {
    const { profile } = openProfile(new TextEncoder().encode(dump), { inflate: inflateNative });
    const files = new ProfileFiles(profile);
    const syntax = (await goParser()).parse(source);
    const file = [...files.files].find((each) => each.path === '/app/main.go') ?? assert.fail();
    const anchors = anchorFunctions(files, file, syntax);
    const facts = goroutineFacts(profile);
    const made = new GoStatementsPass(profile, syntax, [anchors], facts, profile.samples.values[0]);
    made.advance(Infinity);
    const shown = made.result().map(({ statement, live, blocked, leaked, oldestWait }) => {
      return `${syntax.goStatements[statement].startLine}: ${live} live, ${blocked} blocked, ${leaked} leaked, ${oldestWait}`;
    });
    return { profile, shown };
  }

  it('tell blocked, leaked and the oldest', async () => {
    assert.deepEqual((await pass()).shown, ['5: 2 live, 2 blocked, 1 leaked, 7', '6: 1 live, 0 blocked, 0 leaked, 2']);
  });

  it('have groups: equal stacks in equal states, largest first', async () => {
    const { profile } = await pass();
    const facts = goroutineFacts(profile);
    const groups = new StackGroupsPass(profile, facts, profile.samples.values[0], (s) => facts.createdBy[s] >= 0);
    while (!groups.advance(1));
    const shown = groups.result(10).map(({ count, isLeaked, longestWait }) => `${count} ${isLeaked} ${longestWait}`);
    assert.deepEqual(shown.sort(), ['1 false 2', '1 false 7', '1 true -1']);
    assert.equal(groups.total, 3);
  });

  it('and functions know states and the oldest wait', async () => {
    const { profile } = await pass();
    const names = Array.from(profile.functions.name, (name) => profile.strings.text(name));
    const groupOf = Int32Array.from(names, (name) => (name === 'main.wait' ? 0 : -1));
    const values = profile.samples.values[0];
    const counts = functionCounts(profile, { count: 1, groupOf }, new Uint8Array(names.length), values);
    const states = [...counts.states[0]].map(([state, count]) => `${profile.strings.text(state)} ${count}`);
    assert.deepEqual([counts.inside[0], counts.waiting[0], counts.oldestWait[0]], [2, 2, 7]);
    assert.deepEqual(states, ['chan receive 2']);
  });
});
