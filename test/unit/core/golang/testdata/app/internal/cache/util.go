// Package cache has files named as those of other packages.
package cache

// Cache is generic.
type Cache[K comparable, V any] struct {
	c chan V
}

// New makes one.
func New[K comparable, V any]() *Cache[K, V] { return &Cache[K, V]{c: make(chan V)} }

// Get blocks.
//
//go:noinline
func (s *Cache[K, V]) Get(k K) V {
	return wait(s.c)
}

// Each blocks in a literal of a literal.
func (s *Cache[K, V]) Each(keys []K) {
	for _, k := range keys {
		go func() {
			inner := func() {
				func() {
					s.Get(k)
				}()
			}
			inner()
		}()
	}
}

func wait[T any](c chan T) T {
	return <-c
}
