// Package memdb is a database stand-in: a [driver.Connector] over maps.
//
// Opened with [database/sql.OpenDB] it has the connection pool, the cursors and the
// waiting of a real database, without one. It knows three statements:
//
//	get TABLE   with a key            rows of (document), none or one
//	scan TABLE                        rows of (document), newest first
//	put TABLE   with a key, document  no rows
package memdb

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"runtime/pprof"
	"slices"
	"strings"
	"sync"
	"time"
)

// maxRows bounds a table: the oldest row goes when a new one comes.
const maxRows = 256

// openRows has the stacks that opened a cursor and have not closed it yet.
var openRows = pprof.NewProfile("orders.rows")

// A DB holds the tables. Each pool opened on it shares them.
type DB struct {
	point time.Duration // what get and put take
	scan  time.Duration // what scan takes

	mu     sync.RWMutex
	tables map[string]*table
}

type table struct {
	keys []string // oldest first
	docs map[string]string
}

// New returns an empty DB whose statements take as long as told.
func New(point, scan time.Duration) *DB {
	return &DB{point: point, scan: scan, tables: make(map[string]*table)}
}

// Connect implements [driver.Connector].
func (d *DB) Connect(context.Context) (driver.Conn, error) { return &conn{db: d}, nil }

// Driver implements [driver.Connector].
func (d *DB) Driver() driver.Driver { return byName{} }

func (d *DB) get(name, key string) []string {
	d.mu.RLock()
	defer d.mu.RUnlock()
	t := d.tables[name]
	if t == nil {
		return nil
	}
	doc, ok := t.docs[key]
	if !ok {
		return nil
	}
	return []string{doc}
}

func (d *DB) all(name string) []string {
	d.mu.RLock()
	defer d.mu.RUnlock()
	t := d.tables[name]
	if t == nil {
		return nil
	}
	docs := make([]string, 0, len(t.keys))
	for i := len(t.keys) - 1; i >= 0; i-- {
		docs = append(docs, t.docs[t.keys[i]])
	}
	return docs
}

func (d *DB) put(name, key, doc string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	t := d.tables[name]
	if t == nil {
		t = &table{docs: make(map[string]string)}
		d.tables[name] = t
	}
	if _, ok := t.docs[key]; !ok {
		t.keys = append(t.keys, key)
	}
	t.docs[key] = doc
	if len(t.keys) > maxRows {
		delete(t.docs, t.keys[0])
		t.keys = slices.Delete(t.keys, 0, 1)
	}
}

// conn is one connection. It has no state of its own: what matters is that the
// pool has only so many.
type conn struct {
	db *DB
}

// QueryContext implements [driver.QueryerContext].
func (c *conn) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	verb, name, _ := strings.Cut(query, " ")
	switch {
	case verb == "get" && len(args) == 1:
		if err := wait(ctx, c.db.point); err != nil {
			return nil, err
		}
		return openCursor(c.db.get(name, fmt.Sprint(args[0].Value))), nil
	case verb == "scan" && len(args) == 0:
		if err := wait(ctx, c.db.scan); err != nil {
			return nil, err
		}
		return openCursor(c.db.all(name)), nil
	}
	return nil, fmt.Errorf("memdb: cannot query %q with %d arguments", query, len(args))
}

// ExecContext implements [driver.ExecerContext].
func (c *conn) ExecContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Result, error) {
	verb, name, _ := strings.Cut(query, " ")
	if verb != "put" || len(args) != 2 {
		return nil, fmt.Errorf("memdb: cannot execute %q with %d arguments", query, len(args))
	}
	if err := wait(ctx, c.db.point); err != nil {
		return nil, err
	}
	c.db.put(name, fmt.Sprint(args[0].Value), fmt.Sprint(args[1].Value))
	return driver.RowsAffected(1), nil
}

// Close implements [driver.Conn].
func (c *conn) Close() error { return nil }

// Prepare implements [driver.Conn].
func (c *conn) Prepare(string) (driver.Stmt, error) {
	return nil, errors.New("memdb: no prepared statements")
}

// Begin implements [driver.Conn].
func (c *conn) Begin() (driver.Tx, error) { return nil, errors.New("memdb: no transactions") }

// wait stands for the way to the database and back. A timer and not
// [time.Sleep]: a driver waits for its socket, and stops when told.
func wait(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// byName refuses sql.Open: a DB is opened with [database/sql.OpenDB] alone.
type byName struct{}

// Open implements [driver.Driver].
func (byName) Open(string) (driver.Conn, error) {
	return nil, errors.New("memdb: open with sql.OpenDB")
}
