// Package locks has locks that are kept, held too long, or taken twice.
package locks

import (
	"errors"
	"io"
	"net/http"
	"os"
	"sync"
	"time"
)

type store struct {
	mu     sync.Mutex
	rw     sync.RWMutex
	values map[string]string
	events chan string
}

func (s *store) forgets(key string) (string, error) {
	s.mu.Lock() // want kept
	v, ok := s.values[key]
	if !ok {
		return "", errors.New("none")
	}
	s.mu.Unlock()
	return v, nil
}

func (s *store) onEveryPath(key string) (string, error) {
	s.mu.Lock()
	v, ok := s.values[key]
	if !ok {
		s.mu.Unlock()
		return "", errors.New("none")
	}
	s.mu.Unlock()
	return v, nil
}

func (s *store) inLoop(keys []string) {
	for _, key := range keys {
		s.mu.Lock() // want kept
		if key == "" {
			continue
		}
		s.values[key] = key
		s.mu.Unlock()
	}
}

func (s *store) inLoopSound(keys []string) {
	for _, key := range keys {
		s.mu.Lock()
		if key != "" {
			s.values[key] = key
		}
		s.mu.Unlock()
	}
}

func (s *store) readForgets(key string) string {
	s.rw.RLock() // want kept
	if v, ok := s.values[key]; ok {
		s.rw.RUnlock()
		return v
	}
	return ""
}

// lock leaves the lock to its caller.
func (s *store) lock() func() {
	s.mu.Lock()
	return s.mu.Unlock
}

func (s *store) fetches(url string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	resp, err := http.Get(url) // want slow http
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body) // want slow io
	s.values[url] = string(body)
	return err
}

func (s *store) fetchesBefore(url string) error {
	resp, err := http.Get(url)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.values[url] = string(body)
	return nil
}

func (s *store) fetchesBetween(name string) {
	s.mu.Lock()
	_, ok := s.values[name]
	s.mu.Unlock()
	if ok {
		return
	}
	data, _ := os.ReadFile(name)
	s.mu.Lock()
	s.values[name] = string(data)
	s.mu.Unlock()
}

func (s *store) sleeps() {
	s.mu.Lock()
	time.Sleep(time.Second) // want slow sleep
	s.mu.Unlock()
}

func (s *store) sends(key string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.events <- key // want slow send
}

func (s *store) offers(key string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	select {
	case s.events <- key:
	default:
	}
}

func (s *store) through(name string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.values[name] = s.load(name) // want slow io
}

func (s *store) load(name string) string {
	data, _ := os.ReadFile(name)
	return string(data)
}

func (s *store) starts(name string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	go func() {
		time.Sleep(time.Second)
	}()
}

func (s *store) twice(key string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.get(key) // want same
}

func (s *store) get(key string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.values[key]
}

func (s *store) one(key string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.getLocked(key)
}

func (s *store) getLocked(key string) string { return s.values[key] }

// Two values of one type are two locks.
func move(from, to *store, key string) {
	from.mu.Lock()
	v := from.values[key]
	to.put(key, v)
	from.mu.Unlock()
}

func (s *store) put(key, value string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.values[key] = value
}

type embedding struct {
	sync.Mutex
	n int
}

func (e *embedding) forgets() int {
	e.Lock() // want kept
	if e.n > 0 {
		return e.n
	}
	e.Unlock()
	return 0
}

func (e *embedding) sound() int {
	e.Lock()
	defer e.Unlock()
	return e.n
}

// Waiting for a condition lets go of the lock.
func waits(c *sync.Cond, ready *bool) {
	c.L.Lock()
	for !*ready {
		c.Wait()
	}
	c.L.Unlock()
}

// Two locks in two orders.

type bank struct {
	accounts sync.Mutex
	ledger   sync.Mutex
	audit    sync.Mutex
}

func (b *bank) transfer() {
	b.accounts.Lock()
	defer b.accounts.Unlock()
	b.ledger.Lock() // want cycle
	defer b.ledger.Unlock()
}

func (b *bank) report() {
	b.ledger.Lock()
	defer b.ledger.Unlock()
	b.sum() // want cycle
}

func (b *bank) sum() {
	b.accounts.Lock()
	defer b.accounts.Unlock()
}

func (b *bank) inOrder() {
	b.accounts.Lock()
	defer b.accounts.Unlock()
	b.audit.Lock()
	defer b.audit.Unlock()
}

var _ = []any{(*store).forgets, (*store).onEveryPath, (*store).inLoop, (*store).inLoopSound, (*store).readForgets, (*store).lock, (*store).fetches,
	(*store).fetchesBefore, (*store).fetchesBetween, (*store).sleeps, (*store).sends, (*store).offers, (*store).through, (*store).starts,
	(*store).twice, (*store).one, move, (*embedding).forgets, (*embedding).sound, waits, (*bank).transfer, (*bank).report, (*bank).inOrder}
