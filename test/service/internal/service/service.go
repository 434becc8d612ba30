// Package service puts the orders service together.
package service

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"time"

	"example.com/orders/internal/debug"
	"example.com/orders/internal/disease"
	"example.com/orders/internal/httpapi"
	"example.com/orders/internal/load"
	"example.com/orders/internal/partner"
)

// Config is what the command line decides.
type Config struct {
	Addr     string // of the API
	Debug    string // of pprof and expvar
	Rates    debug.Rates
	Diseases *disease.Set
	Load     bool
	RPS      int
}

// A Service is everything that runs.
type Service struct {
	log     *slog.Logger
	api     net.Listener
	debug   net.Listener
	parts   *parts
	partner *partner.Partner
	servers []*http.Server
	load    *load.Generator
	loadEnd func()
}

// Start listens, starts everything and returns when requests are answered.
func Start(ctx context.Context, cfg Config, log *slog.Logger) (_ *Service, err error) {
	s := &Service{log: log, loadEnd: func() {}}
	defer func() {
		if err != nil {
			s.abandon()
		}
	}()
	if s.api, err = net.Listen("tcp", cfg.Addr); err != nil {
		return nil, err
	}
	if s.debug, err = net.Listen("tcp", cfg.Debug); err != nil {
		return nil, err
	}
	if s.partner, err = partner.Start(log); err != nil {
		return nil, err
	}
	if s.parts, err = assemble(ctx, s.partner, cfg.Diseases, log); err != nil {
		return nil, err
	}
	s.serveAPI()
	s.servers = append(s.servers, debug.Serve(s.debug, cfg.Rates, log))
	if cfg.Load {
		s.startLoad(ctx, cfg.RPS)
	}
	return s, nil
}

// abandon closes what a failed Start has opened.
func (s *Service) abandon() {
	if s.api != nil {
		s.api.Close()
	}
	if s.debug != nil {
		s.debug.Close()
	}
	if s.partner != nil {
		s.partner.Close()
	}
}

func (s *Service) serveAPI() {
	server := &http.Server{
		Handler:           httpapi.New(s.parts.deps, s.log).Handler(),
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       10 * time.Second,
		WriteTimeout:      30 * time.Second,
		IdleTimeout:       time.Minute,
		ErrorLog:          slog.NewLogLogger(s.log.Handler(), slog.LevelDebug),
	}
	s.servers = append(s.servers, server)
	go func() {
		if err := server.Serve(s.api); !errors.Is(err, http.ErrServerClosed) {
			s.log.Error("API server stopped", "err", err)
		}
	}()
}

func (s *Service) startLoad(ctx context.Context, rps int) {
	ctx, cancel := context.WithCancel(ctx)
	s.load = load.New(s.URL(), rps)
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		defer wg.Done()
		s.load.Run(ctx)
	}()
	s.loadEnd = func() { cancel(); wg.Wait() }
}

// URL is the base of the API.
func (s *Service) URL() string { return "http://" + s.api.Addr().String() }

// PprofURL is the index page of pprof.
func (s *Service) PprofURL() string { return "http://" + s.debug.Addr().String() + "/debug/pprof/" }

// LoadCounts says how the load generator's requests have ended.
func (s *Service) LoadCounts() map[string]int64 {
	if s.load == nil {
		return map[string]int64{}
	}
	return s.load.Counts()
}

// Stop ends the load, then the servers, then what they used. Requests that a
// disease holds for ever are cut off when ctx is done.
func (s *Service) Stop(ctx context.Context) error {
	s.loadEnd()
	var errs []error
	for _, server := range s.servers {
		if err := server.Shutdown(ctx); err != nil {
			errs = append(errs, fmt.Errorf("requests cut off: %w", err), server.Close())
		}
	}
	errs = append(errs, s.parts.close(), s.partner.Close())
	return errors.Join(errs...)
}
