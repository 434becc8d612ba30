package upstream

import (
	"context"
	"net/http"
	"net/url"

	"example.com/orders/internal/disease"
)

// Stock asks the warehouse what it has.
//
// Disease "body": the answer's status is all that is looked at, and the body is
// never closed. The connection can neither be used again nor go.
//
// Seen in goroutine: net/http.(*persistConn).readLoop and writeLoop, both in
// state select, growing together; an idle connection's readLoop would be in
// IO wait. Block has the wait of each dial under net/http.(*Transport).getConn,
// called from availableLeaking.
type Stock struct {
	Client
	leak *disease.Switch
}

// NewStock returns a client of the partner at base.
func NewStock(base string, leak *disease.Switch) *Stock {
	return &Stock{
		Client: Client{base: base, http: &http.Client{Transport: NewTransport(nil)}},
		leak:   leak,
	}
}

// Available reports whether the warehouse has the product.
func (s *Stock) Available(ctx context.Context, sku string) (bool, error) {
	return disease.Pick(s.leak, s.availableLeaking, s.available)(ctx, sku)
}

func (s *Stock) availableLeaking(_ context.Context, sku string) (bool, error) {
	resp, err := s.http.Get(s.base + "/stock/" + url.PathEscape(sku)) // body shows: each call waits for a dial.
	if err != nil {
		return false, err
	}
	return resp.StatusCode == http.StatusOK, nil // body defect: nobody closes resp.Body.
}

func (s *Stock) available(ctx context.Context, sku string) (bool, error) {
	level, err := get[stockLevel](ctx, &s.Client, "/stock/"+url.PathEscape(sku))
	return level.Pieces > 0, err
}

type stockLevel struct {
	Pieces int `json:"pieces"`
}
