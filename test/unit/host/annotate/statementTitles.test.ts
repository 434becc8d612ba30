// What stands at `go` statements during a watch: dumps of the service, in which the goroutines of one statement get more.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import type * as vscode from 'vscode';
import { anchorFunctions } from '../../../../src/core/golang/anchorFunctions';
import { ProfileFiles } from '../../../../src/core/golang/profileFiles';
import { GrowthSeries } from '../../../../src/core/goroutine/growthSeries';
import { openProfile } from '../../../../src/core/open';
import { inflateNative } from '../../../../src/node/inflate';
import type { Profile } from '../../../../src/core/profile/profile';
import { GoroutineCounts } from '../../../../src/host/annotate/goroutineCounts';
import { StatementTitles } from '../../../../src/host/annotate/statementTitles';
import type { SourceIndex } from '../../../../src/host/sources/sourceIndex';
import { GoroutineTables } from '../../../../src/host/store/goroutineTables';
import { GoroutineTrends } from '../../../../src/host/store/goroutineTrends';
import type { ActiveProfile } from '../../../../src/host/store/profileStore';
import type { PreviousCaptures } from '../../../../src/host/store/previousCaptures';
import { fixturesDir, serviceDir } from '../../../harness/paths';
import { goParser } from '../../core/golang/parser';

const file = 'internal/worker/defer.go';
const document = {} as vscode.TextDocument;
const uri = { toString: () => 'heatline-live:watched' } as unknown as vscode.Uri;
const dump = fs.readFileSync(path.join(fixturesDir, 'go1.27.4', 'goroutine.debug2.txt'), 'utf8');

/** A goroutine that the statement in `withinLeaking` has started. */
function leaked(): string {
  const created = /\ncreated by [^\n]*\.withinLeaking[^\n]*\n/;
  return dump.split('\n\n').find((block) => created.test(block)) ?? assert.fail('the dump has none');
}

describe('titles of go statements', () => {
  const tables = new GoroutineTables();
  const trends = new GoroutineTrends();
  const source = fs.readFileSync(path.join(serviceDir, file), 'utf8').split('\n');
  const [leaking, sound] = source.flatMap((line, i) => (/^\tgo func\(/.test(line) ? [i + 1] : []));

  async function titlesOf(profile: Profile): Promise<Map<number, string>> {
    const syntax = (await goParser()).parse(source.join('\n'));
    const files = new ProfileFiles(profile);
    const here = [...files.files].filter((each) => each.path.endsWith(`orders/${file}`));
    const sources = {
      inDocument: () => ({
        syntax,
        parts: here.map((each) => ({ file: each, anchors: anchorFunctions(files, each, syntax) })),
      }),
      foreignIn: () => new Uint8Array(profile.functions.count),
    } as unknown as SourceIndex;
    const counts = new GoroutineCounts(sources, tables);
    const previous = { of: () => undefined } as unknown as PreviousCaptures;
    const found = (await counts.inDocument(profile, document)) ?? assert.fail('nothing is in the document');
    const active = { profile, uri } as ActiveProfile;
    const titles = await new StatementTitles({ counts, previous, tables, trends }).of(active, document, found);
    return new Map(
      found.goStatements.map(({ statement }, i) => [syntax.goStatements[statement].startLine as number, titles[i]]),
    );
  }

  it('tell the growth of the goroutines that the statement has started, and of no others', async () => {
    // The same at the other statement of the file, which stands still.
    const other = leaked().replaceAll('withinLeaking', 'within').replaceAll(`defer.go:${leaking}`, `defer.go:${sound}`);
    const series = new GrowthSeries();
    const looks: Map<number, string>[] = [];
    for (let look = 0; look < 3; look++) {
      const more = `${leaked()}\n\n`.repeat(5 * look);
      const { profile } = openProfile(new TextEncoder().encode(`${more}${other}\n\n${dump}`), {
        inflate: inflateNative,
      });
      series.add(10_000 * look, (await tables.kindsOf(profile)).kinds);
      trends.set(uri, series);
      looks.push(await titlesOf(profile));
    }
    // Two looks say only that it went up once.
    assert.ok([...looks[1].values()].every((title) => !title.includes('/min')));
    assert.match(looks[2].get(leaking) ?? '', /^\d+ goroutines started here · (?:.* · )?\+30\/min ▁.▇$/);
    assert.match(looks[2].get(sound) ?? '', /^1 goroutine started here · (?:.* · )?±0\/min ▁▁▁$/);
  });
});
