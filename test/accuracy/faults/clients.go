package main

import (
	"crypto/sha256"
	"fmt"
	"io"
	"net"
	"net/http"
)

// mute has the connections of a server that accepts and never answers.
var mute struct {
	addr  string
	conns []net.Conn
}

func listenAndSayNothing(string) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return
	}
	mute.addr = l.Addr().String()
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			mute.conns = append(mute.conns, conn)
		}
	}()
}

// askMute waits for an answer that does not come, long after its client has gone.
func askMute(w http.ResponseWriter, _ *http.Request) {
	resp, err := http.Get("http://" + mute.addr + "/") // hanging defect: nothing limits it.
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadGateway)
		return
	}
	defer resp.Body.Close()
	io.Copy(w, resp.Body)
}

// closeEach is a middleware that once seemed a good idea.
func closeEach(next http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Connection", "close") // closing defect: each request is a new connection.
		next(w, r)
	}
}

var page = make([]byte, 200<<10)

func sum(w http.ResponseWriter, _ *http.Request) {
	fmt.Fprintf(w, "%x\n", sha256.Sum256(page))
}
