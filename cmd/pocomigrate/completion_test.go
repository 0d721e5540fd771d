package main

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestSheetNames: the sheets that a shell offers are those that the workbook has.
func TestSheetNames(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "run")
	scraped(t, dir, "--sample", "po.co/uk", "mi.com/uk")
	_, said := pocomigrate(t, "export", "csv", "--run", dir, "--table", "none of them")
	_, list, _ := strings.Cut(said, "it is one of ")
	if d := cmp.Diff(sheetNames, strings.Split(strings.TrimSpace(list), ", ")); d != "" {
		t.Errorf("sheets offered (-) and there (+):\n%s", d)
	}
}
