package whole_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/whole"
)

var errBroken = errors.New("broken")

// within returns the files below a folder with what they hold, folders with a slash behind them.
func within(t *testing.T, dir string) map[string]string {
	t.Helper()
	out := map[string]string{}
	err := fs.WalkDir(os.DirFS(dir), ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil || name == ".":
			return err
		case d.IsDir():
			out[name+"/"] = ""
			return nil
		}
		text, err := os.ReadFile(filepath.Join(dir, name))
		out[name] = string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func check(t *testing.T, what, dir string, want map[string]string) {
	t.Helper()
	if d := cmp.Diff(want, within(t, dir)); d != "" {
		t.Errorf("%s: the folder (-want +got):\n%s", what, d)
	}
}

// TestWrite: a file is replaced as a whole and can be read by everybody; where that fails, what was there stays, and nothing is left
// beside it.
func TestWrite(t *testing.T) {
	dir := t.TempDir()
	name := filepath.Join(dir, "report.json")
	for _, text := range []string{"one", "two"} {
		if err := whole.Write(name, []byte(text)); err != nil {
			t.Fatal(err)
		}
		check(t, text, dir, map[string]string{"report.json": text})
	}
	info, err := os.Stat(name)
	if err != nil || info.Mode().Perm() != 0o644 && os.PathSeparator == '/' {
		t.Errorf("the file is of mode %v, %v", info.Mode(), err)
	}
	if err := os.Mkdir(filepath.Join(dir, "taken"), 0o750); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name string
		do   func() error
		want string // its beginning
	}{
		{"a folder that is not there", func() error { return whole.Write(filepath.Join(dir, "none", "report.json"), nil) }, "write " + filepath.Join(dir, "none", "report.json") + ": "},
		{"a folder in its place", func() error { return whole.Write(filepath.Join(dir, "taken"), []byte("x")) }, "rename "},
		{"a writer that breaks", func() error {
			return whole.Stream(name, func(w io.Writer) error {
				fmt.Fprint(w, "thr")
				return errBroken
			})
		}, "write " + name + ": broken"},
	} {
		if err := tt.do(); err == nil || !strings.HasPrefix(err.Error(), tt.want) {
			t.Errorf("%s: %v, want %s", tt.name, err, tt.want)
		}
		check(t, tt.name, dir, map[string]string{"report.json": "two", "taken/": ""})
	}
}

// failing takes nothing.
type failing struct{}

func (failing) Write([]byte) (int, error) { return 0, errBroken }

// TestWriteOut: the name "-" is the program's output, any other a file; a folder is none.
func TestWriteOut(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(t.TempDir()) // where a file of the name "-" would come to lie
	name := filepath.Join(dir, "map.csv")
	var out bytes.Buffer
	if err := errors.Join(whole.WriteOut(&out, "-", []byte("to the output")), whole.WriteOut(&out, name, []byte("to a file"))); err != nil {
		t.Fatal(err)
	}
	if out.String() != "to the output" {
		t.Errorf("the output holds %q", out.String())
	}
	check(t, "a name", dir, map[string]string{"map.csv": "to a file"})
	if err := whole.WriteOut(failing{}, "-", []byte("x")); !errors.Is(err, errBroken) {
		t.Errorf("an output that is closed: %v", err)
	}
	if err := whole.StreamOut(&out, "-", func(io.Writer) error { return errBroken }); !errors.Is(err, errBroken) {
		t.Errorf("a writer that breaks: %v", err)
	}
	for _, folder := range []string{dir, filepath.Join(dir, "new") + string(filepath.Separator)} {
		if err := whole.WriteOut(&out, folder, nil); err == nil || err.Error() != "write "+folder+": that is a folder; name a file" {
			t.Errorf("a folder: %v", err)
		}
	}
	if err := whole.WriteOut(&out, "", nil); err == nil || strings.Contains(err.Error(), "folder; name") {
		t.Errorf("no name: %v", err)
	}
}

// fill returns a function that writes files into a folder.
func fill(files map[string]string) func(string) error {
	return func(dir string) error {
		for name, text := range files {
			if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
				return err
			}
		}
		return nil
	}
}

// TestSwapFolder: a folder is replaced as a whole, what an earlier program left half done among it; where that fails, what was there
// stays, and nothing is left beside it.
func TestSwapFolder(t *testing.T) {
	top := t.TempDir()
	dir := filepath.Join(top, "run", "snapshot")
	if err := whole.SwapFolder(dir, fill(map[string]string{"a": "1", "b": "2"})); err != nil {
		t.Fatal(err)
	}
	check(t, "the first", top, map[string]string{"run/": "", "run/snapshot/": "", "run/snapshot/a": "1", "run/snapshot/b": "2"})
	for _, left := range []string{dir + ".new", dir + whole.Aside} {
		if err := errors.Join(os.Mkdir(left, 0o750), fill(map[string]string{"c": "0"})(left)); err != nil {
			t.Fatal(err)
		}
	}
	if err := whole.SwapFolder(dir, fill(map[string]string{"a": "3"})); err != nil {
		t.Fatal(err)
	}
	second := map[string]string{"run/": "", "run/snapshot/": "", "run/snapshot/a": "3"}
	check(t, "the second", top, second)
	if err := whole.SwapFolder(dir, func(fresh string) error { return errors.Join(fill(map[string]string{"a": "4"})(fresh), errBroken) }); !errors.Is(err, errBroken) {
		t.Errorf("error %v, want that of who writes the files", err)
	}
	check(t, "after an error", top, second)
	// The new folder is gone before it takes its place: the old one comes back.
	if err := whole.SwapFolder(dir, os.RemoveAll); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("error %v, want that of the last step", err)
	}
	check(t, "after a last step that failed", top, second)
	// Somebody puts another folder where the old one is to stand meanwhile.
	err := whole.SwapFolder(dir, func(string) error {
		return errors.Join(os.Mkdir(dir+whole.Aside, 0o750), fill(map[string]string{"c": "0"})(dir+whole.Aside))
	})
	if err == nil || within(t, top)["run/snapshot/a"] != "3" {
		t.Errorf("error %v, the folder holds %v", err, within(t, top))
	}
	if err := whole.SwapFolder(filepath.Join(dir, "a", "below"), func(string) error {
		t.Error("what cannot be made is to be filled")
		return nil
	}); err == nil {
		t.Error("a folder below a file was made")
	}
}

// TestRestoreFolder: a crash between the two renames of SwapFolder loses nothing.
func TestRestoreFolder(t *testing.T) {
	top := t.TempDir()
	dir := filepath.Join(top, "snapshot")
	if err := whole.RestoreFolder(dir); err != nil {
		t.Errorf("nothing to restore: %v", err)
	}
	if err := whole.SwapFolder(dir, fill(map[string]string{"a": "1"})); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(dir, dir+whole.Aside); err != nil {
		t.Fatal(err)
	}
	for _, what := range []string{"set aside", "there"} {
		if err := whole.RestoreFolder(dir); err != nil {
			t.Fatalf("%s: %v", what, err)
		}
		check(t, what, top, map[string]string{"snapshot/": "", "snapshot/a": "1"})
	}
	// What was set aside and not taken away yet does not take the place of what is there.
	if err := errors.Join(os.Mkdir(dir+whole.Aside, 0o750), whole.RestoreFolder(dir)); err != nil {
		t.Fatal(err)
	}
	check(t, "beside it", top, map[string]string{"snapshot/": "", "snapshot/a": "1", "snapshot.old/": ""})
	link := filepath.Join(top, "link")
	if err := os.Symlink("nowhere", link); err == nil { // what cannot be taken for a folder is not replaced by one
		if err := errors.Join(os.Mkdir(link+whole.Aside, 0o750), whole.RestoreFolder(link)); err == nil {
			t.Error("a folder took the place of a link that leads nowhere")
		}
	}
	if err := whole.RestoreFolder(filepath.Join(dir, "a", "snapshot")); err == nil {
		t.Error("a folder below a file was restored")
	}
}

// TestNothingIsLeftOpen, of a file that was written and of one that was not.
func TestNothingIsLeftOpen(t *testing.T) {
	open := func() int {
		files, err := os.ReadDir("/proc/self/fd")
		if err != nil {
			t.Skip("the system does not list what is open: ", err)
		}
		return len(files)
	}
	name := filepath.Join(t.TempDir(), "report.json")
	before := open()
	for range 20 {
		written, broken := whole.Write(name, []byte("one")), whole.Stream(name, func(io.Writer) error { return errBroken })
		if written != nil || !errors.Is(broken, errBroken) {
			t.Fatal(written, broken)
		}
	}
	if n := open() - before; n > 0 {
		t.Errorf("%d files are left open", n)
	}
}
