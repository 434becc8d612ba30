// Package upstream calls the partners' HTTP APIs.
package upstream

import (
	"bytes"
	"context"
	"crypto/tls"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"time"
)

// A Client calls the JSON API at a base URL.
type Client struct {
	base string
	http *http.Client
}

// NewTransport returns the transport a Client should have: one for all calls,
// which keeps connections for the next call and drops idle ones after a while.
func NewTransport(config *tls.Config) *http.Transport {
	return &http.Transport{
		TLSClientConfig:     config,
		TLSHandshakeTimeout: 5 * time.Second,
		ForceAttemptHTTP2:   true, // a TLSClientConfig of our own would turn it off
		MaxIdleConnsPerHost: 32,
		IdleConnTimeout:     30 * time.Second,
	}
}

// Close lets go of idle connections.
func (c *Client) Close() { c.http.CloseIdleConnections() }

// get calls path and decodes the answer.
func get[T any](ctx context.Context, c *Client, path string) (T, error) {
	return call[T](ctx, c, http.MethodGet, path, nil)
}

// post sends value to path and decodes the answer.
func post[T any](ctx context.Context, c *Client, path string, value any) (T, error) {
	body, err := json.Marshal(value)
	if err != nil {
		var none T
		return none, err
	}
	return call[T](ctx, c, http.MethodPost, path, bytes.NewReader(body))
}

func call[T any](ctx context.Context, c *Client, method, path string, body io.Reader) (T, error) {
	var answer T
	req, err := http.NewRequestWithContext(ctx, method, c.base+path, body)
	if err != nil {
		return answer, err
	}
	resp, err := c.http.Do(req)
	if err != nil {
		return answer, err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return answer, fmt.Errorf("%s %s: %s", method, req.URL.Redacted(), resp.Status)
	}
	err = json.NewDecoder(resp.Body).Decode(&answer)
	io.Copy(io.Discard, resp.Body) // to its end, or the connection cannot be used again
	return answer, err
}
