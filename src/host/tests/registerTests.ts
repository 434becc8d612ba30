// Profiles of tests. In: a runner of tests, and where profiles are kept and shown. Out: lenses and the command,
// registered.

import type { Disposable } from '../../base/disposable';
import { DisposableList } from '../../base/disposable';
import { commands } from '../../ids';
import type { CommandRegistry } from '../commands';
import { profileTest, type ProfileTestOptions } from './profileTest';
import { TestLenses } from './testLenses';
import { TestOutput } from './testOutput';

export interface RegisterTestsOptions extends Omit<ProfileTestOptions, 'output'> {
  readonly registry: CommandRegistry;
}

export function registerTests({ registry, ...options }: RegisterTestsOptions): Disposable {
  const owned = new DisposableList();
  const output = owned.add(new TestOutput());
  owned.add(new TestLenses(options.syntax));
  registry.register(commands.profileTest, 'profile the test', (...args) => profileTest({ ...options, output }, args));
  return owned;
}
