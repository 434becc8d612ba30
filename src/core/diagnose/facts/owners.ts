// Whose code a frame is. In: frames as profiles and dumps spell them. Out: the runtime's, the standard library's, a
// dependency's, or the program's own. Invariants: findings point at the program's own code, or else at a dependency;
// a package is known by its name, a dependency by the folder that the go command puts it in.

import type { GroupFrame } from '../../goroutine/groups';
import { isStandardPackage } from '../../golang/standardLibrary';
import { packageOf } from '../../golang/symbolName';

export type Owner = 'runtime' | 'standard' | 'dependency' | 'own';

export class Owners {
  private readonly known = new Map<GroupFrame, Owner>();

  of(frame: GroupFrame): Owner {
    let owner = this.known.get(frame);
    if (owner === undefined) this.known.set(frame, (owner = ownerOf(frame)));
    return owner;
  }

  /** The innermost frame of the program itself that has a place in a file. */
  innermost(frames: readonly GroupFrame[]): GroupFrame | undefined {
    return frames.find((frame) => this.isOwn(frame)) ?? frames.find((frame) => this.of(frame) === 'dependency');
  }

  /** Every frame of the program itself, innermost first. */
  own(frames: readonly GroupFrame[]): readonly GroupFrame[] {
    return frames.filter((frame) => this.isOwn(frame));
  }

  /** Every frame whose package a site may be in, a dependency's included, innermost first. */
  readable(frames: readonly GroupFrame[]): readonly GroupFrame[] {
    return frames.filter((frame) => this.isOwn(frame) || this.of(frame) === 'dependency');
  }

  isOwn(frame: GroupFrame): boolean {
    return this.of(frame) === 'own' && frame.line > 0 && frame.file.endsWith('.go');
  }

  /** What the program called: the outermost frame inside its innermost own one. */
  called(frames: readonly GroupFrame[]): GroupFrame | undefined {
    const at = frames.findIndex((frame) => this.isOwn(frame));
    return at > 0 ? frames[at - 1] : undefined;
  }
}

function ownerOf({ function: name, file }: GroupFrame): Owner {
  const path = packageOf(name);
  if (path === 'runtime' || path.startsWith('runtime/') || path.startsWith('internal/runtime/')) return 'runtime';
  if (path === '' || isStandardPackage(path)) return 'standard';
  if (/(?:^|\/)vendor\/|\/pkg\/mod\/|@v\d/.test(file)) return 'dependency';
  return 'own';
}
