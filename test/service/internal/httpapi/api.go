// Package httpapi is the service's public HTTP API.
package httpapi

import (
	"log/slog"
	"net/http"
	"sync/atomic"

	"example.com/orders/internal/cache"
	"example.com/orders/internal/catalog"
	"example.com/orders/internal/disease"
	"example.com/orders/internal/events"
	"example.com/orders/internal/order"
	"example.com/orders/internal/store"
	"example.com/orders/internal/upstream"
	"example.com/orders/internal/worker"
)

// Deps is what the API is made of.
type Deps struct {
	Orders   OrderStore
	History  *store.History
	Products *cache.Cache[string, order.Product]
	Catalog  *catalog.Catalog
	Changes  *events.Hub[string, order.Status]
	Prices   *upstream.Prices
	Stock    *upstream.Stock
	Payments *upstream.Payments
	Ship     func(id string) bool // queues an order for shipping, false if the queue is full
	Diseases *disease.Set
}

// API has the handlers.
type API struct {
	Deps
	responder

	limiter *worker.Limiter
	lines   *worker.Checker[order.Line]
	ledger  []*sale
	lastID  atomic.Int64
}

// New returns the API.
func New(deps Deps, log *slog.Logger) *API {
	return &API{
		Deps:      deps,
		responder: responder{log: log},
		limiter:   worker.NewLimiter(deps.Diseases.Switch(disease.Defer)),
		lines:     worker.NewChecker(validate, deps.Diseases.Switch(disease.WaitGroup)),
		ledger:    newLedger(),
	}
}

// Handler routes requests to the handlers.
func (a *API) Handler() http.Handler {
	mux := http.NewServeMux()
	handle := func(pattern string, h http.Handler) { mux.Handle(pattern, labeled(pattern, h)) }

	handle("GET /healthz", http.HandlerFunc(a.healthz))
	handle("POST /orders", http.HandlerFunc(a.place))
	handle("POST /orders/import", http.HandlerFunc(a.importLines))
	handle("GET /orders/{id}", http.HandlerFunc(a.show))
	handle("GET /orders/{id}/invoice", http.HandlerFunc(a.invoice))
	handle("POST /orders/{id}/pay", http.HandlerFunc(a.pay))
	handle("GET /orders/{id}/shipped", a.either(disease.Sleep, a.pollShipped, a.awaitShipped))
	handle("GET /orders/{id}/watch", a.watchHandler())
	handle("GET /orders/{id}/receipt", a.either(disease.Context, a.receiptIgnoringDone, a.receipt))
	handle("GET /products", http.HandlerFunc(a.products))
	handle("GET /products/{sku}/stock", http.HandlerFunc(a.stock))
	handle("GET /bundles/{sku}", http.HandlerFunc(a.bundle))
	handle("GET /customers/{name}/last-order", http.HandlerFunc(a.lastOrder))
	handle("GET /reports/sales.csv", a.either(disease.GC, a.salesByStrings, a.salesByAppend))
	return mux
}

// either chooses between two handlers, request by request.
func (a *API) either(name disease.Name, diseased, sound http.HandlerFunc) http.Handler {
	s := a.Diseases.Switch(name)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		disease.Pick(s, diseased, sound)(w, r)
	})
}
