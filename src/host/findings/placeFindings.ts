// Findings as the diagnosis names them, to findings in the files here. In: findings, the bundle's sources. Out: the same with
// places and keys. Invariants: what is not here has no place and is still a finding; two findings have the same key only
// when a person would call them the same, and then they are numbered in the order of their lines.

import * as vscode from 'vscode';
import { Owners } from '../../core/diagnose/facts/owners';
import type { Evidence, Finding } from '../../core/diagnose/finding';
import { declarationAt } from '../../core/golang/goFile';
import type { GroupFrame } from '../../core/goroutine/groups';
import { FindingPlace } from '../store/findingPlace';
import type { PlacedEvidence, PlacedFinding } from '../store/findingsStore';
import type { BundleSources, SourcePlace } from './bundleSources';

interface Draft extends Omit<PlacedFinding, 'id'> {
  readonly line: number;
}

/** @param nextId a new number at each call */
export async function placeFindings(
  findings: readonly Finding[],
  sources: BundleSources,
  nextId: () => number,
): Promise<readonly PlacedFinding[]> {
  const owners = new Owners();
  const drafts = await Promise.all(findings.map((finding) => draftOf(finding, sources, owners)));
  return drafts.map(({ line, ...draft }) => {
    const alike = drafts.filter(({ key }) => key === draft.key);
    const rank = alike.filter((other) => other.line < line).length;
    return { ...draft, id: nextId(), key: rank === 0 ? draft.key : `${draft.key}\0${rank}` };
  });
}

async function draftOf(finding: Finding, sources: BundleSources, owners: Owners): Promise<Draft> {
  const frame = frameOf(finding);
  const at = frame === undefined ? undefined : await sources.place(frame);
  return {
    finding,
    key: [finding.rule, fileText(finding, at), functionText(frame, at)].join('\0'),
    line: at?.line ?? finding.location?.line ?? 0,
    place: at === undefined ? undefined : new FindingPlace(at.uri, at.line),
    evidence: await Promise.all(finding.evidence.map((evidence) => placeEvidence(evidence, sources, owners))),
  };
}

/** The location as the frame of evidence that it is, else as a place in the source. */
function frameOf({ location, evidence }: Finding): GroupFrame | undefined {
  if (location === null) return undefined;
  const { file, line } = location;
  const frames = evidence.flatMap((one) => (one.profile === 'source' ? [] : one.frames));
  return frames.find((frame) => frame.file === file && frame.line === line) ?? { function: '', file, line };
}

async function placeEvidence(evidence: Evidence, sources: BundleSources, owners: Owners): Promise<PlacedEvidence> {
  const own = ownFrame(evidence, owners);
  const at = own === undefined ? undefined : await sources.place(own);
  return { evidence, place: at === undefined ? undefined : new FindingPlace(at.uri, at.line) };
}

function ownFrame({ profile, frames }: Evidence, owners: Owners): GroupFrame | undefined {
  // Where the source says something, the line is the source's, not one of a function that was built earlier.
  if (profile === 'source') return frames.length === 0 ? undefined : { ...frames[0], function: '' };
  return frames.find((frame) => owners.isOwn(frame));
}

function fileText({ location }: Finding, at: SourcePlace | undefined): string {
  return at === undefined ? (location?.file ?? '') : vscode.workspace.asRelativePath(at.uri, true);
}

function functionText(frame: GroupFrame | undefined, at: SourcePlace | undefined): string {
  const index = at?.syntax === undefined ? -1 : declarationAt(at.syntax, at.line);
  if (at?.syntax === undefined || index < 0) return frame?.function ?? '';
  const { name, receiver } = at.syntax.declarations[index];
  return receiver === undefined ? name : `${receiver}.${name}`;
}
