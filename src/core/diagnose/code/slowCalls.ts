// Calls that can take long. In: a call. Out: what it waits for. Invariant: named functions of the standard library
// and of well-known packages only; a call that is given a context is `context`: whoever takes one expects to wait.

import type { GoNode } from '../../golang/goNode';
import type { GoPackage } from './goPackage';
import { calleeOf, typeName } from './typeOf';

export type SlowKind =
  | 'sleep'
  | 'lock'
  | 'rlock'
  | 'wait'
  | 'condition'
  | 'once'
  | 'http'
  | 'database'
  | 'network'
  | 'io'
  | 'process'
  | 'context';

const exact: Readonly<Record<string, SlowKind>> = {
  'time.Sleep': 'sleep',
  'sync.Mutex.Lock': 'lock',
  'sync.RWMutex.Lock': 'lock',
  'sync.Locker.Lock': 'lock',
  'sync.RWMutex.RLock': 'rlock',
  'sync.WaitGroup.Wait': 'wait',
  'golang.org/x/sync/errgroup.Group.Wait': 'wait',
  'sync.Cond.Wait': 'condition',
  'sync.Once.Do': 'once',
  'golang.org/x/sync/semaphore.Weighted.Acquire': 'wait',
  'golang.org/x/time/rate.Limiter.Wait': 'wait',
  'net/http.Get': 'http',
  'net/http.Head': 'http',
  'net/http.Post': 'http',
  'net/http.PostForm': 'http',
  'net/http.Client.Do': 'http',
  'net/http.Client.Get': 'http',
  'net/http.Client.Head': 'http',
  'net/http.Client.Post': 'http',
  'net/http.Client.PostForm': 'http',
  'net/http.RoundTripper.RoundTrip': 'http',
  'net/http.Transport.RoundTrip': 'http',
  'net/http.ListenAndServe': 'network',
  'net/http.Server.ListenAndServe': 'network',
  'net/http.Server.Serve': 'network',
  'net.Conn.Read': 'network',
  'net.Conn.Write': 'network',
  'net.Dial': 'network',
  'net.DialTimeout': 'network',
  'net.Dialer.DialContext': 'network',
  'net.Listener.Accept': 'network',
  'net.LookupHost': 'network',
  'crypto/tls.Dial': 'network',
  'io.Copy': 'io',
  'io.ReadAll': 'io',
  'io.ReadFull': 'io',
  'io.Reader.Read': 'io',
  'io.ReadCloser.Read': 'io',
  'io.PipeReader.Read': 'io',
  'io.PipeWriter.Write': 'io',
  'bufio.Reader.ReadString': 'io',
  'bufio.Reader.ReadLine': 'io',
  'bufio.Reader.ReadByte': 'io',
  'bufio.Reader.ReadBytes': 'io',
  'bufio.Scanner.Scan': 'io',
  'encoding/json.Decoder.Decode': 'io',
  'os.ReadFile': 'io',
  'os.WriteFile': 'io',
  'os.File.Read': 'io',
  'os.File.Write': 'io',
  'os.File.Sync': 'io',
  'os/exec.Cmd.CombinedOutput': 'process',
  'os/exec.Cmd.Output': 'process',
  'os/exec.Cmd.Run': 'process',
  'os/exec.Cmd.Wait': 'process',
};

const databaseTypes = ['DB', 'Conn', 'Tx', 'Stmt'].map((type) => `database/sql.${type}.`);
const databaseMethods = ['Query', 'QueryRow', 'Exec', 'Begin', 'BeginTx', 'Prepare', 'Ping', 'Commit', 'Conn'];

/** Functions that take a context for its values and do not wait. */
const quick = ['log/slog.', 'context.', 'runtime/pprof.', 'runtime/trace.', 'net/http.NewRequestWithContext'];
const quickMethods = ['net/http.Request.WithContext', 'net/http.Request.Clone', 'os/exec.CommandContext'];

export function slowKindOf(pkg: GoPackage, call: GoNode): SlowKind | undefined {
  const { name, function: own } = calleeOf(pkg, call);
  if (Object.hasOwn(exact, name)) return exact[name];
  const databaseType = databaseTypes.find((type) => name.startsWith(type));
  if (databaseType !== undefined) {
    const method = name.slice(databaseType.length);
    return databaseMethods.includes(method.replace('Context', '')) ? 'database' : undefined;
  }
  if (own !== undefined || quick.some((prefix) => name.startsWith(prefix)) || quickMethods.includes(name)) {
    return undefined;
  }
  return takesContext(pkg, call) ? 'context' : undefined;
}

/** Whether one of the arguments is a context. */
export function takesContext(pkg: GoPackage, call: GoNode): boolean {
  return (call.get('arguments')?.children ?? []).some((argument) => typeName(pkg, argument) === 'context.Context');
}
