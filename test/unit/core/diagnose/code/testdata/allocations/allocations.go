// Package allocations has lines that allocate in a loop.
package allocations

import (
	"fmt"
	"strconv"
	"strings"
	"sync"
)

var pool = sync.Pool{New: func() any { return make([]byte, 64) }}

func joins(names []string) (s string) {
	for _, name := range names {
		s += name // want concatenation
	}
	return s
}

func builds(names []string) string {
	var b strings.Builder
	for _, name := range names {
		b.WriteString(name)
	}
	return b.String()
}

func converts(names []string, sink func([]byte)) {
	for _, name := range names {
		sink([]byte(name)) // want bytesOfString
	}
}

func back(lines [][]byte, sink func(string)) {
	for _, line := range lines {
		sink(string(line)) // want stringOfBytes
	}
}

func roundTrip(lines [][]byte, sink func([]byte)) {
	for _, line := range lines {
		sink([]byte(string(line))) // want roundTrip stringOfBytes
	}
}

func runes(text string, sink func(string)) {
	for _, r := range text {
		sink(string(r))
	}
}

func formats(ns []int, sink func(string)) {
	for _, n := range ns {
		sink(fmt.Sprintf("%d", n)) // want format
	}
}

func appends(row []byte, ns []int) []byte {
	row = row[:0]
	for _, n := range ns {
		row = strconv.AppendInt(row, int64(n), 10)
		row = append(row, ',')
	}
	return row
}

func grows(ns []int) (out []string) {
	for _, n := range ns {
		out = append(out, strconv.Itoa(n)) // want append
	}
	return out
}

func sized(ns []int) []string {
	out := make([]string, 0, len(ns))
	for _, n := range ns {
		out = append(out, strconv.Itoa(n))
	}
	return out
}

func makes(n int, sink func([]byte)) {
	for range n {
		buf := make([]byte, 1024) // want make
		sink(buf)
	}
}

func puts(n int) {
	for range n {
		b := pool.Get().([]byte)
		pool.Put(b) // want poolOfValues
	}
}

func once(name string) []byte { return []byte(name) }

var _ = []any{joins, builds, converts, back, roundTrip, runes, formats, appends, grows, sized, makes, puts, once}
