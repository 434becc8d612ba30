// Findings as a page with pictures of the evidence. In: a report. Out: HTML that stands alone. Invariants: nothing in it runs
// or is fetched, and its policy says so; what comes from a profile is text; colours come from the editor where it is
// shown there, and follow the reader's light or dark elsewhere.

import type { Evidence, Finding } from '../../diagnose/finding';
import { escapedMarkup } from '../svgParts';
import { sharePicture, stackPictures } from './evidenceSvg';
import { evidenceShare, evidenceValue } from './evidenceValue';
import { type FindingsReport, gradesText } from './findingsReport';
import { shownFrames } from './shownFrames';

/** Of each stack, as text. */
const maxFrames = 8;

export interface HtmlOptions {
  /** For a page whose policy allows only styles that carry it; a page of its own allows its own. */
  readonly nonce?: string;
  /** Where a finding's line leads, by its place in the report; undefined for nowhere. */
  readonly linkOf?: (finding: number) => string | undefined;
}

export function findingsHtml(report: FindingsReport, options: HtmlOptions = {}): string {
  const { target, captured, missing, reading, findings } = report;
  const { nonce } = options;
  const policy = `default-src 'none'; style-src ${nonce === undefined ? "'unsafe-inline'" : `'nonce-${nonce}'`}`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapedMarkup(`Heatline: ${gradesText(findings)}`)}</title>
<style${nonce === undefined ? '' : ` nonce="${nonce}"`}>${styles}</style>
</head>
<body>
<header>
<h1>${escapedMarkup(sentence(gradesText(findings)))}</h1>
<p>${code(target)}</p>
${reading === '' ? '' : `<p>${escapedMarkup(reading)}</p>`}
</header>
${findings.length > 1 ? contents(findings) : ''}
<main>
${findings.map((finding, i) => article(finding, i, options)).join('\n')}
</main>
<footer>
<p>Read: ${captured.map(code).join(', ')}.</p>
${missing.length === 0 ? '' : `<ul>\n${missing.map(({ profile, reason }) => `<li>Without ${code(profile)}: ${escapedMarkup(reason)}</li>`).join('\n')}\n</ul>`}
</footer>
</body>
</html>
`;
}

function contents(findings: readonly Finding[]): string {
  const rows = findings.map(
    ({ grade, title }, i) => `<li><a href="#finding-${i + 1}">${escapedMarkup(title)}</a> ${chip(grade)}</li>`,
  );
  return `<nav aria-label="Findings"><ol>\n${rows.join('\n')}\n</ol></nav>`;
}

function article(finding: Finding, i: number, { linkOf }: HtmlOptions): string {
  const { rule, grade, title, detail, location, evidence, advice, refute, docs } = finding;
  const where = location === null ? '' : code(`${location.file}:${location.line}`);
  const link = location === null ? undefined : linkOf?.(i);
  const shares = sharePicture(evidence);
  const pictures = [shares, ...stackPictures(evidence)].filter((picture) => picture !== '');
  return `<article id="finding-${i + 1}">
<h2>${i + 1}. ${escapedMarkup(title)}</h2>
<p>${chip(grade)} ${link === undefined ? where : `<a href="${escapedMarkup(link)}">${where}</a>`} <a href="${escapedMarkup(docs)}">${escapedMarkup(rule)}</a></p>
<p>${escapedMarkup(detail)}</p>
${pictures.map((picture) => `<figure>\n${picture}\n</figure>`).join('\n')}
<ul class="evidence">
${evidence.map(evidenceItem).join('\n')}
</ul>
<dl>
<dt>Change</dt><dd>${escapedMarkup(advice)}</dd>
<dt>Wrong if</dt><dd>${escapedMarkup(refute)}</dd>
</dl>
</article>`;
}

function evidenceItem(evidence: Evidence): string {
  const { profile, text, frames } = evidence;
  const number = [evidenceValue(evidence), evidenceShare(evidence)].filter((part) => part !== '').join(', ');
  const stack = shownFrames(frames, maxFrames);
  return (
    `<li><strong>${escapedMarkup(profile)}</strong>${number === '' ? '' : ` <span class="number">${escapedMarkup(number)}</span>`}: ${escapedMarkup(text)}` +
    `${stack.length === 0 ? '' : `\n<pre>${stack.map(escapedMarkup).join('\n')}</pre>`}</li>`
  );
}

function chip(grade: Finding['grade']): string {
  return `<span class="chip ${grade}">${grade}</span>`;
}

function code(text: string): string {
  return `<code>${escapedMarkup(text)}</code>`;
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

const styles = `
:root { color-scheme: light dark;
  --fg: var(--vscode-foreground, #1f2328); --dim: var(--vscode-descriptionForeground, #59636e);
  --bg: var(--vscode-editor-background, #ffffff); --line: var(--vscode-widget-border, #d1d9e0);
  --code: var(--vscode-textCodeBlock-background, #f3f4f6); --link: var(--vscode-textLink-foreground, #0969da);
  --proven: var(--vscode-problemsErrorIcon-foreground, #c2211b);
  --likely: var(--vscode-problemsWarningIcon-foreground, #9a6700);
  --suspect: var(--vscode-problemsInfoIcon-foreground, #0969da); }
@media (prefers-color-scheme: dark) { :root {
  --fg: var(--vscode-foreground, #e6edf3); --dim: var(--vscode-descriptionForeground, #9198a1);
  --bg: var(--vscode-editor-background, #0d1117); --line: var(--vscode-widget-border, #3d444d);
  --code: var(--vscode-textCodeBlock-background, #161b22); --link: var(--vscode-textLink-foreground, #58a6ff);
  --proven: var(--vscode-problemsErrorIcon-foreground, #ff7b72);
  --likely: var(--vscode-problemsWarningIcon-foreground, #d29922);
  --suspect: var(--vscode-problemsInfoIcon-foreground, #58a6ff); } }
body { margin: 0 auto; max-width: 920px; padding: 24px 20px 48px; color: var(--fg); background: var(--bg);
  font: 14px/1.5 var(--vscode-font-family, system-ui, sans-serif); }
h1 { font-size: 22px; font-weight: 600; margin: 0 0 4px; } h2 { font-size: 16px; font-weight: 600; margin: 0 0 4px; }
p { margin: 0 0 8px; } a { color: var(--link); } nav li { margin: 2px 0; }
article { border-top: 1px solid var(--line); padding: 20px 0 8px; }
code, pre { font-family: var(--vscode-editor-font-family, ui-monospace, Menlo, Consolas, monospace); font-size: 12px; overflow-wrap: anywhere; }
pre { background: var(--code); padding: 6px 10px; margin: 4px 0 8px; border-radius: 3px; overflow-x: auto; }
figure { margin: 8px 0; } svg { display: block; width: 100%; height: auto; }
.evidence { padding-left: 18px; } .number { font-variant-numeric: tabular-nums; color: var(--dim); }
.chip { display: inline-block; padding: 0 8px; border: 1px solid currentColor; border-radius: 9px; font-size: 12px; }
.proven { color: var(--proven); } .likely { color: var(--likely); } .suspect { color: var(--suspect); }
dt { font-weight: 600; } dd { margin: 0 0 8px; } footer { border-top: 1px solid var(--line); padding-top: 12px; color: var(--dim); }
.label { fill: var(--fg); } .track { fill: var(--code); } .bar { fill: #e8703a; }
g:hover rect { stroke: var(--fg); }
@media print { :root { --bg: #fff; --fg: #000; } article { break-inside: avoid; } }
`;
