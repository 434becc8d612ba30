// Rows of the list of services. In: what was used before, what runs here, what was typed. Out: rows in that order.
// Invariants: a service that was used before and runs now is one row; text that is an address is offered as one.

import * as vscode from 'vscode';
import { kindName } from '../store/kindNames';
import { hostOf } from '../store/originText';
import type { RememberedTarget } from '../store/rememberedTargets';
import type { CaptureService, CaptureTarget, DiscoveredTarget } from './captureService';

export interface TargetItem extends vscode.QuickPickItem {
  /** Absent: opens the box for an address. */
  readonly target?: CaptureTarget;
  readonly remembered?: RememberedTarget;
  readonly isTyped?: true;
}

const forget: vscode.QuickInputButton = { iconPath: new vscode.ThemeIcon('close'), tooltip: 'Forget This Service' };

export function targetItems(
  service: CaptureService,
  remembered: readonly RememberedTarget[],
  found: readonly DiscoveredTarget[],
  text: string,
): TargetItem[] {
  const typed = addressIn(service, text);
  const known = new Set(remembered.map((target) => target.url));
  const fresh = found.filter((target) => !known.has(target.url));
  const items: TargetItem[] = [];
  if (typed !== undefined) {
    items.push({
      label: `$(globe) ${hostOf(typed.url)}`,
      description: typed.url,
      alwaysShow: true,
      target: typed,
      isTyped: true,
    });
  }
  if (remembered.length > 0) items.push(separator('used before'));
  items.push(...remembered.flatMap((target) => rememberedItem(service, target, found)));
  if (fresh.length > 0) items.push(separator('running on this machine'));
  items.push(...fresh.flatMap((target) => foundItem(service, target)));
  items.push(separator(''), { label: '$(globe) Enter an Address…', alwaysShow: true });
  return items;
}

function separator(label: string): TargetItem {
  return { label, kind: vscode.QuickPickItemKind.Separator };
}

function rememberedItem(
  service: CaptureService,
  remembered: RememberedTarget,
  found: readonly DiscoveredTarget[],
): TargetItem[] {
  const target = addressIn(service, remembered.url);
  if (target === undefined) return [];
  const { kind, seconds } = remembered;
  const running = found.find((other) => other.url === remembered.url);
  const notes = [
    ...(running === undefined ? [] : [processText(running)]),
    ...(kind === undefined ? [] : [`last ${kindName(kind)}${seconds === undefined ? '' : `, ${seconds} s`}`]),
  ];
  return [
    {
      label: `$(history) ${hostOf(remembered.url)}`,
      description: notes.join(' · '),
      buttons: [forget],
      remembered,
      target: { ...target, ...(kind === undefined ? {} : { kind }), ...(seconds === undefined ? {} : { seconds }) },
    },
  ];
}

function foundItem(service: CaptureService, found: DiscoveredTarget): TargetItem[] {
  const target = addressIn(service, found.url);
  if (target === undefined) return [];
  return [{ label: `$(server-process) ${hostOf(found.url)}`, description: processText(found), target }];
}

function processText({ command, pid, goroutines }: DiscoveredTarget): string {
  const count = goroutines === undefined ? '' : ` · ${goroutines.toLocaleString('en')} goroutines`;
  return `${command}, process ${pid}${count}`;
}

/**
 * What Enter means. It may come before the row for what was typed, or before rows that do not fit it are gone: then it is
 * the typed address that is meant.
 */
export function targetMeant(service: CaptureService, item: TargetItem, text: string): CaptureTarget | undefined {
  const typed = addressIn(service, text);
  const shown = `${item.label} ${item.description ?? ''}`.toLowerCase();
  return typed !== undefined && !shown.includes(text.trim().toLowerCase()) ? typed : (item.target ?? typed);
}

/** Only what has a port, a path or a scheme is an address; anything else typed here is a search. */
function addressIn(service: CaptureService, text: string): CaptureTarget | undefined {
  if (!/[:/]|^\s*\d+\s*$/.test(text)) return undefined;
  try {
    return service.parseTarget(text);
  } catch {
    return undefined;
  }
}
