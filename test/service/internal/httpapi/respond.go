package httpapi

import (
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"

	"example.com/orders/internal/store"
)

// A responder writes answers. The API embeds it.
type responder struct {
	log *slog.Logger
}

// answer sends value as JSON.
func (rs responder) answer(w http.ResponseWriter, status int, value any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	if err := json.NewEncoder(w).Encode(value); err != nil {
		rs.log.Debug("answer not sent", "err", err)
	}
}

// fail sends the status that err calls for. A client that has gone gets none.
func (rs responder) fail(w http.ResponseWriter, r *http.Request, err error) {
	status := http.StatusInternalServerError
	switch {
	case r.Context().Err() != nil:
		return
	case errors.Is(err, store.ErrNotFound):
		status = http.StatusNotFound
	case errors.Is(err, errInvalid):
		status = http.StatusUnprocessableEntity
	}
	rs.log.Debug("request failed", "path", r.URL.Path, "err", err)
	http.Error(w, err.Error(), status)
}
