// Worker is another command with a main.go.
package main

import (
	"os"
	"runtime/pprof"
	"time"
)

func main() {
	go func() { select {} }()
	go wait(make(chan int))
	time.Sleep(100 * time.Millisecond)
	_ = pprof.Lookup("goroutine").WriteTo(os.Stdout, 0)
}

func wait(c chan int) {
	<-c
}
