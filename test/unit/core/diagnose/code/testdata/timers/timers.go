// Package timers has timers that are made again and again, and sleeps.
package timers

import (
	"context"
	"net/http"
	"time"
)

func afterInLoop(ctx context.Context, jobs <-chan int) {
	for {
		select {
		case <-jobs:
		case <-time.After(time.Minute): // want afterInLoop
			return
		case <-ctx.Done():
			return
		}
	}
}

func timerReused(ctx context.Context, jobs <-chan int) {
	idle := time.NewTimer(time.Minute)
	defer idle.Stop()
	for {
		select {
		case <-jobs:
			idle.Reset(time.Minute)
		case <-idle.C:
			return
		case <-ctx.Done():
			return
		}
	}
}

func afterOnce(ch <-chan int) int {
	select {
	case v := <-ch:
		return v
	case <-time.After(time.Second):
		return 0
	}
}

func ticks(n int) {
	for range time.Tick(time.Second) { // want tick
		if n--; n == 0 {
			return
		}
	}
}

func handler(w http.ResponseWriter, r *http.Request) {
	time.Sleep(time.Second) // want sleepInHandler
}

func handlerStarts(w http.ResponseWriter, r *http.Request) {
	go func() { time.Sleep(time.Second) }()
}

func polls(ready func() bool) {
	for !ready() {
		time.Sleep(time.Millisecond) // want sleepInLoop
	}
}

func sleepsOnce() { time.Sleep(time.Millisecond) }

var _ = []any{afterInLoop, timerReused, afterOnce, ticks, handler, handlerStarts, polls, sleepsOnce}
