package httpapi

import (
	"net/http/httptest"
	"strings"
	"testing"
)

func TestBothReportsAreTheSame(t *testing.T) {
	a := &API{ledger: newLedger()}
	byStrings, byAppend := httptest.NewRecorder(), httptest.NewRecorder()
	a.salesByStrings(byStrings, nil)
	a.salesByAppend(byAppend, nil)
	if byStrings.Body.String() != byAppend.Body.String() {
		t.Error("the reports differ")
	}
	first, _, _ := strings.Cut(byAppend.Body.String(), "\n")
	if want := `sku-00,"customer 0",1,1.99`; first != want {
		t.Errorf("first row %s, want %s", first, want)
	}
}
