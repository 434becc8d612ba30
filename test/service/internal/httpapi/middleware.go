package httpapi

import (
	"context"
	"net/http"
	"runtime/pprof"
)

// labeled marks the goroutines of a request, and those they start, with the
// route, so that profiles can be read by endpoint.
func labeled(pattern string, next http.Handler) http.Handler {
	labels := pprof.Labels("endpoint", pattern)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		pprof.Do(r.Context(), labels, func(ctx context.Context) {
			next.ServeHTTP(w, r.WithContext(ctx))
		})
	})
}
