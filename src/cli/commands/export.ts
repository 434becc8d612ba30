// `heatline export`. In: profiles and options. Out: the refined profile in a format of another tool, as a file.

import { flameHtml, flameSvg } from '../../core/report/flameSvg';
import { foldedText } from '../../core/report/folded';
import type { Prepared } from '../../core/report/prepare';
import { speedscopeFile } from '../../core/report/speedscope';
import type { Command } from '../command';
import { exitCodes } from '../exitCodes';
import { goTime } from '../goTime';
import type { Io } from '../io';
import { didYouMean } from '../nearest';
import { refineOptions } from '../refineOptions';
import { readReportInput } from '../reportInput';
import { UsageError } from '../usageError';
import { profileBytes, writeResult } from '../writeResult';

const formats = ['pprof', 'folded', 'speedscope', 'svg', 'html'] as const;
type Format = (typeof formats)[number];

const extensions: readonly (readonly [RegExp, Format])[] = [
  [/\.(folded|collapsed|txt)$/, 'folded'],
  [/\.json$/, 'speedscope'],
  [/\.svg$/, 'svg'],
  [/\.html?$/, 'html'],
];

export const exportCommand: Command = {
  name: 'export',
  summary: 'Write a profile in another format: pprof, folded, speedscope, svg, html',
  synopsis: ['FILE… --format FORMAT -o OUT [options]'],
  options: {
    format: { type: 'text', value: 'FORMAT', help: `${formats.join(', ')}; default: what the name of OUT says` },
    out: { type: 'text', short: 'o', value: 'OUT', help: 'The file to write; - is standard output' },
    ...refineOptions,
  },
  notes: ['Filters apply, so a part of a profile can be passed on. svg and html are a static flame graph.'],
  run: async (args, io) => {
    const out = args.text('out');
    if (out === undefined) throw new UsageError('Where to? Give -o OUT.');
    const format = formatOf(args.text('format'), out);
    const granularity = format === 'pprof' ? ({ granularity: 'addresses', trimsFilenames: false } as const) : {};
    const { prepared } = await readReportInput(args, io, args.positionals, granularity);
    const isOneType = args.text('sample_index') !== undefined;
    await writeResult(out, bytesOf(format, prepared, isOneType, io), io);
    return exitCodes.fine;
  },
};

function formatOf(word: string | undefined, out: string): Format {
  if (word === undefined) return extensions.find(([pattern]) => pattern.test(out))?.[1] ?? 'pprof';
  const known = formats.find((format) => format === word);
  if (known === undefined) throw new UsageError(`There is no format "${word}".`, didYouMean(word, formats));
  return known;
}

function bytesOf(format: Format, prepared: Prepared, isOneType: boolean, io: Io): Uint8Array {
  switch (format) {
    case 'pprof':
      return profileBytes(prepared.profile);
    case 'folded':
      return Buffer.from([...foldedText(prepared)].join(''));
    case 'speedscope':
      return Buffer.from(JSON.stringify(speedscopeFile(prepared, io.tool, isOneType)));
    case 'svg':
      return Buffer.from(flameSvg(prepared, goTime));
    case 'html':
      return Buffer.from(flameHtml(prepared, goTime));
  }
}
