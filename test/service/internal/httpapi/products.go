package httpapi

import (
	"net/http"

	"example.com/orders/internal/worker"
)

// products answers with the products named in the query, looked up at the same
// time.
func (a *API) products(w http.ResponseWriter, r *http.Request) {
	found, err := worker.Map(r.Context(), r.URL.Query()["sku"], a.Products.Get)
	if err != nil {
		a.fail(w, r, err)
		return
	}
	a.answer(w, http.StatusOK, found)
}

func (a *API) stock(w http.ResponseWriter, r *http.Request) {
	available, err := a.Stock.Available(r.Context(), r.PathValue("sku"))
	if err != nil {
		a.fail(w, r, err)
		return
	}
	a.answer(w, http.StatusOK, available)
}

func (a *API) bundle(w http.ResponseWriter, r *http.Request) {
	cents, err := a.Catalog.BundleCents(r.Context(), r.PathValue("sku"))
	if err != nil {
		a.fail(w, r, err)
		return
	}
	a.answer(w, http.StatusOK, cents)
}

func (a *API) lastOrder(w http.ResponseWriter, r *http.Request) {
	o, err := a.History.LastOrder(r.Context(), r.PathValue("name"))
	if err != nil {
		a.fail(w, r, err)
		return
	}
	a.answer(w, http.StatusOK, o)
}
