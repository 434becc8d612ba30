package httpapi

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"time"

	"example.com/orders/internal/order"
	"example.com/orders/internal/worker"
)

// OrderStore keeps orders.
type OrderStore interface {
	Get(ctx context.Context, id string) (order.Order, error)
	Put(ctx context.Context, id string, o order.Order) error
	All(ctx context.Context) ([]order.Order, error)
}

var errInvalid = errors.New("invalid order")

// invoiceLimit is how long a client waits for an invoice before it is told to
// come back.
const invoiceLimit = 10 * time.Millisecond

func (a *API) healthz(w http.ResponseWriter, _ *http.Request) {
	a.answer(w, http.StatusOK, "ok")
}

// place prices an order, stores it and has it shipped.
func (a *API) place(w http.ResponseWriter, r *http.Request) {
	var o order.Order
	if err := json.NewDecoder(r.Body).Decode(&o); err != nil {
		a.fail(w, r, fmt.Errorf("%w: %w", errInvalid, err))
		return
	}
	for i, line := range o.Lines {
		quote, err := a.Prices.Quote(r.Context(), line.SKU)
		if err != nil {
			a.fail(w, r, err)
			return
		}
		o.Lines[i].Cents = quote.Cents
	}
	o.ID = fmt.Sprintf("o-%d", a.lastID.Add(1))
	o.Status = order.Placed
	if err := a.Orders.Put(r.Context(), o.ID, o); err != nil {
		a.fail(w, r, err)
		return
	}
	if !a.Ship(o.ID) {
		http.Error(w, "too many orders waiting", http.StatusServiceUnavailable)
		return
	}
	a.answer(w, http.StatusCreated, o)
}

// importLines checks lines without storing them.
func (a *API) importLines(w http.ResponseWriter, r *http.Request) {
	var lines []order.Line
	if err := json.NewDecoder(r.Body).Decode(&lines); err != nil {
		a.fail(w, r, fmt.Errorf("%w: %w", errInvalid, err))
		return
	}
	if err := a.lines.Check(lines); err != nil {
		a.fail(w, r, err)
		return
	}
	a.answer(w, http.StatusOK, len(lines))
}

func validate(line order.Line) error {
	if line.Quantity <= 0 {
		return fmt.Errorf("%w: %s has quantity %d", errInvalid, line.SKU, line.Quantity)
	}
	return nil
}

func (a *API) show(w http.ResponseWriter, r *http.Request) {
	o, err := a.Orders.Get(r.Context(), r.PathValue("id"))
	if err != nil {
		a.fail(w, r, err)
		return
	}
	a.answer(w, http.StatusOK, o)
}

// invoice adds up everything ordered so far. If that takes longer than the
// client likes to wait, it goes on and the client comes back.
func (a *API) invoice(w http.ResponseWriter, r *http.Request) {
	ctx := context.WithoutCancel(r.Context())
	err := a.limiter.Within(invoiceLimit, func() error {
		orders, err := a.Orders.All(ctx)
		if err != nil {
			return err
		}
		var cents int64
		for _, o := range orders {
			cents += o.Total()
		}
		a.log.Debug("invoice ready", "order", r.PathValue("id"), "cents", cents)
		return nil
	})
	switch {
	case errors.Is(err, worker.ErrLate):
		a.answer(w, http.StatusAccepted, "come back later")
	case err != nil:
		a.fail(w, r, err)
	default:
		a.answer(w, http.StatusOK, "ready")
	}
}

// pay charges each line at the same time.
func (a *API) pay(w http.ResponseWriter, r *http.Request) {
	id := r.PathValue("id")
	o, err := a.Orders.Get(r.Context(), id)
	if err != nil {
		a.fail(w, r, err)
		return
	}
	receipts, err := worker.Map(r.Context(), o.Lines, a.Payments.Charge)
	if err != nil {
		a.fail(w, r, err)
		return
	}
	a.Changes.Publish(id, order.Paid)
	a.answer(w, http.StatusOK, receipts)
}
