// Package worker runs jobs beside the requests that asked for them.
package worker

import (
	"context"
	"sync"
)

// A Pool runs jobs of one kind on a fixed number of goroutines.
type Pool[J any] struct {
	wg sync.WaitGroup

	mu     sync.Mutex
	jobs   chan J
	closed bool
}

// NewPool starts workers that call do for each submitted job.
func NewPool[J any](ctx context.Context, workers, queue int, do func(context.Context, J)) *Pool[J] {
	p := &Pool[J]{jobs: make(chan J, queue)}
	p.wg.Add(workers)
	for range workers {
		go func() {
			defer p.wg.Done()
			for job := range p.jobs {
				do(ctx, job)
			}
		}()
	}
	return p
}

// Submit queues a job and reports whether there was room for it. A closed Pool
// has none.
func (p *Pool[J]) Submit(job J) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed {
		return false
	}
	select {
	case p.jobs <- job:
		return true
	default:
		return false
	}
}

// Close lets the workers finish what is queued and waits for them.
func (p *Pool[J]) Close() {
	p.mu.Lock()
	if !p.closed {
		p.closed = true
		close(p.jobs)
	}
	p.mu.Unlock()
	p.wg.Wait()
}
