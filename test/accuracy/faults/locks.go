package main

import (
	"fmt"
	"log"
	"net/http"
	"os"
	"sync"
	"sync/atomic"
	"time"
)

// An account has a balance of its own lock.
type ledger struct {
	debits, credits sync.Mutex
	sum             int
}

var (
	books ledger
	turns atomic.Int64
)

// transferBothWays takes two locks, in the one order or in the other.
func transferBothWays(w http.ResponseWriter, _ *http.Request) {
	if turns.Add(1)%2 == 0 {
		books.debit()
	} else {
		books.credit()
	}
	fmt.Fprintln(w, "ok")
}

func (l *ledger) debit() {
	l.debits.Lock()
	defer l.debits.Unlock()
	time.Sleep(80 * time.Millisecond)
	l.credits.Lock() // deadlock defect: credit takes them the other way round.
	defer l.credits.Unlock()
	l.sum--
}

func (l *ledger) credit() {
	l.credits.Lock()
	defer l.credits.Unlock()
	time.Sleep(80 * time.Millisecond)
	l.debits.Lock() // deadlock defect: debit takes them the other way round.
	defer l.debits.Unlock()
	l.sum++
}

// A counter is safe for use by several, but not by itself.
type counter struct {
	mu sync.Mutex
	n  int
}

func lockTwice(w http.ResponseWriter, _ *http.Request) {
	c := &counter{}
	go c.add()
	fmt.Fprintln(w, "ok")
}

func (c *counter) add() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.n++
	c.report()
}

func (c *counter) report() {
	c.mu.Lock() // self defect: add has the lock.
	defer c.mu.Unlock()
	_ = c.n
}

// A stock forgets to give its lock back.
type stock struct {
	mu    sync.Mutex
	count int
}

var shelf stock

func keepLock(w http.ResponseWriter, _ *http.Request) {
	fmt.Fprintln(w, shelf.take())
}

func (s *stock) take() bool {
	s.mu.Lock() // lostlock shows: everybody waits here.
	if s.count == 0 {
		return false // lostlock defect: with the lock.
	}
	s.count--
	s.mu.Unlock()
	return true
}

// prices are read much, and written slowly.
type prices struct {
	mu    sync.RWMutex
	cents map[string]int
}

var list = prices{cents: map[string]int{"tea": 250}}

func readOrWrite(w http.ResponseWriter, _ *http.Request) {
	if turns.Add(1)%25 == 0 {
		list.refresh()
	}
	fmt.Fprintln(w, list.of("tea"))
}

func (p *prices) of(name string) int {
	p.mu.RLock() // readers shows: readers wait here.
	defer p.mu.RUnlock()
	return p.cents[name]
}

func (p *prices) refresh() {
	p.mu.Lock()
	defer p.mu.Unlock()
	fetchPrices(p.cents) // readers defect: slow work under the lock.
}

func fetchPrices(cents map[string]int) {
	timer := time.NewTimer(60 * time.Millisecond)
	defer timer.Stop()
	<-timer.C
	cents["tea"]++
}

// Tariffs are read slowly, and a change of them waits for all readers, with
// every later reader behind it.
type tariffs struct {
	mu    sync.RWMutex
	cents map[string]int
}

var today = &tariffs{cents: map[string]int{"tea": 3}}

func quoteOrChange(w http.ResponseWriter, _ *http.Request) {
	if turns.Add(1)%10 == 0 {
		today.change("tea", 4)
	}
	fmt.Fprintln(w, today.quote("tea"))
}

func (t *tariffs) quote(name string) int {
	t.mu.RLock() // starved shows: readers wait here, behind a writer.
	defer t.mu.RUnlock()
	timer := time.NewTimer(50 * time.Millisecond)
	defer timer.Stop()
	<-timer.C // starved defect: slow work under the lock of readers.
	return t.cents[name]
}

func (t *tariffs) change(name string, cents int) {
	t.mu.Lock() // starved shows: the writer waits for all who read.
	defer t.mu.Unlock()
	t.cents[name] = cents
}

var slowLog = log.New(slowWriter{}, "", log.LstdFlags)

// A slowWriter is a disk that is busy.
type slowWriter struct{}

func (slowWriter) Write(p []byte) (int, error) {
	time.Sleep(2 * time.Millisecond)
	if len(p) == 0 {
		return os.Stderr.Write(p)
	}
	return len(p), nil
}

// logMuch writes a line for each of many steps.
func logMuch(w http.ResponseWriter, _ *http.Request) {
	for i := range 4 {
		slowLog.Printf("step %d", i) // logger defect: all wait for one writer.
	}
	fmt.Fprintln(w, "ok")
}
