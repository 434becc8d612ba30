// Everything about findings in the editor. In: the store, a diagnoser, what leads to code and to a new look. Out: view,
// problems, hover and their commands, registered; a way to diagnose a bundle. Invariant: arguments of commands are
// checked, since anyone can run them; frames are opened by their numbers.

import * as vscode from 'vscode';
import { type Disposable, DisposableList } from '../../base/disposable';
import { UserError } from '../../base/userError';
import { nextSteps } from '../../core/diagnose/nextSteps';
import { commands } from '../../ids';
import type { CodePlaces } from '../codePlaces';
import { type CommandRegistry, uriOf } from '../commands';
import type { ErrorReporter } from '../errorReporter';
import { positionAt } from '../positions';
import type { CaptureFolder } from '../store/captureFolder';
import type { BundleRef, PlacedFinding } from '../store/findingsStore';
import { LastDiagnosis } from '../store/lastDiagnosis';
import type { KeyValueStore } from '../store/viewStates';
import { Diagnosis } from './diagnosis';
import type { Diagnoser } from './diagnoser';
import { askReason } from './dismiss';
import { FindingActions } from './findingActions';
import { FindingHover } from './findingHover';
import { FindingNavigator, type FindingNavigatorOptions } from './findingNavigator';
import { FindingsProblems } from './findingsProblems';
import { FindingsReports } from './findingsReports';
import { FindingsView } from './findingsView';
import { LastFindings } from './lastFindings';
import { showLeakTest } from './leakTestDocument';
import { OpenPackages } from './openPackage';

export interface FindingsOptions extends FindingNavigatorOptions {
  readonly registry: CommandRegistry;
  readonly errors: ErrorReporter;
  readonly diagnoser: Diagnoser;
  readonly folder: CaptureFolder;
  readonly storage: KeyValueStore;
  /** What a breakpoint can be added to. */
  readonly places: CodePlaces;
  /** Another look at the goroutines of a bundle's service, kept in the bundle; false when it was cancelled. */
  readonly lookAgain: (bundle: vscode.Uri, target: string) => Promise<boolean>;
}

export interface Findings extends Disposable {
  /** Diagnoses a bundle and shows what is found. */
  diagnose(bundle: BundleRef): Promise<void>;
}

export function registerFindings(options: FindingsOptions): Findings {
  const { registry, errors, store, sources, syntax, diagnoser, folder, storage, places, lookAgain } = options;
  const owned = new DisposableList();
  const last = owned.add(new LastFindings(store, new LastDiagnosis(storage)));
  const view = owned.add(new FindingsView(store, storage, last, () => void restore()));
  owned.add(new FindingsProblems(store));
  owned.add(vscode.languages.registerHoverProvider({ language: 'go', scheme: '*' }, new FindingHover(store)));
  const reports = owned.add(new FindingsReports(store));
  const packages = new OpenPackages();
  owned.add(
    vscode.languages.registerCodeActionsProvider(
      { language: 'go', scheme: '*' },
      new FindingActions(store, syntax, packages),
      FindingActions.metadata,
    ),
  );
  const navigator = new FindingNavigator(options);
  const diagnosis = new Diagnosis({ diagnoser, sources, syntax, store });

  // Once in a window, and quietly: nobody has asked for more than to see the view as it was.
  let isRestored = false;
  const restore = async (): Promise<void> => {
    if (isRestored || last.name === undefined) return;
    isRestored = true;
    try {
      await diagnosis.run(await last.bundle(), 'view');
    } catch (error) {
      errors.record(error, 'show the last findings');
    }
  };
  const diagnose = async (bundle: BundleRef): Promise<void> => {
    if (!(await diagnosis.run(bundle))) return;
    const [best] = store.shown;
    if ((best as PlacedFinding | undefined) === undefined)
      await vscode.commands.executeCommand('heatline.findings.focus');
    else await view.reveal(best, false);
  };

  const found = (arg: unknown): PlacedFinding | undefined =>
    store.get(typeof arg === 'object' && arg !== null && 'found' in arg ? (arg.found as PlacedFinding).id : arg);

  // A row of the view, or from a hover the number in a list, as a number alone is another part's.
  places.add(([arg]) => {
    const place = (Array.isArray(arg) ? found(arg[0]) : typeof arg === 'object' ? found(arg) : undefined)?.place;
    if (place?.line === undefined) return undefined;
    return { at: new vscode.Location(place.uri, positionAt(place.line)) };
  });

  const open = async (one: PlacedFinding): Promise<void> => {
    await navigator.open(one);
    if (view.isVisible) await view.reveal(one, false);
  };
  const step = async (by: 1 | -1): Promise<void> => {
    const next = navigator.step(by);
    if (next === undefined) throw new UserError('no-findings', 'There are no findings.', 'Diagnose a service first.');
    await open(next);
  };

  registry.register(commands.openFinding, 'go to the finding', async (id) => {
    const one = found(id);
    if (one !== undefined) await open(one);
  });
  registry.register(commands.openFindingFrame, 'open the frame', async (id, e, f) => {
    const one = found(id);
    if (one !== undefined && typeof e === 'number' && typeof f === 'number') await navigator.openEvidence(one, e, f);
  });
  registry.register(commands.nextFinding, 'go to the next finding', () => step(1));
  registry.register(commands.previousFinding, 'go to the previous finding', () => step(-1));
  registry.register(commands.revealFinding, 'show the finding', async (id) => {
    const one = found(id);
    if (one !== undefined) await view.reveal(one, true);
  });
  registry.register(commands.dismissFinding, 'dismiss the finding', async (id) => {
    const one = found(id);
    const reason = one === undefined ? undefined : await askReason(one);
    if (one !== undefined && reason !== undefined) await store.dismiss(one, reason);
  });
  registry.register(commands.restoreFinding, 'restore the finding', async (id) => {
    const one = found(id);
    if (one !== undefined) await store.restore(one);
  });
  registry.register(commands.createLeakTest, 'write the test', async (id) => {
    const one = found(id);
    if (one !== undefined) await showLeakTest(one, packages, syntax);
  });
  registry.register(commands.copySnippet, 'copy the snippet', async (id, index) => {
    const one = found(id);
    if (one === undefined || typeof index !== 'number') return;
    const snippet = nextSteps(one.finding, store.current?.report.missing ?? []).at(index)?.snippet ?? '';
    if (snippet === '') return;
    await vscode.env.clipboard.writeText(snippet);
    vscode.window.setStatusBarMessage('$(check) Copied to the clipboard', 3000);
  });
  registry.register(commands.lookAgain, 'look at the service again', async () => {
    const { current } = store;
    if (current === undefined || !('folder' in current.bundle)) {
      const next = 'Run "Heatline: Diagnose Service…" first.';
      throw new UserError('no-bundle', 'There is no diagnosed service to look at again.', next);
    }
    if (await lookAgain(current.bundle.folder, current.report.target)) await diagnose(current.bundle);
  });
  registry.register(commands.showFindingsReport, 'show the report', () => reports.show());
  registry.register(commands.saveFindingsReport, 'save the report', () => reports.save());
  registry.register(commands.groupFindingsByFile, 'group the findings', () => view.group('file'));
  registry.register(commands.groupFindingsByGrade, 'group the findings', () => view.group('grade'));
  registry.register(commands.clearFindings, 'clear the findings', () => store.clear());
  registry.register(commands.showLastFindings, 'show the findings', async () => diagnose(await last.bundle()));
  registry.register(commands.diagnoseCaptures, 'diagnose the captures', async (row, rows) => {
    const bundle = await bundleOf(Array.isArray(rows) ? rows : [row], folder);
    if (bundle !== undefined) await diagnose(bundle);
  });
  registry.register(commands.openBundle, 'diagnose the folder', async (uri) => {
    const chosen = uriOf(uri) ?? (await askFolder());
    if (chosen !== undefined) await diagnose({ folder: chosen });
  });
  return { diagnose, dispose: () => owned.dispose() };
}

/** One bundle as a whole; of several rows the profiles, with those of bundles among them. */
async function bundleOf(rows: readonly unknown[], folder: CaptureFolder): Promise<BundleRef | undefined> {
  const uris = rows.map(uriOf).filter((uri) => uri !== undefined);
  const bundles = await folder.bundles();
  const bundleAt = (uri: vscode.Uri): (typeof bundles)[number] | undefined =>
    bundles.find((bundle) => bundle.uri.toString() === uri.toString());
  if (uris.length === 1 && bundleAt(uris[0]) !== undefined) return { folder: uris[0] };
  const files = uris.flatMap((uri) => bundleAt(uri)?.captures.map((capture) => capture.uri) ?? [uri]);
  const each = new Map(files.map((uri) => [uri.toString(), uri]));
  return each.size === 0 ? undefined : { files: [...each.values()] };
}

async function askFolder(): Promise<vscode.Uri | undefined> {
  const chosen = await vscode.window.showOpenDialog({
    title: 'Diagnose a Folder of Profiles',
    openLabel: 'Diagnose',
    canSelectFiles: false,
    canSelectFolders: true,
  });
  return chosen?.at(0);
}
