// Package order has the types the whole service speaks about.
package order

// Status is how far an order has come.
type Status string

// The life of an order.
const (
	Placed  Status = "placed"
	Shipped Status = "shipped"
	Paid    Status = "paid"
)

// An Order is what a customer asked for.
type Order struct {
	ID       string   `json:"id"`
	Customer string   `json:"customer"`
	Status   Status   `json:"status"`
	Lines    []Line   `json:"lines"`
	Labels   []string `json:"labels,omitempty"` // one for each parcel, once shipped
}

// A Line is one position of an order.
type Line struct {
	SKU      string `json:"sku"`
	Quantity int    `json:"quantity"`
	Cents    int64  `json:"cents"` // for one piece
}

// Total is the price of all lines.
func (o Order) Total() int64 {
	var cents int64
	for _, line := range o.Lines {
		cents += line.Cents * int64(line.Quantity)
	}
	return cents
}

// Parcels is how many parcels the order fills.
func (o Order) Parcels() int {
	parcels := 0
	for _, line := range o.Lines {
		parcels += line.Quantity
	}
	return parcels
}

// A Product is what a line's SKU stands for.
type Product struct {
	SKU   string `json:"sku"`
	Name  string `json:"name"`
	Cents int64  `json:"cents"`
}
