package upstream

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"net/http"

	"example.com/orders/internal/disease"
	"example.com/orders/internal/order"
)

// Payments charges cards, over TLS.
//
// Disease "tls": settings from years ago. The configuration stops at TLS 1.2
// with RSA key exchange and resumes no session; having one at all turns HTTP/2
// off, and of the connections that a burst of calls then opens, the default of
// two is kept. So most calls pay for a full handshake.
//
// Seen in CPU: crypto/tls.(*Conn).clientHandshake and, in this process too, the
// partner's serverHandshake with crypto/rsa below processClientKeyExchange. Seen
// in block: the wait of each dial under net/http.(*Transport).getConn, called
// from Charge.
type Payments struct {
	Client
}

// NewPayments returns a client of the partner at base.
func NewPayments(base string, roots *x509.CertPool, old *disease.Switch) *Payments {
	transport := disease.Pick(old, oldTransport, resumingTransport)
	return &Payments{Client{base: base, http: &http.Client{Transport: transport(roots)}}}
}

func oldTransport(roots *x509.CertPool) *http.Transport {
	return &http.Transport{
		TLSClientConfig: &tls.Config{
			RootCAs:      roots,
			MaxVersion:   tls.VersionTLS12,                              // tls defect: no TLS 1.3.
			CipherSuites: []uint16{tls.TLS_RSA_WITH_AES_128_GCM_SHA256}, // tls defect: RSA key exchange.
		},
	}
}

func resumingTransport(roots *x509.CertPool) *http.Transport {
	return NewTransport(&tls.Config{
		RootCAs:            roots,
		ClientSessionCache: tls.NewLRUClientSessionCache(32),
	})
}

// A Receipt says that a charge went through.
type Receipt struct {
	Number string `json:"number"`
}

// Charge pays for one line of an order.
func (p *Payments) Charge(ctx context.Context, line order.Line) (Receipt, error) {
	return post[Receipt](ctx, &p.Client, "/charges", line) // tls shows: most calls wait for a dial.
}
