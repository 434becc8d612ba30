// Package catalog knows the products and what bundles of them cost.
package catalog

import (
	"context"
	"fmt"

	"example.com/orders/internal/disease"
	"example.com/orders/internal/order"
)

// Starter is a bundle that, by a data error, contains itself: it has a refill,
// and the refill comes with a starter.
const Starter = "starter"

// A Catalog is the products and the parts of those that are bundles.
type Catalog struct {
	products  []order.Product
	cents     map[string]int64
	parts     map[string][]string
	surcharge func(context.Context) (int64, error)
	recursion *disease.Switch
}

// New returns the catalog. The surcharge is asked for once per bundle price.
func New(surcharge func(context.Context) (int64, error), recursion *disease.Switch) *Catalog {
	c := &Catalog{
		cents: make(map[string]int64),
		parts: map[string][]string{
			Starter:  {"sku-01", "refill"},
			"refill": {"sku-02", Starter},
		},
		surcharge: surcharge,
		recursion: recursion,
	}
	for i := range 48 {
		c.add(order.Product{SKU: fmt.Sprintf("sku-%02d", i), Name: fmt.Sprintf("Product %d", i), Cents: int64(199 + 10*i)})
	}
	c.add(order.Product{SKU: Starter, Name: "Starter kit", Cents: 500})
	c.add(order.Product{SKU: "refill", Name: "Refill", Cents: 300})
	return c
}

func (c *Catalog) add(p order.Product) {
	c.products = append(c.products, p)
	c.cents[p.SKU] = p.Cents
}

// Products returns every product.
func (c *Catalog) Products() []order.Product { return c.products }

// BundleCents is the price of a product with all its parts.
func (c *Catalog) BundleCents(ctx context.Context, sku string) (int64, error) {
	return disease.Pick(c.recursion, c.sumRecursively, c.sumOnce)(ctx, sku)
}
