import assert from 'node:assert/strict';
import { kindOf, Profiles } from '../../../../src/core/diagnose/bundle';
import { diagnose } from '../../../../src/core/diagnose/diagnose';
import { profileOf, several, bundleOf } from './drawn';

describe('bundles', () => {
  const at = 'main.f@/src/app/main.go:1';

  it('tell what a profile is by what it counts, and by its name only where that does not tell', () => {
    const kind = (name: string, of: string, text: string) => kindOf({ name, profile: profileOf(of, text) });
    assert.equal(kind('', 'cpu', `1/1 ${at}`), 'cpu');
    assert.equal(kind('', 'heap', `1/1/1/1 ${at}`), 'heap');
    assert.equal(kind('allocs', 'heap', `1/1/1/1 ${at}`), 'allocs');
    assert.equal(kind('', 'goroutineleak', `1 ${at}`), 'goroutineleak');
    assert.equal(kind('mutex', 'block', ''), 'mutex');
    assert.equal(kind('x.pb.gz', 'block', `1/1 sync.(*Mutex).Unlock@/go/src/sync/mutex.go:1 ${at}`), 'mutex');
    assert.equal(kind('x.pb.gz', 'block', `1/1 sync.(*Mutex).Lock@/go/src/sync/mutex.go:1 ${at}`), 'block');
  });

  it('take the first and the last of a kind, and the difference', () => {
    const profiles = new Profiles(bundleOf({ block: [`5/50 ${at}`, `8/90 ${at}`] }));
    assert.equal(profiles.window('block')?.seconds, 5);
    assert.deepEqual([...profiles.window('block')!.profile.samples.values[1]], [40]);
    assert.equal(profiles.window('mutex'), undefined);
  });

  it('prefer dumps to profiles of goroutines, which tell less', () => {
    const bundle = bundleOf({ goroutine: [several(2, 1, { state: 'select', stack: [at] })] });
    const proto = {
      name: 'goroutine',
      profile: { ...profileOf('threadcreate', `5 ${at}`), sampleTypes: [{ type: 'goroutine', unit: 'count' }] },
    };
    const { first, last } = new Profiles({ ...bundle, profiles: [...bundle.profiles, proto] }).of('goroutine')!;
    assert.ok(first === last && last.profile.goroutines !== undefined);
  });

  it('with one look count since the start, of an unknown time', () => {
    const window = new Profiles(bundleOf({ block: [`5/50 ${at}`] })).window('block');
    assert.equal(window?.seconds, undefined);
    assert.deepEqual([...window!.profile.samples.values[1]], [50]);
  });

  it('say what was read, and that an empty block profile means its rate', async () => {
    const goroutine = [several(2, 1, { state: 'select', stack: [at] })];
    const { captured, missing, findings } = await diagnose(bundleOf({ goroutine, block: ['', ''] }));
    assert.deepEqual(captured, ['goroutine', 'block']);
    assert.match(missing[0].reason, /SetBlockProfileRate/);
    assert.deepEqual(findings, []);
  });
});
