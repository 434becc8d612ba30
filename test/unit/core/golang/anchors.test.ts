import assert from 'node:assert/strict';
import { anchorFunctions } from '../../../../src/core/golang/anchorFunctions';
import { currentLine, summarize } from '../../../../src/core/golang/anchors';
import { functionsAt } from '../../../../src/core/golang/functionsAt';
import { ProfileFiles } from '../../../../src/core/golang/profileFiles';
import { drawnProfile } from './drawnProfile';
import { goParser } from './parser';

/** `name state LINE`: the line now of each frame's recorded line. */
async function anchored(source: string, ...frames: readonly string[]): Promise<string[]> {
  const syntax = (await goParser()).parse(source);
  const profile = drawnProfile(`1 ${frames.join(' ')}`);
  const files = new ProfileFiles(profile);
  const anchors = anchorFunctions(files, files.fileOf(0) ?? assert.fail(), syntax);
  return Array.from(profile.locations.lineFunction, (f, l) => {
    const anchor = [...anchors].find(([index]) => (index as number) === f)?.[1];
    const name = profile.strings.text(profile.functions.name[f]);
    return `${name} ${anchor?.state} ${currentLine(anchor, syntax, profile.locations.lineNumber[l])}`;
  });
}

const source = `package p

func (t *T) run() {
	go func() {
		work()
	}()
}

func (u U) run() {
	work()
}

func init() {
	work()
}

func init() {
	func() { work() }()
}

var table = func() int { return 1 }()
`;

describe('anchoring functions', () => {
  it('tells methods of one name apart by their receivers', async () => {
    assert.deepEqual(await anchored(source, 'x/p.(*T).run@p.go:4,3', 'x/p.U.run@p.go:10,9'), [
      'x/p.(*T).run exact 4',
      'x/p.U.run exact 10',
    ]);
  });

  it('says what is not there', async () => {
    assert.deepEqual(await anchored(source, 'x/p.(*V).run@p.go:4,3', 'x/p.gone.func1@p.go:5,4'), [
      'x/p.(*V).run absent 4',
      'x/p.gone.func1 absent 5',
    ]);
  });

  it('ties literals, several inits and package-level code to their lines', async () => {
    const frames = ['x/p.(*T).run.func1@p.go:5,4', 'x/p.init.0@p.go:14,13', 'x/p.init.1.func1@p.go:18,18'];
    assert.deepEqual(await anchored(source, ...frames, 'x/p.init.func1@p.go:21,21', 'x/p.init@p.go:21,1'), [
      'x/p.(*T).run.func1 exact 5',
      'x/p.init.0 exact 14',
      'x/p.init.1.func1 exact 18',
      'x/p.init.func1 exact 21',
      'x/p.init unchecked 21',
    ]);
  });

  it('moves what has no name of its own with its neighbours', async () => {
    const edited = source.replace('package p', 'package p\n\nimport "fmt"\n');
    const frames = ['x/p.(*T).run@p.go:4,3', 'x/p.(*T).run.func1@p.go:5,4', 'x/p.init.0@p.go:14,13'];
    assert.deepEqual(await anchored(edited, ...frames, 'x/p.init.1@p.go:18,17', 'x/p.init.func1@p.go:21,21'), [
      'x/p.(*T).run moved 7',
      'x/p.(*T).run.func1 moved 8',
      'x/p.init.0 moved 17',
      'x/p.init.1 moved 21',
      'x/p.init.func1 moved 24',
    ]);
  });

  it('finds a literal that moved inside its function by its number', async () => {
    const edited = source.replace('go func() {\n', 'prepare()\n\tgo func() {\n');
    assert.deepEqual(await anchored(edited, 'x/p.(*T).run@p.go:4,3', 'x/p.(*T).run.func1@p.go:5,4'), [
      'x/p.(*T).run exact 4',
      'x/p.(*T).run.func1 moved 6',
    ]);
  });

  it('keeps lines inside a function that became shorter', async () => {
    assert.deepEqual(await anchored('package p\n\nfunc f() {}\n', 'x/p.f@p.go:40,3'), ['x/p.f exact 3']);
  });

  it('accepts parts that the compiler made, and binaries without first lines', async () => {
    assert.deepEqual(await anchored(source, 'x/p.(*T).run.func2@p.go:6,6', 'x/p.U.run@p.go:10'), [
      'x/p.(*T).run.func2 exact 6',
      'x/p.U.run unchecked 10',
    ]);
  });

  it('sums up whether a file is the right one', async () => {
    const syntax = (await goParser()).parse(source);
    const stateOf = (...frames: readonly string[]): string => {
      const files = new ProfileFiles(drawnProfile(`1 ${frames.join(' ')}`));
      return summarize(anchorFunctions(files, files.fileOf(0) ?? assert.fail(), syntax)).state;
    };
    assert.equal(stateOf('x/p.U.run@p.go:9,9'), 'exact');
    assert.equal(stateOf('x/p.U.run@p.go:9,9', 'x/p.gone@p.go:1,1'), 'moved');
    assert.equal(stateOf('x/p.U.run@p.go:9,9', 'x/p.gone@p.go:1,1', 'x/p.lost@p.go:2,2'), 'absent');
    assert.equal(stateOf('x/p.init@p.go:9,1'), 'unchecked');
  });

  it('finds the functions at a line, innermost first', async () => {
    const syntax = (await goParser()).parse(source);
    const profile = drawnProfile('1 x/p.(*T).run@p.go:4,3 x/p.(*T).run.func1@p.go:5,4 x/p.init.1.func1@p.go:18,18');
    const files = new ProfileFiles(profile);
    const anchors = anchorFunctions(files, files.fileOf(0) ?? assert.fail(), syntax);
    const at = (line: number): string[] =>
      functionsAt(syntax, anchors, line).map((f) => profile.strings.text(profile.functions.name[f]));
    assert.deepEqual([3, 5, 7, 8, 10, 17].map(at), [
      ['x/p.(*T).run'],
      ['x/p.(*T).run.func1'],
      ['x/p.(*T).run'],
      [],
      [],
      ['x/p.init.1.func1'],
    ]);
  });
});
