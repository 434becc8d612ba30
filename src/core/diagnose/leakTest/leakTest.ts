// A regression test for a leak. In: a finding about goroutines that stay, its package, its module. Out: a Go file with a test
// that fails while they stay and passes when they end. Invariants: it is as gofmt writes it and compiles as it is; where
// nobody can know the values to call with, it says so and is skipped until somebody fills them in; no wait is for ever.
//
// How it sees a leak: goroutineleak where the running Go has it (1.27, or 1.26 with the experiment), which is certain at
// once; always also the stacks that are in the function, which must go within some seconds, since goroutineleak does not
// see what a global variable can reach. A module that has go.uber.org/goleak gets a test with that.

import type { CodeLine, GoPackage } from '../code/goPackage';
import type { ModuleFacts } from '../fixes/fix';
import { type LeakCall, leakSubject, type LeakSubject, nameOf, stackPattern } from './leakSubject';

export interface LeakTest {
  /** Of the file, in the package's folder. */
  readonly fileName: string;
  readonly text: string;
  /** Calls what leaks as it is; else values have to be filled in first. */
  readonly isComplete: boolean;
}

export interface LeakOfFinding {
  readonly title: string;
  readonly rule: string;
  /** Where goroutines stay. */
  readonly at: CodeLine;
}

/** Rules whose findings are goroutines that stay. */
export const leakRules: readonly string[] = [
  'blocking-call-in-defer',
  'channel-receive-without-sender',
  'channel-send-without-receiver',
  'deadlock',
  'goroutines-pile-up',
  'request-context-ignored',
  'request-context-replaced',
  'select-without-done',
  'waitgroup-never-zero',
];

const goleak = 'go.uber.org/goleak';

export function leakTest(pkg: GoPackage, leak: LeakOfFinding, module: ModuleFacts): LeakTest | undefined {
  const subject = leakSubject(pkg, leak.at);
  const file = pkg.file(leak.at.path);
  if (subject === undefined || file === undefined) return undefined;
  const byGoleak = module.requires.includes(goleak);
  const base = subject.called.name.charAt(0).toUpperCase() + subject.called.name.slice(1);
  const test = `Test${base}LeavesNoGoroutines`;
  const body = bodyOf(subject);
  const imports = new Set(['testing', ...body.imports]);
  const lines = byGoleak ? goleakTest(test, body, imports) : countingTest(test, subject, body, imports);
  const comment = commentOf(test, subject, leak);
  const text = `package ${file.code.file.packageName}\n\n${importText(imports)}\n\n${[...comment, ...lines].join('\n')}\n`;
  return {
    fileName: `${subject.called.name.toLowerCase()}_leak_test.go`,
    text,
    isComplete: subject.call !== undefined,
  };
}

function commentOf(test: string, { called }: LeakSubject, { title, rule }: LeakOfFinding): readonly string[] {
  const said = title.replace(/\s+/g, ' ');
  return [
    `// ${test} fails while goroutines of ${nameOf(called)} stay behind.`,
    '//',
    `// Found by Heatline: ${said} (${rule}).`,
  ];
}

interface Body {
  readonly imports: readonly string[];
  /** Statements of a test, the variable `calls` at hand. */
  readonly lines: readonly string[];
}

function bodyOf({ call, called }: LeakSubject): Body {
  switch (call?.kind) {
    case 'function':
      return functionBody(call);
    case 'handler':
      return serverBody(call.text, setupOf(call));
    case 'middleware':
      return serverBody(`${call.text}(waits)`, [
        ...setupOf(call),
        'waits := http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })',
      ]);
    default: {
      const signature = called.node.text.slice(0, (called.body?.start ?? called.node.end) - called.node.start).trim();
      return {
        imports: [],
        lines: [
          `t.Skip("call ${nameOf(called)} with values that make it leak, then remove this line")`,
          'for i := 0; i < calls; i++ {',
          ...signature.split('\n').map((line) => `\t// ${line.trim()}`),
          '}',
        ],
      };
    }
  }
}

const setupOf = ({ setup }: LeakCall): readonly string[] => (setup === '' ? [] : [setup]);

function functionBody(call: LeakCall): Body {
  const { text, needsContext } = call;
  return {
    imports: ['sync', 'time', ...(needsContext ? ['context'] : [])],
    lines: [
      ...setupOf(call),
      ...(needsContext ? ['ctx, cancel := context.WithCancel(context.Background())', 'defer cancel()'] : []),
      'var running sync.WaitGroup',
      'for i := 0; i < calls; i++ {',
      '\trunning.Add(1)',
      '\tgo func() {',
      '\t\tdefer running.Done()',
      `\t\t${text}`,
      '\t}()',
      '}',
      'returned := make(chan struct{})',
      'go func() {',
      '\trunning.Wait()',
      '\tclose(returned)',
      '}()',
      'select {',
      'case <-returned:',
      'case <-time.After(time.Second):',
      '}',
      ...(needsContext ? ['cancel()'] : []),
    ],
  };
}

/** Clients that go away: what the handler started or waits for has to end with its request. */
function serverBody(handler: string, before: readonly string[]): Body {
  return {
    imports: ['context', 'io', 'net/http', 'net/http/httptest', 'time'],
    lines: [
      ...before,
      `server := httptest.NewServer(${handler})`,
      'for i := 0; i < calls; i++ {',
      '\tctx, cancel := context.WithTimeout(context.Background(), 300*time.Millisecond)',
      '\treq, err := http.NewRequestWithContext(ctx, http.MethodGet, server.URL, nil)',
      '\tif err != nil {',
      '\t\tt.Fatal(err)',
      '\t}',
      '\tif resp, err := server.Client().Do(req); err == nil {',
      '\t\tio.Copy(io.Discard, resp.Body)',
      '\t\tresp.Body.Close()',
      '\t}',
      '\tcancel()',
      '}',
      '// Not Close, which waits for handlers that may never end.',
      'server.Listener.Close()',
      'server.CloseClientConnections()',
      'server.Client().CloseIdleConnections()',
    ],
  };
}

function goleakTest(test: string, { lines }: Body, imports: Set<string>): readonly string[] {
  imports.add(goleak);
  return [
    `func ${test}(t *testing.T) {`,
    '\tconst calls = 3',
    '\tbefore := goleak.IgnoreCurrent()',
    ...lines.map(indented),
    '\tgoleak.VerifyNone(t, before)',
    '}',
  ];
}

function countingTest(test: string, subject: LeakSubject, { lines }: Body, imports: Set<string>): readonly string[] {
  for (const path of ['bytes', 'regexp', 'runtime', 'runtime/pprof', 'strings', 'time']) imports.add(path);
  // Goroutines of a middleware wait in the test's own handler.
  const pattern = subject.counted === undefined ? `${test}\\.func` : stackPattern(subject.counted);
  return [
    `func ${test}(t *testing.T) {`,
    '\tconst calls = 3',
    '\tpc, _, _, _ := runtime.Caller(0)',
    `\tpkg := strings.TrimSuffix(runtime.FuncForPC(pc).Name(), "${test}")`,
    `\tin := regexp.MustCompile(\`(?m)^(created by )?\` + regexp.QuoteMeta(pkg) + \`(.*\\.)?${pattern}\`)`,
    '\t// count tells how many goroutines are in the function, or were started by it.',
    '\tcount := func(profile, state string) (n int, stacks string) {',
    '\t\tvar out bytes.Buffer',
    '\t\tif p := pprof.Lookup(profile); p != nil {',
    '\t\t\tp.WriteTo(&out, 2)',
    '\t\t}',
    '\t\tfor _, stack := range strings.Split(out.String(), "\\n\\n") {',
    '\t\t\thead, _, _ := strings.Cut(stack, "\\n")',
    '\t\t\tif in.MatchString(stack) && strings.Contains(head, state) {',
    '\t\t\t\tn++',
    '\t\t\t\tstacks += stack + "\\n\\n"',
    '\t\t\t}',
    '\t\t}',
    '\t\treturn n, stacks',
    '\t}',
    '\tbefore, _ := count("goroutine", "")',
    '',
    ...lines.map(indented),
    '',
    '\t// Go 1.27 knows at once that nothing can wake a goroutine.',
    '\tif n, stacks := count("goroutineleak", "(leaked)"); n > 0 {',
    '\t\tt.Fatalf("%d goroutines are leaked:\\n%s", n, stacks)',
    '\t}',
    '\t// It does not see those that a global variable can reach: they get some time to end.',
    '\tfor wait := time.Millisecond; ; wait *= 2 {',
    '\t\tn, stacks := count("goroutine", "")',
    '\t\tif n <= before {',
    '\t\t\treturn',
    '\t\t}',
    '\t\tif wait > time.Second {',
    '\t\t\tt.Fatalf("%d goroutines stay, %d before:\\n%s", n, before, stacks)',
    '\t\t}',
    '\t\ttime.Sleep(wait)',
    '\t}',
    '}',
  ];
}

const indented = (line: string): string => (line === '' ? '' : `\t${line}`);

function importText(imports: ReadonlySet<string>): string {
  const all = [...imports].sort();
  if (all.length === 1) return `import "${all[0]}"`;
  const isOther = (path: string): boolean => path.slice(0, path.indexOf('/')).includes('.');
  const group = (list: readonly string[]): string => list.map((path) => `\t"${path}"\n`).join('');
  const groups = [group(all.filter((path) => !isOther(path))), group(all.filter(isOther))];
  return `import (\n${groups.filter((text) => text !== '').join('\n')})`;
}
