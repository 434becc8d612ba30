package cache

import "context"

// Disease "mutex": a value is loaded while the lock is held, so that lookups of
// other keys, and those that would have been answered from the cache, queue up
// behind a slow database.
//
// Seen in block: delay under sync.(*Mutex).Lock, called from getHoldingLock.
// Seen in mutex: the same function at its return, where the deferred Unlock
// lets the next one in. Seen in goroutine: several in state sync.Mutex.Lock and
// one of them further down, in load.

func (c *Cache[K, V]) getHoldingLock(ctx context.Context, key K) (V, error) {
	c.mu.Lock() // mutex shows: goroutines queue here.
	defer c.mu.Unlock()
	if value, ok := c.fresh(key); ok {
		return value, nil
	}
	value, err := c.load(ctx, key) // mutex defect: slow work under everybody's lock.
	if err == nil {
		c.keep(key, value)
	}
	return value, err
}

// get holds the lock only to look and to keep. Lookups of a key that is being
// loaded wait for that load instead of starting another.
func (c *Cache[K, V]) get(ctx context.Context, key K) (V, error) {
	c.mu.Lock()
	if value, ok := c.fresh(key); ok {
		c.mu.Unlock()
		return value, nil
	}
	f, waiting := c.flights[key]
	if !waiting {
		f = &flight[V]{done: make(chan struct{})}
		c.flights[key] = f
		go c.fly(context.WithoutCancel(ctx), key, f)
	}
	c.mu.Unlock()

	select {
	case <-f.done:
		return f.value, f.err
	case <-ctx.Done():
		var none V
		return none, ctx.Err()
	}
}

// fly loads the value of key for all who wait for it.
func (c *Cache[K, V]) fly(ctx context.Context, key K, f *flight[V]) {
	f.value, f.err = c.load(ctx, key)
	c.mu.Lock()
	defer c.mu.Unlock()
	if f.err == nil {
		c.keep(key, f.value)
	}
	delete(c.flights, key)
	close(f.done)
}
