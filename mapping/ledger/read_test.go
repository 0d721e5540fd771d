package ledger_test

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/mapping"
	"github.com/pocomigrate/pocomigrate/mapping/ledger"
)

const (
	oldUK = "po.co/uk"
	newUK = "mi.com/uk"
	app   = "poco-store-app"
	newIN = "mi.com/in"
)

const goodLine = `{"source":"po.co/uk","identities":["item:1"],"scope":"variant","target":"mi.com/uk","target_id":"2","ruling":"accepted","reviewer":"Anna","decided_at":"2026-01-05T10:00:00Z"}`

func TestRead(t *testing.T) {
	product := `{"source":"poco-store-app","market":"in","identities":["item:7"],"scope":"product","item_group_id":"poco-pad","target":"mi.com/in","ruling":"not_sold"}`
	note := strings.Repeat("as agreed with the shop; ", 4000) // more than a scanner holds by itself
	long := strings.Replace(goodLine, `"reviewer":"Anna"`, `"note":"`+note+`"`, 1)
	got, err := ledger.Read(strings.NewReader(goodLine+"\r\n\n"+product+"\n"+long), "decisions.jsonl")
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
		{
			Source: oldUK, Identities: []catalog.Identity{"item:1"}, Scope: mapping.ScopeVariant, Target: newUK, TargetID: "2",
			Ruling: mapping.Accepted, Note: note, DecidedAt: time.Date(2026, 1, 5, 10, 0, 0, 0, time.UTC),
		},
	}
	if diff := cmp.Diff(want, got.Decisions()); diff != "" {
		t.Error(diff)
	}
}

func TestReadErrors(t *testing.T) {
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
		{"takes back nothing", `{"undo":[]}`, "takes back nothing"},
		{"takes back a later line", `{"undo":["0123456789ab"]}`, `takes back "0123456789ab", which no line before it is`},
		{"takes back and decides", strings.Replace(goodLine, "{", `{"undo":["0123456789ab"],`, 1), "unknown field"},
		{"no ledger at all", strings.Repeat("x", 2<<20), "is this a ledger?"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := ledger.Read(strings.NewReader(goodLine+"\n"+tt.line+"\n"), "decisions.jsonl")
			if err == nil || !strings.HasPrefix(err.Error(), "decisions.jsonl:2: ") || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error = %v, want decisions.jsonl:2: … %s", err, tt.want)
			}
			if got != nil {
				t.Errorf("%d lines beside an error, want none", len(got.Lines))
			}
		})
	}
	torn := errors.New("torn")
	if _, err := ledger.Read(iotest.ErrReader(torn), "decisions.jsonl"); !errors.Is(err, torn) {
		t.Errorf("error = %v, want the reader's", err)
	}
}

// FuzzRead asserts that an error names the file, and that whatever is read can be written and is read again alike.
func FuzzRead(f *testing.F) {
	f.Add([]byte(goodLine + "\n"))
	f.Add([]byte("\n\r\n"))
	f.Add([]byte(`{"source":"a","identities":["b"],"scope":"variant","target":"c","ruling":"deferred"} {}`))
	f.Add([]byte(goodLine + "\n" + `{"undo":["` + digests(f, goodLine)[0] + `"]}`))
	f.Fuzz(func(t *testing.T, file []byte) {
		l, err := ledger.Read(bytes.NewReader(file), "decisions.jsonl")
		if err != nil {
			if !strings.Contains(err.Error(), "decisions.jsonl") {
				t.Errorf("error does not name the file: %v", err)
			}
			return
		}
		decided := slices.DeleteFunc(slices.Clone(l.Lines), func(l ledger.Line) bool { return len(l.Undo) > 0 })
		if n := len(l.Standing()); n > len(decided) {
			t.Errorf("%d of %d decisions stand", n, len(decided))
		}
		again, err := ledger.Encode(decided)
		if err != nil {
			t.Fatal(err)
		}
		reread, err := ledger.Read(bytes.NewReader(again), "again.jsonl")
		if err != nil {
			t.Fatal(err)
		}
		for i, line := range reread.Lines {
			if diff := cmp.Diff(decided[i].Decision, line.Decision); diff != "" {
				t.Errorf("read again: %s", diff)
			}
		}
	})
}

// digests returns what the lines of a ledger are called.
func digests(tb testing.TB, file string) []string {
	tb.Helper()
	l, err := ledger.Read(strings.NewReader(file), "decisions.jsonl")
	if err != nil {
		tb.Fatal(err)
	}
	var out []string
	for _, line := range l.Lines {
		out = append(out, line.Digest)
	}
	return out
}
