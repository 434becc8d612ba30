// Package cache keeps what is slow to load for a short while.
package cache

import (
	"context"
	"sync"
	"time"

	"example.com/orders/internal/disease"
)

// A Loader gets the value of a key from where it really is.
type Loader[K comparable, V any] func(context.Context, K) (V, error)

// A Cache holds loaded values until they are older than its time to live.
type Cache[K comparable, V any] struct {
	load  Loader[K, V]
	ttl   time.Duration
	mutex *disease.Switch

	mu      sync.Mutex
	entries map[K]entry[V]
	flights map[K]*flight[V]
}

type entry[V any] struct {
	value   V
	expires time.Time
}

// A flight is a load under way; done is closed when it has landed.
type flight[V any] struct {
	done  chan struct{}
	value V
	err   error
}

// New returns an empty Cache.
func New[K comparable, V any](load Loader[K, V], ttl time.Duration, mutex *disease.Switch) *Cache[K, V] {
	return &Cache[K, V]{
		load:    load,
		ttl:     ttl,
		mutex:   mutex,
		entries: make(map[K]entry[V]),
		flights: make(map[K]*flight[V]),
	}
}

// Get returns the value of key, loading it if need be.
func (c *Cache[K, V]) Get(ctx context.Context, key K) (V, error) {
	return disease.Pick(c.mutex, c.getHoldingLock, c.get)(ctx, key)
}

// fresh returns an entry that has not expired. The caller holds the lock.
func (c *Cache[K, V]) fresh(key K) (V, bool) {
	e, ok := c.entries[key]
	if !ok || time.Now().After(e.expires) {
		var none V
		return none, false
	}
	return e.value, true
}

// keep stores a loaded value. The caller holds the lock.
func (c *Cache[K, V]) keep(key K, value V) {
	c.entries[key] = entry[V]{value: value, expires: time.Now().Add(c.ttl)}
}
