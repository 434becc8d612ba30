package main

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"example.com/orders/internal/disease"
)

// marks is where the source says that a disease is: at a line that is wrong, or
// at the one that the profiles show instead.
type marks struct {
	defect, shows []string // file:line
}

var mark = regexp.MustCompile(`// (\w+) (defect|shows): `)

// readMarks finds the marks in the source.
func readMarks(t *testing.T) map[disease.Name]marks {
	t.Helper()
	all := make(map[disease.Name]marks)
	root := filepath.Join("..", "..", "internal")
	err := filepath.WalkDir(root, func(path string, _ fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(path) != ".go" {
			return err
		}
		source, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		for i, line := range strings.Split(string(source), "\n") {
			found := mark.FindStringSubmatch(line)
			if found == nil {
				continue
			}
			place := fmt.Sprintf("%s:%d", strings.TrimPrefix(filepath.ToSlash(path), "../.."), i+1)
			m := all[disease.Name(found[1])]
			if found[2] == "defect" {
				m.defect = append(m.defect, place)
			} else {
				m.shows = append(m.shows, place)
			}
			all[disease.Name(found[1])] = m
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// check sees that the profiles name the places that are marked: all those that
// are to show, or else one with a defect.
func (m marks) check(t *testing.T, text []byte) {
	t.Helper()
	named := func(place string) bool {
		return bytes.Contains(text, []byte(place+"\n")) || bytes.Contains(text, []byte(place+" +0x"))
	}
	if len(m.defect) == 0 {
		t.Error("no line is marked as the defect")
	}
	for _, place := range m.shows {
		if !named(place) {
			t.Errorf("no profile names %s", place)
		}
	}
	if len(m.shows) > 0 {
		return
	}
	for _, place := range m.defect {
		if named(place) {
			return
		}
	}
	t.Errorf("no profile names any of %v", m.defect)
}
