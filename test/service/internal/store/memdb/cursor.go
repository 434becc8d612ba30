package memdb

import (
	"database/sql/driver"
	"io"
)

// cursor is the rows of one query.
type cursor struct {
	docs []string
}

func openCursor(docs []string) *cursor {
	c := &cursor{docs: docs}
	openRows.Add(c, 1)
	return c
}

// Columns implements [driver.Rows].
func (c *cursor) Columns() []string { return []string{"document"} }

// Next implements [driver.Rows].
func (c *cursor) Next(dest []driver.Value) error {
	if len(c.docs) == 0 {
		return io.EOF
	}
	dest[0], c.docs = c.docs[0], c.docs[1:]
	return nil
}

// Close implements [driver.Rows].
func (c *cursor) Close() error {
	openRows.Remove(c)
	return nil
}
