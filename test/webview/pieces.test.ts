import assert from 'node:assert/strict';
import { noRefinement } from '../../src/protocol/messages';
import { actionOfKey } from '../../webview/keys';
import { companionOf } from '../../webview/aggregate/pageProfile';
import { NewestWins } from '../../webview/state/newestWins';
import { parsePageState } from '../../webview/state/pageState';
import { ViewHistory } from '../../webview/state/viewHistory';
import { buildPalette } from '../../webview/theme/boxPalette';
import { contrast, layered, mix, parseColor, toCss, type Color } from '../../webview/theme/color';
import { kindOf, packageOf } from '../../webview/theme/packageKind';
import { hueNames, type Theme } from '../../webview/theme/theme';
import { themeOf } from './support/themes';

function color(text: string): Color {
  const parsed = parseColor(text);
  if (parsed === undefined) throw new Error(`not a colour: ${text}`);
  return parsed;
}

describe('colours', () => {
  it('are read as the editor writes them', () => {
    assert.deepEqual(parseColor('#1f1f1f'), { r: 31, g: 31, b: 31, a: 1 });
    assert.deepEqual(parseColor(' #FFF '), { r: 255, g: 255, b: 255, a: 1 });
    assert.deepEqual(parseColor('rgba(234, 92, 0, 0.33)'), { r: 234, g: 92, b: 0, a: 0.33 });
    assert.deepEqual(parseColor('rgb(1 2 3 / 50%)'), { r: 1, g: 2, b: 3, a: 0.5 });
    assert.equal(parseColor('#0000')?.a, 0);
    for (const text of ['', 'red', '#12', 'rgb(1,2)', 'var(--x)']) assert.equal(parseColor(text), undefined);
  });

  it('mix and lie over each other', () => {
    assert.equal(toCss(mix(color('#fff'), color('#000'), 0.5)), 'rgb(128 128 128)');
    assert.equal(toCss(layered(color('rgba(255,0,0,0.5)'), color('#fff'))), 'rgb(255 128 128)');
    assert.equal(Math.round(contrast(color('#fff'), color('#000'))), 21);
  });

  for (const name of ['dark', 'light'] as const) {
    it(`of boxes leave text readable in the ${name} theme`, () => {
      const { variables } = themeOf(name);
      const read = (variable: string): Color => ({ ...color(variables[variable] ?? ''), a: 1 });
      const foreground = read('editor-foreground');
      const theme: Partial<Theme> = {
        isHighContrast: false,
        background: read('editor-background'),
        foreground,
        boxText: foreground,
        hues: Object.fromEntries(hueNames.map((hue) => [hue, read(`charts-${hue}`)])) as Theme['hues'],
      };
      const palette = buildPalette(theme as Theme);
      for (const fill of palette.fills) assert.ok(contrast(color(fill), foreground) >= 4.5, fill);
      assert.ok(new Set(palette.fills).size >= 12, 'kinds of packages differ');
    });
  }
});

describe('kinds of packages', () => {
  const cases: readonly (readonly [string, string, string, string])[] = [
    ['main.main', '/srv/orders/main.go', 'main', 'own'],
    ['orders/internal/store.(*Table[...]).Get', 'orders/internal/store/table.go', 'orders/internal/store', 'own'],
    ['net/http.(*conn).serve', '/usr/local/go/src/net/http/server.go', 'net/http', 'standard'],
    [
      'net/http.(*conn).serve',
      '/srv/gomod/pkg/mod/golang.org/toolchain@v0.0.1-go1.27/src/net/http/server.go',
      'net/http',
      'standard',
    ],
    ['runtime.mallocgc', 'runtime/malloc.go', 'runtime', 'runtime'],
    ['internal/runtime/maps.(*Iter).Next', 'internal/runtime/maps/iter.go', 'internal/runtime/maps', 'runtime'],
    ['runtime/pprof.Do', 'runtime/pprof/runtime.go', 'runtime/pprof', 'standard'],
    ['github.com/a/b.F', '/go/pkg/mod/github.com/a/b@v1.2.3/f.go', 'github.com/a/b', 'dependency'],
    ['github.com/a/b.F', '/src/app/vendor/github.com/a/b/f.go', 'github.com/a/b', 'dependency'],
    ['main.F[go.shape.struct { a/b.x int }]', 'main.go', 'main', 'own'],
    ['[libc.so.6]', '', '', 'unknown'],
    ['memcpy', '', '', 'unknown'],
  ];
  for (const [name, file, path, kind] of cases) {
    it(`${name} in ${file || 'no file'} is ${kind}`, () => {
      assert.equal(packageOf(name), path);
      assert.equal(kindOf(name, file), kind);
    });
  }
});

describe('history of views', () => {
  it('goes back and forward, and forgets what lay ahead', () => {
    const history = new ViewHistory<string, string>('a');
    history.record('b', 'zoom', 0);
    history.record('c', 'zoom', 10_000);
    assert.equal(history.back(), 'b');
    assert.equal(history.back(), 'a');
    assert.equal(history.back(), undefined);
    assert.equal(history.forward(), 'b');
    history.record('d', 'zoom', 20_000);
    assert.equal(history.canGoForward, false);
    assert.equal(history.back(), 'b');
  });

  it('takes a gesture as one step', () => {
    const history = new ViewHistory<string, string>('');
    for (const [i, text] of ['o', 'or', 'ord'].entries()) history.record(text, 'search', i * 100);
    history.record('ord zoomed', 'zoom', 350);
    assert.equal(history.back(), 'ord');
    assert.equal(history.back(), '');
  });

  it('keeps two deliberate steps apart, however fast they are', () => {
    const history = new ViewHistory<string, string>('whole');
    history.record('a box', undefined, 0);
    history.record('a box in it', undefined, 1);
    assert.equal(history.back(), 'a box');
  });

  it('stays bounded', () => {
    const history = new ViewHistory<number, string>(-1);
    for (let i = 0; i < 1000; i++) history.record(i, 'zoom', i * 1000);
    let steps = 0;
    while (history.back() !== undefined) steps++;
    assert.equal(steps, 199);
  });
});

describe('stored state', () => {
  it('is taken with defaults, or not at all', () => {
    const view = { sampleType: 1, search: 'x', zoom: [1, 2], refine: noRefinement };
    const state = { view, range: [0.1, 0.5], selected: [1], scrollTop: 40 };
    assert.deepEqual(parsePageState(state), state);
    assert.deepEqual(parsePageState({ view: { sampleType: 0 } }), {
      view: { sampleType: 0, search: '', zoom: [], refine: noRefinement },
      range: undefined,
      selected: undefined,
      scrollTop: 0,
    });
    assert.equal(parsePageState({ view, range: [0.5, 0.1] })?.range, undefined);
    assert.deepEqual(parsePageState({ view: { ...view, zoom: ['a'] } })?.view.zoom, []);
    for (const raw of [undefined, null, 3, 'x', {}, { view: { sampleType: -1 } }]) {
      assert.equal(parsePageState(raw), undefined);
    }
  });
});

describe('newest wins', () => {
  it('runs the first and the last of what comes meanwhile', async () => {
    const ran: number[] = [];
    const wins = new NewestWins(async (value: number) => {
      ran.push(value);
      await new Promise((resolve) => setTimeout(resolve, 1));
      return value * 10;
    });
    assert.deepEqual(await Promise.all([1, 2, 3].map((value) => wins.run(value))), [10, undefined, 30]);
    assert.deepEqual(ran, [1, 3]);
  });

  it('goes on after a failure', async () => {
    const wins = new NewestWins((value: number) =>
      value === 1 ? Promise.reject(new Error('no')) : Promise.resolve(value),
    );
    await assert.rejects(wins.run(1), /no/);
    assert.equal(await wins.run(2), 2);
  });
});

describe('keys', () => {
  const none = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false };

  it('mean something in their place only', () => {
    assert.equal(actionOfKey({ ...none, key: 'ArrowDown' }, 'graph'), 'child');
    assert.equal(actionOfKey({ ...none, key: 'ArrowDown' }, 'elsewhere'), undefined);
    assert.equal(actionOfKey({ ...none, key: '/' }, 'search'), undefined);
    assert.equal(actionOfKey({ ...none, key: '/' }, 'graph'), 'focusSearch');
    assert.equal(actionOfKey({ ...none, key: 'f', metaKey: true }, 'graph'), 'focusSearch');
    assert.equal(actionOfKey({ ...none, key: 'ArrowLeft', altKey: true }, 'search'), undefined);
    assert.equal(actionOfKey({ ...none, key: 'toString' }, 'search'), undefined);
  });
});

describe('companion of a sample type', () => {
  const types = (text: string): { type: string; unit: string }[] =>
    text.split(' ').map((each) => ({ type: each.split('/')[0], unit: each.split('/')[1] }));

  it('is how many beside how much, in the pairs Go writes', () => {
    const heap = types('alloc_objects/count alloc_space/bytes inuse_objects/count inuse_space/bytes');
    assert.deepEqual(
      [0, 1, 2, 3].map((i) => companionOf(heap, i)),
      [1, 0, 3, 2],
    );
    assert.equal(companionOf(types('goroutine/count'), 0), undefined);
    assert.equal(companionOf(types('a/bytes b/bytes'), 0), undefined);
    assert.equal(companionOf(types('samples/count cpu/nanoseconds extra/count'), 2), undefined);
  });
});
