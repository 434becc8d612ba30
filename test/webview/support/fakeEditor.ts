// What VS Code is for the page. In: functions that run inside the page, before its own script. Out: acquireVsCodeApi,
// state that survives a reload, theme variables. Invariant: messages go to the test and come from it as JSON; a buffer
// travels as an address that is fetched, because JSON has no bytes.
import type { WebviewTheme } from './themes';

export interface EditorInPage {
  /** Set by the test with page.exposeFunction. */
  heatlineToHost?: (json: string) => Promise<void>;
  heatlineFromHost?: (json: string) => void;
}

/** Runs in the page. */
export function installEditor(theme: WebviewTheme): void {
  const scope = globalThis as unknown as EditorInPage & { acquireVsCodeApi: () => unknown };
  const stateKey = 'webview-state';
  scope.acquireVsCodeApi = () => ({
    postMessage: (message: unknown) => void scope.heatlineToHost?.(JSON.stringify(message)),
    getState: (): unknown => JSON.parse(sessionStorage.getItem(stateKey) ?? 'null') ?? undefined,
    setState: (state: unknown) => sessionStorage.setItem(stateKey, JSON.stringify(state)),
  });
  scope.heatlineFromHost = (json) => {
    const message = JSON.parse(json) as { value?: { buffer?: string } };
    const address = message.value?.buffer;
    if (address === undefined) {
      window.postMessage(message);
      return;
    }
    void fetch(address)
      .then((response) => response.arrayBuffer())
      .then((buffer) => window.postMessage({ ...message, value: { ...message.value, buffer } }, '*', [buffer]));
  };
  const style = (): void => {
    const root = document.documentElement;
    for (const [name, value] of Object.entries(theme.variables)) root.style.setProperty(`--vscode-${name}`, value);
    document.body.className = theme.bodyClass;
    document.body.dataset['vscodeThemeKind'] = theme.themeKind;
    document.body.dataset['vscodeThemeId'] = theme.themeId;
  };
  // The body comes after the head; our script is at its end, so this is before it.
  new MutationObserver((_, observer) => {
    if (document.querySelector('body') === null) return;
    observer.disconnect();
    style();
  }).observe(document, { childList: true, subtree: true });
}

/** Runs in the page: what VS Code does when another theme is chosen. */
export function changeTheme(theme: WebviewTheme): void {
  const root = document.documentElement;
  root.removeAttribute('style');
  for (const [name, value] of Object.entries(theme.variables)) root.style.setProperty(`--vscode-${name}`, value);
  document.body.className = theme.bodyClass;
  document.body.dataset['vscodeThemeKind'] = theme.themeKind;
  document.body.dataset['vscodeThemeId'] = theme.themeId;
}
