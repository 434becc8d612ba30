package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"sync"
	"time"
)

// What looks like a fault and is none: idle workers, streams whose clients stay
// and get more, a lock with a queue now and then, a ticker that is stopped.

const workers = 24

// startHealthy starts workers, and clients that come and stay.
func startHealthy(url string) {
	jobs := make(chan int)
	for range workers {
		go func() {
			for job := range jobs {
				_ = job
			}
		}()
	}
	go func() {
		ticker := time.NewTicker(100 * time.Millisecond)
		defer ticker.Stop()
		for n := range 600 {
			<-ticker.C
			jobs <- n
			go follow(url + "/stream")
		}
		close(jobs)
	}()
}

// follow reads a stream to its end.
func follow(url string) {
	req, err := http.NewRequestWithContext(context.Background(), http.MethodGet, url, nil)
	if err != nil {
		return
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return
	}
	defer resp.Body.Close()
	io.Copy(io.Discard, resp.Body)
}

var greetings struct {
	mu    sync.Mutex
	count int
}

func helloOrStream(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path == "/stream" {
		stream(w, r)
		return
	}
	greetings.mu.Lock()
	greetings.count++
	n := greetings.count
	greetings.mu.Unlock()
	fmt.Fprintln(w, "hello", n)
}

// stream sends a line now and then, until its client goes.
func stream(w http.ResponseWriter, r *http.Request) {
	ticker := time.NewTicker(time.Second)
	defer ticker.Stop()
	for {
		select {
		case <-r.Context().Done():
			return
		case at := <-ticker.C:
			fmt.Fprintln(w, at)
			if f, ok := w.(http.Flusher); ok {
				f.Flush()
			}
		}
	}
}
