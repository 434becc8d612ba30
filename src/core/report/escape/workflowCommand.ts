// A workflow command of GitHub Actions, which puts a text beside a line of a pull request. In: what to say and where.
// Out: a line for stdout. Invariant: nothing in a text or a file name can end the command or begin another one. Source:
// docs.github.com, "Workflow commands", and actions/toolkit packages/core/src/command.ts for what is escaped.

export interface Annotation {
  readonly level: 'error' | 'warning' | 'notice';
  readonly title: string;
  readonly message: string;
  readonly location: { readonly file: string; readonly line: number } | null;
}

export function workflowCommand({ level, title, message, location }: Annotation): string {
  const where = location === null ? '' : `file=${property(location.file)},line=${location.line},`;
  return `::${level} ${where}title=${property(title)}::${data(message)}\n`;
}

function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
