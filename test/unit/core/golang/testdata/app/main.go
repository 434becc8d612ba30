// Shapes parks goroutines in every kind of function and prints a goroutine profile.
package main

import (
	"os"
	"runtime/pprof"
	"slices"
	"sync"
	"time"

	"example.com/dep/util"
	"example.com/local/deep"
	"example.com/shapes/internal/cache"
	"example.com/shapes/internal/pool"
	yaml "example.com/shapes/internal/yaml.v3"
	lib "github.com/BigCorp/Lib"
)

func main() {
	for _, f := range table {
		go f()
	}
	literals()
	inlined()
	go util.Wait(never)
	go yaml.D[string]{V: make(chan string)}.M()
	pool.Run(never)
	cache.New[string, int]().Each([]string{"a"})
	go sorted()
	go once()
	time.Sleep(200 * time.Millisecond)
	if err := pprof.Lookup("goroutine").WriteTo(os.Stdout, 0); err != nil {
		panic(err)
	}
}

func literals() {
	go func() {
		a := func() {
			func() { <-never }()
		}
		a()
	}()
	go func() { func() { <-never }() }()
	for i := range 2 {
		go func() {
			if i == 0 {
				<-never
			}
			wait(i)
		}()
	}
}

//go:noinline
func wait(int) { <-never }

func inlined() {
	go deep.Each(func() { <-never })
	go yaml.Do(func() { <-never })()
	var g lib.Group
	g.Go(func() { <-never })
	go small{}.each(func() { <-never })()
}

type small struct{}

func (small) each(f func()) func() { return func() { f() } }

func sorted() {
	slices.SortFunc([]int{2, 1}, func(a, b int) int {
		<-never
		return a - b
	})
}

func once() {
	var o sync.Once
	o.Do(func() {
		<-never
	})
}
