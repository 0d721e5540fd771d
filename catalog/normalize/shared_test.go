package normalize_test

import (
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/pocomigrate/pocomigrate/catalog/normalize"
)

// builtIn is the built-in vocabulary, which never changes.
var builtIn = sync.OnceValues(func() (*normalize.Vocabulary, error) { return normalize.Load(nil) })

// vocabulary returns the built-in vocabulary.
func vocabulary(tb testing.TB) *normalize.Vocabulary {
	tb.Helper()
	v, err := builtIn()
	if err != nil {
		tb.Fatal(err)
	}
	return v
}

// sharedFile opens a file of the data collection beside the module, or skips the test where there is none.
func sharedFile(t *testing.T, path ...string) *os.File {
	t.Helper()
	name := filepath.Join(append([]string{"..", "..", "..", "shared", "data"}, path...)...)
	f, err := os.Open(name)
	if err != nil {
		t.Skipf("the shared data collection is not here: %v", err)
	}
	t.Cleanup(func() {
		if err := f.Close(); err != nil {
			t.Error(err)
		}
	})
	return f
}
