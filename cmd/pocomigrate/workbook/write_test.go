package workbook_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/catalog/table"
	"github.com/pocomigrate/pocomigrate/catalog/xlsx"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/runfolder"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/workbook"
	"github.com/pocomigrate/pocomigrate/mapping"
	"github.com/pocomigrate/pocomigrate/mapping/ledger"
	"github.com/pocomigrate/pocomigrate/mapping/review"
)

const digest = "0123456789abcdef"

// entered returns a workbook on whose sheet Review a person has entered a decision in the first row, "" for none; the row speaks
// of po.co/uk#item:1.
func entered(t *testing.T, decision string) table.Book {
	t.Helper()
	book := review.Book(review.Input{Digest: digest, Mappings: undecided(variant("po.co/uk", "1", "POCO C75"))})
	for i := range book.Sheets {
		if s := &book.Sheets[i]; s.Name == review.SheetReview {
			s.Rows[0][s.Index("Decision")] = table.TextCell(decision)
		}
	}
	return book
}

// packed returns the file of a workbook.
func packed(t *testing.T, book table.Book) string {
	t.Helper()
	var b bytes.Buffer
	if err := xlsx.Write(&b, book); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestWrite: a workbook takes the place of the last one, unless that holds what only a person knows, is open, or cannot be judged:
// then it is put beside it, and why is said.
func TestWrite(t *testing.T) {
	const first, second = runfolder.WorkbookFile, "review-0123456789ab.xlsx"
	const unsaved = " holds input that the ledger lacks, in 1 row: take it in with 'pocomigrate review'; it is left as it is"
	decided := packed(t, entered(t, "not_sold"))
	ruled := mapping.Decision{
		Source: "po.co/uk", Identities: []catalog.Identity{"item:1"}, Scope: mapping.ScopeVariant, Target: "mi.com/uk", Ruling: mapping.NotSold,
	}
	other := ruled
	other.Ruling = mapping.Deferred
	for _, tt := range []struct {
		name   string
		files  map[string]string
		ledger []ledger.Line
		want   string
		notes  []string // but for the folder
	}{
		{"an empty folder", nil, nil, first, nil},
		{"one in which nobody entered anything", map[string]string{first: packed(t, entered(t, ""))}, nil, first, nil},
		{"one with a decision", map[string]string{first: decided}, nil, second, []string{first + unsaved}},
		{"a decision that the ledger has", map[string]string{first: decided}, []ledger.Line{{Decision: ruled}}, first, nil},
		{"another one than the ledger has", map[string]string{first: decided}, []ledger.Line{{Decision: other}}, second, []string{first + unsaved}},
		{"two with decisions", map[string]string{first: decided, second: decided}, nil, "review-0123456789ab-2.xlsx", []string{first + unsaved, second + unsaved}},
		{
			"open in Excel",
			map[string]string{first: packed(t, entered(t, "")), "~$" + first: ""},
			nil, second,
			[]string{first + " is open in a spreadsheet program; it is left as it is"},
		},
		{
			"open in LibreOffice",
			map[string]string{first: packed(t, entered(t, "")), ".~lock." + first + "#": ""},
			nil, second,
			[]string{first + " is open in a spreadsheet program; it is left as it is"},
		},
		{"a lock without its workbook", map[string]string{"~$" + first: ""}, nil, first, nil},
		{"another file", map[string]string{first: "no workbook"}, nil, second, []string{first + " cannot be read ("}},
		{
			"another workbook",
			map[string]string{first: packed(t, table.Book{Sheets: []table.Sheet{{Name: "Prices", Columns: []table.Column{{Header: "Price"}}}}})},
			nil, second,
			[]string{first + " cannot be judged ("},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			dir := t.TempDir()
			for name, text := range tt.files {
				write(t, dir, name, text)
			}
			got, err := workbook.Write(dir, entered(t, ""), &ledger.Ledger{Lines: tt.ledger})
			if err != nil {
				t.Fatal(err)
			}
			if got.Name != filepath.Join(dir, tt.want) || got.Divided != nil || len(got.Notes) != len(tt.notes) {
				t.Errorf("written to %s, divided %q, notes %q, want %s, notes %q", got.Name, got.Divided, got.Notes, tt.want, tt.notes)
			}
			for i, note := range tt.notes {
				if !strings.HasPrefix(got.Notes[i], filepath.Join(dir, note)) || !strings.HasSuffix(got.Notes[i], "; it is left as it is") {
					t.Errorf("note %q, want %q", got.Notes[i], note)
				}
			}
			if _, err := xlsx.Read(strings.NewReader(read(t, got.Name)), got.Name); err != nil {
				t.Errorf("what was written is no workbook: %v", err)
			}
			for name, text := range tt.files {
				if name != tt.want && read(t, filepath.Join(dir, name)) != text {
					t.Errorf("%s was written to", name)
				}
			}
		})
	}
}

func read(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// TestWriteDivided: the sheets that were too large to be one are named.
func TestWriteDivided(t *testing.T) {
	v, other := variant("po.co/uk", "1", "POCO C75"), variant("po.co/de", "2", "POCO C75")
	book := review.Book(review.Input{Digest: digest, Variants: []catalog.Variant{v, other}, Mappings: undecided(v, other), SheetRows: 1})
	got, err := workbook.Write(t.TempDir(), book, &ledger.Ledger{})
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(review.Divided(book), got.Divided); d != "" || len(got.Divided) == 0 {
		t.Errorf("divided (-want +got):\n%s", d)
	}
}

// TestNotWritten: a workbook is never put over what cannot be looked at.
func TestNotWritten(t *testing.T) {
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, runfolder.WorkbookFile), 0o750); err != nil {
		t.Fatal(err)
	}
	got, err := workbook.Write(dir, entered(t, ""), &ledger.Ledger{})
	if err == nil || !strings.HasPrefix(err.Error(), "read ") || got.Notes != nil {
		t.Errorf("a folder in the workbook's place: %+v, %v", got, err)
	}
}
