// Package load drives the service over loopback, as its customers would.
package load

import (
	"context"
	"net/http"
	"runtime/pprof"
	"sync"
	"sync/atomic"
	"time"
)

// maxInFlight bounds the requests under way. Ticks that find no room are
// skipped, so that a slow service is not buried.
const maxInFlight = 256

// A Generator sends requests at a steady rate.
type Generator struct {
	client *client
	every  time.Duration
	slots  chan struct{}
	counts counts
}

type counts struct {
	done, gaveUp, failed, skipped atomic.Int64
}

// New returns a Generator of rps requests per second to the API at base.
func New(base string, rps int) *Generator {
	return &Generator{
		client: &client{
			base: base,
			http: &http.Client{Transport: &http.Transport{
				MaxIdleConnsPerHost: maxInFlight,
				IdleConnTimeout:     30 * time.Second,
			}},
		},
		every: time.Second / time.Duration(rps),
		slots: make(chan struct{}, maxInFlight),
	}
}

// Run sends requests, each step in turn, until ctx is done and the last one has
// been answered.
func (g *Generator) Run(ctx context.Context) {
	ticker := time.NewTicker(g.every)
	defer ticker.Stop()
	defer g.client.http.CloseIdleConnections()
	var wg sync.WaitGroup
	defer wg.Wait()
	for i := 0; ; i++ {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
		select {
		case g.slots <- struct{}{}:
		default:
			g.counts.skipped.Add(1)
			continue
		}
		wg.Add(1)
		go func() {
			defer wg.Done()
			defer func() { <-g.slots }()
			g.do(ctx, steps[i%len(steps)])
		}()
	}
}

func (g *Generator) do(ctx context.Context, s step) {
	ctx, cancel := context.WithTimeout(ctx, s.patience)
	defer cancel()
	pprof.Do(ctx, pprof.Labels("load", s.name), func(ctx context.Context) {
		switch err := s.run(ctx, g.client); {
		case err == nil:
			g.counts.done.Add(1)
		case ctx.Err() != nil:
			g.counts.gaveUp.Add(1)
		default:
			g.counts.failed.Add(1)
		}
	})
}

// Counts says how the requests so far have ended.
func (g *Generator) Counts() map[string]int64 {
	return map[string]int64{
		"done":    g.counts.done.Load(),
		"gaveUp":  g.counts.gaveUp.Load(), // the client's patience was over
		"failed":  g.counts.failed.Load(),
		"skipped": g.counts.skipped.Load(), // no slot was free
	}
}
