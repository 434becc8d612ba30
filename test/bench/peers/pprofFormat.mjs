// What is measured: pprof-format, decoding only. node pprofFormat.js decode FILE → one JSON line (see report.ts).
import { gunzipSync } from 'node:zlib';
import { Profile } from 'pprof-format';
import { report } from '../report';

void report({
  decode: (bytes) => Profile.decode(bytes[0] === 0x1f ? gunzipSync(bytes) : bytes).sample.length,
});
