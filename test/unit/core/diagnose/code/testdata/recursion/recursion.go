// Package recursion has functions that call themselves.
package recursion

type node struct {
	left, right *node
	value       int
	parts       []string
}

const deepest = 1_000

func walk(parts map[string][]string, name string) int { // want unbounded
	n := 1
	for _, part := range parts[name] {
		n += walk(parts, part)
	}
	return n
}

func counted(parts map[string][]string, name string, depth int) int { // want counter 1000
	if depth >= deepest {
		return 0
	}
	n := 1
	for _, part := range parts[name] {
		n += counted(parts, part, depth+1)
	}
	return n
}

func factorial(n int) int { // want smaller
	if n <= 1 {
		return 1
	}
	return n * factorial(n-1)
}

func sum(values []int) int { // want smaller
	if len(values) == 0 {
		return 0
	}
	return values[0] + sum(values[1:])
}

func (n *node) total() int { // want smaller
	if n == nil {
		return 0
	}
	return n.value + n.left.total() + n.right.total()
}

func even(n int) bool { return n == 0 || odd(n-1) } // want unbounded

func odd(n int) bool { return n != 0 && even(n-1) } // want unbounded

func (n *node) Text() string { return text(n) }

func text(n *node) string {
	if len(n.parts) == 0 {
		return ""
	}
	return n.parts[0]
}

// A method of another type with the same name.
func (v value) Text() string { return v.inner.Text() }

type value struct{ inner *node }

func loops(n int) int {
	for n > 1 {
		n = next(n)
	}
	return n
}

func next(n int) int { return n / 2 }

// Each goes on by itself, on a stack of its own.
func spawns() { go spawns() }

var _ = []any{walk, counted, factorial, sum, even, loops, spawns}
