package whole

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"testing"
)

func TestWriteFileIsWholeOrNotAtAll(t *testing.T) {
	dir := t.TempDir()
	name := filepath.Join(dir, "report.json")
	for _, text := range []string{"one", "two"} {
		if err := Write(name, []byte(text)); err != nil {
			t.Fatal(err)
		}
		if got := string(must(os.ReadFile(name))); got != text {
			t.Errorf("the file holds %q, want %q", got, text)
		}
	}
	if err := Write(filepath.Join(dir, "none", "report.json"), nil); err == nil {
		t.Error("a file in a folder that does not exist was written")
	}
	// A name that is taken by a folder: the rename fails, and no temporary file stays.
	if err := os.Mkdir(filepath.Join(dir, "taken"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := Write(filepath.Join(dir, "taken"), []byte("x")); err == nil {
		t.Error("a folder was replaced by a file")
	}
	if left := must(os.ReadDir(dir)); len(left) != 2 {
		t.Errorf("the folder holds %v, want report.json and taken", left)
	}
}

func TestSwapFolder(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "snapshot")
	for _, files := range []map[string][]byte{{"a": []byte("1"), "b": []byte("2")}, {"a": []byte("3")}} {
		if err := SwapFolder(dir, fill(files)); err != nil {
			t.Fatal(err)
		}
		entries := must(os.ReadDir(dir))
		if len(entries) != len(files) {
			t.Errorf("the folder holds %v, want %d files", entries, len(files))
		}
		for name, want := range files {
			if got := must(os.ReadFile(filepath.Join(dir, name))); !bytes.Equal(got, want) {
				t.Errorf("%s holds %q, want %q", name, got, want)
			}
		}
	}
	broken := errors.New("broken")
	err := SwapFolder(dir, func(fresh string) error {
		return errors.Join(os.WriteFile(filepath.Join(fresh, "a"), []byte("4"), 0o600), broken)
	})
	if !errors.Is(err, broken) {
		t.Errorf("error = %v, want that of who writes the files", err)
	}
	if got := string(must(os.ReadFile(filepath.Join(dir, "a")))); got != "3" {
		t.Errorf("after an error the folder holds %q", got)
	}
	if around := must(os.ReadDir(filepath.Dir(dir))); len(around) != 1 {
		t.Errorf("beside the snapshot stand %v", around)
	}
}

// fill returns a function that writes files into a folder.
func fill(files map[string][]byte) func(string) error {
	return func(dir string) error {
		for name, data := range files {
			if err := Write(filepath.Join(dir, name), data); err != nil {
				return err
			}
		}
		return nil
	}
}

// TestRestoreFolder: a crash between the two renames of SwapFolder loses nothing.
func TestRestoreFolder(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "snapshot")
	if err := RestoreFolder(dir); err != nil {
		t.Errorf("nothing to restore: %v", err)
	}
	if err := SwapFolder(dir, fill(map[string][]byte{"a": []byte("1")})); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(dir, dir+".old"); err != nil {
		t.Fatal(err)
	}
	if err := RestoreFolder(dir); err != nil {
		t.Fatal(err)
	}
	if got := must(os.ReadFile(filepath.Join(dir, "a"))); string(got) != "1" {
		t.Errorf("restored %q", got)
	}
	if err := RestoreFolder(dir); err != nil {
		t.Errorf("a folder that is there: %v", err)
	}
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}
