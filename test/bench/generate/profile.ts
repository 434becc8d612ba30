// Seeded profiles of any size. In: a size's name. Out: a file in out/bench, made once.
//   tsx test/bench/generate/profile.ts S|M|L|XL

import { existsSync, mkdirSync, renameSync } from 'node:fs';
import path from 'node:path';
import { generateProgram } from './program';
import { Random } from './random';
import { generateStacks } from './stacks';
import { writeProfile } from './writeProfile';

export const sizes = {
  S: { samples: 10_000, functions: 3_000, depth: 24 },
  M: { samples: 100_000, functions: 9_000, depth: 30 },
  L: { samples: 1_000_000, functions: 30_000, depth: 40 },
  XL: { samples: 5_000_000, functions: 30_000, depth: 40 },
} as const;

export type Size = keyof typeof sizes;

const folder = path.resolve(__dirname, '../../../out/bench');

/** The file of that size, generated if it is not there yet. */
export async function profileOfSize(size: Size): Promise<string> {
  const file = path.join(folder, `${size}.pb.gz`);
  if (existsSync(file)) return file;
  mkdirSync(folder, { recursive: true });
  const random = new Random(1);
  const program = generateProgram(random, sizes[size].functions);
  const stacks = generateStacks(random, program, sizes[size].samples, sizes[size].depth);
  await writeProfile(`${file}.part`, program, stacks);
  renameSync(`${file}.part`, file);
  return file;
}
