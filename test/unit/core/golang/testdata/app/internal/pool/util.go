// Package pool has files named as those of other packages.
package pool

// Run blocks in a method value, a deferred call and an embedded method.
func Run(c chan int) {
	b := box{c: c}
	w := wrapper{&b}
	f := b.wait
	go f()
	go w.wait()
	go waiter(w).wait()
	go func() {
		defer b.wait()
	}()
	go wait(c)
}

type waiter interface{ wait() }

type box struct{ c chan int }

func (b *box) wait() { <-b.c }

type wrapper struct{ *box }

//go:noinline
func wait(c chan int) {
	<-c
}
