// Package util is of a module in the cache.
package util

// Wait blocks for good.
//
//go:noinline
func Wait(c chan int) {
	<-c
}
