// Package yaml has a dot in the last part of its path.
package yaml

// D is generic.
type D[T any] struct{ V chan T }

// M blocks.
//
//go:noinline
func (d D[T]) M() { <-d.V }

// Do is inlined, its literal is not.
func Do(f func()) func() {
	return func() {
		f()
	}
}
