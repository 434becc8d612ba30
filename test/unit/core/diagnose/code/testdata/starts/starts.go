// Package starts has go statements.
package starts

import (
	"context"
	"net/http"
)

func work(ctx context.Context, n int) {}

func perElement(ctx context.Context, in []int) {
	for _, n := range in {
		go work(ctx, n) // want loop work
	}
}

func limited(ctx context.Context, in []int) {
	slots := make(chan struct{}, 4)
	for _, n := range in {
		slots <- struct{}{}
		go func() { // want loop func limited
			defer func() { <-slots }()
			work(ctx, n)
		}()
	}
}

func handler(w http.ResponseWriter, r *http.Request) {
	go work(r.Context(), 1) // want work request
}

func nested(in []int) {
	go func() { // want func
		for range in {
			go func() {}() // want loop func
		}
	}()
}

var _ = []any{perElement, limited, handler, nested}
