package main

import (
	"fmt"

	"example.com/orders/internal/disease"
)

// grown is how many more leaked goroutines two seconds of load must show: a
// fraction of the thirty it makes on a machine that has nothing else to do.
const grown = 5

// diagnose says which diseases a capture shows, and by what.
func diagnose(c capture) map[disease.Name]string {
	seen := make(map[disease.Name]string)
	see := func(name disease.Name, is bool, format string, args ...any) {
		if is {
			seen[name] = fmt.Sprintf(format, args...)
		}
	}

	// Leaks: groups of goroutines that grow.
	growth := func(state string, funcs ...string) int {
		return c.after.count(state, funcs...) - c.before.count(state, funcs...)
	}
	watch := growth("select", "httpapi.(*API).watch", "detached")
	receipt := growth("chan receive", "httpapi.(*API).receiptIgnoringDone")
	see(disease.Context, watch > grown && receipt > grown, "%d more in watch, %d more in receipt", watch, receipt)
	late := growth("chan send", "worker.withinLeaking")
	see(disease.Defer, late > grown, "%d more in withinLeaking", late)
	batch := growth("", "sync.(*WaitGroup).Wait", "checkForgettingDone")
	see(disease.WaitGroup, batch > grown, "%d more in checkForgettingDone", batch)
	conn := growth("select", "database/sql.(*DB).conn", "store.(*History).lastOrderLeaking")
	see(disease.Pool, conn > grown, "%d more in lastOrderLeaking", conn)

	// Connections: their goroutines have no frame of ours, the dials do.
	dials := func(by string) float64 {
		return c.block.sum("net/http.(*Transport).getConn", by).count
	}
	idle, quotes := growth("IO wait", "net/http.(*persistConn).readLoop"), dials("upstream.(*Prices).Quote")
	see(disease.Transport, idle > grown && quotes > 4*grown, "%d more idle connections, %.0f dials for quotes", idle, quotes)
	unread, stock := growth("select", "net/http.(*persistConn).readLoop"), dials("upstream.(*Stock).Available")
	see(disease.Body, unread > grown && stock > 4*grown, "%d more unread bodies, %.0f dials for stock", unread, stock)

	// Waiting that ends.
	sleeping := c.after.count("sleep", "time.Sleep", "httpapi.(*API).pollShipped")
	see(disease.Sleep, sleeping > 2, "%d asleep in pollShipped", sleeping)
	queued := c.block.share("sync.(*Mutex).Lock", "cache.(*Cache")
	held := c.mutex.share("cache.(*Cache", "getHoldingLock")
	see(disease.Mutex, queued > 0.02 && held > 0.5, "%.0f%% of block, %.0f%% of mutex", 100*queued, 100*held)

	// Work.
	memory := c.cpu.share("runtime.mallocgc") + c.cpu.share("runtime.gcBgMarkWorker")
	report := c.allocs.share("httpapi.csvByStrings")
	see(disease.GC, memory > 0.2 && report > 0.6, "%.0f%% of CPU for memory, %.0f%% of allocs in the report", 100*memory, 100*report)
	bundle := c.cpu.share("catalog.(*Catalog).sumParts")
	see(disease.Recursion, bundle > 0.2, "%.0f%% of CPU in sumParts", 100*bundle)
	handshakes := c.cpu.share("crypto/tls.(*Conn).HandshakeContext")
	labels, charges := dials("upstream.(*Shipping).Label"), dials("upstream.(*Payments).Charge")
	see(disease.KeepAlive, handshakes > 0.1 && labels > 10*grown, "%.0f%% of CPU for handshakes, %.0f dials for labels", 100*handshakes, labels)
	exchange := c.cpu.share("crypto/rsa.(*PrivateKey).Decrypt")
	see(disease.TLS, exchange > 0.1 && charges > 10*grown, "%.0f%% of CPU for RSA key exchange, %.0f dials for charges", 100*exchange, charges)
	return seen
}
