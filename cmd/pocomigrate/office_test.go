package main

import (
	"bytes"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/pocomigrate/pocomigrate/catalog/table"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/runfolder"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/terminal"
	"github.com/pocomigrate/pocomigrate/mapping/review"
)

// pythonWithUNO finds a Python that can drive LibreOffice.
func pythonWithUNO(t *testing.T) string {
	t.Helper()
	for _, python := range []string{"python3", "/usr/bin/python3"} {
		if exec.CommandContext(t.Context(), python, "-c", "import uno").Run() == nil {
			return python
		}
	}
	t.Skip("no Python with UNO (python3-uno) is installed: workbooks edited in LibreOffice are not tested")
	return ""
}

// edited is a workbook as it comes back from a reviewer, who does in LibreOffice what testdata/edit.py says. Entries are row ids,
// columns and texts, in turn.
func edited(t *testing.T, python, from, name string, entries ...string) string {
	t.Helper()
	to := filepath.Join(t.TempDir(), name)
	cmd := exec.CommandContext(t.Context(), python, append([]string{"testdata/edit.py", from, to, t.TempDir()}, entries...)...)
	if said, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("edit.py: %v\n%s", err, said)
	}
	return to
}

// TestRoundTripThroughLibreOffice: a workbook is written, filled in by LibreOffice, sorted, a column deleted and one inserted, a
// sheet renamed and one added, saved, taken back, and the next workbook shows every ruling. A second reviewer who disagrees is reported.
func TestRoundTripThroughLibreOffice(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("soffice"); err != nil {
		t.Skip("LibreOffice (soffice) is not installed: the round trip through it is not tested")
	}
	python := pythonWithUNO(t)
	dir := filepath.Join(t.TempDir(), "run")
	command(t, "scrape", "--sample", "-q", "-o", dir)
	const accepted, moved, group, pad = "po.co/de#item:4103501004", "po.co/uk#item:4101500024", "po.co/uk#item:4101500031", "po.co/fr#slug:poco-pad"
	book := filepath.Join(dir, runfolder.WorkbookFile)
	anna := edited(
		t, python, book, "anna.xlsx", accepted, "Decision", "accepted", accepted, "Note", "wie im Regal", moved, "Decision", "reassigned",
		moved, "SKU", "4231505302", group, "Decision", "not_sold", group, "Scope", "product", pad, "Decision", "deferred",
	)
	ben := edited(t, python, book, "ben.xlsx", accepted, "Decision", "rejected", pad, "Decision", "deferred")

	said := command(t, "review", "--run", dir, "--reviewer", "Anna", "--apply", anna)
	if !strings.Contains(said, "in 4 rows = 4 new\n") || !strings.Contains(said, "Done by Anna!") {
		t.Errorf("taken:\n%s", said)
	}
	command(t, "map", "-q", "--run", dir)
	for key, want := range map[string]string{accepted: "accepted", moved: "reassigned 4231505302", group: "not_sold", pad: "deferred"} {
		if got := shownRuling(t, readBook(t, book), key); got != want {
			t.Errorf("the new workbook shows %q for %s, want %q", got, key, want)
		}
	}
	if n := strings.Count(command(t, "export", "jsonl", "--run", dir, "--table", "mappings"), `"ruling":"not_sold"`); n != 6 {
		t.Errorf("%d variants of the product are not sold, want 6", n)
	}

	var ours, theirs bytes.Buffer
	status := run(
		t.Context(), []string{"review", "--run", dir, "--reviewer", "Ben", "--apply", ben},
		terminal.Streams{In: strings.NewReader(""), Out: &ours, Err: &theirs, Env: func(string) (string, bool) { return "", false }, Now: time.Now},
	)
	if status != statusNo || !strings.Contains(ours.String(), "in 2 rows = 1 unchanged + 1 conflict\n") || !strings.Contains(ours.String(), "the ledger holds accepted slug:poco-x3-pro by Anna (line ") {
		t.Errorf("status %d:\n%s%s", status, ours.String(), theirs.String())
	}
	status, out := pocomigrate(t, "review", "--run", dir, "--reviewer", "Anna", "--apply", anna)
	if status != statusFine || !strings.Contains(out, "nothing to write") {
		t.Errorf("the same file again: status %d: %s", status, out)
	}
}

// shownRuling is what a workbook says was ruled about a variant, with the SKU where that was ruled.
func shownRuling(t *testing.T, b table.Book, key string) string {
	t.Helper()
	for _, at := range []struct{ sheet, column, sku string }{
		{review.SheetReview, "Ruling so far", ""}, {review.SheetMatched, "Ruling", "SKU"}, {review.SheetUnmapped, "Ruling", ""},
	} {
		s, _ := b.Sheet(at.sheet)
		h, ok := table.FindHeader(s, "Row id", at.column)
		if !ok {
			t.Fatalf("sheet %s has no column %s", at.sheet, at.column)
		}
		for _, row := range s.Rows[h.Row+1:] {
			if h.Text(row, "Row id") != key || h.Text(row, at.column) == "" {
				continue
			}
			ruling := h.Text(row, at.column)
			if ruling == "reassigned" {
				ruling += " " + h.Text(row, at.sku)
			}
			return ruling
		}
	}
	return ""
}
