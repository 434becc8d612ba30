package main

import (
	"fmt"
	"net/http"
	"sync"
	"time"
)

// sendToNobody starts work and does not wait for its result.
func sendToNobody(w http.ResponseWriter, _ *http.Request) {
	results := make(chan int)
	go compute(results)
	select {
	case n := <-results:
		fmt.Fprintln(w, n)
	case <-time.After(time.Millisecond):
		fmt.Fprintln(w, "later")
	}
}

func compute(results chan<- int) {
	time.Sleep(5 * time.Millisecond)
	results <- 42 // send defect: the receiver has gone, and there is no room.
}

// rangeForever prints what comes, from a channel that nobody closes.
func rangeForever(w http.ResponseWriter, _ *http.Request) {
	lines := make(chan string, 2)
	go func() {
		for line := range lines { // range defect: nobody closes lines.
			_ = line
		}
	}()
	lines <- "one"
	fmt.Fprintln(w, "ok")
}

// waitForNil waits for a channel that was never made.
func waitForNil(w http.ResponseWriter, _ *http.Request) {
	var ready chan struct{}
	go func() {
		<-ready // nilchan defect: ready is nil.
	}()
	fmt.Fprintln(w, "ok")
}

// selectForever waits for one of two that never come.
func selectForever(w http.ResponseWriter, _ *http.Request) {
	stop, work := make(chan struct{}), make(chan int)
	go func() {
		select { // select defect: no case that ends.
		case <-stop:
		case n := <-work:
			_ = n
		}
	}()
	fmt.Fprintln(w, "ok")
}

// addLate waits for goroutines that count themselves.
func addLate(w http.ResponseWriter, _ *http.Request) {
	var wg sync.WaitGroup
	done := make(chan struct{})
	for i := range 3 {
		wg.Add(1)
		go func() {
			if i == 2 {
				return // addlate defect: no Done on this way.
			}
			wg.Done()
		}()
	}
	go func() {
		wg.Wait() // addlate shows: goroutines wait here.
		close(done)
	}()
	fmt.Fprintln(w, "ok")
}

// startMany starts a goroutine for each of very many short tasks.
func startMany(w http.ResponseWriter, _ *http.Request) {
	for range 200 {
		go work() // unbounded defect: no bound.
	}
	fmt.Fprintln(w, "ok")
}

func work() {
	timer := time.NewTimer(700 * time.Millisecond)
	defer timer.Stop()
	<-timer.C
}
