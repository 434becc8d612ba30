// Stacks as text. In: groups of goroutines. Out: a paragraph each, and where in it each frame stands. Invariants: one frame
// a line, whatever its name holds; innermost first, as Go prints them, with the creator last.

import { counted } from '../../base/counted';
import { printable } from '../../base/printable';
import type { GoroutineFacts } from '../../core/analyze/goroutineFacts';
import type { StackGroup } from '../../core/goroutine/stackGroups';
import type { Line1, Profile } from '../../core/profile/profile';
import type { FrameRef } from '../../protocol/messages';

export interface PeekFrame {
  readonly line: Line1;
  /** Characters of the line. */
  readonly start: number;
  readonly end: number;
  readonly frame: FrameRef;
  /** A SampleIndex with this stack. */
  readonly sample: number;
}

export interface PeekText {
  readonly text: string;
  readonly frames: readonly PeekFrame[];
  /** First line of each group. */
  readonly starts: readonly Line1[];
}

export function peekText(profile: Profile, groups: readonly StackGroup[], facts: GoroutineFacts): PeekText {
  const writer = new Writer(profile);
  for (const group of groups) writer.group(group, facts);
  return writer.result();
}

const indent = '    ';

class Writer {
  private readonly lines: string[] = [];
  private readonly frames: PeekFrame[] = [];
  private readonly starts: Line1[] = [];

  constructor(private readonly profile: Profile) {}

  group(group: StackGroup, { state, createdBy }: GoroutineFacts): void {
    const { samples, strings } = this.profile;
    const { sample } = group;
    this.starts.push((this.lines.length + 1) as Line1);
    const parts = [
      counted(group.count, 'goroutine'),
      state[sample] < 0 ? '' : strings.text(state[sample]),
      waits(group),
      group.isLeaked ? 'leaked' : '',
    ];
    this.lines.push(printable(parts.filter((part) => part !== '').join(', ')));
    for (let i = samples.stackOffset[sample]; i < samples.stackOffset[sample + 1]; i++) {
      this.location(samples.stackLocation[i], '', sample);
    }
    if (createdBy[sample] >= 0) this.location(createdBy[sample], 'created by ', sample);
    this.lines.push('');
  }

  private location(location: number, before: string, sample: number): void {
    const { locations, functions, strings } = this.profile;
    for (let l = locations.lineOffset[location]; l < locations.lineOffset[location + 1]; l++) {
      const f = locations.lineFunction[l];
      if (f < 0) continue;
      const line = locations.lineNumber[l];
      const name = printable(strings.text(functions.name[f]));
      const file = printable(strings.text(functions.filename[f]));
      const start = indent.length + before.length;
      this.frames.push({
        line: (this.lines.length + 1) as Line1,
        start,
        end: start + name.length,
        frame: { function: f, line },
        sample,
      });
      this.lines.push(`${indent}${before}${name}  ${file}:${line}`);
    }
  }

  result(): PeekText {
    return { text: this.lines.join('\n'), frames: this.frames, starts: this.starts };
  }
}

function waits({ shortestWait, longestWait }: StackGroup): string {
  if (longestWait < 0) return '';
  return shortestWait === longestWait ? `${longestWait} minutes` : `${shortestWait} to ${longestWait} minutes`;
}
