package workbook

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/catalog/table"
	"github.com/pocomigrate/pocomigrate/catalog/xlsx"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/runfolder"
	"github.com/pocomigrate/pocomigrate/mapping"
	"github.com/pocomigrate/pocomigrate/mapping/ledger"
	"github.com/pocomigrate/pocomigrate/mapping/review"
)

// bookWith writes a workbook in whose Review sheet a person has entered one word, and returns its name and the key of the
// row.
func bookWith(t *testing.T, decision string) (name, key string) {
	t.Helper()
	book := review.Book(review.Input{Mappings: []mapping.Mapping{
		{Source: "po.co/uk", SourceID: "item:1", Target: "mi.com/uk", Status: mapping.Unmapped, Reason: "not there"},
		{Source: "po.co/uk", SourceID: "item:2", Target: "mi.com/uk", Status: mapping.Unmapped, Reason: "not there"},
	}})
	for i := range book.Sheets {
		if s := &book.Sheets[i]; s.Name == review.SheetReview {
			row := s.Rows[1]
			key = row[s.Index("Row id")].Text
			row[s.Index("Decision")] = table.TextCell(decision)
		}
	}
	var b bytes.Buffer
	if err := xlsx.Write(&b, book); err != nil {
		t.Fatal(err)
	}
	name = filepath.Join(t.TempDir(), runfolder.WorkbookFile)
	if err := os.WriteFile(name, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return name, key
}

func TestAWorkbookWithInputIsKept(t *testing.T) {
	name, key := bookWith(t, "not_sold")
	if key != "po.co/uk#item:2" {
		t.Fatalf("the second row is %q", key)
	}
	ruled := mapping.Decision{
		Source: "po.co/uk", Identities: []catalog.Identity{"item:2"}, Scope: mapping.ScopeVariant, Target: "mi.com/uk", Ruling: mapping.NotSold,
	}
	other := ruled
	other.Ruling = mapping.Deferred
	for _, tt := range []struct {
		name   string
		ledger []ledger.Line
		want   string
	}{
		{"the ledger lacks it", nil, "holds input that the ledger lacks, in 1 row: take it in with 'pocomigrate review'"},
		{"the ledger says something else", []ledger.Line{{Decision: other}}, "holds input that the ledger lacks, in 1 row: take it in with 'pocomigrate review'"},
		{"the ledger has it", []ledger.Line{{Decision: ruled}}, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := whyKeep(name, &ledger.Ledger{Lines: tt.ledger})
			if got != tt.want || err != nil {
				t.Errorf("whyKeep = %q, %v, want %q", got, err, tt.want)
			}
		})
	}
}

func TestAWorkbookWithoutInputMayGo(t *testing.T) {
	name, _ := bookWith(t, "")
	if got, err := whyKeep(name, &ledger.Ledger{}); got != "" || err != nil {
		t.Errorf("whyKeep = %q, %v, want nothing", got, err)
	}
	if got, err := whyKeep(filepath.Join(t.TempDir(), "none.xlsx"), &ledger.Ledger{}); got != "" || err != nil {
		t.Errorf("whyKeep of no workbook = %q, %v, want nothing", got, err)
	}
}
