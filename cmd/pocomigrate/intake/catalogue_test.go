package intake_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/intake"
)

// TestWhatIsTooLargeIsNotRead: a file that no catalogue can be is refused by its size, before any of it is read.
func TestWhatIsTooLargeIsNotRead(t *testing.T) {
	name := filepath.Join(t.TempDir(), "disk.csv")
	if err := os.WriteFile(name, []byte("id,title\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(name, 1<<40); err != nil {
		t.Skipf("no file with holes here: %v", err)
	}
	_, err := new(intake.Reading).Read(name, nil)
	if err == nil || !strings.Contains(err.Error(), "disk.csv: larger than 512 MiB") {
		t.Errorf("a file of a TiB: %v", err)
	}
}
