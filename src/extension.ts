// The composition root: builds the object graph by hand and hands Node's objects to the host through the interfaces
// that the host declares. In: VS Code's activation, which a command, a view or a file causes. Out: everything
// registered. Invariants: nothing is read, contacted or started here; what fails here is shown, since VS Code does not.

import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { DisposableList } from './base/disposable';
import { registerAnnotations } from './host/annotate/registerAnnotations';
import { CaptureFlow } from './host/capture/captureFlow';
import { DiagnoseFlow } from './host/capture/diagnoseFlow';
import { pickTarget } from './host/capture/pickTarget';
import { CommandRegistry } from './host/commands';
import { CodePlaces } from './host/codePlaces';
import { ManagedContextKey } from './host/contextKey';
import { registerDumps } from './host/dumps/registerDumps';
import { registerDebug } from './host/debug/registerDebug';
import { compareProfiles, toggleNormalize } from './host/editor/compareProfiles';
import { registerProfileCommands, showProfile } from './host/editor/profileCommands';
import { ProfileEditor } from './host/editor/profileEditor';
import { ErrorReporter } from './host/errorReporter';
import { registerFindings } from './host/findings/registerFindings';
import { GoroutineModel } from './host/goroutines/goroutineModel';
import { GoroutinesView } from './host/goroutines/goroutinesView';
import { WatchGoroutines } from './host/goroutines/watchGoroutines';
import { CursorFollower } from './host/navigate/cursorFollower';
import { Navigator } from './host/navigate/navigator';
import { registerNavigation } from './host/navigate/registerNavigation';
import { SourceReports } from './host/navigate/sourceReports';
import { codeFolder } from './host/sources/codeFolder';
import { loadGoParser } from './host/sources/goParserFiles';
import { GoSyntax } from './host/sources/goSyntax';
import { Revisions } from './host/sources/revisions';
import { SourceIndex } from './host/sources/sourceIndex';
import { WorkspaceModules } from './host/sources/workspaceModules';
import { CaptureFolder } from './host/store/captureFolder';
import { CaptureKeeper } from './host/store/captureKeeper';
import { ComparisonFiles } from './host/store/comparisonFiles';
import { Dismissals } from './host/store/dismissals';
import { FindingsStore } from './host/store/findingsStore';
import { GoroutineTables } from './host/store/goroutineTables';
import { GoroutineTrends } from './host/store/goroutineTrends';
import { LiveProfiles } from './host/store/liveProfiles';
import { ProfileContext } from './host/store/profileContext';
import type { ProfileDecoder } from './host/store/profileDecoder';
import { WorkspaceProfileFiles } from './host/store/profileFiles';
import { ProfileStore } from './host/store/profileStore';
import { PreviousCaptures } from './host/store/previousCaptures';
import { ProfileTotals } from './host/store/profileTotals';
import { RememberedTargets } from './host/store/rememberedTargets';
import { ViewStates } from './host/store/viewStates';
import { registerTests } from './host/tests/registerTests';
import { CapturesView } from './host/views/capturesView';
import { ProfileStatus } from './host/views/profileStatus';
import { TargetsView } from './host/views/targetsView';
import { commands, contextKeys } from './ids';
import { readBuildInfo } from './node/buildInfo';
import { createCaptureService } from './node/captureService';
import { captureFileName, storeCapture } from './node/captureStore';
import { decodeOffThread } from './node/decodeThread';
import { diagnoseOffThread } from './node/diagnoseThread';
import { textAtRevision } from './node/gitFiles';
import { goEnv } from './node/goEnv';
import { goTest } from './node/goTest';

export function activate(context: vscode.ExtensionContext): void {
  const log = vscode.window.createOutputChannel('Heatline', { log: true });
  const owned = new DisposableList();
  context.subscriptions.push(log, owned);
  const errors = new ErrorReporter(log);
  try {
    build(context, owned, log, errors);
  } catch (error) {
    void errors.report(error, 'start', errors.showLog);
    throw error;
  }
}

function build(
  context: vscode.ExtensionContext,
  owned: DisposableList,
  log: vscode.LogOutputChannel,
  errors: ErrorReporter,
): void {
  const registry = owned.add(new CommandRegistry(errors));
  registry.register(commands.showLog, 'show the log', () => errors.showLog.run());

  // Profiles that are open.
  const workerFile = path.join(context.extensionPath, 'dist', 'worker.js');
  const live = owned.add(new LiveProfiles());
  const decoder: ProfileDecoder = {
    decode: (bytes, { signal, base, normalize, maxInflatedSize: maxInflatedBytes }) =>
      decodeOffThread({ bytes, base, normalize, maxInflatedBytes }, workerFile, signal),
  };
  const files = new WorkspaceProfileFiles(decoder, live);
  const store = owned.add(new ProfileStore(files, new ViewStates(context.workspaceState)));
  owned.add(new ProfileContext(store));
  owned.add(new ProfileStatus(store));

  // The code they are about. The go command is asked in trusted workspaces only: go.work can make it fetch a toolchain.
  const readGoEnvironment = async (folder: vscode.Uri): ReturnType<typeof goEnv> =>
    vscode.workspace.isTrusted && folder.scheme === 'file' ? goEnv(folder.fsPath) : undefined;
  const modules = owned.add(new WorkspaceModules({ readGoEnvironment, home: os.homedir() }));
  const syntax = owned.add(new GoSyntax(() => loadGoParser(context.extensionUri)));
  const sources = owned.add(new SourceIndex(modules, syntax, log));
  const navigator = owned.add(new Navigator(sources, errors));
  const totals = new ProfileTotals();
  const explain = (error: unknown): void => errors.record(error, 'explain where the code is');
  const reports = owned.add(new SourceReports(sources, totals, explain));
  registerNavigation({ registry, store, reports, sources, totals, navigator });
  const frameOpened = owned.add(new ManagedContextKey(contextKeys.frameOpened));

  // Their tabs.
  const editor = owned.add(
    new ProfileEditor({
      extensionUri: context.extensionUri,
      store,
      errors,
      openFrame: async (profile, frame) => {
        const result = await navigator.openFrame(profile, frame);
        if (result.opened) frameOpened.set(true);
        return result;
      },
    }),
  );
  registerProfileCommands({
    registry,
    store,
    editor,
    codeFolder: async (profile) => codeFolder(sources.filesOf(profile), await modules.index()),
  });
  const reveal = (uri: vscode.Uri, functions: readonly number[]): void => editor.reveal(uri, functions);
  const failed = (error: unknown): void => errors.record(error, 'follow the cursor');
  owned.add(new CursorFollower({ sources, active: () => store.active, select: reveal, failed }));

  // What the editor shows of them.
  const places = new CodePlaces();
  const folder = owned.add(new CaptureFolder(vscode.Uri.joinPath(context.globalStorageUri, 'captures')));
  const previous = new PreviousCaptures(folder, store);
  const tables = new GoroutineTables();
  const trends = owned.add(new GoroutineTrends());
  owned.add(
    registerAnnotations({
      registry,
      store,
      sources,
      totals,
      revisions: new Revisions({ readBuild: readBuildInfo, textAt: textAtRevision }),
      tables,
      trends,
      previous,
      errors,
      places,
      reveal: async ({ uri }, functions) => {
        await showProfile(uri);
        reveal(uri, functions);
      },
      refine: async ({ uri, view }, refinement) => {
        store.setView(uri, { ...view, refine: refinement });
        await showProfile(uri);
        editor.refine(uri, refinement);
      },
    }),
  );

  // What a diagnosis finds in them.
  const findingsStore = owned.add(new FindingsStore(new Dismissals(context.workspaceState)));
  const diagnoserFile = path.join(context.extensionPath, 'dist', 'diagnoser.js');
  const findings = owned.add(
    registerFindings({
      registry,
      errors,
      store: findingsStore,
      sources,
      syntax,
      folder,
      storage: context.workspaceState,
      places,
      diagnoser: { diagnose: (bundle, options) => diagnoseOffThread(bundle, diagnoserFile, options) },
      openFrame: (profile, frame) => navigator.openFrame(profile, frame),
      openPlace: async ({ uri, line }) => {
        if (line !== undefined) await navigator.openLine(uri, line);
      },
      lookAgain: (bundle, target) => diagnoseFlow.lookAgain(bundle, target),
    }),
  );
  // Goroutines of the active profile as a tree.
  const failedToCount = (error: unknown): void => errors.record(error, 'count the goroutines');
  const model = new GoroutineModel({ store, sources, tables, previous, trends, failed: failedToCount });
  owned.add(model);
  const goroutines = owned.add(new GoroutinesView(model, registry));

  // Captures, where they come from and where they are kept.
  const remembered = owned.add(new RememberedTargets(context.globalState));
  const { version } = context.extension.packageJSON as { readonly version: string };
  const tool = `heatline ${version}`;
  const service = createCaptureService({ tool });
  const keeper = new CaptureKeeper(folder, { store: storeCapture, nameOf: captureFileName }, errors);
  new CaptureFlow({ service, remembered, keeper, errors, openProfile: showProfile }).register(registry);
  const diagnose = (bundle: vscode.Uri): Promise<void> => findings.diagnose({ folder: bundle });
  const diagnoseFlow = new DiagnoseFlow({ service, remembered, folder, errors, diagnose });
  diagnoseFlow.register(registry);
  const watching = new WatchGoroutines({
    source: {
      find: async (url, signal) => (await service.preflight(service.parseTarget(url), signal)).target.url,
      ask: (url, form, signal) => {
        const request = { target: service.parseTarget(url), kind: 'goroutine', debug: form === 'states' ? 2 : 0 };
        return service.capture(request, { signal, onProgress: () => undefined });
      },
    },
    clock: { now: () => performance.now(), after: (ms, run) => disposableTimer(setTimeout(run, ms)) },
    store,
    live,
    tables,
    trends,
    errors,
    pickTarget: async () => {
      const mayDiscover = vscode.workspace.isTrusted;
      const picked = await pickTarget({ service, remembered, mayDiscover, title: 'Watch Goroutines', steps: 1 });
      return picked?.target.url;
    },
    watched: (url) => remembered.remember({ url, usedAt: Date.now(), kind: 'goroutine' }),
    revealView: () => goroutines.reveal(),
  });
  owned.add(watching).register(registry);
  owned.add(
    registerDumps({
      registry,
      errors,
      store,
      sources,
      decoder,
      log,
      openFrame: (profile, frame) => navigator.openFrame(profile, frame),
      showProfile,
      revealView: () => goroutines.reveal(),
      keep: (text, from) => {
        const startedAt = new Date().toISOString();
        const provenance = { url: `paste://${from}`, kind: 'goroutine', startedAt, tool };
        return keeper.keep({ bytes: new TextEncoder().encode(text), form: 'text', provenance });
      },
    }),
  );
  owned.add(new TargetsView(remembered, registry));
  owned.add(new CapturesView(folder, registry));
  owned.add(new ComparisonFiles(store));
  registry.register(commands.compareProfiles, 'compare the profiles', (one, all) =>
    compareProfiles({ one, all, store, folder, openProfile: showProfile }),
  );
  registry.register(commands.toggleNormalize, 'normalize the comparison', (one) =>
    toggleNormalize({ one, store, openProfile: showProfile }),
  );

  /** What was just taken is what the code is to show, whatever was looked at before. */
  const openTaken = async (uri: vscode.Uri): Promise<void> => {
    await showProfile(uri);
    await store.activate(uri);
  };

  // Tests, measured.
  owned.add(
    registerTests({
      registry,
      syntax,
      errors,
      runner: { run: (request, options) => goTest(request, tool, options) },
      keep: (run) => keeper.keep(run),
      open: async (uri) => {
        await openTaken(uri);
        return (await store.named(uri)).profile;
      },
    }),
  );

  // The debugger, there and back.
  owned.add(
    registerDebug({
      registry,
      store,
      places,
      tool,
      locate: (profile, frame) => navigator.locate(profile, frame),
      discover: () => service.discover(new AbortController().signal),
      modules: async () =>
        (await modules.index()).modules.map((module) => ({
          path: module.path,
          folder: vscode.Uri.parse(module.folder).path,
        })),
      keep: (captured) => keeper.keep(captured),
      open: openTaken,
    }),
  );
}

function disposableTimer(timer: NodeJS.Timeout): vscode.Disposable {
  return new vscode.Disposable(() => clearTimeout(timer));
}
