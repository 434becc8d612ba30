// What the host stores and reads back: provenance, remembered services, views.

import assert from 'node:assert/strict';
import { parseProvenance } from '../../../../src/core/profile/provenance';
import { hostOf, originLine } from '../../../../src/host/store/originText';
import { bareUrl, RememberedTargets } from '../../../../src/host/store/rememberedTargets';
import { ViewStates } from '../../../../src/host/store/viewStates';
import { noRefinement } from '../../../../src/protocol/messages';
import { FakeMemento } from './fakes';

describe('provenance', () => {
  const stored = {
    format: 1,
    url: 'http://localhost:6060/debug/pprof/profile',
    kind: 'profile',
    seconds: 10,
    startedAt: '2026-01-31T14:05:01.000Z',
    tool: 'heatline 0.1.0',
    goVersion: 'go1.27.0',
  };

  it('reads in one line', () => {
    const line = originLine(parseProvenance(JSON.stringify(stored))!, (iso) => iso.slice(0, 10));
    assert.equal(line, 'CPU, 10 s, from localhost:6060, 2026-01-31, Go 1.27.0');
  });

  for (const text of ['', 'not JSON', 'null', '[]', '{"url":1}', '{"url":"x","kind":"heap"}']) {
    it(`takes ${JSON.stringify(text)} for absent`, () => assert.equal(parseProvenance(text), undefined));
  }

  it('drops fields of the wrong type', () => {
    const damaged = { ...stored, seconds: 'ten', goVersion: 1, tool: {} };
    const { url, kind, startedAt } = stored;
    assert.deepEqual(parseProvenance(JSON.stringify(damaged)), { url, kind, startedAt, tool: '' });
  });
});

describe('the short name of a service', () => {
  for (const [url, name] of [
    ['http://localhost:6060/debug/pprof/', 'localhost:6060'],
    ['https://host/debug/pprof/heap?seconds=3', 'host'],
    ['https://host/team/orders/debug/pprof/', 'host/team/orders'],
    ['https+insecure://[::1]:6060/debug/pprof/', '[::1]:6060'],
    ['http://user:secret@host:1/debug/pprof/', 'host:1'],
    ['no url', 'no url'],
  ] as const) {
    it(`${url} is ${name}`, () => assert.equal(hostOf(url), name));
  }
});

describe('remembered services', () => {
  const usedAt = 1;

  it('come newest first, each once', async () => {
    const targets = new RememberedTargets(new FakeMemento());
    for (const url of ['http://a/', 'http://b/', 'http://a/']) await targets.remember({ url, usedAt });
    assert.deepEqual(
      targets.list().map(({ url }) => url),
      ['http://a/', 'http://b/'],
    );
    await targets.forget('http://a/');
    assert.deepEqual(
      targets.list().map(({ url }) => url),
      ['http://b/'],
    );
  });

  it('are stored without credentials', async () => {
    const memento = new FakeMemento();
    await new RememberedTargets(memento).remember({ url: 'http://u:p@host/debug/pprof/?token=t#f', usedAt });
    assert.doesNotMatch(JSON.stringify(memento.values), /u:p|token/);
    assert.equal(bareUrl('https+insecure://u@host/x'), 'https+insecure://host/x');
  });

  it('are at most 20', async () => {
    const targets = new RememberedTargets(new FakeMemento());
    for (let i = 0; i < 30; i++) await targets.remember({ url: `http://h${i}/`, usedAt });
    assert.equal(targets.list().length, 20);
    assert.equal(targets.list()[0].url, 'http://h29/');
  });

  it('survive damaged storage', () => {
    const damaged = [null, 3, { url: 1 }, { url: 'http://ok/', usedAt: 1, kind: 2, seconds: -1 }];
    assert.deepEqual(new RememberedTargets(new FakeMemento({ 'heatline.targets': damaged })).list(), [
      { url: 'http://ok/', usedAt: 1 },
    ]);
    assert.deepEqual(new RememberedTargets(new FakeMemento({ 'heatline.targets': 'x' })).list(), []);
  });
});

describe('stored views', () => {
  it('are kept for the newest 50 files', () => {
    const memento = new FakeMemento();
    const views = new ViewStates(memento);
    for (let i = 0; i < 60; i++)
      views.set(`file:///${i}`, { sampleType: i, search: '', zoom: [], refine: noRefinement });
    const again = new ViewStates(memento);
    assert.equal(again.get('file:///9'), undefined);
    assert.equal(again.get('file:///10')?.sampleType, 10);
  });

  it('are checked when read', () => {
    const stored = [
      ['a', { sampleType: -1, search: '', zoom: [] }],
      ['b', { sampleType: 0, search: 1, zoom: [] }],
      ['c', { sampleType: 0, search: '', zoom: ['x'] }],
      ['d', { sampleType: 1, search: 'q', zoom: [3], more: true }],
      ['e', { sampleType: 1, search: '', zoom: [], refine: { focus: 1 } }],
      ['f', { sampleType: 1, search: '', zoom: [], refine: { focus: 'x' } }],
      7,
    ];
    const views = new ViewStates(new FakeMemento({ 'heatline.views': stored }));
    assert.deepEqual(
      ['a', 'b', 'c', 'd', 'e', 'f'].map((key) => views.get(key)),
      [
        ...[undefined, undefined, undefined],
        { sampleType: 1, search: 'q', zoom: [3], refine: noRefinement },
        undefined,
        { sampleType: 1, search: '', zoom: [], refine: { ...noRefinement, focus: 'x' } },
      ],
    );
  });
});
