// The debugger of the tests: what the Go extension does around Delve, and nothing else. In: HEATLINE_TEST_DELVE, a dlv.
// Out: for each session of type `go` a `dlv dap` of its own, on a free port of loopback. Invariant: it ends with the
// session, and at the latest with the extension host.
const { spawn } = require('node:child_process');
const process = require('node:process');
const vscode = require('vscode');

const running = new Map();

exports.activate = (context) => {
  context.subscriptions.push(
    vscode.debug.registerDebugAdapterDescriptorFactory('go', { createDebugAdapterDescriptor: start }),
    vscode.debug.onDidTerminateDebugSession(({ id }) => end(id)),
    { dispose: () => [...running.keys()].forEach(end) },
  );
  process.once('exit', () => [...running.keys()].forEach(end));
};

async function start(session) {
  const dlv = process.env.HEATLINE_TEST_DELVE;
  if (!dlv) throw new Error('HEATLINE_TEST_DELVE is not set by the test runner');
  const child = spawn(dlv, ['dap', '--listen=127.0.0.1:0'], { stdio: ['ignore', 'pipe', 'pipe'] });
  running.set(session.id, child);
  child.stderr.resume();
  const port = await new Promise((resolve, reject) => {
    let said = '';
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`dlv ended with ${code}: ${said}`)));
    child.stdout.on('data', (chunk) => {
      said += chunk;
      const listening = /listening at: 127\.0\.0\.1:(\d+)/.exec(said);
      if (listening) resolve(Number(listening[1]));
    });
  });
  return new vscode.DebugAdapterServer(port, '127.0.0.1');
}

function end(id) {
  running.get(id)?.kill();
  running.delete(id);
}
