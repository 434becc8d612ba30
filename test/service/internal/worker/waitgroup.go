package worker

import (
	"errors"
	"sync"

	"example.com/orders/internal/disease"
)

// A Checker checks batches of lines in parallel.
//
// Disease "waitgroup": a check that fails returns before its Done, and the wait
// for the batch never ends.
//
// Seen in goroutine: a growing group in state sync.WaitGroup.Wait (semacquire
// before Go 1.24) under checkForgettingDone. Seen in goroutineleak. Not in
// block, for the waits never end.
type Checker[T any] struct {
	check func(T) error
	leak  *disease.Switch
}

// NewChecker returns a Checker that judges with check.
func NewChecker[T any](check func(T) error, leak *disease.Switch) *Checker[T] {
	return &Checker[T]{check: check, leak: leak}
}

// Check returns the errors of all elements.
func (c *Checker[T]) Check(batch []T) error {
	return disease.Pick(c.leak, c.checkForgettingDone, c.checkAll)(batch)
}

func (c *Checker[T]) checkForgettingDone(batch []T) error {
	errs := make(chan error, len(batch))
	var wg sync.WaitGroup
	for _, element := range batch {
		wg.Add(1)
		go func() {
			if err := c.check(element); err != nil {
				errs <- err
				return // waitgroup defect: no Done on the way out.
			}
			wg.Done()
		}()
	}
	wg.Wait() // waitgroup shows: goroutines wait here for ever.
	return join(errs)
}

func (c *Checker[T]) checkAll(batch []T) error {
	errs := make(chan error, len(batch))
	var wg sync.WaitGroup
	for _, element := range batch {
		wg.Add(1)
		go func() {
			defer wg.Done()
			if err := c.check(element); err != nil {
				errs <- err
			}
		}()
	}
	wg.Wait()
	return join(errs)
}

// join empties a channel nobody sends on any more.
func join(errs chan error) error {
	close(errs)
	var all []error
	for err := range errs {
		all = append(all, err)
	}
	return errors.Join(all...)
}
