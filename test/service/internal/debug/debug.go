// Package debug serves net/http/pprof and expvar on a listener of their own.
package debug

import (
	_ "expvar" // /debug/vars
	"log/slog"
	"net"
	"net/http"
	_ "net/http/pprof" // /debug/pprof/
	"runtime"
	"time"
)

// Rates says how much the runtime records of waiting. Zero is nothing.
type Rates struct {
	Block int // as for runtime.SetBlockProfileRate: nanoseconds blocked per sample
	Mutex int // as for runtime.SetMutexProfileFraction: one in so many events
}

// Serve sets the rates and serves the default mux, where both packages register
// themselves. There is no write time-out: a profile takes as long as asked.
func Serve(l net.Listener, rates Rates, log *slog.Logger) *http.Server {
	runtime.SetBlockProfileRate(rates.Block)
	runtime.SetMutexProfileFraction(rates.Mutex)
	server := &http.Server{
		Handler:           http.DefaultServeMux,
		ReadHeaderTimeout: 5 * time.Second,
		IdleTimeout:       time.Minute,
		ErrorLog:          slog.NewLogLogger(log.Handler(), slog.LevelDebug),
	}
	go func() {
		if err := server.Serve(l); err != http.ErrServerClosed {
			log.Error("debug server stopped", "err", err)
		}
	}()
	return server
}
