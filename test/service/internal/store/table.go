// Package store keeps the service's documents in a SQL database.
package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
)

// ErrNotFound says that no document has the key.
var ErrNotFound = errors.New("not found")

// A Table is a typed collection of documents.
type Table[T any] struct {
	db   *sql.DB
	name string
}

// NewTable returns the table of that name.
func NewTable[T any](db *sql.DB, name string) Table[T] {
	return Table[T]{db: db, name: name}
}

// Get returns the document with the key.
func (t Table[T]) Get(ctx context.Context, key string) (T, error) {
	var doc string
	err := t.db.QueryRowContext(ctx, "get "+t.name, key).Scan(&doc)
	if errors.Is(err, sql.ErrNoRows) {
		err = ErrNotFound
	}
	if err != nil {
		var none T
		return none, fmt.Errorf("%s %q: %w", t.name, key, err)
	}
	return t.decode(doc)
}

// Put stores the document under the key.
func (t Table[T]) Put(ctx context.Context, key string, value T) error {
	doc, err := json.Marshal(value)
	if err != nil {
		return fmt.Errorf("%s %q: %w", t.name, key, err)
	}
	if _, err := t.db.ExecContext(ctx, "put "+t.name, key, string(doc)); err != nil {
		return fmt.Errorf("%s %q: %w", t.name, key, err)
	}
	return nil
}

// All returns every document, newest first.
func (t Table[T]) All(ctx context.Context) ([]T, error) {
	rows, err := t.db.QueryContext(ctx, t.scan())
	if err != nil {
		return nil, fmt.Errorf("%s: %w", t.name, err)
	}
	defer rows.Close()
	var all []T
	for rows.Next() {
		value, err := t.next(rows)
		if err != nil {
			return nil, err
		}
		all = append(all, value)
	}
	return all, rows.Err()
}

func (t Table[T]) scan() string { return "scan " + t.name }

// next decodes the row the cursor is at.
func (t Table[T]) next(rows *sql.Rows) (T, error) {
	var doc string
	if err := rows.Scan(&doc); err != nil {
		var none T
		return none, fmt.Errorf("%s: %w", t.name, err)
	}
	return t.decode(doc)
}

func (t Table[T]) decode(doc string) (T, error) {
	var value T
	if err := json.Unmarshal([]byte(doc), &value); err != nil {
		return value, fmt.Errorf("%s: %w", t.name, err)
	}
	return value, nil
}
