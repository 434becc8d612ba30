// Command orders is a small HTTP service that can be given a disease.
//
// It listens on loopback, serves net/http/pprof on a second port, and with
// -load drives itself. Once ready it prints one line of JSON on standard output
// saying where; everything else goes to standard error. It stops by itself.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"expvar"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"runtime"
	"syscall"
	"time"

	"example.com/orders/internal/disease"
	"example.com/orders/internal/order"
	"example.com/orders/internal/service"
)

// stopLimit is how long requests have to end after the service was told to.
const stopLimit = time.Second

func main() {
	log := slog.New(slog.NewTextHandler(os.Stderr, nil))
	if err := run(os.Args[1:], os.Stdout, log); err != nil {
		log.Error("stopped", "err", err)
		os.Exit(1)
	}
}

// options is the command line.
type options struct {
	service    service.Config
	runFor     time.Duration
	panicAfter time.Duration
}

func parse(args []string) (options, error) {
	var (
		o     options
		list  string
		fixed bool
		leaks int
	)
	flags := flag.NewFlagSet("orders", flag.ContinueOnError)
	flags.StringVar(&o.service.Addr, "addr", "127.0.0.1:0", "`address` of the API")
	flags.StringVar(&o.service.Debug, "pprof", "127.0.0.1:0", "`address` of net/http/pprof")
	flags.IntVar(&o.service.Rates.Block, "block-rate", 1, "block profile rate in `nanoseconds`, 0 for off")
	flags.IntVar(&o.service.Rates.Mutex, "mutex-fraction", 1, "mutex profile: one in `n` events, 0 for off")
	flags.BoolVar(&o.service.Load, "load", false, "drive the service over loopback")
	flags.IntVar(&o.service.RPS, "rps", 180, "requests per second of -load, 1 to 1000")
	flags.StringVar(&list, "disease", "none", fmt.Sprintf("none, all, or a comma-separated `list` of %v", disease.Names()))
	flags.BoolVar(&fixed, "fixed", false, "run the repaired variant of the chosen diseases")
	flags.IntVar(&leaks, "leaks", 1000, "times each leaking disease strikes before it stops")
	flags.DurationVar(&o.runFor, "for", 10*time.Minute, "`duration` after which the service stops, 0 to run until it is told to")
	flags.DurationVar(&o.panicAfter, "panic-after", 0, "`duration` after which the service crashes, 0 for never")
	if err := flags.Parse(args); err != nil {
		return o, err
	}
	switch {
	case flags.NArg() > 0:
		return o, fmt.Errorf("unexpected argument %q", flags.Arg(0))
	case o.service.RPS < 1 || o.service.RPS > 1000:
		return o, fmt.Errorf("-rps %d is not within 1 to 1000", o.service.RPS)
	case o.runFor < 0 || o.panicAfter < 0 || leaks < 0:
		return o, errors.New("negative -for, -panic-after or -leaks")
	}
	var err error
	o.service.Diseases, err = disease.Parse(list, fixed, leaks)
	return o, err
}

func run(args []string, stdout io.Writer, log *slog.Logger) error {
	opts, err := parse(args)
	if errors.Is(err, flag.ErrHelp) {
		return nil
	}
	if err != nil {
		return err
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if opts.runFor > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, opts.runFor)
		defer cancel()
	}

	// The service does not get ctx: it is stopped in order, below.
	s, err := service.Start(context.Background(), opts.service, log)
	if err != nil {
		return err
	}
	publish(s, opts.service.Diseases)
	if opts.panicAfter > 0 {
		time.AfterFunc(opts.panicAfter, func() { crash(nil) })
	}
	if err := announce(stdout, s, opts.service.Diseases); err != nil {
		return err
	}
	log.Info("ready", "api", s.URL(), "pprof", s.PprofURL())

	<-ctx.Done()
	stop() // a second signal ends the process at once
	log.Info("stopping", "strikes", opts.service.Diseases.Strikes(), "load", s.LoadCounts())
	ctx, cancel := context.WithTimeout(context.Background(), stopLimit)
	defer cancel()
	if err := s.Stop(ctx); err != nil {
		log.Warn("not all ended in order", "err", err)
	}
	return nil
}

// announce prints the one line that tells where the service is.
func announce(w io.Writer, s *service.Service, diseases *disease.Set) error {
	return json.NewEncoder(w).Encode(struct {
		Addr     string         `json:"addr"`
		Pprof    string         `json:"pprof"`
		PID      int            `json:"pid"`
		Go       string         `json:"go"`
		Diseases []disease.Name `json:"diseases"`
	}{s.URL(), s.PprofURL(), os.Getpid(), runtime.Version(), diseases.Chosen()})
}

// publish shows at /debug/vars how often each disease has struck and how the
// load is doing, so that a test can wait for what it needs.
func publish(s *service.Service, diseases *disease.Set) {
	expvar.Publish("strikes", expvar.Func(func() any { return diseases.Strikes() }))
	expvar.Publish("load", expvar.Func(func() any { return s.LoadCounts() }))
}

// crash ends the process as a nil pointer does.
func crash(o *order.Order) {
	panic("order " + o.ID)
}
