package main

import (
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// A record is one stack of a profile: its functions, and how often and how much.
type record struct {
	funcs         []string
	count, amount float64
}

type records []record

// sum adds up the records that have all of the functions on their stack. Each is
// given by a part of its name.
func (rs records) sum(funcs ...string) record {
	var total record
	for _, r := range rs {
		if hasAll(r.funcs, funcs) {
			total.count += r.count
			total.amount += r.amount
		}
	}
	return total
}

// share is the part of the whole amount that sum finds.
func (rs records) share(funcs ...string) float64 {
	if whole := rs.sum().amount; whole > 0 {
		return rs.sum(funcs...).amount / whole
	}
	return 0
}

func hasAll(stack, parts []string) bool {
	for _, part := range parts {
		found := false
		for _, f := range stack {
			found = found || strings.Contains(f, part)
		}
		if !found {
			return false
		}
	}
	return true
}

var (
	contention = regexp.MustCompile(`^(\d+) (\d+) @`)                     // cycles, count
	allocation = regexp.MustCompile(`^\d+: \d+ \[(\d+): (\d+)\] @`)       // objects, bytes, since the start
	frame      = regexp.MustCompile(`^#\t0x[0-9a-f]+\t(.+)\+0x[0-9a-f]+`) // the function is padded to a column
)

// textRecords reads the debug=1 form of the block, mutex and allocs profiles.
func textRecords(t *testing.T, text []byte) records {
	t.Helper()
	var rs records
	add := func(count, amount string) {
		c, err1 := strconv.ParseFloat(count, 64)
		a, err2 := strconv.ParseFloat(amount, 64)
		if err1 != nil || err2 != nil {
			t.Fatalf("record %s, %s: %v, %v", count, amount, err1, err2)
		}
		rs = append(rs, record{count: c, amount: a})
	}
	for _, line := range strings.Split(string(text), "\n") {
		if m := contention.FindStringSubmatch(line); m != nil {
			add(m[2], m[1])
		} else if m := allocation.FindStringSubmatch(line); m != nil {
			add(m[1], m[2])
		} else if m := frame.FindStringSubmatch(line); m != nil {
			last := &rs[len(rs)-1]
			last.funcs = append(last.funcs, m[1])
		}
	}
	return rs
}

// A dump is the goroutines of a debug=2 text.
type dump []goroutine

type goroutine struct {
	state string
	text  string
}

var header = regexp.MustCompile(`^goroutine \d+ \[([^],]+)`)

func parseDump(text []byte) dump {
	var d dump
	for _, block := range strings.Split(string(text), "\n\n") {
		if m := header.FindStringSubmatch(block); m != nil {
			d = append(d, goroutine{state: m[1], text: block})
		}
	}
	return d
}

// count counts the goroutines in a state, or in any for "", that have all of the
// functions on their stack.
func (d dump) count(state string, funcs ...string) int {
	n := 0
	for _, g := range d {
		if (state == "" || state == g.state) && hasAll([]string{g.text}, funcs) {
			n++
		}
	}
	return n
}
