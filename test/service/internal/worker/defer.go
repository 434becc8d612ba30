package worker

import (
	"errors"
	"time"

	"example.com/orders/internal/disease"
)

// ErrLate says that a job goes on after its caller has given up.
var ErrLate = errors.New("not finished in time")

// A Limiter runs jobs whose caller waits only so long.
//
// Disease "defer": the job reports its end in a defer, on a channel nobody
// reads once the caller has given up.
//
// Seen in goroutine: a growing group in state chan send, with withinLeaking's
// deferred function on top. Seen in goroutineleak, for nobody else has the
// channel. Not in block, for the sends never end.
type Limiter struct {
	leak *disease.Switch
}

// NewLimiter returns a Limiter.
func NewLimiter(leak *disease.Switch) *Limiter { return &Limiter{leak: leak} }

// Within runs job and returns what it returns, or ErrLate if it takes longer
// than limit.
func (l *Limiter) Within(limit time.Duration, job func() error) error {
	return disease.Pick(l.leak, withinLeaking, within)(limit, job)
}

func withinLeaking(limit time.Duration, job func() error) error {
	done := make(chan error)
	go func() {
		var err error
		defer func() { done <- err }() // defer defect: after the limit nobody receives.
		err = job()
	}()
	return firstOf(done, limit)
}

func within(limit time.Duration, job func() error) error {
	done := make(chan error, 1) // room for a result nobody waits for any more
	go func() {
		var err error
		defer func() { done <- err }()
		err = job()
	}()
	return firstOf(done, limit)
}

func firstOf(done <-chan error, limit time.Duration) error {
	timer := time.NewTimer(limit)
	defer timer.Stop()
	select {
	case err := <-done:
		return err
	case <-timer.C:
		return ErrLate
	}
}
