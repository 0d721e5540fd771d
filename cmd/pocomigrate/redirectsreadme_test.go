package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/runfolder"
)

// TestRedirectsOfReadme runs the commands that the README shows for redirects, one after the other behind a scrape of the
// sample. The one with redirects in place finds a fault that stands in its example; the others end well.
func TestRedirectsOfReadme(t *testing.T) {
	top, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	readme, err := os.ReadFile(filepath.Join(top, "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	_, section, _ := strings.Cut(string(readme), "## Where the old addresses lead")
	_, block, _ := strings.Cut(section, "```\n")
	block, _, _ = strings.Cut(block, "```")
	t.Chdir(t.TempDir())
	if err := os.Symlink(filepath.Join(top, "testdata"), "testdata"); err != nil {
		t.Skipf("cannot link folders here: %v", err)
	}
	scraped(t, runfolder.Default, "--sample")
	commands := 0
	for line := range strings.Lines(block) {
		line, _, _ = strings.Cut(strings.TrimPrefix(line, "$ pocomigrate "), " #")
		line, into, _ := strings.Cut(line, " > ")
		want := statusFine
		if strings.Contains(line, "--fail-on") {
			want = statusNo
		}
		status, out, said := output(t, strings.Fields(line)...)
		if status != want {
			t.Errorf("%q ends with %d, want %d:\n%s%s", line, status, want, said, out)
		}
		if into != "" {
			write(t, strings.TrimSpace(into), out)
		}
		commands++
	}
	if commands < 6 {
		t.Errorf("the README shows %d commands", commands)
	}
	for _, name := range []string{"redirects.csv", "pocomigrate.conf", "policy.csv"} {
		if info, err := os.Stat(name); err != nil || info.Size() == 0 {
			t.Errorf("%s was not written: %v", name, err)
		}
	}
}
