// The page's HTML. In: the webview and the folder of the page's bundle. Out: a document that loads it.
// Invariants: no data is printed into it, everything comes by message; scripts run only with the nonce; only the
// bundle's folder can be read.

import * as vscode from 'vscode';
import { newNonce } from '../nonce';

export function pageRoot(extension: vscode.Uri): vscode.Uri {
  return vscode.Uri.joinPath(extension, 'dist', 'webview');
}

export function pageHtml(webview: vscode.Webview, root: vscode.Uri): string {
  const nonce = newNonce();
  const source = webview.cspSource;
  const file = (name: string): string => webview.asWebviewUri(vscode.Uri.joinPath(root, name)).toString();
  const policy = [
    `default-src 'none'`,
    `script-src 'nonce-${nonce}'`,
    // The toolkit asks whether the browser knows :focus-visible with an empty style element of its own.
    `style-src ${source} 'nonce-${nonce}'`,
    `font-src ${source}`,
    `img-src ${source} data:`,
    `connect-src ${source}`,
    `worker-src blob:`,
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta property="csp-nonce" content="${nonce}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${file('main.css')}">
<title>Heatline</title>
</head>
<body>
<div id="app"></div>
<script nonce="${nonce}" src="${file('main.js')}"></script>
</body>
</html>`;
}
