package upstream

import (
	"context"
	"net/http"
	"net/url"

	"example.com/orders/internal/disease"
)

// Prices asks the price partner.
//
// Disease "transport": each quote makes a Transport of its own. Its connection
// goes idle, IdleConnTimeout is zero, and no later quote can use it: the
// connection, its readLoop and its writeLoop stay for good.
//
// Seen in goroutine: net/http.(*persistConn).readLoop (state IO wait below
// it: the select of an idle connection) and writeLoop (state select), growing
// together. Their stacks have no frame of ours, for dialConn starts them: the
// label endpoint says who asked, and block has the wait of each dial under
// net/http.(*Transport).getConn, called from quoteOnOwnTransport.
type Prices struct {
	Client
	leak *disease.Switch
}

// A Quote is the price of one piece.
type Quote struct {
	Cents int64 `json:"cents"`
}

// NewPrices returns a client of the partner at base.
func NewPrices(base string, leak *disease.Switch) *Prices {
	return &Prices{
		Client: Client{base: base, http: &http.Client{Transport: NewTransport(nil)}},
		leak:   leak,
	}
}

// Quote returns today's price.
func (p *Prices) Quote(ctx context.Context, sku string) (Quote, error) {
	return disease.Pick(p.leak, p.quoteOnOwnTransport, p.quote)(ctx, sku)
}

func (p *Prices) quoteOnOwnTransport(ctx context.Context, sku string) (Quote, error) {
	client := &Client{
		base: p.base,
		http: &http.Client{Transport: &http.Transport{}}, // transport defect: one per call, never closed.
	}
	return get[Quote](ctx, client, "/prices/"+url.PathEscape(sku)) // transport shows: each call waits for a dial.
}

func (p *Prices) quote(ctx context.Context, sku string) (Quote, error) {
	return get[Quote](ctx, &p.Client, "/prices/"+url.PathEscape(sku))
}
