package main

import (
	"context"
	"fmt"
	"net/http"
	"sync"
	"time"
)

// Goroutines that stand still for as long as anybody looks, and wait for
// something that may well come: nothing here is lost.

// A gate is opened by a request that has not come yet.
type gate struct{ open chan struct{} }

func (g *gate) wait()                                            { <-g.open }
func (g *gate) ServeHTTP(w http.ResponseWriter, _ *http.Request) { close(g.open) }

// A reply is looked up by its number.
type replies struct {
	mu      sync.Mutex
	pending map[int]chan string
}

func (r *replies) await(id int) string {
	reply := make(chan string, 1)
	r.mu.Lock()
	r.pending[id] = reply
	r.mu.Unlock()
	return <-reply
}

func (r *replies) deliver(id int, text string) {
	r.mu.Lock()
	reply := r.pending[id]
	delete(r.pending, id)
	r.mu.Unlock()
	if reply != nil {
		reply <- text
	}
}

// A door is locked by one and unlocked by another one, later.
type door struct{ sync.Mutex }

func (d *door) enter() {
	d.Lock()
	defer d.Unlock()
}

// A stopper runs what was handed to it, when it stops.
type stopper struct {
	mu   sync.Mutex
	last []func()
}

func (s *stopper) atEnd(f func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.last = append(s.last, f)
}

func (s *stopper) stop() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, f := range s.last {
		f()
	}
}

const long = 10 * time.Minute

// startPatient starts those who wait, and those who will wake them.
func startPatient(string) {
	g := &gate{open: make(chan struct{})}
	http.Handle("/open", g)
	go g.wait()

	r := &replies{pending: map[int]chan string{}}
	for id := range 3 {
		go r.await(id)
	}
	go func() {
		time.Sleep(long)
		for id := range 3 {
			r.deliver(id, fmt.Sprint(id))
		}
	}()

	d := &door{}
	d.Lock()
	time.AfterFunc(long, d.Unlock)
	go d.enter()

	s := &stopper{}
	ctx, cancel := context.WithCancel(context.Background())
	s.atEnd(cancel)
	go func() { <-ctx.Done() }()
	done := make(chan struct{})
	s.atEnd(func() { close(done) })
	go func() { <-done }()
	go func() {
		time.Sleep(long)
		s.stop()
	}()
}
