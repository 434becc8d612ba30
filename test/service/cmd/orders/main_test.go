package main

import (
	"flag"
	"fmt"
	"os"
	"runtime"
	"strconv"
	"strings"
	"testing"

	"example.com/orders/internal/disease"
)

// TestMain makes the test binary the service itself when asked to be.
func TestMain(m *testing.M) {
	if os.Getenv(asService) != "" {
		main()
		return
	}
	// A service under test takes a third of a core, so there may be more of
	// them than the default of one for each core.
	flag.Parse()
	flag.Set("test.parallel", strconv.Itoa(2*runtime.NumCPU()))
	os.Exit(m.Run())
}

func TestParseRefuses(t *testing.T) {
	for _, args := range []string{"-disease=flu", "-rps=0", "-rps=1001", "-for=-1s", "-leaks=-1", "more"} {
		if _, err := parse(strings.Fields(args)); err == nil {
			t.Errorf("%s: no error", args)
		}
	}
}

// TestDiseases starts the service with each disease, with none, and with all of
// them repaired, and looks at the profiles of a few seconds under load. What it
// has must show, at the place that its source marks, and nothing else may.
func TestDiseases(t *testing.T) {
	type run struct {
		args string
		sick []disease.Name
	}
	runs := []run{
		{args: "-disease=none"},
		{args: "-disease=all -fixed"},
		{args: "-disease=context,mutex", sick: []disease.Name{disease.Context, disease.Mutex}},
	}
	for _, name := range disease.Names() {
		runs = append(runs, run{fmt.Sprintf("-disease=%s", name), []disease.Name{name}})
	}
	places := readMarks(t)
	for _, r := range runs {
		t.Run(r.args, func(t *testing.T) {
			t.Parallel()
			p := start(t, append(strings.Fields(r.args), "-load", "-for=1m")...)
			c := p.capture()
			seen := diagnose(c)
			for _, name := range r.sick {
				if seen[name] == "" {
					t.Errorf("%s does not show", name)
				}
				t.Logf("%s: %s", name, seen[name])
				places[name].check(t, c.text)
				delete(seen, name)
			}
			for name, evidence := range seen {
				t.Errorf("%s shows: %s", name, evidence)
			}
		})
	}
}

// TestLeaksEnd starts the service with few leaks allowed and sees that they are
// all there is.
func TestLeaksEnd(t *testing.T) {
	t.Parallel()
	p := start(t, "-load", "-for=1m", "-disease=defer", "-leaks=5")
	p.waitForLoad(180)
	if n := p.goroutines().count("chan send", "worker.withinLeaking"); n != 5 {
		t.Errorf("%d leaked, want 5", n)
	}
}
