// Package events tells waiting requests about changes.
package events

import "sync"

// A Hub passes values to whoever subscribed to their key.
type Hub[K comparable, V any] struct {
	mu   sync.Mutex
	subs map[K]map[chan V]struct{}
}

// NewHub returns a Hub without subscribers.
func NewHub[K comparable, V any]() *Hub[K, V] {
	return &Hub[K, V]{subs: make(map[K]map[chan V]struct{})}
}

// Subscribe returns a channel of the values published under key from now on,
// and the function that ends the subscription.
func (h *Hub[K, V]) Subscribe(key K) (values <-chan V, stop func()) {
	ch := make(chan V, 1)
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.subs[key] == nil {
		h.subs[key] = make(map[chan V]struct{})
	}
	h.subs[key][ch] = struct{}{}
	return ch, func() { h.unsubscribe(key, ch) }
}

func (h *Hub[K, V]) unsubscribe(key K, ch chan V) {
	h.mu.Lock()
	defer h.mu.Unlock()
	delete(h.subs[key], ch)
	if len(h.subs[key]) == 0 {
		delete(h.subs, key)
	}
}

// Publish passes value to the subscribers of key. It never waits: a subscriber
// that still has an unread value misses this one.
func (h *Hub[K, V]) Publish(key K, value V) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for ch := range h.subs[key] {
		select {
		case ch <- value:
		default:
		}
	}
}
