package service

import (
	"context"
	"log/slog"

	"example.com/orders/internal/events"
	"example.com/orders/internal/order"
	"example.com/orders/internal/store"
	"example.com/orders/internal/upstream"
)

// A shipper does what the workers of the shipping pool do.
type shipper struct {
	orders  store.Table[order.Order]
	carrier *upstream.Shipping
	changes *events.Hub[string, order.Status]
	log     *slog.Logger
}

// ship has the order sent and tells whoever waits for it.
func (s shipper) ship(ctx context.Context, id string) {
	if err := s.send(ctx, id); err != nil {
		s.log.Debug("order not shipped", "order", id, "err", err)
		return
	}
	s.changes.Publish(id, order.Shipped)
}

func (s shipper) send(ctx context.Context, id string) error {
	o, err := s.orders.Get(ctx, id)
	if err != nil {
		return err
	}
	for range o.Parcels() {
		label, err := s.carrier.Label(ctx, o)
		if err != nil {
			return err
		}
		o.Labels = append(o.Labels, label)
	}
	o.Status = order.Shipped
	return s.orders.Put(ctx, id, o)
}
