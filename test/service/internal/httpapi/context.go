package httpapi

import (
	"context"
	"net/http"

	"example.com/orders/internal/disease"
	"example.com/orders/internal/order"
)

// Disease "context": two ways for a handler to outlive its client.
//
// A middleware hands the request on without its context, so that the handler
// behind it waits for a Done that never comes; and a handler waits without
// looking at Done. Both wait for a change of an order that does not change.
//
// Seen in goroutine: growing groups under net/http.(*conn).serve, in state
// select in watch behind detached, and in state chan receive in
// receiptIgnoringDone. Not in block, for the waits never end. Not in
// goroutineleak either: the hub still has the channels.

// detached hands requests on with a context that is never done.
func detached(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		next.ServeHTTP(w, r.WithContext(context.Background())) // context defect: the client's going is lost.
	})
}

// watchHandler is watch, behind the middleware when the disease strikes.
func (a *API) watchHandler() http.Handler {
	watch := http.HandlerFunc(a.watch)
	return a.either(disease.Context, detached(watch).ServeHTTP, watch)
}

// watch answers with the order's next change.
func (a *API) watch(w http.ResponseWriter, r *http.Request) {
	changes, stop := a.Changes.Subscribe(r.PathValue("id"))
	defer stop()
	select { // context shows: goroutines wait here for a Done that never comes.
	case status := <-changes:
		a.answer(w, http.StatusOK, status)
	case <-r.Context().Done():
		a.fail(w, r, r.Context().Err())
	}
}

// receiptIgnoringDone answers when the order is paid.
func (a *API) receiptIgnoringDone(w http.ResponseWriter, r *http.Request) {
	changes, stop := a.Changes.Subscribe(r.PathValue("id"))
	defer stop()
	for {
		status := <-changes // context defect: no case for r.Context().Done().
		if status == order.Paid {
			a.answer(w, http.StatusOK, status)
			return
		}
	}
}

// receipt answers when the order is paid, or not at all once the client has
// gone.
func (a *API) receipt(w http.ResponseWriter, r *http.Request) {
	changes, stop := a.Changes.Subscribe(r.PathValue("id"))
	defer stop()
	for {
		select {
		case status := <-changes:
			if status == order.Paid {
				a.answer(w, http.StatusOK, status)
				return
			}
		case <-r.Context().Done():
			a.fail(w, r, r.Context().Err())
			return
		}
	}
}
