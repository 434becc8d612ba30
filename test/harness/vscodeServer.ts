// A private VS Code server. In: a folder for everything it writes, settings, environment. Out: its address and a stop.
// Invariant: listens on loopback only, shares no state with the user's own VS Code or with another server, asks no
// extension gallery; stop() ends extension hosts and terminals, too.
import type { ChildProcess } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { commandOf, vscodeDir, type ServerMode } from './codeServer';
import { endGroup, spawnGroup } from './processes';
import { runTool } from './runTool';
import { makeTempDir } from './tempDir';
import { leanExtensions, quietSettings } from './vscodeSettings';

export interface ServerOptions {
  readonly dir: string;
  readonly mode?: ServerMode;
  /** 0 takes a free one. */
  readonly port?: number;
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Reaches the extension host. */
  readonly env?: NodeJS.ProcessEnv;
  /** Load only the built-in extensions that Go work needs. */
  readonly lean?: boolean;
}

export interface Server {
  readonly mode: ServerMode;
  readonly url: string;
  readonly host: string;
  readonly dir: string;
  readonly settingsFile: string;
  readonly logFile: string;
  /** Fires when it ends without having been asked to. */
  onDeath(listener: (reason: string) => void): void;
  /** Everything the extension hosts logged so far. */
  extensionHostLog(): string;
  stop(): Promise<void>;
}

const folders = (dir: string) => ({ user: path.join(dir, 'ud'), extensions: path.join(dir, 'ext') });

export async function startServer(options: ServerOptions): Promise<Server> {
  const { dir, mode = 'server', port = 0 } = options;
  const { user, extensions } = folders(dir);
  const settingsFile = path.join(user, 'User', 'settings.json');
  fs.mkdirSync(path.dirname(settingsFile), { recursive: true });
  fs.mkdirSync(extensions, { recursive: true });
  fs.writeFileSync(settingsFile, JSON.stringify({ ...quietSettings, ...options.settings }, null, 2));
  // Settings of scope `machine` are the server's own and are read from there only.
  const machineFile = path.join(user, 'Machine', 'settings.json');
  fs.mkdirSync(path.dirname(machineFile), { recursive: true });
  fs.writeFileSync(machineFile, JSON.stringify(options.settings ?? {}, null, 2));

  const logFile = path.join(dir, 'server.log');
  const sockets = makeTempDir('s'); // A short name: a socket's path has 107 characters at most.
  const { command, args } = commandOf(mode);
  const flags = mode === 'server' ? serverFlags(dir, port) : wrapperFlags(dir, port);
  const lean = options.lean === true ? leanFlags(dir, mode) : [];
  const child = spawnGroup(command, [...args, ...flags, ...lean], {
    env: environment(dir, { ...(process.platform === 'linux' && { TMPDIR: sockets.path }), ...options.env }),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const url = await listening(child, logFile);
  let stopping = false;
  return {
    mode,
    url,
    host: new URL(url).host,
    dir,
    settingsFile,
    logFile,
    onDeath: (listener) => {
      child.once('exit', (code) => {
        if (!stopping) listener(`VS Code's server ended with ${code ?? 'a signal'}; its log is ${logFile}`);
      });
    },
    extensionHostLog: () =>
      hostLogs(dir)
        .map((file) => fs.readFileSync(file, 'utf8'))
        .join(''),
    stop: async () => {
      stopping = true;
      await endGroup(child, 2000);
      sockets.remove();
    },
  };
}

/** Installs a .vsix the way a person does; no server needs to run. */
export async function installVsix(vsix: string, dir: string, mode: ServerMode = 'server'): Promise<void> {
  const { command, args } = commandOf(mode);
  const { user, extensions } = folders(dir);
  const where = mode === 'server' ? ['--server-data-dir', dir] : ['--config', path.join(dir, 'config.yaml')];
  const own = ['--user-data-dir', user, '--extensions-dir', extensions, ...where];
  const result = await runTool(command, [...args, ...own, '--install-extension', vsix, '--force'], {
    env: environment(dir),
  });
  if (result.code !== 0 || !result.output.includes('successfully installed')) {
    throw new Error(`VS Code did not install ${vsix}:\n${result.output}`);
  }
}

function serverFlags(dir: string, port: number): string[] {
  const { user, extensions } = folders(dir);
  const place = ['--user-data-dir', user, '--extensions-dir', extensions, '--server-data-dir', dir];
  const quiet = ['--without-connection-token', '--accept-server-license-terms', '--telemetry-level', 'off'];
  return ['--host', '127.0.0.1', '--port', String(port), ...quiet, ...place];
}

function wrapperFlags(dir: string, port: number): string[] {
  const { user, extensions } = folders(dir);
  const place = ['--user-data-dir', user, '--extensions-dir', extensions, '--config', path.join(dir, 'config.yaml')];
  const quiet = ['--disable-telemetry', '--disable-update-check', '--disable-getting-started-override'];
  return ['--bind-addr', `127.0.0.1:${port}`, '--auth', 'none', '--disable-workspace-trust', ...quiet, ...place];
}

function leanFlags(dir: string, mode: ServerMode): string[] {
  const some = path.join(dir, 'builtin');
  fs.mkdirSync(some, { recursive: true });
  for (const name of leanExtensions)
    fs.symlinkSync(path.join(vscodeDir, 'extensions', name), path.join(some, name), 'dir');
  return mode === 'server' ? ['--builtin-extensions-dir', some] : ['--vscode-option', `builtin-extensions-dir=${some}`];
}

function environment(dir: string, more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  return {
    ...process.env,
    VSCODE_IPC_HOOK_CLI: '', // Set inside a VS Code terminal; the server would talk to that VS Code.
    EXTENSIONS_GALLERY: '{}', // Otherwise the page asks the public one.
    XDG_RUNTIME_DIR: undefined, // Sockets go to TMPDIR.
    XDG_DATA_HOME: path.join(dir, 'data-home'), // The wrapper keeps logs and a heartbeat there.
    NODE_OPTIONS: undefined,
    ELECTRON_RUN_AS_NODE: undefined,
    PASSWORD: undefined,
    PORT: undefined,
    ...more,
  };
}

function listening(child: ChildProcess, logFile: string): Promise<string> {
  const log = fs.createWriteStream(logFile);
  child.stderr?.on('data', (chunk: Buffer) => log.write(chunk));
  return new Promise((resolve, reject) => {
    let said = '';
    const fail = (what: string) => {
      clearTimeout(timer);
      void endGroup(child, 0);
      log.end(() => reject(new Error(`VS Code's server ${what}:\n${fs.readFileSync(logFile, 'utf8').slice(-3000)}`)));
    };
    const timer = setTimeout(() => fail('did not start in 60 s'), 60_000);
    child.stdout?.on('data', (chunk: Buffer) => {
      log.write(chunk);
      said += chunk.toString();
      const ready = /(?:Web UI available at|HTTP server listening on) (http:\/\/\S+)/.exec(said);
      if (!ready) return;
      clearTimeout(timer);
      child.removeListener('exit', ended);
      resolve(ready[1].replace('localhost', '127.0.0.1').replace(/\/$/, ''));
    });
    const ended = (code: number | null) => fail(`ended with ${code ?? 'a signal'}`);
    child.once('error', (error) => fail(error.message));
    child.once('exit', ended);
  });
}

function hostLogs(dir: string): string[] {
  const logs = path.join(dir, 'ud', 'logs');
  if (!fs.existsSync(logs)) return [];
  const files = fs.readdirSync(logs, { recursive: true, encoding: 'utf8' });
  return files.filter((file) => path.basename(file) === 'remoteexthost.log').map((file) => path.join(logs, file));
}
