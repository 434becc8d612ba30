package httpapi

import (
	"net/http"
	"time"

	"example.com/orders/internal/order"
)

// Disease "sleep": a handler polls, and sleeps in between, while what it waits
// for has long happened and its client may have gone.
//
// Seen in goroutine: several in state sleep, time.Sleep called from pollShipped.
// In no other profile: sleeping is neither CPU nor blocking. As it ends, the
// number of them does not grow.

// pollEvery is long beside the few milliseconds that shipping takes.
const pollEvery = 500 * time.Millisecond

// pollShipped answers when the order has been shipped.
func (a *API) pollShipped(w http.ResponseWriter, r *http.Request) {
	for {
		o, err := a.Orders.Get(r.Context(), r.PathValue("id"))
		if err != nil {
			a.fail(w, r, err)
			return
		}
		if o.Status == order.Shipped {
			a.answer(w, http.StatusOK, o)
			return
		}
		time.Sleep(pollEvery) // sleep defect: longer than needed, and deaf to the context.
	}
}

// awaitShipped answers as soon as the order has been shipped.
func (a *API) awaitShipped(w http.ResponseWriter, r *http.Request) {
	id := r.PathValue("id")
	changes, stop := a.Changes.Subscribe(id)
	defer stop()
	for {
		o, err := a.Orders.Get(r.Context(), id)
		if err != nil {
			a.fail(w, r, err)
			return
		}
		if o.Status == order.Shipped {
			a.answer(w, http.StatusOK, o)
			return
		}
		select {
		case <-changes:
		case <-r.Context().Done():
			a.fail(w, r, r.Context().Err())
			return
		}
	}
}
