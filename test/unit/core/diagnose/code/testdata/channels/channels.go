// Package channels has goroutines that wait for a channel for ever, and their
// sound twins. A comment "want KIND" stands where a reason must be found, and
// nothing may be found elsewhere.
package channels

import (
	"context"
	"errors"
	"sync"
	"time"
)

type result struct {
	value int
	err   error
}

func compute(n int) (int, error) { return n, nil }

// Early return between the go statement and the receive.

func earlyReturn(ready bool) (int, error) {
	ch := make(chan result)
	go func() {
		v, err := compute(1)
		ch <- result{v, err} // want returnsBefore
	}()
	if !ready {
		return 0, errors.New("not ready")
	}
	r := <-ch
	return r.value, r.err
}

func earlyReturnBuffered(ready bool) (int, error) {
	ch := make(chan result, 1)
	go func() {
		v, err := compute(1)
		ch <- result{v, err}
	}()
	if !ready {
		return 0, errors.New("not ready")
	}
	r := <-ch
	return r.value, r.err
}

func noEarlyReturn() (int, error) {
	ch := make(chan result)
	go func() {
		v, err := compute(1)
		ch <- result{v, err}
	}()
	r := <-ch
	if r.err != nil {
		return 0, r.err
	}
	return r.value, nil
}

// A time-out leaves the sender alone.

func timeout(d time.Duration) int {
	ch := make(chan int)
	go func() {
		v, _ := compute(2)
		ch <- v // want receiverLeaves
	}()
	select {
	case v := <-ch:
		return v
	case <-time.After(d):
		return 0
	}
}

func timeoutBuffered(d time.Duration) int {
	ch := make(chan int, 1)
	go func() {
		v, _ := compute(2)
		ch <- v
	}()
	select {
	case v := <-ch:
		return v
	case <-time.After(d):
		return 0
	}
}

func timeoutSenderLeaves(ctx context.Context) int {
	ch := make(chan int)
	go func() {
		v, _ := compute(2)
		select {
		case ch <- v:
		case <-ctx.Done():
		}
	}()
	select {
	case v := <-ch:
		return v
	case <-ctx.Done():
		return 0
	}
}

// The first answer wins, and the others stay.

func firstOf(servers []string) int {
	ch := make(chan int)
	for i := range servers {
		go func() {
			v, _ := compute(i)
			ch <- v // want receivedOnce
		}()
	}
	return <-ch
}

func firstOfBuffered(servers []string) int {
	ch := make(chan int, len(servers))
	for i := range servers {
		go func() {
			v, _ := compute(i)
			ch <- v
		}()
	}
	return <-ch
}

func allOf(servers []string) int {
	ch := make(chan int)
	for i := range servers {
		go func() {
			v, _ := compute(i)
			ch <- v
		}()
	}
	sum := 0
	for range servers {
		sum += <-ch
	}
	return sum
}

// A consumer that stops at the first error.

func consumer(in []int) error {
	ch := make(chan result)
	go func() {
		defer close(ch)
		for _, n := range in {
			v, err := compute(n)
			ch <- result{v, err} // want receiverLeaves
		}
	}()
	for r := range ch {
		if r.err != nil {
			return r.err
		}
	}
	return nil
}

func consumerToTheEnd(in []int) (err error) {
	ch := make(chan result)
	go func() {
		defer close(ch)
		for _, n := range in {
			v, err := compute(n)
			ch <- result{v, err}
		}
	}()
	for r := range ch {
		if r.err != nil {
			err = r.err
		}
	}
	return err
}

// Workers send, and are waited for before anybody receives.

func waitedForFirst(in []int) (sum int) {
	ch := make(chan int)
	var wg sync.WaitGroup
	for _, n := range in {
		wg.Add(1)
		go func() {
			defer wg.Done()
			ch <- n // want receivedAfterWait
		}()
	}
	wg.Wait()
	close(ch)
	for v := range ch {
		sum += v
	}
	return sum
}

func waitedForBeside(in []int) (sum int) {
	ch := make(chan int)
	var wg sync.WaitGroup
	for _, n := range in {
		wg.Add(1)
		go func() {
			defer wg.Done()
			ch <- n
		}()
	}
	go func() {
		wg.Wait()
		close(ch)
	}()
	for v := range ch {
		sum += v
	}
	return sum
}

// Ranges over what is never closed.

type queue struct {
	jobs chan int
	done chan struct{}
}

func newQueue() *queue {
	q := &queue{jobs: make(chan int), done: make(chan struct{})}
	go q.run()
	return q
}

func (q *queue) run() {
	for job := range q.jobs { // want nobodyCloses
		_ = job
	}
}

func (q *queue) add(n int) { q.jobs <- n }

type closedQueue struct {
	jobs chan int
}

func newClosedQueue() *closedQueue {
	q := &closedQueue{jobs: make(chan int)}
	go q.run()
	return q
}

func (q *closedQueue) run() {
	for job := range q.jobs {
		_ = job
	}
}

func (q *closedQueue) add(n int) { q.jobs <- n }
func (q *closedQueue) stop()     { close(q.jobs) }

// Waits for a signal that an error path forgets.

func signalForgotten(n int) {
	done := make(chan struct{})
	go func() {
		if _, err := compute(n); err != nil {
			return
		}
		close(done)
	}()
	<-done // want senderLeaves
}

func signalDeferred(n int) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		if _, err := compute(n); err != nil {
			return
		}
	}()
	<-done
}

func nobodyThere() {
	ch := make(chan int)
	go func() {
		ch <- 1 // want nobodyReceives
	}()
}

func nobodySends() int {
	ch := make(chan int)
	return <-ch // want nobodySends
}

// Handed to somebody we cannot see.

type Sink interface{ Listen(<-chan int) }

func handedOn(s Sink) {
	ch := make(chan int)
	go s.Listen(ch)
	ch <- 1
}

func Returned() <-chan int {
	ch := make(chan int)
	go func() { ch <- 1 }()
	return ch
}

func use() {
	_, _ = earlyReturn(true)
	q := newQueue()
	q.add(1)
	<-q.done // want nobodySends
	c := newClosedQueue()
	c.add(1)
	c.stop()
}

var _ = []any{earlyReturnBuffered, noEarlyReturn, timeout, timeoutBuffered, timeoutSenderLeaves, firstOf, firstOfBuffered, allOf,
	consumer, consumerToTheEnd, waitedForFirst, waitedForBeside, signalForgotten, signalDeferred, nobodyThere, nobodySends, handedOn, use}
