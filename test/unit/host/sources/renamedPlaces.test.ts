// Old names of files: from one name to the next, in renamed folders, and back.

import assert from 'node:assert/strict';
import { RenamedPlaces } from '../../../../src/host/sources/renamedPlaces';

describe('renamed places', () => {
  it('lead from every old name to where the file is now, and back', () => {
    const places = new RenamedPlaces();
    places.add([{ from: 'file:///a/x.go', to: 'file:///a/y.go' }]);
    places.add([{ from: 'file:///a', to: 'file:///b' }]);
    for (const name of ['file:///a/x.go', 'file:///a/y.go', 'file:///b/y.go']) {
      assert.equal(places.now(name), 'file:///b/y.go');
    }
    assert.deepEqual(new Set(places.before('file:///b/y.go')), new Set(['file:///a/x.go', 'file:///a/y.go']));
    assert.equal(places.now('file:///a/other.go'), 'file:///b/other.go');
    assert.equal(places.now('file:///abc/x.go'), 'file:///abc/x.go');
    assert.deepEqual(places.before('file:///c.go'), []);
  });

  it('are forgotten where a file is again', () => {
    const places = new RenamedPlaces();
    places.add([{ from: 'file:///x.go', to: 'file:///y.go' }]);
    places.add([{ from: 'file:///y.go', to: 'file:///x.go' }]);
    assert.equal(places.now('file:///x.go'), 'file:///x.go');
    assert.equal(places.now('file:///y.go'), 'file:///x.go');
    places.forget(['file:///y.go']);
    assert.equal(places.now('file:///y.go'), 'file:///y.go');
    assert.deepEqual(places.from, []);
  });
});
