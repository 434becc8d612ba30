// Package contexts has handlers that lose their request's context.
package contexts

import (
	"context"
	"database/sql"
	"log/slog"
	"net/http"
	"os/exec"
	"time"
)

type api struct {
	db     *sql.DB
	client *http.Client
	jobs   chan string
}

func detach(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		next.ServeHTTP(w, r.WithContext(context.Background())) // want request
	})
}

type key struct{}

func detachWithValue(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx := context.WithValue(context.Background(), key{}, r.Header.Get("X-Tenant")) // want request
		next.ServeHTTP(w, r.WithContext(ctx))
	})
}

func keepWithValue(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx := context.WithValue(r.Context(), key{}, r.Header.Get("X-Tenant"))
		next.ServeHTTP(w, r.WithContext(ctx))
	})
}

func cloned(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		next.ServeHTTP(w, r.Clone(context.WithoutCancel(r.Context()))) // want request
	})
}

func timed(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithTimeout(r.Context(), time.Second)
		defer cancel()
		next.ServeHTTP(w, r.WithContext(ctx))
	})
}

func untimed(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithTimeout(context.Background(), time.Second) // want argument
		defer cancel()
		next.ServeHTTP(w, r.WithContext(ctx))
	})
}

func (a *api) query(w http.ResponseWriter, r *http.Request) {
	row := a.db.QueryRow("SELECT 1") // want without
	var n int
	if err := row.Scan(&n); err != nil {
		http.Error(w, err.Error(), 500)
	}
}

func (a *api) queryContext(w http.ResponseWriter, r *http.Request) {
	row := a.db.QueryRowContext(r.Context(), "SELECT 1")
	var n int
	if err := row.Scan(&n); err != nil {
		http.Error(w, err.Error(), 500)
	}
}

func (a *api) calls(ctx context.Context, url string) error {
	req, err := http.NewRequest("GET", url, nil) // want without
	if err != nil {
		return err
	}
	resp, err := a.client.Do(req)
	if err != nil {
		return err
	}
	return resp.Body.Close()
}

func (a *api) callsContext(ctx context.Context, url string) error {
	req, err := http.NewRequestWithContext(ctx, "GET", url, nil)
	if err != nil {
		return err
	}
	resp, err := a.client.Do(req)
	if err != nil {
		return err
	}
	return resp.Body.Close()
}

// Nothing is at hand here.
func (a *api) ping(url string) error {
	resp, err := http.Get(url)
	if err != nil {
		return err
	}
	return resp.Body.Close()
}

func run(ctx context.Context) error {
	return exec.Command("true").Run() // want without
}

func runContext(ctx context.Context) error {
	return exec.CommandContext(ctx, "true").Run()
}

func passes(ctx context.Context, do func(context.Context) error) error {
	return do(context.TODO()) // want argument
}

// What comes after the end needs a context of its own.
func serve(ctx context.Context, server *http.Server) error {
	<-ctx.Done()
	end, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	return server.Shutdown(end)
}

func cleans(ctx context.Context, server *http.Server) {
	defer func() { _ = server.Shutdown(context.Background()) }()
	<-ctx.Done()
}

func (a *api) later(w http.ResponseWriter, r *http.Request) {
	go a.send("later") // want goroutine
}

func (a *api) now(w http.ResponseWriter, r *http.Request) {
	done := make(chan error, 1)
	go func() { done <- a.calls(r.Context(), "x") }()
	select {
	case <-done:
	case <-r.Context().Done():
	}
}

func (a *api) deliberately(w http.ResponseWriter, r *http.Request) {
	ctx := context.WithoutCancel(r.Context()) // want detached
	slog.InfoContext(ctx, "goes on")
}

func (a *api) send(what string) { a.jobs <- what }

func (a *api) deaf(w http.ResponseWriter, r *http.Request) {
	job := <-a.jobs // want deaf
	w.Write([]byte(job))
}

func (a *api) deafForTime(w http.ResponseWriter, r *http.Request) {
	for {
		select { // want deaf
		case job := <-a.jobs:
			w.Write([]byte(job))
		}
	}
}

func (a *api) hears(w http.ResponseWriter, r *http.Request) {
	select {
	case job := <-a.jobs:
		w.Write([]byte(job))
	case <-r.Context().Done():
	}
}

var _ = []any{detach, cloned, timed, untimed, (*api).query, (*api).queryContext, (*api).callsContext, (*api).ping, run, runContext, passes, serve, cleans, (*api).later, (*api).now,
	(*api).deliberately, (*api).deaf, (*api).deafForTime, (*api).hears}
