package review_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/mapping"
	"github.com/pocomigrate/pocomigrate/mapping/review"
)

const goodLine = `{"source":"po.co/uk","identities":["item:1"],"scope":"variant","target":"mi.com/uk","target_id":"2","ruling":"accepted","reviewer":"Anna","decided_at":"2026-01-05T10:00:00Z"}`

func TestReadLedger(t *testing.T) {
	product := `{"source":"poco-store-app","market":"in","identities":["item:7"],"scope":"product","item_group_id":"poco-pad","target":"mi.com/in","ruling":"not_sold"}`
	got, err := review.ReadLedger(strings.NewReader(goodLine+"\r\n\n"+product), "decisions.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	want := []mapping.Decision{
		{
			Source: oldUK, Identities: []catalog.Identity{"item:1"}, Scope: mapping.ScopeVariant, Target: newUK, TargetID: "2",
			Ruling: mapping.Accepted, Reviewer: "Anna", DecidedAt: time.Date(2026, 1, 5, 10, 0, 0, 0, time.UTC),
		},
		{
			Source: app, Market: "in", Identities: []catalog.Identity{"item:7"}, Scope: mapping.ScopeProduct, ItemGroupID: "poco-pad",
			Target: newIN, Ruling: mapping.NotSold,
		},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestReadLedgerErrors(t *testing.T) {
	change := func(old, replacement string) string { return strings.Replace(goodLine, old, replacement, 1) }
	tests := []struct{ name, line, want string }{
		{"cut off", goodLine[:40], "the line was cut off: restore it"},
		{"two objects", goodLine + goodLine, "one decision a line"},
		{"no object", `[]`, "read decision"},
		{"unknown field", change(`"reviewer"`, `"reviwer"`), `unknown field "reviwer"`},
		{"unknown ruling", change(`"accepted"`, `"accept"`), `unknown ruling "accept": use one of accepted, reassigned, product_only, not_sold, rejected, deferred`},
		{"unknown scope", change(`"variant"`, `"row"`), `unknown scope "row": use variant or product`},
		{"no source", change(`"po.co/uk"`, `""`), `no "source"`},
		{"no target", change(`"mi.com/uk"`, `""`), `no "target"`},
		{"no identities", change(`"item:1"`, ``), `no "identities"`},
		{"empty identity", change(`"item:1"`, `""`), `no "identities"`},
		{"product without its page", change(`"variant"`, `"product"`), `no "item_group_id"`},
		{"reassigned to nothing", change(`"target_id":"2","ruling":"accepted"`, `"ruling":"reassigned"`), `no "target_id"`},
		{"no ledger at all", strings.Repeat("x", 2<<20), "is this a ledger?"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := review.ReadLedger(strings.NewReader(goodLine+"\n"+tt.line+"\n"), "decisions.jsonl")
			if err == nil || !strings.HasPrefix(err.Error(), "decisions.jsonl:2: ") || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error = %v, want decisions.jsonl:2: … %s", err, tt.want)
			}
			if got != nil {
				t.Errorf("%d decisions beside an error, want none", len(got))
			}
		})
	}
	torn := errors.New("torn")
	if _, err := review.ReadLedger(iotest.ErrReader(torn), "decisions.jsonl"); !errors.Is(err, torn) {
		t.Errorf("error = %v, want the reader's", err)
	}
}

// FuzzReadLedger asserts that an error names the file, and that whatever is read can be written and is read again alike.
func FuzzReadLedger(f *testing.F) {
	f.Add([]byte(goodLine + "\n"))
	f.Add([]byte("\n\r\n"))
	f.Add([]byte(`{"source":"a","identities":["b"],"scope":"variant","target":"c","ruling":"deferred"} {}`))
	f.Fuzz(func(t *testing.T, ledger []byte) {
		decisions, err := review.ReadLedger(bytes.NewReader(ledger), "decisions.jsonl")
		if err != nil {
			if !strings.Contains(err.Error(), "decisions.jsonl") {
				t.Errorf("error does not name the file: %v", err)
			}
			return
		}
		var again bytes.Buffer
		for _, d := range decisions {
			line, err := json.Marshal(d)
			if err != nil {
				t.Fatal(err)
			}
			again.Write(append(line, '\n'))
		}
		reread, err := review.ReadLedger(&again, "again.jsonl")
		if diff := cmp.Diff(decisions, reread); err != nil || diff != "" {
			t.Errorf("read again: %v %s", err, diff)
		}
	})
}
