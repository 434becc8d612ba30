// Command faults is a service with the faults that are asked for, for those that the
// orders service does not have. It calls its own handlers over loopback.
//
// The faulty line of each ends in a comment `NAME defect: …`; where the profiles
// show another line than that, it has `NAME shows: …`.
package main

import (
	"context"
	"encoding/json"
	"expvar" // /debug/vars
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	_ "net/http/pprof" // /debug/pprof/
	"os"
	"os/signal"
	"runtime"
	"strings"
	"syscall"
	"time"
)

// A fault is a handler and how often it is called, or what happens once at the start.
type fault struct {
	handle http.HandlerFunc
	every  time.Duration
	start  func(url string)
}

var faults = map[string]fault{
	"addlate":     {handle: addLate, every: 60 * time.Millisecond},
	"after":       {handle: waitWithAfter, every: 20 * time.Millisecond},
	"closing":     {handle: closeEach(sum), every: 5 * time.Millisecond},
	"crossed":     {start: crossMail},
	"crowd":       {start: fillRooms},
	"deadlock":    {handle: transferBothWays, every: 50 * time.Millisecond},
	"early":       {start: leaveOne},
	"hanging":     {handle: askMute, every: 60 * time.Millisecond, start: listenAndSayNothing},
	"heap":        {handle: remember, every: 5 * time.Millisecond},
	"logger":      {handle: logMuch, every: 2 * time.Millisecond},
	"lostlock":    {handle: keepLock, every: 50 * time.Millisecond},
	"nilchan":     {handle: waitForNil, every: 60 * time.Millisecond},
	"patient":     {start: startPatient},
	"range":       {handle: rangeForever, every: 60 * time.Millisecond},
	"readers":     {handle: readOrWrite, every: 4 * time.Millisecond},
	"regexp":      {handle: match, every: 4 * time.Millisecond},
	"select":      {handle: selectForever, every: 60 * time.Millisecond},
	"self":        {handle: lockTwice, every: 50 * time.Millisecond},
	"send":        {handle: sendToNobody, every: 60 * time.Millisecond},
	"slots":       {handle: archive, every: 30 * time.Millisecond},
	"slow":        {handle: hello, every: 50 * time.Millisecond, start: connectAndSayNothing},
	"sound":       {handle: helloOrStream, every: 5 * time.Millisecond, start: startHealthy},
	"uncancelled": {start: leaveFeed},
	"unsignalled": {start: fillQuietly},
	"starved":     {handle: quoteOrChange, every: 8 * time.Millisecond},
	"unbounded":   {handle: startMany, every: 50 * time.Millisecond},
}

// What has happened, for who waits until enough has.
var (
	driven = expvar.NewInt("driven") // faults with a handler
	calls  = expvar.NewInt("calls")  // of their handlers, those that ended or were given up
)

func main() {
	names := flag.String("fault", "sound", "what is wrong, several separated by commas")
	runFor := flag.Duration("for", 3*time.Minute, "`duration` after which the service stops")
	flag.Parse()
	var all []fault
	for _, name := range strings.Split(*names, ",") {
		f, ok := faults[name]
		if !ok {
			fmt.Fprintln(os.Stderr, "no such fault:", name)
			os.Exit(2)
		}
		all = append(all, f)
	}
	if err := run(all, *runFor); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(all []fault, runFor time.Duration) error {
	runtime.SetBlockProfileRate(1)
	runtime.SetMutexProfileFraction(1)
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	ctx, cancel := context.WithTimeout(ctx, runFor)
	defer cancel()

	debug, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	api, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	go serveDebug(debug)
	url := "http://" + api.Addr().String()
	go serveAPI(api, handlerOf(all))
	for _, f := range all {
		if f.start != nil {
			f.start(url)
		}
		if f.handle != nil {
			driven.Add(1)
			go drive(ctx, url, f.every)
		}
	}
	err = json.NewEncoder(os.Stdout).Encode(map[string]any{
		"addr": url, "pprof": "http://" + debug.Addr().String() + "/debug/pprof/", "pid": os.Getpid(),
		"go": runtime.Version(), "diseases": []string{},
	})
	<-ctx.Done()
	return err
}

// handlerOf is that of the first fault that has one.
func handlerOf(all []fault) http.Handler {
	for _, f := range all {
		if f.handle != nil {
			return f.handle
		}
	}
	return http.HandlerFunc(hello)
}

func serveDebug(l net.Listener) {
	server := &http.Server{ReadHeaderTimeout: 5 * time.Second}
	fmt.Fprintln(os.Stderr, server.Serve(l))
}

func serveAPI(l net.Listener, h http.Handler) {
	server := &http.Server{Handler: h} // slow defect: no time-out for reading.
	fmt.Fprintln(os.Stderr, server.Serve(l))
}

// drive calls the handler at a steady rate; a call is given up after a while.
func drive(ctx context.Context, url string, every time.Duration) {
	client := &http.Client{
		Timeout:   300 * time.Millisecond,
		Transport: &http.Transport{MaxIdleConnsPerHost: 64, IdleConnTimeout: 30 * time.Second},
	}
	ticker := time.NewTicker(every)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
			go func() {
				defer calls.Add(1)
				call(ctx, client, url)
			}()
		}
	}
}

func call(ctx context.Context, client *http.Client, url string) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return
	}
	resp, err := client.Do(req)
	if err != nil {
		return
	}
	defer resp.Body.Close()
	io.Copy(io.Discard, resp.Body)
}

func hello(w http.ResponseWriter, _ *http.Request) {
	fmt.Fprintln(w, "hello")
}
