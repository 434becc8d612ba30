package httpapi

import (
	"bufio"
	"bytes"
	"fmt"
	"net/http"
	"strconv"
	"strings"
)

// Disease "gc": a report is put together from small strings that are converted
// to bytes and back.
//
// Seen in allocs: alloc_objects and alloc_space under csvByStrings, nearly all
// there is, and next to nothing of it in inuse_space. Seen in CPU:
// runtime.gcBgMarkWorker, gcAssistAlloc and mallocgc with a large share.

// ledgerSize is how many sales a report has.
const ledgerSize = 20_000

// A sale is one line of the report.
type sale struct {
	sku      string
	customer string
	quantity int
	cents    int64
}

func newLedger() []*sale {
	ledger := make([]*sale, ledgerSize)
	for i := range ledger {
		ledger[i] = &sale{
			sku:      fmt.Sprintf("sku-%02d", i%48),
			customer: fmt.Sprintf("customer %d", i%97),
			quantity: 1 + i%5,
			cents:    int64(199 + i%1000),
		}
	}
	return ledger
}

// salesByStrings answers with the report, made as a whole and then sent.
func (a *API) salesByStrings(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/csv")
	w.Write(csvByStrings(a.ledger))
}

func csvByStrings(ledger []*sale) []byte {
	records := make([][][]byte, 0, len(ledger))
	for _, s := range ledger {
		records = append(records, [][]byte{ // gc defect: a small slice for each row,
			[]byte(s.sku), // gc defect: of strings turned into bytes,
			[]byte(strconv.Quote(s.customer)),
			[]byte(strconv.Itoa(s.quantity)),
			[]byte(euros(s.cents)),
		})
	}
	lines := make([]string, 0, len(ledger))
	for _, record := range records {
		lines = append(lines, string(bytes.Join(record, []byte(",")))) // gc defect: and back,
	}
	return []byte(strings.Join(lines, "\n")) // gc defect: and once more, all of it.
}

func euros(cents int64) string {
	whole, rest := strconv.FormatInt(cents/100, 10), strconv.FormatInt(100+cents%100, 10)
	return whole + "." + rest[1:]
}

// salesByAppend answers with the report row by row, from one buffer.
func (a *API) salesByAppend(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/csv")
	out := bufio.NewWriter(w)
	defer out.Flush()
	var row []byte
	for i, s := range a.ledger {
		row = row[:0]
		if i > 0 {
			row = append(row, '\n')
		}
		row = appendCSV(row, s)
		out.Write(row) // an error stays with out, and means that the client has gone
	}
}

func appendCSV(row []byte, s *sale) []byte {
	row = append(row, s.sku...)
	row = append(row, ',')
	row = strconv.AppendQuote(row, s.customer)
	row = append(row, ',')
	row = strconv.AppendInt(row, int64(s.quantity), 10)
	row = append(row, ',')
	row = strconv.AppendInt(row, s.cents/100, 10)
	row = append(row, '.')
	if s.cents%100 < 10 {
		row = append(row, '0')
	}
	return strconv.AppendInt(row, s.cents%100, 10)
}
