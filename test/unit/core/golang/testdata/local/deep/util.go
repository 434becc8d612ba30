// Package deep is of a module that a folder replaces.
package deep

// Each calls back from a literal of its own.
func Each(f func()) {
	call := func() {
		f()
	}
	call()
}
