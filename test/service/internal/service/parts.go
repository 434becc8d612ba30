package service

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"example.com/orders/internal/cache"
	"example.com/orders/internal/catalog"
	"example.com/orders/internal/disease"
	"example.com/orders/internal/events"
	"example.com/orders/internal/httpapi"
	"example.com/orders/internal/load"
	"example.com/orders/internal/order"
	"example.com/orders/internal/partner"
	"example.com/orders/internal/store"
	"example.com/orders/internal/store/memdb"
	"example.com/orders/internal/upstream"
	"example.com/orders/internal/worker"
)

// How long statements take, how many connections a pool has, and how long a
// product stays in the cache.
const (
	pointLatency = 4 * time.Millisecond
	scanLatency  = 40 * time.Millisecond
	mainPool     = 32
	historyPool  = 8
	productTTL   = 100 * time.Millisecond
)

// parts is what the API needs, and how it ends.
type parts struct {
	deps      httpapi.Deps
	shipping  *worker.Pool[string]
	clients   []interface{ Close() }
	databases []*sql.DB
}

func assemble(ctx context.Context, partner *partner.Partner, diseases *disease.Set, log *slog.Logger) (*parts, error) {
	data := memdb.New(pointLatency, scanLatency)
	db, historyDB := sql.OpenDB(data), sql.OpenDB(data)
	db.SetMaxOpenConns(mainPool)
	db.SetMaxIdleConns(mainPool)
	historyDB.SetMaxOpenConns(historyPool)
	historyDB.SetMaxIdleConns(historyPool)

	orders := store.NewTable[order.Order](db, "orders")
	products := store.NewTable[order.Product](db, "products")
	surcharges := store.NewTable[int64](db, "surcharges")
	history := store.NewHistory(historyDB, diseases.Switch(disease.Pool))

	goods := catalog.New(func(ctx context.Context) (int64, error) {
		all, err := surcharges.All(ctx)
		var cents int64
		for _, c := range all {
			cents += c
		}
		return cents, err
	}, diseases.Switch(disease.Recursion))

	changes := events.NewHub[string, order.Status]()
	prices := upstream.NewPrices(partner.Plain, diseases.Switch(disease.Transport))
	stock := upstream.NewStock(partner.Plain, diseases.Switch(disease.Body))
	payments := upstream.NewPayments(partner.Secure, partner.Roots, diseases.Switch(disease.TLS))
	carrier := upstream.NewShipping(partner.Secure, partner.Roots, diseases.Switch(disease.KeepAlive))
	shipping := worker.NewPool(ctx, 4, 64, shipper{orders, carrier, changes, log}.ship)

	p := &parts{
		deps: httpapi.Deps{
			Orders:   orders,
			History:  history,
			Products: cache.New(products.Get, productTTL, diseases.Switch(disease.Mutex)),
			Catalog:  goods,
			Changes:  changes,
			Prices:   prices,
			Stock:    stock,
			Payments: payments,
			Ship:     shipping.Submit,
			Diseases: diseases,
		},
		shipping:  shipping,
		clients:   []interface{ Close() }{prices, stock, payments, carrier},
		databases: []*sql.DB{db, historyDB},
	}
	if err := seed(ctx, orders, history.Table, products, surcharges, goods.Products()); err != nil {
		return nil, errors.Join(err, p.close())
	}
	return p, nil
}

func (p *parts) close() error {
	p.shipping.Close()
	for _, client := range p.clients {
		client.Close()
	}
	var errs []error
	for _, db := range p.databases {
		errs = append(errs, db.Close())
	}
	return errors.Join(errs...)
}

// seed fills the database with what the load generator asks for.
func seed(
	ctx context.Context,
	orders, history store.Table[order.Order],
	products store.Table[order.Product],
	surcharges store.Table[int64],
	goods []order.Product,
) error {
	sent := order.Order{Customer: "ada", Status: order.Shipped}
	for i := range 6 {
		sent.Lines = append(sent.Lines, order.Line{SKU: goods[i].SKU, Quantity: 1 + i, Cents: goods[i].Cents})
	}
	errs := []error{surcharges.Put(ctx, "energy", 25)}
	for _, id := range []string{load.Quiet, load.Payee} {
		sent.ID = id
		errs = append(errs, orders.Put(ctx, id, sent))
	}
	for _, p := range goods {
		errs = append(errs, products.Put(ctx, p.SKU, p))
	}
	for i, customer := range []string{"ada", "grace", "barbara", "ada", "frances", "grace"} {
		past := sent
		past.ID, past.Customer = fmt.Sprintf("h-%d", i), customer
		errs = append(errs, history.Put(ctx, past.ID, past))
	}
	return errors.Join(errs...)
}
