package main

import (
	"fmt"
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

// TestOfferedAtMost: of the many keys and shops of a large catalogue some are offered.
func TestOfferedAtMost(t *testing.T) {
	var list strings.Builder
	list.WriteString("id,title,vendor\n")
	for i := range maxOffered + 1 {
		fmt.Fprintf(&list, "%d,POCO F6,shop %d\n", i, i)
	}
	dir := t.TempDir()
	file := filepath.Join(dir, "offers.csv")
	write(t, file, list.String())
	command(t, "import", file, "--shop-column", "vendor", "-o", dir)
	for _, args := range [][]string{{"explain", "--run", dir, ""}, {"export", "merchant", "--run", dir, "--shop", ""}} {
		if n := strings.Count(command(t, append([]string{"__complete"}, args...)...), "shop "); n != maxOffered {
			t.Errorf("%q offers %d words, want %d", args, n, maxOffered)
		}
	}
}
