// Results of functions and types of fields of the standard library and of two frameworks, those the readers ask about.
// In: a name with its import path. Out: types as Go writes them, with full import paths. Source: pkg.go.dev, Go 1.27.

import { type GoType, unknownType } from './goType';

const results: Readonly<Record<string, readonly string[]>> = {
  'bufio.NewReader': ['*bufio.Reader'],
  'bufio.NewScanner': ['*bufio.Scanner'],
  'bufio.NewWriter': ['*bufio.Writer'],
  'bytes.NewBuffer': ['*bytes.Buffer'],
  'bytes.NewReader': ['*bytes.Reader'],
  'context.Background': ['context.Context'],
  'context.TODO': ['context.Context'],
  'context.WithoutCancel': ['context.Context'],
  'context.WithCancel': ['context.Context', 'func'],
  'context.WithDeadline': ['context.Context', 'func'],
  'context.WithTimeout': ['context.Context', 'func'],
  'context.WithValue': ['context.Context'],
  'context.Context.Done': ['<-chan struct{}'],
  'context.Context.Err': ['error'],
  'crypto/tls.Dial': ['*crypto/tls.Conn', 'error'],
  'crypto/tls.NewLRUClientSessionCache': ['crypto/tls.ClientSessionCache'],
  'database/sql.Conn.BeginTx': ['*database/sql.Tx', 'error'],
  'database/sql.Conn.PrepareContext': ['*database/sql.Stmt', 'error'],
  'database/sql.Conn.QueryContext': ['*database/sql.Rows', 'error'],
  'database/sql.DB.Begin': ['*database/sql.Tx', 'error'],
  'database/sql.DB.BeginTx': ['*database/sql.Tx', 'error'],
  'database/sql.DB.Conn': ['*database/sql.Conn', 'error'],
  'database/sql.DB.Prepare': ['*database/sql.Stmt', 'error'],
  'database/sql.DB.PrepareContext': ['*database/sql.Stmt', 'error'],
  'database/sql.DB.Query': ['*database/sql.Rows', 'error'],
  'database/sql.DB.QueryContext': ['*database/sql.Rows', 'error'],
  'database/sql.DB.QueryRow': ['*database/sql.Row'],
  'database/sql.DB.QueryRowContext': ['*database/sql.Row'],
  'database/sql.Open': ['*database/sql.DB', 'error'],
  'database/sql.OpenDB': ['*database/sql.DB'],
  'database/sql.Stmt.Query': ['*database/sql.Rows', 'error'],
  'database/sql.Stmt.QueryContext': ['*database/sql.Rows', 'error'],
  'database/sql.Tx.Query': ['*database/sql.Rows', 'error'],
  'database/sql.Tx.QueryContext': ['*database/sql.Rows', 'error'],
  'encoding/json.Marshal': ['[]byte', 'error'],
  'encoding/json.NewDecoder': ['*encoding/json.Decoder'],
  'encoding/json.NewEncoder': ['*encoding/json.Encoder'],
  'errors.New': ['error'],
  'fmt.Errorf': ['error'],
  'fmt.Sprint': ['string'],
  'fmt.Sprintf': ['string'],
  'github.com/labstack/echo.Context.Request': ['*net/http.Request'],
  'github.com/labstack/echo/v4.Context.Request': ['*net/http.Request'],
  'golang.org/x/sync/errgroup.WithContext': ['*golang.org/x/sync/errgroup.Group', 'context.Context'],
  'io.Pipe': ['*io.PipeReader', '*io.PipeWriter'],
  'io.ReadAll': ['[]byte', 'error'],
  'net.Dial': ['net.Conn', 'error'],
  'net.DialTimeout': ['net.Conn', 'error'],
  'net.Listen': ['net.Listener', 'error'],
  'net.Listener.Accept': ['net.Conn', 'error'],
  'net/http.Client.Do': ['*net/http.Response', 'error'],
  'net/http.Client.Get': ['*net/http.Response', 'error'],
  'net/http.Client.Head': ['*net/http.Response', 'error'],
  'net/http.Client.Post': ['*net/http.Response', 'error'],
  'net/http.Client.PostForm': ['*net/http.Response', 'error'],
  'net/http.Get': ['*net/http.Response', 'error'],
  'net/http.Head': ['*net/http.Response', 'error'],
  'net/http.Header.Get': ['string'],
  'net/http.NewRequest': ['*net/http.Request', 'error'],
  'net/http.NewRequestWithContext': ['*net/http.Request', 'error'],
  'net/http.NewServeMux': ['*net/http.ServeMux'],
  'net/http.Post': ['*net/http.Response', 'error'],
  'net/http.PostForm': ['*net/http.Response', 'error'],
  'net/http.Request.Clone': ['*net/http.Request'],
  'net/http.Request.Context': ['context.Context'],
  'net/http.Request.PathValue': ['string'],
  'net/http.Request.WithContext': ['*net/http.Request'],
  'net/http.RoundTripper.RoundTrip': ['*net/http.Response', 'error'],
  'net/http.Transport.Clone': ['*net/http.Transport'],
  'net/http.Transport.RoundTrip': ['*net/http.Response', 'error'],
  'os.Create': ['*os.File', 'error'],
  'os.Open': ['*os.File', 'error'],
  'os.OpenFile': ['*os.File', 'error'],
  'os.ReadFile': ['[]byte', 'error'],
  'os/exec.Command': ['*os/exec.Cmd'],
  'os/exec.Cmd.StdinPipe': ['io.WriteCloser', 'error'],
  'os/exec.Cmd.StdoutPipe': ['io.ReadCloser', 'error'],
  'os/exec.CommandContext': ['*os/exec.Cmd'],
  'regexp.Compile': ['*regexp.Regexp', 'error'],
  'regexp.MustCompile': ['*regexp.Regexp'],
  'strconv.Itoa': ['string'],
  'strconv.FormatInt': ['string'],
  'strconv.Quote': ['string'],
  'strings.Builder.String': ['string'],
  'strings.Join': ['string'],
  'strings.Repeat': ['string'],
  'strings.Replace': ['string'],
  'strings.ReplaceAll': ['string'],
  'strings.ToLower': ['string'],
  'strings.ToUpper': ['string'],
  'strings.TrimSpace': ['string'],
  'bytes.Join': ['[]byte'],
  'sync.NewCond': ['*sync.Cond'],
  'time.After': ['<-chan time.Time'],
  'time.NewTicker': ['*time.Ticker'],
  'time.NewTimer': ['*time.Timer'],
  'time.Now': ['time.Time'],
  'time.Since': ['time.Duration'],
  'time.Tick': ['<-chan time.Time'],
};

const fields: Readonly<Record<string, string>> = {
  'github.com/gin-gonic/gin.Context.Request': '*net/http.Request',
  'net/http.Client.Timeout': 'time.Duration',
  'net/http.Client.Transport': 'net/http.RoundTripper',
  'net/http.DefaultClient': '*net/http.Client',
  'net/http.DefaultTransport': 'net/http.RoundTripper',
  'net/http.Request.Body': 'io.ReadCloser',
  'net/http.Request.Header': 'net/http.Header',
  'net/http.Response.Body': 'io.ReadCloser',
  'net/http.Response.Header': 'net/http.Header',
  'sync.Cond.L': 'sync.Locker',
  'time.Ticker.C': '<-chan time.Time',
  'time.Timer.C': '<-chan time.Time',
};

/** @param name `net/http.Get`, `net/http.Client.Do` */
export function knownResults(name: string): readonly GoType[] | undefined {
  return Object.hasOwn(results, name) ? results[name].map(parse) : undefined;
}

/** Of a field or of a package's variable. @param name `net/http.Response.Body` */
export function knownField(name: string): GoType | undefined {
  return Object.hasOwn(fields, name) ? parse(fields[name]) : undefined;
}

function parse(text: string): GoType {
  if (text.startsWith('*')) return { kind: 'pointer', to: parse(text.slice(1)) };
  if (text.startsWith('<-chan ')) return { kind: 'channel', to: parse(text.slice('<-chan '.length)) };
  if (text.startsWith('[]')) return { kind: 'list', to: parse(text.slice(2)) };
  if (text === 'func') return { kind: 'function', results: [] };
  if (text === 'struct{}') return unknownType;
  return { kind: 'named', name: text, spec: undefined };
}
