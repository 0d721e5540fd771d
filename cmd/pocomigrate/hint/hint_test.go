package hint_test

import (
	"errors"
	"fmt"
	"io/fs"
	"testing"

	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/hint"
)

// TestHints: an error with a hint reads as it did and is what it was; of several hints the outermost counts.
func TestHints(t *testing.T) {
	inner := hint.Add(fmt.Errorf("a.csv: %w", fs.ErrNotExist), "name another file")
	wrapped := fmt.Errorf("read: %w", inner)
	for _, tt := range []struct {
		err        error
		text, hint string
	}{
		{inner, "a.csv: file does not exist", "name another file"},
		{wrapped, "read: a.csv: file does not exist", "name another file"},
		{hint.Add(wrapped, "look at the folder"), "read: a.csv: file does not exist", "look at the folder"},
		{fs.ErrNotExist, "file does not exist", ""},
	} {
		if tt.err.Error() != tt.text || hint.Of(tt.err) != tt.hint || !errors.Is(tt.err, fs.ErrNotExist) {
			t.Errorf("%q with hint %q, want %q with %q", tt.err, hint.Of(tt.err), tt.text, tt.hint)
		}
	}
	if got := hint.Of(nil); got != "" {
		t.Errorf("no error has the hint %q", got)
	}
}
