package main

import (
	"fmt"
	"net"
	"net/http"
	"regexp"
	"strings"
	"time"
)

// session is what is kept of a request, for good.
type session struct {
	id   int64
	data []byte
}

var sessions = map[int64]*session{}

var remembering = make(chan struct{}, 1)

// remember keeps something of each request.
func remember(w http.ResponseWriter, _ *http.Request) {
	remembering <- struct{}{}
	defer func() { <-remembering }()
	s := &session{id: turns.Add(1)}
	s.data = make([]byte, 64<<10) // heap shows: what is kept.
	sessions[s.id] = s            // heap defect: nothing takes them out.
	fmt.Fprintln(w, len(sessions))
}

// match compiles the same expression for each request.
func match(w http.ResponseWriter, r *http.Request) {
	text := strings.Repeat("order 12 of customer ada; ", 20)
	for range 12 {
		re := regexp.MustCompile(`(?i)(order|invoice|receipt)\s+(\d{1,8})\s+of\s+customer\s+([a-z][a-z0-9_-]{1,30})`) // regexp defect: each time.
		fmt.Fprintln(w, len(re.FindAllString(text, -1)))
	}
	_ = r
}

// waitWithAfter makes a timer in each turn of a loop.
func waitWithAfter(w http.ResponseWriter, r *http.Request) {
	ticks := make(chan struct{}, 1)
	for range 3000 {
		ticks <- struct{}{}
		select {
		case <-ticks:
		case <-time.After(time.Minute): // after defect: a timer in each turn.
		}
	}
	fmt.Fprintln(w, r.URL.Path)
}

// silent has the connections, or the collector would close them.
var silent []net.Conn

// connectAndSayNothing is forty clients that never send a request.
func connectAndSayNothing(url string) {
	for range 40 {
		conn, err := net.Dial("tcp", strings.TrimPrefix(url, "http://"))
		if err != nil {
			return
		}
		fmt.Fprint(conn, "GET / HTTP/1.1\r\nHost: ")
		silent = append(silent, conn)
	}
}

// At most three files are worked on at a time.
var desk = make(chan struct{}, 3)

func archive(w http.ResponseWriter, _ *http.Request) {
	desk <- struct{}{} // Those who come later wait here.
	defer func() { <-desk }()
	time.Sleep(100 * time.Millisecond)
	fmt.Fprintln(w, squeeze("a file"))
}

func squeeze(text string) int {
	desk <- struct{}{} // slots defect: whoever calls has a place already.
	defer func() { <-desk }()
	return len(text)
}
