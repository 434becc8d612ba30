// What `go tool pprof -raw` prints of a profile, as far as old formats have it. In: a Profile. Out: lines.
// Invariant: ids are rows plus one, as pprof numbers them, so that equal text means equal profiles.
import type { Profile } from '../../../../../src/core/profile/profile';

export function rawText(p: Profile): string {
  const out: string[] = [];
  const text = (index: number) => p.strings.text(index);
  if (p.periodType !== undefined) out.push(`PeriodType: ${p.periodType.type} ${p.periodType.unit}`.trimEnd());
  out.push(`Period: ${p.period}`);
  out.push('Samples:', p.sampleTypes.map((t) => `${t.type}/${t.unit}`).join(' '));
  const { samples, labels, locations, functions, mappings } = p;
  for (let s = 0; s < samples.count; s++) {
    const values = samples.values.map((column) => ` ${String(column[s]).padStart(10)}`).join('');
    const ids = Array.from(
      samples.stackLocation.subarray(samples.stackOffset[s], samples.stackOffset[s + 1]),
      (l) => l + 1,
    );
    out.push(`${values}: ${ids.join(' ')}`.trimEnd());
    for (let l = samples.labelOffset[s]; l < samples.labelOffset[s + 1]; l++) {
      const value = labels.text[l] < 0 ? String(labels.number[l]) : text(labels.text[l]);
      out.push(`                ${text(labels.key[l])}:[${value}]`);
    }
  }
  out.push('Locations');
  for (let l = 0; l < locations.count; l++) {
    const mapping = locations.mapping[l] < 0 ? '' : ` M=${locations.mapping[l] + 1}`;
    const head = `${String(l + 1).padStart(6)}: 0x${locations.address[l].toString(16)}${mapping}`;
    const lines = Array.from({ length: locations.lineOffset[l + 1] - locations.lineOffset[l] }, (_, i) => {
      const line = locations.lineOffset[l] + i;
      const fn = locations.lineFunction[line];
      return ` ${text(functions.name[fn])} ${text(functions.filename[fn])}:${locations.lineNumber[line]}:0 s=0`;
    });
    out.push(head + (lines[0] ?? ''), ...lines.slice(1).map((line) => `            ${line}`));
  }
  out.push('Mappings');
  for (let m = 0; m < mappings.count; m++) {
    const hex = (value: bigint) => `0x${value.toString(16)}`;
    const range = `${hex(mappings.start[m])}/${hex(mappings.limit[m])}/${hex(mappings.offset[m])}`;
    out.push(`${m + 1}: ${range} ${text(mappings.file[m])} ${text(mappings.buildId[m])}`.trimEnd());
  }
  return out.join('\n');
}
