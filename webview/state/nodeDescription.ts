// What there is to say about a box. In: the model and a node. Out: text for the details strip, the tooltip and screen
// readers. Invariant: all three are made of this, so what hover tells, focus tells; numbers are written as
// `go tool pprof` writes them.

import type { NodeIndex } from '../../src/core/analyze/callTree';
import type { NodeDetails, NodeLine } from '../../src/core/layout/nodeLine';
import { formatPercent, formatValue } from '../../src/core/profile/units';
import { companionOf } from '../aggregate/pageProfile';
import { kindOf, kindText, packageOf, type PackageKind } from '../theme/packageKind';
import type { PageModel } from './pageModel';

export interface Amount {
  readonly label: 'Self' | 'Total';
  readonly value: string;
  readonly percent: string;
  /** e.g. `120 samples`; '' where there is no such type or it is not known yet. */
  readonly companion: string;
}

export interface NodeDescription {
  readonly name: string;
  /** '' for none. */
  readonly package: string;
  readonly kind: PackageKind | undefined;
  readonly kindText: string;
  /** Full path, '' for unknown. */
  readonly file: string;
  /** 0 for unknown. */
  readonly line: number;
  /** '' for not inlined. */
  readonly inlined: string;
  readonly amounts: readonly Amount[];
  /** Share of the caller's total, '' for the root. */
  readonly ofCaller: string;
}

/** @param details undefined while the worker has not answered: the rest is there at once */
export function describeNode(model: PageModel, node: NodeIndex, details: NodeDetails | undefined): NodeDescription {
  const line = details?.line;
  const { rows, profile } = model;
  const { tree } = rows;
  const frame = tree.frame[node];
  const parent = tree.parent[node];
  const common = { amounts: amountsOf(model, node, details) };
  if (frame < 0) {
    const none = { package: '', kind: undefined, kindText: '', file: '', line: 0, inlined: '', ofCaller: '' };
    return { ...none, ...common, name: 'All stacks' };
  }
  const name = profile.frames.name[frame];
  const file = profile.frames.files[fileOf(model, frame, line)] ?? '';
  const kind = kindOf(name, file);
  return {
    ...common,
    name,
    package: packageOf(name),
    kind,
    kindText: kindText[kind],
    file,
    line: line?.line ?? 0,
    inlined: line === undefined ? '' : inlinedText[line.inlined],
    ofCaller: parent > 0 ? percentText(tree.total[node], tree.total[parent]) : '',
  };
}

const inlinedText = { yes: 'inlined', some: 'sometimes inlined', no: '' } as const;

function fileOf(model: PageModel, frame: number, line: NodeLine | undefined): number {
  return line === undefined ? model.profile.frames.file[frame] : model.profile.fileOfFunction[line.function];
}

function amountsOf(model: PageModel, node: NodeIndex, details: NodeDetails | undefined): readonly Amount[] {
  const { tree } = model.rows;
  const { unit } = model.profile.sampleTypes[model.sampleType];
  const amount = (label: Amount['label'], value: number, beside: number | undefined): Amount => ({
    label,
    value: valueText(model, value, unit),
    percent: shareText(model, value),
    companion: beside === undefined ? '' : companionText(model, beside),
  });
  return [
    amount('Self', tree.self[node], details?.besideSelf),
    amount('Total', tree.total[node], details?.besideTotal),
  ];
}

function companionText(model: PageModel, value: number): string {
  const { sampleTypes } = model.profile;
  const other = companionOf(sampleTypes, model.sampleType);
  if (other === undefined) return '';
  const { type, unit } = sampleTypes[other];
  const name = type.replace(/_/g, ' ');
  return `${formatValue(value, unit)} ${unit === 'count' && value === 1 ? name.replace(/s$/, '') : name}`;
}

/** In a difference with its sign, as colour must not tell it alone. */
export function valueText({ profile }: PageModel, value: number, unit: string): string {
  const text = formatValue(value, unit);
  return profile.isDifference && value > 0 ? `+${text}` : text;
}

/** Of the whole, in a difference of the base's; with the sign of the value. */
export function shareText({ profile, wholeValue }: PageModel, value: number): string {
  const text = percentText(value, wholeValue);
  if (!profile.isDifference || value === 0) return text;
  return `${value < 0 ? '-' : '+'}${text}`;
}

export function percentText(value: number, total: number): string {
  return formatPercent(value, total).trim();
}

/** One line for screen readers: `orders.List, total 1.2s, 34.5%, self 10ms, 0.3%`. */
export function spokenText(model: PageModel, node: NodeIndex): string {
  const { name, amounts } = describeNode(model, node, undefined);
  const spoken = [...amounts].reverse().map((a) => `${a.label.toLowerCase()} ${a.value}, ${a.percent}`);
  return [name, ...spoken].join(', ');
}

export function sampleTypeText(type: { readonly type: string; readonly unit: string }): string {
  return type.unit === '' ? type.type : `${type.type}/${type.unit}`;
}
