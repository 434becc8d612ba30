package catalog

import (
	"context"
	"testing"

	"example.com/orders/internal/disease"
)

func surcharge(context.Context) (int64, error) { return 25, nil }

func TestBundleCents(t *testing.T) {
	c := New(surcharge, new(disease.Switch))
	cases := map[string]int64{
		"sku-00": 199 + 25,
		Starter:  500 + 300 + 209 + 219 + 25, // itself, the refill and a part of each
		"none":   25,
	}
	for sku, want := range cases {
		if got, err := c.BundleCents(context.Background(), sku); got != want || err != nil {
			t.Errorf("%s: %d, %v, want %d", sku, got, err, want)
		}
	}
}

func TestRecursionEnds(t *testing.T) {
	set, err := disease.Parse("recursion", false, 0)
	if err != nil {
		t.Fatal(err)
	}
	got, err := New(surcharge, set.Switch(disease.Recursion)).BundleCents(context.Background(), Starter)
	if err != nil || got < 1000*maxDepth/4 {
		t.Errorf("%d, %v, want the price of thousands", got, err)
	}
}
