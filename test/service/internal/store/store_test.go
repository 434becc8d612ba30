package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"testing"
	"time"

	"example.com/orders/internal/disease"
	"example.com/orders/internal/order"
	"example.com/orders/internal/store/memdb"
)

func openDB(t *testing.T) *sql.DB {
	db := sql.OpenDB(memdb.New(0, 0))
	db.SetMaxOpenConns(2)
	t.Cleanup(func() { db.Close() })
	return db
}

func TestTable(t *testing.T) {
	ctx := context.Background()
	table := NewTable[order.Product](openDB(t), "products")
	if _, err := table.Get(ctx, "a"); !errors.Is(err, ErrNotFound) {
		t.Errorf("Get of nothing: %v", err)
	}
	for i := range 300 { // more than the table keeps
		if err := table.Put(ctx, fmt.Sprint(i), order.Product{Cents: int64(i)}); err != nil {
			t.Fatal(err)
		}
	}
	if got, err := table.Get(ctx, "299"); got.Cents != 299 || err != nil {
		t.Errorf("Get: %v, %v", got, err)
	}
	all, err := table.All(ctx)
	if err != nil || len(all) != 256 || all[0].Cents != 299 || all[255].Cents != 44 {
		t.Errorf("All: %d documents from %v to %v, %v", len(all), all[0], all[len(all)-1], err)
	}
}

func TestLastOrder(t *testing.T) {
	db := openDB(t)
	for _, list := range []string{"none", "pool"} {
		set, err := disease.Parse(list, false, 2)
		if err != nil {
			t.Fatal(err)
		}
		h := NewHistory(db, set.Switch(disease.Pool))
		for id, customer := range map[string]string{"1": "ada", "2": "grace"} {
			if err := h.Put(context.Background(), id, order.Order{ID: id, Customer: customer}); err != nil {
				t.Fatal(err)
			}
		}
		if o, err := h.LastOrder(context.Background(), "ada"); o.ID != "1" || err != nil {
			t.Errorf("%s: %v, %v", list, o, err)
		}
		if _, err := h.LastOrder(context.Background(), "bob"); !errors.Is(err, ErrNotFound) {
			t.Errorf("%s: %v, want %v", list, err, ErrNotFound)
		}
	}
	// The diseased search for ada has kept one of the two connections.
	if open := db.Stats().InUse; open != 1 {
		t.Errorf("%d connections in use, want 1", open)
	}
}

func TestLastOrderGivesUpWithItsContext(t *testing.T) {
	db := openDB(t)
	for range 2 {
		if _, err := db.Conn(context.Background()); err != nil {
			t.Fatal(err)
		}
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Millisecond)
	defer cancel()
	if _, err := NewHistory(db, new(disease.Switch)).LastOrder(ctx, "ada"); err != context.DeadlineExceeded {
		t.Errorf("LastOrder: %v, want %v", err, context.DeadlineExceeded)
	}
}
