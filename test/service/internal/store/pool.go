package store

import (
	"context"
	"database/sql"
	"fmt"

	"example.com/orders/internal/disease"
	"example.com/orders/internal/order"
)

// A History answers questions about past orders. It has a small connection pool
// of its own, as for a read replica.
//
// Disease "pool": the search returns from the middle of a result and leaves the
// rows open. They keep their connection, and when all are gone every further
// search waits in the pool for one.
//
// Seen in goroutine: a growing group in state select under
// database/sql.(*DB).conn, called from lastOrderLeaking. The goroutines that
// took the connections have long returned: only the custom profile orders.rows
// still has their stacks. Block has none of the waits, for none of them ends, and
// goroutineleak neither, for the pool itself is alive.
type History struct {
	Table[order.Order]
	pool *disease.Switch
}

// NewHistory returns the history kept in db.
func NewHistory(db *sql.DB, pool *disease.Switch) *History {
	return &History{Table: NewTable[order.Order](db, "history"), pool: pool}
}

// LastOrder returns the customer's newest order.
func (h *History) LastOrder(ctx context.Context, customer string) (order.Order, error) {
	return disease.Pick(h.pool, h.lastOrderLeaking, h.lastOrder)(ctx, customer)
}

func (h *History) lastOrderLeaking(_ context.Context, customer string) (order.Order, error) {
	rows, err := h.db.Query(h.scan()) // pool shows: goroutines wait here for a connection.
	if err != nil {
		return order.Order{}, err
	}
	for rows.Next() {
		o, err := h.next(rows)
		if err != nil {
			return order.Order{}, err
		}
		if o.Customer == customer {
			return o, nil // pool defect: nobody closes rows.
		}
	}
	return order.Order{}, fmt.Errorf("history of %q: %w", customer, ErrNotFound)
}

func (h *History) lastOrder(ctx context.Context, customer string) (order.Order, error) {
	rows, err := h.db.QueryContext(ctx, h.scan())
	if err != nil {
		return order.Order{}, err
	}
	defer rows.Close()
	for rows.Next() {
		o, err := h.next(rows)
		if err != nil {
			return order.Order{}, err
		}
		if o.Customer == customer {
			return o, nil
		}
	}
	if err := rows.Err(); err != nil {
		return order.Order{}, err
	}
	return order.Order{}, fmt.Errorf("history of %q: %w", customer, ErrNotFound)
}
