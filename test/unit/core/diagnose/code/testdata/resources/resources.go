// Package resources has things that are left open, and their sound twins.
package resources

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"sync"
	"time"
)

func neverClosed(url string) (int, error) {
	resp, err := http.Get(url) // want body
	if err != nil {
		return 0, err
	}
	return resp.StatusCode, nil
}

func closedAfterStatus(client *http.Client, req *http.Request) ([]byte, error) {
	resp, err := client.Do(req) // want body
	if err != nil {
		return nil, err
	}
	if resp.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("status %s", resp.Status)
	}
	defer resp.Body.Close()
	return io.ReadAll(resp.Body)
}

func closed(client *http.Client, req *http.Request) ([]byte, error) {
	resp, err := client.Do(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("status %s", resp.Status)
	}
	return io.ReadAll(resp.Body)
}

func closedInLiteral(url string) error {
	resp, err := http.Get(url)
	if err != nil {
		return err
	}
	defer func() {
		_, _ = io.Copy(io.Discard, resp.Body)
		_ = resp.Body.Close()
	}()
	return json.NewDecoder(resp.Body).Decode(new(any))
}

func ifElse(url string) error {
	if resp, err := http.Get(url); err != nil {
		return err
	} else {
		return resp.Body.Close()
	}
}

func equalsNil(url string) {
	resp, err := http.Get(url)
	if err == nil {
		resp.Body.Close()
	}
}

func secondError(url string) ([]byte, error) {
	resp, err := http.Get(url) // want body
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	_, err = io.Copy(&out, resp.Body)
	if err != nil {
		return nil, err
	}
	resp.Body.Close()
	return out.Bytes(), nil
}

func returned(url string) (*http.Response, error) {
	resp, err := http.Get(url)
	if err != nil {
		return nil, err
	}
	return resp, nil
}

func bodyReturned(url string) (io.ReadCloser, error) {
	resp, err := http.Get(url)
	if err != nil {
		return nil, err
	}
	return resp.Body, nil
}

func helper(resp *http.Response) error {
	defer resp.Body.Close()
	return nil
}

func closedByHelper(url string) error {
	resp, err := http.Get(url)
	if err != nil {
		return err
	}
	return helper(resp)
}

func status(resp *http.Response) int { return resp.StatusCode }

func onlyLookedAt(url string) int {
	resp, err := http.Get(url) // want body
	if err != nil {
		return 0
	}
	return status(resp)
}

func inLoop(urls []string) error {
	for _, url := range urls {
		resp, err := http.Get(url) // want body
		if err != nil {
			return err
		}
		if resp.StatusCode == http.StatusNotFound {
			continue
		}
		resp.Body.Close()
	}
	return nil
}

func retries(url string) (resp *http.Response, err error) {
	for i := 0; i < 3; i++ {
		resp, err = http.Get(url)
		if err == nil {
			return resp, nil
		}
	}
	return nil, err
}

func discarded(url string) {
	http.Get(url) // want body
}

func switched(url string) error {
	resp, err := http.Get(url)
	switch {
	case err != nil:
		return err
	case resp.StatusCode == 200:
		return resp.Body.Close()
	default:
		resp.Body.Close()
		return errors.New("status")
	}
}

func rowsEarly(db *sql.DB) (string, error) {
	rows, err := db.Query("SELECT name FROM t") // want rows
	if err != nil {
		return "", err
	}
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return "", err
		}
	}
	return "", rows.Err()
}

func rowsToTheEnd(db *sql.DB) (n int, err error) {
	rows, err := db.Query("SELECT name FROM t")
	if err != nil {
		return 0, err
	}
	for rows.Next() {
		n++
	}
	return n, rows.Err()
}

func rowsClosed(ctx context.Context, db *sql.DB) error {
	rows, err := db.QueryContext(ctx, "SELECT name FROM t")
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		return nil
	}
	return rows.Err()
}

func rowsDeferredInLoop(db *sql.DB, queries []string) error {
	for _, q := range queries {
		rows, err := db.Query(q) // want deferInLoop
		if err != nil {
			return err
		}
		defer rows.Close()
	}
	return nil
}

func transaction(ctx context.Context, db *sql.DB) error {
	tx, err := db.BeginTx(ctx, nil) // want transaction
	if err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, "UPDATE t SET n = 1"); err != nil {
		return err
	}
	return tx.Commit()
}

func transactionRolledBack(ctx context.Context, db *sql.DB) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if _, err := tx.ExecContext(ctx, "UPDATE t SET n = 1"); err != nil {
		return err
	}
	return tx.Commit()
}

func connection(ctx context.Context, db *sql.DB) error {
	conn, err := db.Conn(ctx) // want connection
	if err != nil {
		return err
	}
	return conn.PingContext(ctx)
}

func dialled(addr string) (n int, err error) {
	conn, err := net.Dial("tcp", addr) // want connection
	if err != nil {
		return 0, err
	}
	if n, err = conn.Write(nil); err != nil {
		return n, err
	}
	return n, conn.Close()
}

func accepted(l net.Listener, handle func(net.Conn)) {
	for {
		conn, err := l.Accept()
		if err != nil {
			return
		}
		go handle(conn)
	}
}

func file(name string) (string, error) {
	f, err := os.Open(name) // want file
	if err != nil {
		return "", err
	}
	data, err := io.ReadAll(f)
	return string(data), err
}

func ticker(n int) {
	t := time.NewTicker(time.Second) // want ticker
	for i := 0; i < n; i++ {
		<-t.C
	}
}

func tickerStopped(ctx context.Context) {
	t := time.NewTicker(time.Second)
	defer t.Stop()
	for {
		select {
		case <-t.C:
		case <-ctx.Done():
			return
		}
	}
}

func cancelled(parent context.Context, do func(context.Context) error) error {
	ctx, cancel := context.WithTimeout(parent, time.Second)
	defer cancel()
	return do(ctx)
}

func uncancelled(parent context.Context, do func(context.Context) error) error {
	ctx, cancel := context.WithTimeout(parent, time.Second) // want cancel
	if err := do(ctx); err != nil {
		return err
	}
	cancel()
	return nil
}

func cancelReturned(parent context.Context) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancel(parent)
	return ctx, cancel
}

var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

func pooled(write func(io.Writer) error) error {
	b := buffers.Get().(*bytes.Buffer) // want pooled
	if err := write(b); err != nil {
		return err
	}
	buffers.Put(b)
	return nil
}

func pooledDeferred(write func(io.Writer) error) error {
	b := buffers.Get().(*bytes.Buffer)
	defer buffers.Put(b)
	return write(b)
}

type holder struct{ conn net.Conn }

func stored(h *holder, addr string) error {
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		return err
	}
	h.conn = conn
	return nil
}

var _ = []any{neverClosed, closedAfterStatus, closed, closedInLiteral, ifElse, equalsNil, secondError, returned, bodyReturned, closedByHelper, onlyLookedAt, inLoop, retries, discarded, switched,
	rowsEarly, rowsToTheEnd, rowsClosed, rowsDeferredInLoop, transaction, transactionRolledBack, connection, dialled, accepted, file, ticker, tickerStopped, cancelled, uncancelled, cancelReturned, pooled, pooledDeferred, stored}
