// Bundles drawn as text. In: lines `VALUE/VALUE LOCATION …` as drawnProfile has them, leaf first, one value a sample type;
// dumps as goroutines. Out: profiles of a kind, and bundles whose two looks are five seconds apart.

import { type Bundle, type BundleProfile, Profiles } from '../../../../src/core/diagnose/bundle';
import { parseDump } from '../../../../src/core/goroutine/dump';
import type { Profile, ValueType } from '../../../../src/core/profile/profile';
import { drawnProfile } from '../golang/drawnProfile';

const types: Readonly<Record<string, readonly ValueType[]>> = {
  cpu: [
    { type: 'samples', unit: 'count' },
    { type: 'cpu', unit: 'nanoseconds' },
  ],
  block: [
    { type: 'contentions', unit: 'count' },
    { type: 'delay', unit: 'nanoseconds' },
  ],
  mutex: [
    { type: 'contentions', unit: 'count' },
    { type: 'delay', unit: 'nanoseconds' },
  ],
  heap: [
    { type: 'alloc_objects', unit: 'count' },
    { type: 'alloc_space', unit: 'bytes' },
    { type: 'inuse_objects', unit: 'count' },
    { type: 'inuse_space', unit: 'bytes' },
  ],
  goroutineleak: [{ type: 'goroutineleak', unit: 'count' }],
  threadcreate: [{ type: 'threadcreate', unit: 'count' }],
};

/** @param kind also decides the sample types */
export function profileOf(kind: string, text: string): Profile {
  const sampleTypes = types[kind];
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const values = sampleTypes.map((_, t) =>
    Float64Array.from(lines, (line) => Number(line.split(' ')[0].split('/')[t])),
  );
  const profile = drawnProfile(lines.map((line) => line.replace(/^\S+/, '1')).join('\n'));
  return {
    ...profile,
    sampleTypes,
    samples: { ...profile.samples, values },
    durationNanos: kind === 'cpu' ? 5_000_000_000n : 0n,
  };
}

/** One goroutine: `id [state] created by F: function@file:line < …`. */
export interface DrawnGoroutine {
  readonly id: number;
  readonly state: string;
  /** `pkg.F@file.go:12`, innermost first. */
  readonly stack: readonly string[];
  readonly createdBy?: string;
}

export function dumpOf(goroutines: readonly DrawnGoroutine[]): Profile {
  const lines = goroutines.flatMap(({ id, state, stack, createdBy }) => [
    `goroutine ${id} [${state}]:`,
    ...stack.flatMap((frame) => frameLines(frame, '(0x1)')),
    ...(createdBy === undefined ? [] : frameLines(createdBy, ' in goroutine 1', 'created by ')),
    '',
  ]);
  return parseDump(new TextEncoder().encode(lines.join('\n'))).profile;
}

function frameLines(frame: string, after: string, before = ''): readonly string[] {
  const at = frame.lastIndexOf('@');
  return [`${before}${frame.slice(0, at)}${after}`, `\t${frame.slice(at + 1)} +0x1d`];
}

/** Equal goroutines with ids from `from` on. */
export function several(count: number, from: number, one: Omit<DrawnGoroutine, 'id'>): readonly DrawnGoroutine[] {
  return Array.from({ length: count }, (_, i) => ({ ...one, id: from + i }));
}

/** Texts by kind; two of them are the two looks. Goroutines are dumps. */
export interface DrawnBundle {
  readonly goroutine?: readonly (readonly DrawnGoroutine[])[];
  readonly cpu?: string;
  readonly block?: readonly string[];
  readonly mutex?: readonly string[];
  readonly heap?: readonly string[];
  readonly goroutineleak?: string;
  readonly threadcreate?: string;
}

export function bundleOf(drawn: DrawnBundle): Bundle {
  const profiles: BundleProfile[] = [];
  const add = (name: string, looks: readonly Profile[]): void => {
    looks.forEach((profile, i) => profiles.push({ name, profile, takenAt: 1_000_000 + 5000 * i }));
  };
  add('goroutine', (drawn.goroutine ?? []).map(dumpOf));
  for (const kind of ['block', 'mutex', 'heap'] as const) {
    add(
      kind,
      (drawn[kind] ?? []).map((text) => profileOf(kind, text)),
    );
  }
  for (const kind of ['cpu', 'goroutineleak', 'threadcreate'] as const) {
    const text = drawn[kind];
    if (text !== undefined) add(kind, [profileOf(kind, text)]);
  }
  return { profiles, missing: [] };
}

export function profilesOf(drawn: DrawnBundle): Profiles {
  return new Profiles(bundleOf(drawn));
}

/** Frames that most stacks end in. */
export const serve = [
  'net/http.serverHandler.ServeHTTP@/go/src/net/http/server.go:3311',
  'net/http.(*conn).serve@/go/src/net/http/server.go:2067',
];
