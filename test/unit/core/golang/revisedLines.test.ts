// The text that was built against the text as it is: where each recorded line went, and what the marks say of it.
import assert from 'node:assert/strict';
import { atOnce } from '../../../../src/base/pieces';
import { buildLineTable } from '../../../../src/core/analyze/lineTotals';
import { anchorFunctions } from '../../../../src/core/golang/anchorFunctions';
import { heatMarks } from '../../../../src/core/golang/heatMarks';
import { ProfileFiles } from '../../../../src/core/golang/profileFiles';
import { comparingRevisions } from '../../../../src/core/golang/revisedLines';
import { drawnProfile } from './drawnProfile';
import { goParser } from './parser';

const built = `package p

func f() {
	one()
	two()
	three()
}

func g() {
	work()
}
`;
const samples = '1 x/p.g@p.go:10,9 x/p.f@p.go:5,3\n1 x/p.f@p.go:4,3\n1 x/p.f@p.go:6,3';

/** `line doubt(changed lines)` of each mark. */
async function marks(now: string, then = built): Promise<string[]> {
  const parser = await goParser();
  const profile = drawnProfile(samples);
  const files = new ProfileFiles(profile);
  const file = files.fileOf(0) ?? assert.fail();
  const state = (text: string) => {
    const syntax = parser.parse(text);
    return { text, syntax, anchors: anchorFunctions(files, file, syntax) };
  };
  const current = state(now);
  const revised = atOnce(comparingRevisions(state(then), current));
  const table = buildLineTable(profile);
  return heatMarks(table, file, current.anchors, current.syntax, revised).map(
    ({ line, doubt, changed }) => `${line} ${doubt}${changed === undefined ? '' : `(${changed})`}`,
  );
}

describe('a file and the revision that was built', () => {
  it('are exact where the text is the same', async () => {
    assert.deepEqual(await marks(built), ['4 same', '5 same', '6 same', '10 same']);
  });

  it('are exact for functions that only moved, wherever they went', async () => {
    const text = built.replace('package p\n', 'package p\n\n// about\n// this\n');
    assert.deepEqual(await marks(text), ['7 same', '8 same', '9 same', '13 same']);
    const swapped = 'package p\n\nfunc g() {\n\twork()\n}\n\nfunc f() {\n\tone()\n\ttwo()\n\tthree()\n}\n';
    assert.deepEqual(await marks(swapped), ['4 same', '8 same', '9 same', '10 same']);
  });

  it('follow lines through a change of their function, and say how much has changed', async () => {
    const inserted = built.replace('\ttwo()', '\tlog()\n\tmore()\n\ttwo()');
    assert.deepEqual(await marks(inserted), ['4 changed(2)', '7 changed(2)', '8 changed(2)', '12 same']);
    const edited = built.replace('two()', 'twice()');
    assert.deepEqual(await marks(edited), ['4 changed(1)', '5 changed(1)', '6 changed(1)', '10 same']);
  });

  it('have no mark for a line that is gone', async () => {
    assert.deepEqual(await marks(built.replace('\ttwo()\n', '')), ['4 changed(1)', '5 changed(1)', '9 same']);
  });

  it('do not mind line ends', async () => {
    assert.deepEqual(await marks(built.replaceAll('\n', '\r\n')), ['4 same', '5 same', '6 same', '10 same']);
  });

  it('tell nothing where the revision is not what ran', async () => {
    const other = built.replace('package p\n', 'package p\n\n// other\n');
    assert.deepEqual(await marks(built, other), ['4 none', '5 none', '6 none', '10 none']);
  });
});
