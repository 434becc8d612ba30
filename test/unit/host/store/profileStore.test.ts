import assert from 'node:assert/strict';
import { CancelledError, UserError } from '../../../../src/base/userError';
import { type ActiveProfile, ProfileStore } from '../../../../src/host/store/profileStore';
import { ViewStates } from '../../../../src/host/store/viewStates';
import { noRefinement } from '../../../../src/protocol/messages';
import { fakeProfile, fakeUri, FakeFiles, FakeMemento, loaded, settle } from './fakes';

const a = fakeUri('/a.pprof');
const b = fakeUri('/b.pprof');

function setUp(memento = new FakeMemento()) {
  const files = new FakeFiles();
  const store = new ProfileStore(files, new ViewStates(memento));
  const seen: (string | undefined)[] = [];
  const views: ActiveProfile[] = [];
  store.onDidChangeActive((active) => seen.push(active?.title));
  store.onDidChangeView((active) => views.push(active));
  return { files, store, seen, views, memento };
}

describe('the profile store', () => {
  it('reads a file once, however many tabs show it, and until the last is closed', async () => {
    const { files, store } = setUp();
    const first = store.open(a);
    const second = store.open(a);
    assert.equal(first.document, second.document);
    const both = [first.document.load(), second.document.load()];
    assert.equal(files.readings.length, 1);
    files.readings[0].end(loaded());
    await Promise.all(both);
    first.dispose();
    first.dispose(); // Twice must not count for the other tab.
    assert.equal(files.watched('/a.pprof'), 1);
    second.dispose();
    assert.equal(files.watched('/a.pprof'), 0);
  });

  it('ends the reading of a file that was closed meanwhile', () => {
    const { files, store } = setUp();
    const lease = store.open(a);
    void lease.document.load();
    lease.dispose();
    assert.equal(files.readings[0].signal.aborted, true);
  });

  it('makes a profile active once it is read, and says so once', async () => {
    const { files, store, seen } = setUp();
    void store.activate(a);
    await settle();
    assert.equal(store.active, undefined);
    files.readings[0].end(loaded());
    await settle();
    assert.deepEqual(seen, ['a.pprof']);
    await store.activate(a);
    assert.deepEqual(seen, ['a.pprof']);
  });

  it('lets the newest choice win when files take different times to read', async () => {
    const { files, store, seen } = setUp();
    void store.activate(a);
    void store.activate(b);
    files.readings[1].end(loaded());
    await settle();
    files.readings[0].end(loaded());
    await settle();
    assert.deepEqual(seen, ['b.pprof']);
    assert.equal(files.watched('/a.pprof'), 0);
  });

  it('keeps the active profile when another cannot be read', async () => {
    const { files, store, seen } = setUp();
    void store.activate(a);
    files.readings[0].end(loaded());
    await settle();
    void store.activate(b);
    files.readings[1].fail(new UserError('broken', 'Broken.', ''));
    await settle();
    assert.deepEqual(seen, ['a.pprof']);
    assert.equal(store.active?.title, 'a.pprof');
  });

  it('gives a command the file that its menu names, not the active one', async () => {
    const { files, store, seen } = setUp();
    void store.activate(a);
    files.readings[0].end(loaded());
    await settle();
    assert.equal((await store.named(undefined)).title, 'a.pprof');
    assert.equal((await store.named(a)).title, 'a.pprof');
    const failed = store.named(b);
    files.readings[1].fail(new UserError('broken', 'Broken.', ''));
    await assert.rejects(failed, /Broken/);
    const other = store.named(b);
    files.readings[2].end(loaded());
    assert.equal((await other).title, 'b.pprof');
    assert.deepEqual(seen, ['a.pprof'], 'what is active stays');
    assert.equal(files.watched('/b.pprof'), 0);
    store.clear();
    await assert.rejects(store.named(undefined), /No profile is open/);
  });

  it('follows links of the active profile only', async () => {
    const { files, store } = setUp();
    void store.activate(a);
    files.readings[0].end(loaded());
    await settle();
    const { profile } = await store.named(undefined);
    const number = store.numberOf(profile);
    assert.equal(store.numbered(number).title, 'a.pprof');
    assert.throws(() => store.numbered(number + 1), /not shown in the code any more/);
    store.clear();
    assert.throws(() => store.numbered(number), /not shown/);
  });

  it('keeps the active profile when its tab is closed, until it is cleared', async () => {
    const { files, store, seen } = setUp();
    const tab = store.open(a);
    void store.activate(a);
    files.readings[0].end(loaded());
    await settle();
    tab.dispose();
    assert.equal(store.active?.title, 'a.pprof');
    store.clear();
    assert.deepEqual(seen, ['a.pprof', undefined]);
    assert.equal(files.watched('/a.pprof'), 0);
  });

  it('does not let a slow reading undo a clear', async () => {
    const { files, store, seen } = setUp();
    void store.activate(a);
    store.clear();
    files.readings[0].end(loaded());
    await settle();
    assert.deepEqual(seen, []);
  });

  it('reports views of the active profile only, and each once', async () => {
    const { files, store, views } = setUp();
    void store.activate(a);
    files.readings[0].end(loaded());
    await settle();
    const { profile } = store.active!;
    store.setView(a, { sampleType: 0, search: '', zoom: [1, 2], refine: noRefinement });
    store.setView(a, { sampleType: 0, search: '', zoom: [1, 2], refine: noRefinement });
    store.setView(b, { sampleType: 0, search: 'x', zoom: [], refine: noRefinement });
    assert.deepEqual(
      views.map(({ view }) => view),
      [{ sampleType: 0, search: '', zoom: [1, 2], refine: noRefinement }],
    );
    assert.equal(store.active?.profile, profile);
  });

  it('starts with the sample type that the file recommends', async () => {
    const { files, store } = setUp();
    void store.activate(a);
    files.readings[0].end(loaded({ ...fakeProfile('alloc', 'inuse', 'other'), defaultSampleType: 'inuse' }));
    await settle();
    assert.equal(store.active?.view.sampleType, 1);
  });

  it('restores the view of a file after a reload of the window, if it still fits', async () => {
    const { files, store, memento } = setUp();
    void store.activate(a);
    files.readings[0].end(loaded());
    await settle();
    store.setView(a, { sampleType: 0, search: 'main', zoom: [], refine: noRefinement });

    for (const [types, expected] of [
      [['samples', 'cpu'], { sampleType: 0, search: 'main', zoom: [], refine: noRefinement }],
      [[], { sampleType: 0, search: '', zoom: [], refine: noRefinement }],
    ] as const) {
      const next = setUp(memento);
      void next.store.activate(a);
      next.files.readings[0].end(loaded(fakeProfile(...types)));
      await settle();
      assert.deepEqual(next.store.active?.view, expected);
    }
  });
});

describe('a profile whose file changes', () => {
  async function active() {
    const all = setUp();
    void all.store.activate(a);
    all.files.readings[0].end(loaded());
    await settle();
    return all;
  }

  it('is read again, and the active profile follows', async () => {
    const { files, store, seen } = await active();
    files.write('/a.pprof');
    const profile = fakeProfile('new');
    files.readings[1].end(loaded(profile));
    await settle();
    assert.equal(store.active?.profile, profile);
    assert.deepEqual(seen, ['a.pprof', 'a.pprof']);
  });

  it('is waited for when it is written while it is read for the first time', async () => {
    const { files, store } = setUp();
    const content = store.open(a).document.load();
    files.write('/a.pprof');
    files.readings[0].fail(new CancelledError());
    await settle();
    files.readings[1].end(loaded());
    assert.equal((await content).kind, 'loaded');
  });

  it('counts only the newest of overlapping readings', async () => {
    const { files, store } = await active();
    files.write('/a.pprof');
    files.write('/a.pprof');
    assert.equal(files.readings[1].signal.aborted, true);
    const newest = fakeProfile('newest');
    files.readings[2].end(loaded(newest));
    await settle();
    files.readings[1].end(loaded(fakeProfile('older')));
    await settle();
    assert.equal(store.active?.profile, newest);
  });

  it('keeps what it showed when the file became unreadable, and says so once', async () => {
    const { files, store } = await active();
    const lease = store.open(a);
    const before = store.active?.profile;
    for (const n of [1, 2]) {
      files.write('/a.pprof');
      files.readings[n].fail(new UserError('truncated', 'It ends too early.', ''));
      await settle();
    }
    assert.equal(store.active?.profile, before);
    const content = await lease.document.load();
    assert.ok(content.kind === 'loaded');
    assert.deepEqual(content.warnings, [
      'This is what the file held before it changed or was deleted. It ends too early.',
    ]);
  });
});
