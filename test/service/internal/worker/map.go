package worker

import (
	"context"
	"errors"
	"sync"
)

// Map calls do for each element at the same time and returns the results in the
// order of the elements.
func Map[T, R any](ctx context.Context, in []T, do func(context.Context, T) (R, error)) ([]R, error) {
	out := make([]R, len(in))
	errs := make([]error, len(in))
	var wg sync.WaitGroup
	wg.Add(len(in))
	for i, v := range in {
		go func() {
			defer wg.Done()
			out[i], errs[i] = do(ctx, v)
		}()
	}
	wg.Wait()
	return out, errors.Join(errs...)
}
