package english_test

import (
	"testing"

	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/english"
)

// TestPlural: one is one, and none are many.
func TestPlural(t *testing.T) {
	for n, want := range map[int]string{0: "0 lines", 1: "1 line", 2: "2 lines", 21: "21 lines"} {
		if got := english.Plural(n, "line"); got != want {
			t.Errorf("Plural(%d) = %q, want %q", n, got, want)
		}
	}
}
