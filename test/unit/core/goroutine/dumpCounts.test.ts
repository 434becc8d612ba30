// Numbers about one goroutine of a dump's text.

import assert from 'node:assert/strict';
import { DumpCountsPass } from '../../../../src/core/goroutine/dumpCounts';
import { DumpOutlinePass } from '../../../../src/core/goroutine/dumpOutline';

const text = `goroutine 1 [chan receive, 5 minutes]:
main.wait(0x1)
	/a.go:3 +0x1
main.main()
	/a.go:9 +0x1

goroutine 2 [chan receive]:
main.wait(0x1)
	/a.go:3 +0x1
main.main()
	/a.go:9 +0x1

goroutine 3 [select]:
main.wait(0x1)
	/a.go:4 +0x1
main.wait(0x1)
	/a.go:5 +0x1
created by main.main in goroutine 1
	/a.go:10 +0x1

goroutine 4 [select]:
main.other(0x1)
	/a.go:20 +0x1
created by main.main in goroutine 1
	/a.go:11 +0x1
`;

function countsOf(of: string, goroutine: number, place?: number): Record<string, number> {
  const outline = new DumpOutlinePass(of.split('\n'));
  outline.advance(1000);
  const asked = outline.goroutines[goroutine];
  const pass = new DumpCountsPass(outline, {
    goroutine: asked,
    place: place === undefined ? undefined : asked.places[place],
    waitsIn: ({ places }) => places[0],
  });
  while (!pass.advance(1));
  const { all, sameState, sameStack, inFunction, rightHere } = pass;
  return { all, sameState, sameStack, inFunction, rightHere };
}

describe('counts in a text of a dump', () => {
  it('take a wait for no other state', () => {
    assert.deepEqual(countsOf(text, 0), { all: 4, sameState: 2, sameStack: 2, inFunction: 0, rightHere: 0 });
  });

  it('count a function once for a goroutine', () => {
    assert.deepEqual(countsOf(text, 2, 1), { all: 4, sameState: 2, sameStack: 1, inFunction: 3, rightHere: 3 });
    assert.deepEqual(countsOf(text, 0, 1), { all: 4, sameState: 2, sameStack: 2, inFunction: 2, rightHere: 0 });
  });

  it('tell creators from frames, and their lines apart', () => {
    assert.deepEqual(countsOf(text, 3, 1), { all: 4, sameState: 2, sameStack: 1, inFunction: 2, rightHere: 1 });
  });

  it('count what a record says', () => {
    const records = `goroutine profile: total 5
3 @ 0x1
#	0x1	main.wait+0x1	/a.go:3

2 @ 0x2
#	0x2	main.wait+0x2	/a.go:4
`;
    assert.deepEqual(countsOf(records, 0, 0), { all: 5, sameState: 5, sameStack: 3, inFunction: 5, rightHere: 5 });
  });
});
