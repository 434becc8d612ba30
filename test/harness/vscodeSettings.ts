// User settings and built-in extensions of a VS Code under test: quiet, offline, the same every time.
// Invariant: nothing here hides a fault of ours; only welcome pages, telemetry, updates and AI features are off.

export const quietSettings: Readonly<Record<string, unknown>> = {
  'security.workspace.trust.enabled': false,
  'workbench.startupEditor': 'none',
  'workbench.colorTheme': 'Dark Modern',
  'window.autoDetectColorScheme': false,
  'window.autoDetectHighContrast': false,
  'workbench.welcomePage.walkthroughs.openOnInstall': false,
  'workbench.welcomePage.experimentalOnboarding': false,
  'workbench.tips.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'update.showReleaseNotes': false,
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'workbench.enableExperiments': false,
  'workbench.settings.enableNaturalLanguageSearch': false,
  'chat.disableAIFeatures': true,
  'chat.commandCenter.enabled': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'git.openRepositoryInParentFolders': 'never',
  'remote.autoForwardPorts': false,
  'files.autoSave': 'off', // As on the desktop; in the browser VS Code saves by itself after a second.
  'files.simpleDialog.enable': true, // Web has no native dialogs; quick input is what tests can type into.
  'window.menuBarVisibility': 'compact',
  'npm.fetchOnlinePackageInfo': false,
  'json.schemaDownload.enable': false,
};

/** Enough for Go work. The other ~90 built-in extensions cost two to four seconds until the first CodeLens. */
export const leanExtensions: readonly string[] = [
  'go',
  'json',
  'yaml',
  'markdown-basics',
  'theme-defaults',
  'theme-seti',
  'theme-modern-icons',
  'search-result',
];
