import assert from 'node:assert/strict';
import { refine, type RefineOptions } from '../../../../../src/core/analyze/refine/refine';
import { UserError } from '../../../../../src/base/userError';
import type { Profile } from '../../../../../src/core/profile/profile';
import { profileFromText, stacksText } from '../../../profileText';

interface Expected {
  readonly stacks: readonly string[];
  readonly warnings?: readonly string[];
}

function check(profile: Profile, options: RefineOptions, { stacks, warnings = [] }: Expected): void {
  const refined = refine(profile, options);
  assert.deepEqual(stacksText(refined.profile), stacks);
  assert.deepEqual(
    refined.warnings.map(({ message }) => message),
    warnings,
  );
}

const profile = profileFromText(
  `main.main[f:main.go,m:/bin/app]  main.main[f:main.go,m:/bin/app]      main.main[f:main.go,m:/bin/app]
   main.work[f:work.go,m:/bin/app]  main.work[f:work.go,m:/bin/app]      main.idle[f:main.go,m:/bin/app]
   -                                main.sum[inl,f:sum.go]               libc_sleep[f:sleep.c,m:/lib/libc.so]`,
  { values: [1, 20, 300] },
);

describe('focus and ignore', () => {
  it('focus keeps samples with a matching function', () => {
    check(profile, { focus: 'sum' }, { stacks: ['main.main;main.work;main.sum 20'] });
  });

  it('focus matches files and binaries, too', () => {
    check(profile, { focus: 'sleep\\.c' }, { stacks: ['main.main;main.idle;libc_sleep 300'] });
    check(profile, { focus: 'libc\\.so' }, { stacks: ['main.main;main.idle;libc_sleep 300'] });
  });

  it('ignore drops them and wins over focus', () => {
    check(profile, { ignore: 'sum' }, { stacks: ['main.main;main.work 1', 'main.main;main.idle;libc_sleep 300'] });
    check(profile, { focus: 'main', ignore: 'work' }, { stacks: ['main.main;main.idle;libc_sleep 300'] });
  });

  it('says when an expression matched nothing', () => {
    check(profile, { focus: 'nothing' }, { stacks: [], warnings: ['Focus expression matched no samples'] });
    const all = stacksText(profile);
    check(profile, { ignore: 'nothing' }, { stacks: all, warnings: ['Ignore expression matched no samples'] });
  });

  it('drops samples without frames as soon as a filter is given', () => {
    const withEmpty = profileFromText('main', { empty: [[5]] });
    check(withEmpty, {}, { stacks: ['main 1', ' 5'] });
    check(withEmpty, { hide: 'nothing' }, { stacks: ['main 1'], warnings: ['Hide expression matched no samples'] });
  });
});

describe('hide and show', () => {
  it('hide takes out single lines of a location', () => {
    check(
      profile,
      { hide: 'work$' },
      {
        stacks: ['main.main 1', 'main.main;main.sum 20', 'main.main;main.idle;libc_sleep 300'],
      },
    );
  });

  it('hide takes out whole locations of a binary, and samples without frames with them', () => {
    check(profile, { hide: '/bin/app' }, { stacks: ['libc_sleep 300'] });
  });

  it('show leaves only what matches', () => {
    check(profile, { show: 'work|sleep' }, { stacks: ['main.work 1', 'main.work 20', 'libc_sleep 300'] });
  });

  it('hide works before show', () => {
    check(
      profile,
      { hide: 'sum', show: 'sum|main' },
      {
        stacks: ['main.main;main.work 1', 'main.main;main.work 20', 'main.main;main.idle 300'],
      },
    );
  });

  it('show hides addresses without symbols, whatever it matches', () => {
    const bare = profileFromText(`main[m:app]  ?[a:10,m:app]`);
    check(bare, { show: 'app' }, { stacks: ['main 1'] });
    check(
      bare,
      { hide: 'nothing' },
      { stacks: ['main 1', '0x10 1'], warnings: ['Hide expression matched no samples'] },
    );
  });
});

describe('show_from and prune_from', () => {
  // The example of google/pprof's own documentation: A, B, C, B, D from the root.
  const recursive = profileFromText('A\nB\nC\nB\nD');

  it('show_from cuts above the highest match', () => {
    check(recursive, { showFrom: 'A' }, { stacks: ['A;B;C;B;D 1'] });
    check(recursive, { showFrom: 'B' }, { stacks: ['B;C;B;D 1'] });
    check(recursive, { showFrom: 'C' }, { stacks: ['C;B;D 1'] });
    check(recursive, { showFrom: 'X' }, { stacks: [], warnings: ['ShowFrom expression matched no samples'] });
  });

  it('show_from cuts within a location', () => {
    check(profile, { showFrom: 'sum' }, { stacks: ['main.sum 20'] });
  });

  it('prune_from cuts below the lowest match, keeping it', () => {
    check(recursive, { pruneFrom: 'A' }, { stacks: ['A 1'] });
    check(recursive, { pruneFrom: 'B' }, { stacks: ['A;B;C;B 1'] });
    check(recursive, { pruneFrom: 'X' }, { stacks: ['A;B;C;B;D 1'] });
  });

  it('prune_from sees names without their argument list', () => {
    const cpp = profileFromText('main()\nns::f(int)\noperator()(x)');
    check(cpp, { pruneFrom: 'f$' }, { stacks: ['main();ns::f(int) 1'] });
    check(cpp, { pruneFrom: 'int' }, { stacks: ['main();ns::f(int);operator()(x) 1'] });
    check(cpp, { pruneFrom: 'operator\\(\\)$' }, { stacks: ['main();ns::f(int);operator()(x) 1'] });
  });
});

describe("a profile's own drop_frames", () => {
  const drawing = `main      malloc
                   malloc    main
                   arena     malloc
                   grow      keepme`;

  it('drops the match and what is under it, but nothing before the first frame that stays', () => {
    const p = profileFromText(drawing, { header: { dropFrames: 'malloc|arena' } });
    check(p, {}, { stacks: ['main 1', 'malloc;main 1'] });
  });

  it('keeps what keep_frames matches', () => {
    const p = profileFromText(drawing, { header: { dropFrames: 'm.*|keepme', keepFrames: 'main|malloc' } });
    check(p, {}, { stacks: ['main;malloc;arena;grow 1', 'malloc;main;malloc 1'] });
  });

  it('ignores a pattern that is none, as pprof does, and says so', () => {
    const p = profileFromText('main', { header: { dropFrames: '(' } });
    const { profile: same, warnings } = refine(p, {});
    assert.equal(same, p);
    assert.equal(warnings[0].code, 'drop-frames');
  });

  it('changes nothing the second time', () => {
    const p = profileFromText(drawing, { header: { dropFrames: 'malloc|arena' } });
    const once = refine(p, {}).profile;
    assert.deepEqual(stacksText(refine(once, {}).profile), stacksText(once));
  });
});

describe('tags', () => {
  const tagged = profileFromText('a  b  c  d', {
    values: [1, 2, 4, 8],
    labels: [
      { user: 'ann', bytes: [32, 'bytes'] },
      { user: 'bob', bytes: [65_536, 'bytes'] },
      { user: ['ann', 'eve'], tier: 'gold' },
      { latency: [5, 'milliseconds'] },
    ],
  });
  const range = (option: string, text: string): string => `${option}: interpreted '${text}' as range, not regexp`;

  it('tagfocus with a key matches one of its values', () => {
    check(tagged, { tagFocus: 'user=ann' }, { stacks: ['a 1', 'c 4'] });
    check(tagged, { tagFocus: 'user=zoe,^b' }, { stacks: ['b 2'] });
  });

  it('tagfocus without a key sees key:value, and needs all patterns', () => {
    check(tagged, { tagFocus: 'user:ann' }, { stacks: ['a 1', 'c 4'] });
    check(tagged, { tagFocus: 'user,gold' }, { stacks: ['c 4'] });
  });

  it('ranges compare numbers in any unit of their kind', () => {
    check(tagged, { tagFocus: '32b' }, { stacks: ['a 1'], warnings: [range('tagfocus', '32b')] });
    check(tagged, { tagFocus: '64kb:' }, { stacks: ['b 2'], warnings: [range('tagfocus', '64kb:')] });
    check(tagged, { tagFocus: ':64kb' }, { stacks: ['a 1', 'b 2'], warnings: [range('tagfocus', ':64kb')] });
    check(tagged, { tagFocus: '1b:1kb' }, { stacks: ['a 1'], warnings: [range('tagfocus', '1b:1kb')] });
    check(tagged, { tagFocus: 'latency=1us:1s' }, { stacks: ['d 8'], warnings: [range('tagfocus', '1us:1s')] });
  });

  it('tagignore drops what matches', () => {
    check(tagged, { tagIgnore: 'user=ann' }, { stacks: ['b 2', 'd 8'] });
    check(
      tagged,
      { tagIgnore: 'x' },
      {
        stacks: ['a 1', 'b 2', 'c 4', 'd 8'],
        warnings: ['TagIgnore expression matched no samples'],
      },
    );
  });

  it('tagshow and taghide keep samples and drop labels', () => {
    const shown = refine(tagged, { tagShow: 'user' }).profile;
    assert.equal(shown.samples.count, 4);
    assert.equal(shown.labels.count, 4);
    assert.equal(refine(tagged, { tagHide: 'user' }).profile.labels.count, 4);
    check(
      tagged,
      { tagShow: 'x' },
      {
        stacks: ['a 1', 'b 2', 'c 4', 'd 8'],
        warnings: ['TagShow expression matched no samples'],
      },
    );
  });

  it('tagroot and tagleaf add frames, the first key outermost', () => {
    check(
      tagged,
      { tagRoot: 'user,bytes', tagLeaf: 'tier' },
      {
        stacks: ['ann;32B;a; 1', 'bob;64kB;b; 2', 'ann,eve;;c;gold 4', ';;d; 8'],
      },
    );
    check(
      tagged,
      { tagRoot: 'x' },
      {
        stacks: [';a 1', ';b 2', ';c 4', ';d 8'],
        warnings: ['TagRoot expression matched no samples'],
      },
    );
  });

  it('filters see the frames that labels made', () => {
    check(tagged, { tagRoot: 'user', focus: '^bob$' }, { stacks: ['bob;b 2'] });
  });
});

describe('refine', () => {
  it('leaves a profile as it is without options', () => assert.equal(refine(profile, {}).profile, profile));

  it('composes: a refinement of a refinement is both', () => {
    const once = refine(refine(profile, { focus: 'work' }).profile, { hide: 'main\\.main' }).profile;
    const both = refine(profile, { focus: 'work', hide: 'main\\.main' }).profile;
    assert.deepEqual(stacksText(once), stacksText(both));
  });

  it('shares the columns it does not change', () => {
    const focused = refine(profile, { focus: 'work' }).profile;
    assert.equal(focused.locations, profile.locations);
    assert.equal(focused.functions, profile.functions);
    assert.equal(focused.strings, profile.strings);
  });

  it('does not change its input', () => {
    const before = stacksText(profile);
    refine(profile, { focus: 'work', hide: 'sum', showFrom: 'work', pruneFrom: 'work', tagRoot: 'x' });
    assert.deepEqual(stacksText(profile), before);
  });

  it('names the option of a bad expression', () => {
    assert.throws(
      () => refine(profile, { showFrom: '(' }),
      (error) => UserError.is(error, 'bad-pattern') && error.message.includes('for show_from: missing closing )'),
    );
    assert.throws(
      () => refine(profile, { tagFocus: 'a=(' }),
      (error) => UserError.is(error, 'bad-pattern'),
    );
  });
});
