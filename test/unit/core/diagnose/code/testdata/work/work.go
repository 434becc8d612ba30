// Package work has what is compiled again for each request.
package work

import (
	"encoding/json"
	"html/template"
	"net/http"
	"regexp"
)

var digits = regexp.MustCompile(`\d+`)

func inHandler(w http.ResponseWriter, r *http.Request) {
	ok := regexp.MustCompile(`^\d+$`).MatchString(r.URL.Path) // want regexp request
	_ = ok
}

func inLoop(lines []string) (n int) {
	for _, line := range lines {
		if m, _ := regexp.MatchString(`\d+`, line); m { // want regexp iteration
			n++
		}
	}
	return n
}

func inFunction(line string) bool {
	return regexp.MustCompile(`\d+`).MatchString(line) // want regexp call
}

func shared(line string) bool { return digits.MatchString(line) }

type router struct{ path *regexp.Regexp }

func newRouter(pattern string) (*router, error) {
	path, err := regexp.Compile(pattern)
	return &router{path}, err
}

func page(w http.ResponseWriter, r *http.Request) {
	t, err := template.ParseFiles("page.html") // want template request
	if err == nil {
		err = t.Execute(w, nil)
	}
	_ = err
}

func encodes(w http.ResponseWriter, values []int) {
	for _, v := range values {
		b, _ := json.Marshal(v) // want reflection iteration
		w.Write(b)
	}
}

func encodesOnce(w http.ResponseWriter, r *http.Request) {
	b, _ := json.Marshal(r.URL)
	w.Write(b)
}

var _ = []any{inHandler, inLoop, inFunction, shared, newRouter, page, encodes, encodesOnce}
