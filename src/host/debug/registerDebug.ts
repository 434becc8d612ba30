// From a profile to the debugger and back. In: places that other parts of the window show, running services, debug
// sessions. Out: breakpoints, a debug session, goroutines as a profile: their commands, registered. Invariant: arguments
// of commands are checked, since anyone can run them.

import * as vscode from 'vscode';
import { type Disposable, DisposableList } from '../../base/disposable';
import { UserError } from '../../base/userError';
import type { Profile } from '../../core/profile/profile';
import { commands } from '../../ids';
import type { FrameRef } from '../../protocol/messages';
import type { CodePlace, CodePlaces } from '../codePlaces';
import type { CommandRegistry } from '../commands';
import { rowOf } from '../store/goroutineRow';
import type { ProfileStore } from '../store/profileStore';
import { addBreakpoint, chooseBreakpoint } from './breakpoints';
import { debugProcess, type DebugProcessOptions } from './debugProcess';
import { DebuggerGoroutines, type DebuggerGoroutinesOptions } from './debuggerGoroutines';

export interface RegisterDebugOptions extends DebugProcessOptions, DebuggerGoroutinesOptions {
  readonly registry: CommandRegistry;
  readonly store: ProfileStore;
  readonly places: CodePlaces;
  /** Where a frame stands now; undefined where the person was told why that is unknown. */
  readonly locate: (profile: Profile, frame: FrameRef) => Promise<vscode.Location | undefined>;
}

export function registerDebug(options: RegisterDebugOptions): Disposable {
  const { registry, store, places, locate } = options;
  const owned = new DisposableList();
  places.add(([number, index, line]) => {
    if (!isIndex(number) || !isIndex(index) || !isIndex(line)) return undefined;
    const { profile } = store.numbered(number);
    return index < profile.functions.count ? { at: { profile, frame: { function: index, line } } } : undefined;
  });
  places.add(([arg]) => {
    const row = rowOf(arg);
    if (row?.frame === undefined) return undefined;
    const { profile, frame, samples } = row;
    const at = { profile, frame: { function: frame.function, line: frame.line } };
    return { at, of: { profile, samples: new Set(samples()) } };
  });
  const placeOf = async (args: readonly unknown[]): Promise<PlacedCode | undefined> => {
    const place = await places.find(args);
    if (place === undefined) return undefined;
    const at = place.at instanceof vscode.Location ? place.at : await locate(place.at.profile, place.at.frame);
    return at === undefined ? undefined : { at, of: place.of };
  };
  registry.register(commands.addBreakpoint, 'add a breakpoint', async (...args) => {
    const place = await placeOf(args);
    if (place !== undefined) addBreakpoint(place.at);
  });
  registry.register(commands.breakpointHere, 'add a breakpoint', async (...args) => {
    const place = await placeOf(args);
    if (place !== undefined) await chooseBreakpoint(place.at, place.of);
    else if (args.length === 0) {
      const next = 'Place the cursor in a Go file, or on a frame of a stack, and try again.';
      throw new UserError('no-place', 'There is no code at the cursor for a breakpoint.', next);
    }
  });
  registry.register(commands.debugProcess, 'debug the process', (target) => debugProcess(options, target));
  const goroutines = owned.add(new DebuggerGoroutines(options));
  registry.register(commands.takeGoroutines, 'take the goroutines from the debugger', () => goroutines.take());
  return owned;
}

interface PlacedCode {
  readonly at: vscode.Location;
  readonly of: CodePlace['of'];
}

const isIndex = (value: unknown): value is number => Number.isInteger(value) && (value as number) >= 0;
