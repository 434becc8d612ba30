package cache

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"example.com/orders/internal/disease"
)

func TestGetLoadsOnceForAll(t *testing.T) {
	var loads atomic.Int32
	c := New(func(_ context.Context, key string) (int, error) {
		loads.Add(1)
		time.Sleep(10 * time.Millisecond)
		return len(key), nil
	}, time.Minute, new(disease.Switch))

	var wg sync.WaitGroup
	for range 8 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			if got, err := c.Get(context.Background(), "four"); got != 4 || err != nil {
				t.Errorf("Get: %d, %v", got, err)
			}
		}()
	}
	wg.Wait()
	if n := loads.Load(); n != 1 {
		t.Errorf("%d loads, want 1", n)
	}
}

func TestGetKeepsNoErrorsAndNothingOld(t *testing.T) {
	failure := errors.New("no such key")
	loads := 0
	c := New(func(context.Context, string) (int, error) {
		loads++
		if loads == 1 {
			return 0, failure
		}
		return loads, nil
	}, 0, new(disease.Switch))

	for call, want := range []struct {
		value int
		err   error
	}{{0, failure}, {2, nil}, {3, nil}} {
		if got, err := c.Get(context.Background(), "key"); got != want.value || err != want.err {
			t.Errorf("call %d: %d, %v, want %v", call, got, err, want)
		}
		time.Sleep(time.Millisecond)
	}
}

func TestGetGivesUpWithItsContext(t *testing.T) {
	release := make(chan struct{})
	defer close(release)
	c := New(func(context.Context, string) (int, error) {
		<-release
		return 0, nil
	}, time.Minute, new(disease.Switch))

	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := c.Get(ctx, "key"); err != context.Canceled {
		t.Errorf("Get: %v, want %v", err, context.Canceled)
	}
}
