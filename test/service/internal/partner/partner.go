// Package partner stands for the companies the service calls: a price list, a
// warehouse, a carrier and a card processor, on two loopback listeners.
package partner

import (
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"sync/atomic"
	"time"
)

// Partner is both servers.
type Partner struct {
	Plain  string         // base URL over HTTP: prices and stock
	Secure string         // base URL over HTTPS: labels and charges
	Roots  *x509.CertPool // whom a client of Secure must trust

	servers []*http.Server
	serial  atomic.Int64
}

// Start listens on two free loopback ports.
func Start(log *slog.Logger) (*Partner, error) {
	cert, roots, err := selfSigned()
	if err != nil {
		return nil, fmt.Errorf("certificate: %w", err)
	}
	plain, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	secure, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		plain.Close()
		return nil, err
	}
	p := &Partner{
		Plain:  "http://" + plain.Addr().String(),
		Secure: "https://" + secure.Addr().String(),
		Roots:  roots,
	}
	p.serve(log, "plain", nil, func(s *http.Server) error { return s.Serve(plain) })
	p.serve(log, "secure", tolerant(cert), func(s *http.Server) error { return s.ServeTLS(secure, "", "") })
	return p, nil
}

func (p *Partner) serve(log *slog.Logger, name string, config *tls.Config, serve func(*http.Server) error) {
	server := &http.Server{
		Handler:           p.handler(),
		TLSConfig:         config,
		ReadHeaderTimeout: 5 * time.Second,
		IdleTimeout:       time.Hour, // longer than any client keeps a connection it still knows of
		ErrorLog:          slog.NewLogLogger(log.Handler(), slog.LevelDebug),
	}
	p.servers = append(p.servers, server)
	go func() {
		if err := serve(server); !errors.Is(err, http.ErrServerClosed) {
			log.Error("partner stopped", "server", name, "err", err)
		}
	}()
}

func (p *Partner) handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /prices/{sku}", func(w http.ResponseWriter, r *http.Request) {
		answer(w, map[string]int{"cents": 100 + 10*len(r.PathValue("sku"))})
	})
	mux.HandleFunc("GET /stock/{sku}", func(w http.ResponseWriter, r *http.Request) {
		answer(w, map[string]any{"sku": r.PathValue("sku"), "pieces": 12})
	})
	mux.HandleFunc("POST /labels", p.number("parcel"))
	mux.HandleFunc("POST /charges", p.number("charge"))
	return mux
}

// number answers with the next number of its kind.
func (p *Partner) number(kind string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		answer(w, map[string]string{"number": fmt.Sprintf("%s-%d", kind, p.serial.Add(1))})
	}
}

func answer(w http.ResponseWriter, value any) {
	w.Header().Set("Content-Type", "application/json")
	json.NewEncoder(w).Encode(value) // an error here means that the caller has gone
}

// Close stops both servers and drops their connections.
func (p *Partner) Close() error {
	var errs []error
	for _, server := range p.servers {
		errs = append(errs, server.Close())
	}
	return errors.Join(errs...)
}
