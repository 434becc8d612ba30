// A second reading of a dump, for comparison: split into lines and matched with regular expressions, the
// obvious way, without regard to speed. In: text without a log's prefix. Out: what each goroutine says.
// Invariant: shares no code with the parser that it checks.

export interface NaiveGoroutine {
  readonly id: number;
  readonly state: string;
  readonly minutes: number;
  readonly frames: string[];
  createdBy: string;
  parent: number;
}

const header =
  /^goroutine (\d+)(?: gp=\S+ m=\S+(?: mp=\S+)?)? (?:\{.*\} )?\[([^,\]]*?)((?:,[^\]]*?)?)(?: labels:\{.*\})?\](?: \{.*\})?:$/;
const place = /^\s+(.+):(\d+)(?: \+0x\S+)?(?: (?:fp|sp|pc)=\S+)*$/;
const annotation = / \((?:scan|leaked|durable|synctest)\)$/;

export function naiveDump(text: string): NaiveGoroutine[] {
  const found: NaiveGoroutine[] = [];
  let current: NaiveGoroutine | undefined;
  let done = false;
  const lines = text.split('\n').map((line) => line.replace(/\r$/, ''));
  lines.forEach((line, i) => {
    const start = header.exec(line);
    if (start !== null) {
      let state = start[2];
      while (annotation.test(state)) state = state.replace(annotation, '');
      const minutes = /(\d+) minutes/.exec(start[3]);
      current = {
        id: Number(start[1]),
        state,
        minutes: minutes === null ? -1 : Number(minutes[1]),
        frames: [],
        createdBy: '',
        parent: -1,
      };
      found.push(current);
      done = false;
      return;
    }
    if (current === undefined || line === '') {
      current = undefined;
      return;
    }
    const origin = /^\[originating from goroutine (\d+)\]:$/.exec(line);
    if (origin !== null) {
      if (current.parent < 0) current.parent = Number(origin[1]);
      done = true;
    }
    const next = place.exec(lines[i + 1] ?? '');
    if (done || next === null || /^\s/.test(line)) return;
    const at = `${next[1]}:${next[2]}`;
    const creator = /^created by (.*?)(?: in goroutine (\d+))?$/.exec(line);
    if (creator === null) current.frames.push(`${line.replace(/\([^()]*\)$/, '')}@${at}`);
    else {
      current.createdBy = `${creator[1]}@${at}`;
      if (creator.at(2) !== undefined) current.parent = Number(creator[2]);
    }
  });
  return found;
}
