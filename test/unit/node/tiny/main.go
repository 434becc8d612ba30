// Command tiny is a service with net/http/pprof for the tests of src/node. It prints one JSON line
// with its address and certificates, and ends by itself. Its flags are the ways in which services in
// the field answer differently.
package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/json"
	"encoding/pem"
	"flag"
	"fmt"
	"log"
	"math/big"
	"net"
	"net/http"
	httppprof "net/http/pprof"
	"os"
	"runtime"
	"runtime/pprof"
	"time"
)

var (
	own    = flag.Bool("own", false, "serve heap, goroutine and CPU under /x/, without an index")
	prefix = flag.String("prefix", "", "serve pprof.Index under this path")
	rates  = flag.Bool("rates", false, "switch block and mutex profiles on")
	useTLS = flag.String("tls", "", "self, expired, otherhost or mutual")
	quiet  = flag.Bool("quiet", false, "allocate nothing")
	life   = flag.Duration("for", time.Minute, "end by itself")
)

type address struct {
	Addr string `json:"addr"`
	Pid  int    `json:"pid"`
	CA   string `json:"ca,omitempty"`
	Cert string `json:"cert,omitempty"`
	Key  string `json:"key,omitempty"`
}

func main() {
	flag.Parse()
	time.AfterFunc(*life, func() { os.Exit(0) })
	if *rates {
		runtime.SetBlockProfileRate(1)
		runtime.SetMutexProfileFraction(1)
		contend()
	}
	pprof.NewProfile("example.com/tiny/leases").Add(new(int), 0)
	if !*quiet {
		go allocate()
	}
	http.HandleFunc("/die", func(http.ResponseWriter, *http.Request) { os.Exit(3) })
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		log.Fatal(err)
	}
	at := address{Addr: l.Addr().String(), Pid: os.Getpid()}
	if *useTLS != "" {
		l = tls.NewListener(l, tlsConfig(&at))
	}
	if err := json.NewEncoder(os.Stdout).Encode(at); err != nil {
		log.Fatal(err)
	}
	server := &http.Server{Handler: handler(), ErrorLog: log.New(log.Writer(), "", 0)}
	log.Fatal(server.Serve(l))
}

func handler() http.Handler {
	mux := http.NewServeMux()
	switch {
	case *own:
		mux.Handle("/x/heap", httppprof.Handler("heap"))
		mux.Handle("/x/goroutine", httppprof.Handler("goroutine"))
		mux.HandleFunc("/x/profile", httppprof.Profile)
	case *prefix != "":
		mux.HandleFunc(*prefix, httppprof.Index)
	default:
		return http.DefaultServeMux
	}
	return mux
}

func allocate() {
	for n := 0; ; n++ {
		_ = fmt.Sprint(make([]byte, n%64<<10))
	}
}

// contend leaves an entry in the block and mutex profiles.
func contend() {
	c := make(chan int)
	go func() {
		time.Sleep(time.Millisecond)
		c <- 1
	}()
	<-c
}

func tlsConfig(at *address) *tls.Config {
	from, to := time.Now().Add(-48*time.Hour), time.Now().Add(24*time.Hour)
	if *useTLS == "expired" {
		to = from.Add(time.Hour)
	}
	hosts := []string{"localhost"}
	ips := []net.IP{net.IPv4(127, 0, 0, 1)}
	if *useTLS == "otherhost" {
		hosts, ips = []string{"orders.example.com"}, nil
	}
	key := newKey()
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "tiny"},
		NotBefore: from, NotAfter: to, DNSNames: hosts, IPAddresses: ips, IsCA: true,
		BasicConstraintsValid: true, KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign,
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageClientAuth},
	}
	cert := sign(template, template, key, key)
	at.CA = pemText("CERTIFICATE", cert.Raw)
	config := &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{cert.Raw}, PrivateKey: key}}}
	if *useTLS == "mutual" {
		clientKey := newKey()
		client := sign(&x509.Certificate{
			SerialNumber: big.NewInt(2), Subject: pkix.Name{CommonName: "client"}, NotBefore: from, NotAfter: to,
			ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth},
		}, cert, clientKey, key)
		at.Cert = pemText("CERTIFICATE", client.Raw)
		der, err := x509.MarshalECPrivateKey(clientKey)
		if err != nil {
			log.Fatal(err)
		}
		at.Key = pemText("EC PRIVATE KEY", der)
		config.ClientCAs = x509.NewCertPool()
		config.ClientCAs.AddCert(cert)
		config.ClientAuth = tls.RequireAndVerifyClientCert
	}
	return config
}

func newKey() *ecdsa.PrivateKey {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		log.Fatal(err)
	}
	return key
}

func sign(template, parent *x509.Certificate, key, parentKey *ecdsa.PrivateKey) *x509.Certificate {
	der, err := x509.CreateCertificate(rand.Reader, template, parent, &key.PublicKey, parentKey)
	if err != nil {
		log.Fatal(err)
	}
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		log.Fatal(err)
	}
	return cert
}

func pemText(kind string, der []byte) string {
	return string(pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}))
}
