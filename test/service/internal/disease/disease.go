// Package disease holds the switches of the defects this service can show.
//
// The code of a defect lies where such a bug really lies, in a file named after
// it: httpapi/context.go, store/pool.go, upstream/body.go and so on. Each of
// these files has the diseased variant and the sound one side by side, and says
// which profile shows the difference. This package only decides, call by call,
// which of the two runs.
package disease

import (
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
)

// Name names a disease on the command line.
type Name string

// The diseases, each in the file of the same name.
const (
	Body      Name = "body"      // upstream/body.go
	Context   Name = "context"   // httpapi/context.go
	Defer     Name = "defer"     // worker/defer.go
	GC        Name = "gc"        // httpapi/gc.go
	KeepAlive Name = "keepalive" // upstream/keepalive.go
	Mutex     Name = "mutex"     // cache/mutex.go
	Pool      Name = "pool"      // store/pool.go
	Recursion Name = "recursion" // catalog/recursion.go
	Sleep     Name = "sleep"     // httpapi/sleep.go
	TLS       Name = "tls"       // upstream/tls.go
	Transport Name = "transport" // upstream/transport.go
	WaitGroup Name = "waitgroup" // worker/waitgroup.go
)

// leaks says which diseases lose goroutines or connections for good each time
// they strike, and therefore stop at a limit.
var leaks = map[Name]bool{
	Body:      true,
	Context:   true,
	Defer:     true,
	GC:        false,
	KeepAlive: false,
	Mutex:     false,
	Pool:      true,
	Recursion: false,
	Sleep:     false,
	TLS:       false,
	Transport: true,
	WaitGroup: true,
}

// Names returns every disease in alphabetical order.
func Names() []Name {
	names := make([]Name, 0, len(leaks))
	for name := range leaks {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// A Set is the switches of one running service.
type Set struct {
	switches map[Name]*Switch
	chosen   []Name
}

// Parse reads a comma-separated list of diseases, "none" or "all".
//
// A disease that leaks strikes at most limit times. With fixed the chosen
// diseases run their repaired variant, which is the path a healthy service
// runs: the choice then only says which repair is under test.
func Parse(list string, fixed bool, limit int) (*Set, error) {
	chosen, err := choose(list)
	if err != nil {
		return nil, err
	}
	set := &Set{switches: make(map[Name]*Switch), chosen: chosen}
	for name, leaks := range leaks {
		s := &Switch{on: slices.Contains(chosen, name) && !fixed, limit: -1}
		if leaks {
			s.limit = int64(limit)
		}
		set.switches[name] = s
	}
	return set, nil
}

func choose(list string) ([]Name, error) {
	switch list {
	case "", "none":
		return []Name{}, nil
	case "all":
		return Names(), nil
	}
	var chosen []Name
	for _, field := range strings.Split(list, ",") {
		name := Name(strings.TrimSpace(field))
		if _, ok := leaks[name]; !ok {
			return nil, fmt.Errorf("unknown disease %q, want none, all or a list of %v", name, Names())
		}
		if !slices.Contains(chosen, name) {
			chosen = append(chosen, name)
		}
	}
	return chosen, nil
}

// Chosen returns the diseases the service was started with, in that order.
func (s *Set) Chosen() []Name { return s.chosen }

// Switch returns the switch of a disease.
func (s *Set) Switch(name Name) *Switch { return s.switches[name] }

// Strikes counts, per chosen disease, the calls that took the diseased path.
func (s *Set) Strikes() map[Name]int64 {
	strikes := make(map[Name]int64, len(s.chosen))
	for _, name := range s.chosen {
		strikes[name] = s.switches[name].strikes.Load()
	}
	return strikes
}

// A Switch says whether one disease is on. The zero Switch is off.
type Switch struct {
	on      bool
	limit   int64 // strikes allowed, negative for no limit
	strikes atomic.Int64
}

// On reports whether the disease is on. Defects that are built in once, such as
// the settings of a transport, ask this.
func (s *Switch) On() bool { return s.on }

// Strike reports whether this call is to take the diseased path, and counts it.
func (s *Switch) Strike() bool {
	if !s.on {
		return false
	}
	if n := s.strikes.Add(1); s.limit >= 0 && n > s.limit {
		s.strikes.Add(-1)
		return false
	}
	return true
}

// Pick returns diseased for a call on which the switch strikes, else sound.
func Pick[F any](s *Switch, diseased, sound F) F {
	if s.Strike() {
		return diseased
	}
	return sound
}
