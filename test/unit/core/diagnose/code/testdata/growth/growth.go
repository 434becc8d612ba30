// Package growth has maps and slices that only grow.
package growth

import "sync"

type session struct{ user string }

var (
	history  []string                // want grows
	sessions = map[string]*session{} // want grows
	bounded  []string
	byKind   = map[string]int{}
)

func login(user string) {
	history = append(history, user)
	sessions[user] = &session{user}
}

func remember(what string) {
	bounded = append(bounded, what)
	if len(bounded) > 100 {
		bounded = bounded[1:]
	}
}

// The keys are those written here.
func count() { byKind["a"] = byKind["a"] + 1 }

type registry struct {
	mu      sync.Mutex
	names   map[string]int // want grows
	expired map[string]int
	list    []string // want grows
	queue   []string
}

func newRegistry(names []string) *registry {
	r := &registry{names: map[string]int{}, expired: map[string]int{}}
	for i, name := range names {
		r.names[name] = i
	}
	return r
}

func (r *registry) add(name string) {
	r.names[name] = len(r.names)
	r.expired[name] = 1
	r.list = append(r.list, name)
	r.queue = append(r.queue, name)
}

func (r *registry) sweep(name string) {
	delete(r.expired, name)
	r.queue = nil
}

type table struct{ rows map[int]string }

func newTable(n int) *table {
	t := &table{rows: make(map[int]string)}
	for i := range n {
		t.rows[i] = "row"
	}
	return t
}

func local(names []string) int {
	seen := map[string]bool{}
	for _, name := range names {
		seen[name] = true
	}
	return len(seen)
}

var _ = []any{login, remember, count, newRegistry, (*registry).add, (*registry).sweep, newTable, local}
