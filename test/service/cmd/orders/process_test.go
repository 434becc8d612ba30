package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path"
	"syscall"
	"testing"
	"time"
)

// asService is set in the environment of a test binary that is to be the
// service.
const asService = "ORDERS_TEST_AS_SERVICE"

// process is a running service.
type process struct {
	t     *testing.T
	Addr  string `json:"addr"`
	Pprof string `json:"pprof"`
}

// start runs the service until the end of the test.
func start(t *testing.T, args ...string) *process {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(self, args...)
	cmd.Env = append(os.Environ(), asService+"=1")
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewReader(stdout)
	t.Cleanup(func() {
		cmd.Process.Signal(syscall.SIGTERM)
		if rest, err := io.ReadAll(lines); err != nil || len(rest) > 0 {
			t.Errorf("more on standard output: %q, %v", rest, err)
		}
		if err := cmd.Wait(); err != nil {
			t.Errorf("service: %v\n%s", err, &stderr)
		}
	})
	p := &process{t: t}
	line, err := lines.ReadBytes('\n')
	if err != nil {
		t.Fatalf("no ready line: %v", err) // the clean-up has the reason
	}
	if err := json.Unmarshal(line, p); err != nil {
		t.Fatalf("ready line %q: %v", line, err)
	}
	return p
}

// get returns what the service has at a path below its pprof page.
func (p *process) get(name string) []byte {
	p.t.Helper()
	resp, err := http.Get(p.Pprof + name)
	if err != nil {
		p.t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != http.StatusOK {
		p.t.Fatalf("%s: %s, %v", path.Clean(name), resp.Status, err)
	}
	return body
}

// waitForLoad returns when so many requests have ended.
func (p *process) waitForLoad(requests int64) {
	p.t.Helper()
	for deadline := time.Now().Add(20 * time.Second); ; time.Sleep(50 * time.Millisecond) {
		var vars struct{ Load map[string]int64 }
		if err := json.Unmarshal(p.get("../vars"), &vars); err != nil {
			p.t.Fatal(err)
		}
		if vars.Load["done"]+vars.Load["gaveUp"] >= requests {
			return
		}
		if time.Now().After(deadline) {
			p.t.Fatalf("no %d requests: %v", requests, vars.Load)
		}
	}
}

// capture is a few seconds of the service's life.
type capture struct {
	before, after dump // with the CPU profile between
	cpu           records
	allocs        records
	block         records
	mutex         records
	text          []byte // of all but the CPU profile
}

func (p *process) capture() capture {
	p.t.Helper()
	p.waitForLoad(150)
	var c capture
	get := func(name string) []byte {
		text := p.get(name)
		c.text = append(c.text, text...)
		return text
	}
	c.before = p.goroutines()
	c.cpu = cpuRecords(p.t, p.get("profile?seconds=2"))
	c.after = parseDump(get("goroutine?debug=2"))
	c.allocs = textRecords(p.t, get("allocs?debug=1"))
	c.block = textRecords(p.t, get("block?debug=1"))
	c.mutex = textRecords(p.t, get("mutex?debug=1"))
	return c
}

func (p *process) goroutines() dump {
	p.t.Helper()
	return parseDump(p.get("goroutine?debug=2"))
}
