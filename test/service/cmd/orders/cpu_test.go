package main

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"io"
	"testing"
)

// cpuRecords reads as much of a CPU profile as the tests need: the functions of
// each sample, and its two values. The field numbers are those of
// github.com/google/pprof/proto/profile.proto.
func cpuRecords(t *testing.T, gzipped []byte) records {
	t.Helper()
	unzip, err := gzip.NewReader(bytes.NewReader(gzipped))
	if err != nil {
		t.Fatal(err)
	}
	data, err := io.ReadAll(unzip)
	if err != nil {
		t.Fatal(err)
	}

	type sample struct{ locations, values []uint64 }
	var (
		samples   []sample
		strings   []string
		nameOf    = make(map[uint64]uint64)   // function to string
		functions = make(map[uint64][]uint64) // location to functions
	)
	eachField(t, data, func(field int, _ uint64, profile []byte) {
		switch field {
		case 2: // sample
			var s sample
			eachField(t, profile, func(field int, n uint64, packed []byte) {
				switch field {
				case 1:
					s.locations = append(s.locations, numbers(n, packed)...)
				case 2:
					s.values = append(s.values, numbers(n, packed)...)
				}
			})
			samples = append(samples, s)
		case 4: // location
			var id uint64
			var ids []uint64
			eachField(t, profile, func(field int, n uint64, line []byte) {
				switch field {
				case 1:
					id = n
				case 4:
					eachField(t, line, func(field int, n uint64, _ []byte) {
						if field == 1 {
							ids = append(ids, n)
						}
					})
				}
			})
			functions[id] = ids
		case 5: // function
			var id, name uint64
			eachField(t, profile, func(field int, n uint64, _ []byte) {
				switch field {
				case 1:
					id = n
				case 2:
					name = n
				}
			})
			nameOf[id] = name
		case 6: // string_table
			strings = append(strings, string(profile))
		}
	})

	rs := make(records, len(samples))
	for i, s := range samples {
		rs[i].count, rs[i].amount = float64(s.values[0]), float64(s.values[1])
		for _, location := range s.locations {
			for _, function := range functions[location] {
				rs[i].funcs = append(rs[i].funcs, strings[nameOf[function]])
			}
		}
	}
	return rs
}

// eachField calls do with each field of a message: with n for a number, with the
// bytes for anything that has a length. A profile has no other kinds.
func eachField(t *testing.T, message []byte, do func(field int, n uint64, data []byte)) {
	t.Helper()
	next := func() uint64 {
		n, size := binary.Uvarint(message)
		if size <= 0 {
			t.Fatal("profile cut short")
		}
		message = message[size:]
		return n
	}
	for len(message) > 0 {
		key := next()
		n := next()
		if key&7 == 0 {
			do(int(key>>3), n, nil)
			continue
		}
		if key&7 != 2 || n > uint64(len(message)) {
			t.Fatalf("profile has a field of kind %d and length %d", key&7, n)
		}
		do(int(key>>3), 0, message[:n])
		message = message[n:]
	}
}

// numbers returns a repeated number, packed or not.
func numbers(n uint64, packed []byte) []uint64 {
	if packed == nil {
		return []uint64{n}
	}
	var all []uint64
	for len(packed) > 0 {
		n, size := binary.Uvarint(packed)
		if size <= 0 {
			break
		}
		all = append(all, n)
		packed = packed[size:]
	}
	return all
}
