// A finding for tests of what is written of findings.

import type { Finding } from '../../../../../src/core/diagnose/finding';

export const finding: Finding = {
  rule: 'lock-contention',
  grade: 'likely',
  title: 'cache.(*Cache).get does slow work',
  detail: 'On average 3.5 goroutines were queueing.',
  location: { file: 'internal/cache/my cache.go', line: 20 },
  evidence: [
    {
      profile: 'block',
      text: '810 waits.',
      value: 810,
      unit: 'contentions',
      share: 0.5,
      frames: [
        { function: 'sync.(*Mutex).Lock', file: '/go/src/sync/mutex.go', line: 46 },
        { function: 'example.com/app/cache.(*Cache).get', file: 'internal/cache/my cache.go', line: 15 },
      ],
    },
  ],
  refute: 'It was a burst.',
  advice: 'Unlock first.',
  docs: 'https://pkg.go.dev/sync#Mutex',
};
