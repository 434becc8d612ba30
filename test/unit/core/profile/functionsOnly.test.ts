// The functions of several profiles in one.

import assert from 'node:assert/strict';
import { functionsOnly } from '../../../../src/core/profile/functionsOnly';
import { packProfile, unpackProfile } from '../../../../src/core/profile/pack';
import { profileFromText } from '../../profileText';

describe('functions only', () => {
  const a = profileFromText(`main  main
                             work  idle`);
  const b = profileFromText(`main
                             other`);

  function namesOf(profile: ReturnType<typeof functionsOnly>): string[] {
    const { functions, strings } = profile;
    return Array.from(functions.name, (name) => strings.text(name)).sort();
  }

  it('have each function once, and nothing that was measured', () => {
    const both = functionsOnly([a, b]);
    assert.deepEqual(namesOf(both), ['idle', 'main', 'other', 'work']);
    assert.equal(both.samples.count, 0);
    assert.deepEqual(both.sampleTypes, []);
  });

  it('cross threads', () => {
    assert.deepEqual(namesOf(unpackProfile(packProfile(functionsOnly([a, b])))), ['idle', 'main', 'other', 'work']);
  });
});
