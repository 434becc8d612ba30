package main

import (
	"context"
	"errors"
	"sync"
	"time"
)

// One of a kind each: no load, no growth. One dump and the source must do.

var errOffline = errors.New("offline")

// lookUp gives up before it asks for the result.
func lookUp(online bool) (int, error) {
	result := make(chan int)
	go func() {
		result <- 1 // early defect: whoever was to receive has returned.
	}()
	if !online {
		return 0, errOffline
	}
	return <-result, nil
}

// A feed ends with its context, and its owner forgets to cancel that.
type feed struct {
	ctx    context.Context
	cancel context.CancelFunc
	items  chan int
}

func openFeed() *feed {
	ctx, cancel := context.WithCancel(context.Background())
	f := &feed{ctx: ctx, cancel: cancel, items: make(chan int)}
	go f.run()
	return f
}

func (f *feed) run() {
	for {
		select { // uncancelled defect: nobody calls close.
		case <-f.ctx.Done():
			return
		case n := <-f.items:
			_ = n
		}
	}
}

func (f *feed) close() { f.cancel() }

// A mailbox is locked by whoever waits for the other one.
type mailbox struct {
	mu      sync.Mutex
	letters chan string
}

func (m *mailbox) post(letter string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.letters <- letter // crossed shows: fetch cannot come to receive.
}

func (m *mailbox) fetch() string {
	m.mu.Lock() // crossed defect: post waits for fetch while it has the lock.
	defer m.mu.Unlock()
	return <-m.letters
}

// A queue that is filled without a word to those who wait.
type queue struct {
	mu    sync.Mutex
	some  *sync.Cond
	items []int
}

func (q *queue) put(n int) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.items = append(q.items, n)
}

func (q *queue) take() int {
	q.mu.Lock()
	defer q.mu.Unlock()
	for len(q.items) == 0 {
		q.some.Wait() // unsignalled defect: put does not signal.
	}
	n := q.items[0]
	q.items = q.items[1:]
	return n
}

func leaveOne(string) {
	_, err := lookUp(false)
	_ = err
}

func leaveFeed(string) {
	f := openFeed()
	f.items <- 1
}

func crossMail(string) {
	m := &mailbox{letters: make(chan string)}
	go m.post("hello")
	time.Sleep(20 * time.Millisecond)
	go m.fetch()
}

func fillQuietly(string) {
	q := &queue{}
	q.some = sync.NewCond(&q.mu)
	go q.take()
	time.Sleep(20 * time.Millisecond)
	q.put(1)
}
