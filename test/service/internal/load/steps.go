package load

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"example.com/orders/internal/catalog"
	"example.com/orders/internal/order"
)

// A step is one thing a customer does. Patience is how long the customer waits;
// some steps are made to end that way.
type step struct {
	name     string
	patience time.Duration
	run      func(context.Context, *client) error
}

// Orders that are there from the start.
const (
	Quiet = "o-quiet" // nothing happens to it
	Payee = "o-payee" // is paid for again and again
)

// steps are taken in turn. Together they call everything that has a disease.
var steps = []step{
	{"place", 2 * time.Second, place},
	{"products", 2 * time.Second, products},
	{"stock", 2 * time.Second, stock},
	{"show", 2 * time.Second, path("/orders/" + Quiet)},
	{"pay", 2 * time.Second, pay},
	{"watch", 200 * time.Millisecond, path("/orders/" + Quiet + "/watch")},
	{"bundle", 2 * time.Second, path("/bundles/" + catalog.Starter)},
	{"invoice", 2 * time.Second, path("/orders/" + Quiet + "/invoice")},
	{"import", 500 * time.Millisecond, importLines},
	{"history", time.Second, path("/customers/ada/last-order")},
	{"receipt", 200 * time.Millisecond, path("/orders/" + Quiet + "/receipt")},
	{"report", 2 * time.Second, path("/reports/sales.csv")},
}

func path(p string) func(context.Context, *client) error {
	return func(ctx context.Context, c *client) error { return c.get(ctx, p) }
}

// place orders four of something and waits until they have been shipped.
func place(ctx context.Context, c *client) error {
	var placed order.Order
	err := c.post(ctx, "/orders", order.Order{
		Customer: "ada",
		Lines:    []order.Line{{SKU: sku(), Quantity: 4}},
	}, &placed)
	if err != nil {
		return err
	}
	return c.get(ctx, "/orders/"+placed.ID+"/shipped")
}

// products looks at a page of twelve.
func products(ctx context.Context, c *client) error {
	page := make([]string, 12)
	for i := range page {
		page[i] = "sku=" + sku()
	}
	return c.get(ctx, "/products?"+strings.Join(page, "&"))
}

func stock(ctx context.Context, c *client) error {
	return c.get(ctx, "/products/"+sku()+"/stock")
}

func pay(ctx context.Context, c *client) error {
	return c.post(ctx, "/orders/"+Payee+"/pay", struct{}{}, nil)
}

// importLines sends ten lines, one of them wrong.
func importLines(ctx context.Context, c *client) error {
	lines := make([]order.Line, 10)
	for i := range lines {
		lines[i] = order.Line{SKU: sku(), Quantity: i}
	}
	return c.post(ctx, "/orders/import", lines, nil)
}

func sku() string { return fmt.Sprintf("sku-%02d", rand.IntN(48)) }
