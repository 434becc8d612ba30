package upstream

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"net/http"

	"example.com/orders/internal/disease"
	"example.com/orders/internal/order"
)

// Shipping asks the carrier for parcel labels, over TLS.
//
// Disease "keepalive": the transport keeps no connection, so that each label
// pays for a dial and a TLS handshake.
//
// Seen in CPU: crypto/tls.(*Conn).clientHandshake (the carrier's half, in this
// process too, is serverHandshake), one for each call. Seen in block: the wait
// of each dial under net/http.(*Transport).getConn, called from Label.
type Shipping struct {
	Client
}

// NewShipping returns a client of the carrier at base.
func NewShipping(base string, roots *x509.CertPool, keepalive *disease.Switch) *Shipping {
	transport := disease.Pick(keepalive, unkeptTransport, NewTransport)
	return &Shipping{Client{
		base: base,
		http: &http.Client{Transport: transport(&tls.Config{RootCAs: roots})},
	}}
}

func unkeptTransport(config *tls.Config) *http.Transport {
	return &http.Transport{
		TLSClientConfig:   config,
		DisableKeepAlives: true, // keepalive defect: a dial and a handshake for each call.
	}
}

// Label orders a parcel label and returns its number.
func (s *Shipping) Label(ctx context.Context, o order.Order) (string, error) {
	label, err := post[parcelLabel](ctx, &s.Client, "/labels", o) // keepalive shows: each call waits for a dial.
	return label.Number, err
}

type parcelLabel struct {
	Number string `json:"number"`
}
