// Package leaks has goroutines that stay. A comment "leak RULE" stands where a
// diagnosis finds them.
package leaks

import (
	"context"
	"errors"
	"net/http"
	"sync"
)

func compute() int { return 42 }

func sendsToNobody() int {
	ch := make(chan int)
	go func() {
		ch <- compute() // leak channel-send-without-receiver
	}()
	select {
	case v := <-ch:
		return v
	default:
		return 0
	}
}

// The goroutine is a function of its own.
func startsProducer() int {
	values := make(chan int)
	go produce(values)
	return 0
}

func produce(values chan<- int) {
	values <- compute() // leak channel-send-without-receiver
}

func reportsInDefer() error {
	done := make(chan error)
	go func() {
		var err error
		defer func() { done <- err }() // leak blocking-call-in-defer
		err = errors.New("late")
	}()
	return nil
}

func forgetsDone() {
	var wg sync.WaitGroup
	for i := range 3 {
		wg.Add(1)
		go func() {
			if i == 2 {
				return // leak waitgroup-never-zero
			}
			wg.Done()
		}()
	}
	wg.Wait()
}

// A global keeps it reachable, so that goroutineleak does not see it.
var updates = make(chan int)

func deaf(w http.ResponseWriter, r *http.Request) {
	update := <-updates // leak request-context-ignored
	w.WriteHeader(update)
}

func deafInSelect(w http.ResponseWriter, r *http.Request) {
	select { // leak select-without-done
	case update := <-updates:
		w.WriteHeader(update)
	}
}

func detached(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		next.ServeHTTP(w, r.WithContext(context.Background())) // leak request-context-replaced
	})
}

func waitsWithContext(ctx context.Context) {
	<-updates // leak channel-receive-without-sender
}

type stock struct {
	mu    sync.Mutex
	count int
}

func (s *stock) take() bool {
	s.mu.Lock()
	if s.count == 0 {
		return false // leak deadlock
	}
	s.count--
	s.mu.Unlock()
	return true
}

// Nobody but its author knows what to call it with.
func withValues(names []string) int {
	ch := make(chan int)
	for range names {
		go func() {
			ch <- compute() // leak channel-send-without-receiver
		}()
	}
	return <-ch
}

func leavesBodyOpen(url string) int {
	resp, err := http.Get(url)
	if err != nil {
		return 0
	}
	return resp.StatusCode // leak response-body-not-closed
}

var _ = []any{sendsToNobody, startsProducer, reportsInDefer, forgetsDone, deaf, deafInSelect, detached, waitsWithContext,
	(*stock).take, withValues, leavesBodyOpen}
