// Package settings has clients and servers with bad settings, and sound ones.
package settings

import (
	"crypto/tls"
	"net/http"
	"time"
)

var shared = &http.Client{
	Timeout: 10 * time.Second,
	Transport: &http.Transport{
		MaxIdleConnsPerHost: 32,
		IdleConnTimeout:     time.Minute,
	},
}

var impatient = &http.Client{} // want noTimeout

func perCall(url string) (*http.Response, error) {
	transport := &http.Transport{IdleConnTimeout: time.Minute} // want perCall
	client := &http.Client{Transport: transport, Timeout: time.Second}
	return client.Get(url)
}

func inline(url string) (*http.Response, error) {
	client := http.Client{
		Timeout:   time.Second,
		Transport: &http.Transport{IdleConnTimeout: time.Minute}, // want perCall
	}
	return client.Get(url)
}

func usesShared(url string) (*http.Response, error) { return shared.Get(url) }

type service struct{ client *http.Client }

func newService() *service {
	transport := &http.Transport{IdleConnTimeout: time.Minute}
	return &service{client: &http.Client{Transport: transport, Timeout: time.Second}}
}

func (s *service) configure() {
	s.client = &http.Client{Timeout: time.Second, Transport: &http.Transport{IdleConnTimeout: time.Minute}}
}

func keepsForGood() *http.Transport {
	return &http.Transport{MaxIdleConns: 10} // want noIdleTimeout
}

func assigned() *http.Transport {
	t := &http.Transport{}
	t.IdleConnTimeout = time.Minute
	return t
}

func unkept() *http.Transport {
	return &http.Transport{
		DisableKeepAlives: true, // want keepAlivesOff
	}
}

func server() *http.Server {
	return &http.Server{Addr: ":80"} // want noReadTimeout noServerIdleTimeout
}

func serverSound() *http.Server {
	return &http.Server{Addr: ":80", ReadHeaderTimeout: time.Second, IdleTimeout: time.Minute}
}

func old() *tls.Config {
	return &tls.Config{
		MinVersion:             tls.VersionTLS10, // want oldMinVersion
		MaxVersion:             tls.VersionTLS12, // want oldMaxVersion
		SessionTicketsDisabled: true,             // want ticketsOff
	}
}

func current() *tls.Config {
	return &tls.Config{MinVersion: tls.VersionTLS12}
}

func overTLS() *http.Transport {
	return &http.Transport{
		IdleConnTimeout:   time.Minute,
		ForceAttemptHTTP2: true,
		TLSClientConfig:   &tls.Config{}, // want noSessionCache
	}
}

func closes(s *http.Server, r *http.Request, w http.ResponseWriter) {
	s.SetKeepAlivesEnabled(false)         // want server
	r.Close = true                        // want request
	w.Header().Set("Connection", "close") // want header
	w.Header().Set("Connection", "keep-alive")
	s.SetKeepAlivesEnabled(true)
}

var _ = []any{impatient, perCall, inline, usesShared, newService, (*service).configure, keepsForGood, assigned, unkept, server, serverSound, old, current, overTLS, closes}
