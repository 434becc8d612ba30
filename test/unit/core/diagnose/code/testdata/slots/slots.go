// Package slots has semaphores and pools whose slots get lost.
package slots

import "errors"

type conn struct{}

type pool struct{ free chan *conn }

func (p *pool) Get() (*conn, error) { return <-p.free, nil }
func (p *pool) Put(c *conn)         { p.free <- c }
func (c *conn) query() error        { return errors.New("no") }

func loses(p *pool) error {
	c, err := p.Get() // want pool
	if err != nil {
		return err
	}
	if err := c.query(); err != nil {
		return err
	}
	p.Put(c)
	return nil
}

func keeps(p *pool) error {
	c, err := p.Get()
	if err != nil {
		return err
	}
	defer p.Put(c)
	return c.query()
}

var slots = make(chan struct{}, 8)

func losesSlot(work func() error) error {
	slots <- struct{}{} // want semaphore
	if err := work(); err != nil {
		return err
	}
	<-slots
	return nil
}

func keepsSlot(work func() error) error {
	slots <- struct{}{}
	defer func() { <-slots }()
	return work()
}

func inGoroutines(works []func() error) {
	for _, work := range works {
		slots <- struct{}{}
		go func() {
			defer func() { <-slots }()
			work()
		}()
	}
}

type table struct{ rows map[string]int }

func (t *table) Get(name string) (int, error)     { return t.rows[name], nil }
func (t *table) Put(name string, value int) error { t.rows[name] = value; return nil }

func updates(t *table) error {
	n, err := t.Get("a")
	if err != nil || n < 0 {
		return err
	}
	return t.Put("a", n+1)
}

var _ = []any{loses, keeps, losesSlot, keepsSlot, inGoroutines, updates}
