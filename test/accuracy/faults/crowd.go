package main

import (
	"sync"
	"time"
)

// A room has members who wait for the next line.
type room struct {
	mu      sync.Mutex
	members map[int]chan string
}

func (r *room) join(id int) {
	lines := make(chan string, 1)
	r.mu.Lock()
	r.members[id] = lines
	r.mu.Unlock()
	for line := range lines {
		_ = line
	}
}

// say tells every tenth member, and leaves out those who do not listen.
func (r *room) say(line string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for id := 0; id < len(r.members); id += 10 {
		select {
		case r.members[id] <- line:
		default:
		}
	}
}

// fillRooms starts a hundred thousand goroutines that have nothing to do, each
// of them in its right place.
func fillRooms(string) {
	for range 100 {
		r := &room{members: map[int]chan string{}}
		for id := range 1000 {
			go r.join(id)
		}
		go func() {
			for range time.Tick(time.Second) {
				r.say("hello")
			}
		}()
	}
}
