// The editor's themes as a webview sees them. In: themes.json, read from a real VS Code 1.139 (the variables that the page
// and its controls use, from `document.documentElement.style` of a webview). Out: variables and body attributes by name.
import themes from './themes.json' with { type: 'json' };

export interface WebviewTheme {
  readonly bodyClass: string;
  readonly themeKind: string;
  readonly themeId: string;
  readonly variables: Readonly<Record<string, string>>;
}

export type ThemeName = keyof typeof themes;

export function themeOf(name: ThemeName): WebviewTheme {
  return themes[name];
}
