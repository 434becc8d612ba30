package disease

import (
	"slices"
	"testing"
)

func TestParse(t *testing.T) {
	cases := []struct {
		list string
		want []Name // nil for an error
	}{
		{"", []Name{}},
		{"none", []Name{}},
		{"all", Names()},
		{"mutex", []Name{Mutex}},
		{"mutex, context,mutex", []Name{Mutex, Context}},
		{"none,mutex", nil},
		{"mutexes", nil},
	}
	for _, c := range cases {
		set, err := Parse(c.list, false, 1)
		switch {
		case (err != nil) != (c.want == nil):
			t.Errorf("Parse(%q): error %v", c.list, err)
		case err == nil && !slices.Equal(set.Chosen(), c.want):
			t.Errorf("Parse(%q) chose %v, want %v", c.list, set.Chosen(), c.want)
		}
	}
}

func TestStrike(t *testing.T) {
	cases := []struct {
		name  Name
		fixed bool
		want  int // of five calls with a limit of two
	}{
		{Context, false, 2}, // leaks, so the limit holds
		{Mutex, false, 5},
		{Body, false, 0}, // not chosen
		{Context, true, 0},
	}
	for _, c := range cases {
		set, err := Parse("context,mutex", c.fixed, 2)
		if err != nil {
			t.Fatal(err)
		}
		got := 0
		for range 5 {
			got += Pick(set.Switch(c.name), 1, 0)
		}
		if got != c.want || set.Strikes()[c.name] != int64(c.want) {
			t.Errorf("%s (fixed: %t) struck %d times and counted %d, want %d", c.name, c.fixed, got, set.Strikes()[c.name], c.want)
		}
	}
}
