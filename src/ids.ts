// Every command, view, setting and context key by name, once. A gate compares this file with package.json.

export const commands = {
  captureProfile: 'heatline.captureProfile',
  openProfile: 'heatline.openProfile',
  saveProfileAs: 'heatline.saveProfileAs',
  selectSampleType: 'heatline.selectSampleType',
  toggleHeat: 'heatline.toggleHeat',
  clearProfile: 'heatline.clearProfile',
  revealFunctions: 'heatline.revealFunctions',
  focusFunction: 'heatline.focusFunction',
  ignoreFunction: 'heatline.ignoreFunction',
  goToHottestLines: 'heatline.goToHottestLines',
  compareProfiles: 'heatline.compareProfiles',
  toggleNormalize: 'heatline.toggleNormalize',
  openFrame: 'heatline.openFrame',
  addBreakpoint: 'heatline.addBreakpoint',
  breakpointHere: 'heatline.breakpointHere',
  debugProcess: 'heatline.debugProcess',
  takeGoroutines: 'heatline.takeGoroutines',
  profileTest: 'heatline.profileTest',
  peekGoroutines: 'heatline.peekGoroutines',
  explainSources: 'heatline.explainSources',
  locateSource: 'heatline.locateSource',
  showLog: 'heatline.showLog',
  removeTarget: 'heatline.removeTarget',
  deleteCapture: 'heatline.deleteCapture',
  revealCapture: 'heatline.revealCapture',
  diagnoseService: 'heatline.diagnoseService',
  diagnoseCaptures: 'heatline.diagnoseCaptures',
  openBundle: 'heatline.openBundle',
  lookAgain: 'heatline.lookAgain',
  openFinding: 'heatline.openFinding',
  openFindingFrame: 'heatline.openFindingFrame',
  revealFinding: 'heatline.revealFinding',
  nextFinding: 'heatline.nextFinding',
  previousFinding: 'heatline.previousFinding',
  dismissFinding: 'heatline.dismissFinding',
  restoreFinding: 'heatline.restoreFinding',
  createLeakTest: 'heatline.createLeakTest',
  clearFindings: 'heatline.clearFindings',
  showLastFindings: 'heatline.showLastFindings',
  showFindingsReport: 'heatline.showFindingsReport',
  saveFindingsReport: 'heatline.saveFindingsReport',
  groupFindingsByFile: 'heatline.groupFindingsByFile',
  groupFindingsByGrade: 'heatline.groupFindingsByGrade',
  copySnippet: 'heatline.copySnippet',
  watchGoroutines: 'heatline.watchGoroutines',
  pauseWatch: 'heatline.pauseWatch',
  resumeWatch: 'heatline.resumeWatch',
  stopWatch: 'heatline.stopWatch',
  openGoroutineDump: 'heatline.openGoroutineDump',
  openTerminalDump: 'heatline.openTerminalDump',
  openDumpFrame: 'heatline.openDumpFrame',
  groupGoroutines: 'heatline.groupGoroutines',
  filterGoroutines: 'heatline.filterGoroutines',
  clearGoroutineFilter: 'heatline.clearGoroutineFilter',
  copyGoroutineStack: 'heatline.copyGoroutineStack',
  showMoreGoroutines: 'heatline.showMoreGoroutines',
} as const;

export type CommandId = (typeof commands)[keyof typeof commands];

/** `profile` opens by file name; `anyFile` is the entry under "Reopen Editor With…" for every other name. */
export const customEditors = { profile: 'heatline.profile', anyFile: 'heatline.profileAny' } as const;

export const views = {
  targets: 'heatline.targets',
  captures: 'heatline.captures',
  goroutines: 'heatline.goroutines',
  findings: 'heatline.findings',
} as const;

export const languages = { goroutineDump: 'goroutine-dump' } as const;

/** As `source` in the Problems panel. */
export const problemSource = 'Heatline';

/** Settings by their key in package.json, with the type that is promised there. */
export interface Settings {
  'heatline.capture.defaultSeconds': number;
  /** In GiB. */
  'heatline.maxInflatedSize': number;
  'heatline.heat.enabled': boolean;
  /** In percent of all samples. */
  'heatline.heat.threshold': number;
  /** `bars`: as long as the line's share; `line`: the whole line; `text`: nothing but the text. */
  'heatline.heat.style': 'bars' | 'line' | 'text';
  /** What stands behind a hot line. */
  'heatline.heat.columns': readonly ('total' | 'share' | 'self' | 'selfShare')[];
  'heatline.heat.fileBadges': boolean;
  'heatline.heat.minimap': boolean;
  'heatline.codeLens.enabled': boolean;
  /** `inline`: behind the statement; `lens`: above it, which moves the code down by a line. */
  'heatline.codeLens.goStatements': 'inline' | 'lens' | 'off';
  /** In seconds. */
  'heatline.watch.interval': number;
  'heatline.codeLens.tests': boolean;
  /** What recorded paths begin with, and what stands for it here. */
  'heatline.sources.prefixMap': Readonly<Record<string, string>>;
}

export const contextKeys = {
  /** A profile is active: heat and lenses are its. */
  hasProfile: 'heatline.hasProfile',
  /** The active profile has more than one sample type. */
  hasSampleTypes: 'heatline.hasSampleTypes',
  /** A click in a profile has led to code in this session: completes a step of the walkthrough. */
  frameOpened: 'heatline.frameOpened',
  /** A bundle was diagnosed, whatever was found. */
  hasFindings: 'heatline.hasFindings',
  /** Findings of a window that is closed can be had again. */
  hasLastFindings: 'heatline.hasLastFindings',
  /** The Findings view is grouped by file. */
  findingsByFile: 'heatline.findingsByFile',
  /** The Goroutines view has something to show. */
  hasGoroutines: 'heatline.hasGoroutines',
  goroutinesFiltered: 'heatline.goroutinesFiltered',
  /** A service's goroutines are watched. */
  watching: 'heatline.watching',
  /** A debugger of Go has stopped its program, so its goroutines can be taken. */
  debuggerStopped: 'heatline.debuggerStopped',
} as const;

export interface ContextKeys {
  'heatline.hasProfile': boolean;
  'heatline.hasSampleTypes': boolean;
  'heatline.frameOpened': boolean;
  'heatline.hasFindings': boolean;
  'heatline.hasLastFindings': boolean;
  'heatline.findingsByFile': boolean;
  'heatline.hasGoroutines': boolean;
  'heatline.goroutinesFiltered': boolean;
  'heatline.watching': 'running' | 'paused';
  'heatline.debuggerStopped': boolean;
}
