package worker

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"sync/atomic"
	"testing"
	"time"

	"example.com/orders/internal/disease"
)

func TestPoolRunsWhatIsQueued(t *testing.T) {
	var sum atomic.Int64
	p := NewPool(context.Background(), 3, 10, func(_ context.Context, job int) { sum.Add(int64(job)) })
	for job := range 10 {
		if !p.Submit(job) {
			t.Errorf("job %d had no room", job)
		}
	}
	p.Close()
	p.Close() // once more does no harm
	if p.Submit(1) {
		t.Error("a closed pool took a job")
	}
	if sum.Load() != 45 {
		t.Errorf("sum %d, want 45", sum.Load())
	}
}

func TestMapKeepsOrder(t *testing.T) {
	got, err := Map(context.Background(), []string{"1", "2", "x"}, func(_ context.Context, s string) (int, error) {
		return strconv.Atoi(s)
	})
	if !slices.Equal(got, []int{1, 2, 0}) || !errors.Is(err, strconv.ErrSyntax) {
		t.Errorf("Map: %v, %v", got, err)
	}
}

func TestWithin(t *testing.T) {
	l := NewLimiter(new(disease.Switch))
	failure := errors.New("failure")
	if err := l.Within(time.Minute, func() error { return failure }); err != failure {
		t.Errorf("in time: %v, want %v", err, failure)
	}
	ended := make(chan struct{})
	if err := l.Within(time.Millisecond, func() error {
		defer close(ended)
		time.Sleep(20 * time.Millisecond)
		return nil
	}); err != ErrLate {
		t.Errorf("late: %v, want %v", err, ErrLate)
	}
	<-ended
}

func TestCheck(t *testing.T) {
	odd := errors.New("odd")
	c := NewChecker(func(n int) error {
		if n%2 == 1 {
			return odd
		}
		return nil
	}, new(disease.Switch))
	if err := c.Check([]int{2, 4}); err != nil {
		t.Errorf("even: %v", err)
	}
	if err := c.Check([]int{2, 3, 4}); !errors.Is(err, odd) {
		t.Errorf("one odd: %v", err)
	}
}
