// Nothing that is committed names a machine it was made on, or carries a credential.

import assert from 'node:assert/strict';
import { homedir } from 'node:os';
import { files, read, root } from './sources';

describe('committed files', () => {
  it('name no folder of the machine they were made on', () => {
    const places = [`${root}/`, `${homedir()}/`].filter((p) => p.length > 3);
    const offenders = files().filter((f) => {
      const text = read(f);
      return places.some((place) => text.includes(place));
    });
    assert.deepEqual(offenders, []);
  });

  it('carry no private keys', () => {
    const key = new RegExp(['-----BEGIN', '(?:RSA |EC )?PRIVATE KEY-----'].join(' '));
    assert.deepEqual(
      files().filter((f) => key.test(read(f))),
      [],
    );
  });
});
