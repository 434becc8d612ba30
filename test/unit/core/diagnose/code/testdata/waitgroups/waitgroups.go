// Package waitgroups has wait groups that are never done, and their sound twins.
package waitgroups

import (
	"errors"
	"sync"
)

func work(n int) error {
	if n == 0 {
		return errors.New("zero")
	}
	return nil
}

func skipped(in []int) {
	var wg sync.WaitGroup
	for _, n := range in {
		wg.Add(1)
		go func() {
			if work(n) != nil {
				return
			}
			wg.Done() // want doneSkipped
		}()
	}
	wg.Wait()
}

func deferredLate(in []int) {
	var wg sync.WaitGroup
	for _, n := range in {
		wg.Add(1)
		go func() {
			if n < 0 {
				return
			}
			defer wg.Done() // want doneSkipped
			work(n)
		}()
	}
	wg.Wait()
}

func deferred(in []int) {
	var wg sync.WaitGroup
	for _, n := range in {
		wg.Add(1)
		go func() {
			defer wg.Done()
			if work(n) != nil {
				return
			}
		}()
	}
	wg.Wait()
}

func onEveryPath(n int) {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		if work(n) != nil {
			wg.Done()
			return
		}
		switch {
		case n > 3:
			wg.Done()
		default:
			panic("small")
		}
	}()
	wg.Wait()
}

func deferredWithRecover(n int) {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		defer func() {
			recover()
			wg.Done()
		}()
		work(n)
	}()
	wg.Wait()
}

func addsInside(in []int) {
	var wg sync.WaitGroup
	for _, n := range in {
		go func() {
			wg.Add(1) // want addInGoroutine
			defer wg.Done()
			work(n)
		}()
	}
	wg.Wait()
}

func addsMoreInside(n int) {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		defer wg.Done()
		wg.Add(1)
		go func() {
			defer wg.Done()
			work(n)
		}()
	}()
	wg.Wait()
}

func addsLate(n int) {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		defer wg.Done()
		work(n)
	}()
	wg.Wait()
	wg.Add(1) // want addAfterWait
	go func() {
		defer wg.Done()
		work(n)
	}()
}

func inRounds(rounds [][]int) {
	var wg sync.WaitGroup
	for _, round := range rounds {
		for _, n := range round {
			wg.Add(1)
			go func() {
				defer wg.Done()
				work(n)
			}()
		}
		wg.Wait()
	}
}

func byCopy(in []int) {
	var wg sync.WaitGroup
	for _, n := range in {
		wg.Add(1)
		go copied(wg, n)
	}
	wg.Wait()
}

func copied(wg sync.WaitGroup, n int) { // want copied
	defer wg.Done()
	work(n)
}

func byPointer(in []int) {
	var wg sync.WaitGroup
	for _, n := range in {
		wg.Add(1)
		go pointed(&wg, n)
	}
	wg.Wait()
}

func pointed(wg *sync.WaitGroup, n int) {
	defer wg.Done()
	work(n)
}

func bySkippingPointer(in []int) {
	var wg sync.WaitGroup
	for _, n := range in {
		wg.Add(1)
		go skipping(&wg, n)
	}
	wg.Wait()
}

func skipping(wg *sync.WaitGroup, n int) {
	if work(n) != nil {
		return
	}
	wg.Done() // want doneSkipped
}

func nobodyDone() {
	var wg sync.WaitGroup
	wg.Add(1) // want noDone
	go work(1)
	wg.Wait()
}

type Server struct {
	wg sync.WaitGroup
}

func (s *Server) Start(n int) {
	for i := 0; i < n; i++ {
		s.wg.Add(1)
		go s.serve(i)
	}
}

func (s *Server) serve(n int) {
	defer s.wg.Done()
	for work(n) == nil {
	}
}

func (s *Server) Stop() { s.wg.Wait() }

var _ = []any{skipped, deferredLate, deferred, onEveryPath, deferredWithRecover, addsInside, addsMoreInside, addsLate, inRounds, byCopy, byPointer, bySkippingPointer, nobodyDone}
