// Package lib has capitals in its path.
package lib

// Group runs functions.
type Group struct{ n int }

// Go runs f in a goroutine of its own.
func (g *Group) Go(f func()) {
	g.n++
	go func() {
		defer g.done()
		f()
	}()
}

func (g *Group) done() { g.n-- }
