package har_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pocomigrate/pocomigrate/scrape"
	"github.com/pocomigrate/pocomigrate/scrape/har"
)

// TestNoHAR is refused, with what was found instead.
func TestNoHAR(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, data, want string }{
		{"empty", "", "file is empty"},
		{"white space", " \n", "file is empty"},
		{"HTML", "<html>", `begins with "<html>"`},
		{"UTF-16", "\xff\xfe{\x00", `in UTF-8`},
		{"another JSON", `{"entries":[]}`, `with "log" and "entries" in it`},
		{"log without entries", `{"log":{"pages":[]}}`, `with "log" and "entries" in it`},
		{"cut before the entries", `{"log":{"pages":[{"id":"pa`, "unexpected EOF"},
		{"another version", strings.Replace(file(), "1.2", "2.0", 1), `version "2.0" is not understood`},
		{"nested too deep", `{"log":{"pages":` + strings.Repeat("[", 2000), "nested deeper than 1000 levels"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := har.OpenBytes("x.har", []byte(tt.data))
			if err == nil || !strings.Contains(err.Error(), tt.want) || !strings.HasPrefix(err.Error(), "open x.har: ") {
				t.Errorf("OpenBytes error: %v, want one with %q", err, tt.want)
			}
		})
	}
	html := filepath.Join(t.TempDir(), "x.html")
	write(t, html, "<html>")
	if _, err := har.Open(html); err == nil || !strings.HasPrefix(err.Error(), "open "+html+`: begins with "<html>"`) {
		t.Errorf("Open of HTML: error %v", err)
	}
	if _, err := har.Open(t.TempDir()); err == nil || !strings.Contains(err.Error(), "is no file") {
		t.Errorf("Open of a folder: error %v", err)
	}
	if _, err := har.Open(filepath.Join(t.TempDir(), "missing.har")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("Open of nothing: error %v", err)
	}
}

// TestBrokenFilesAreReadUpToThere expects the entries before the damage, and the damage.
func TestBrokenFilesAreReadUpToThere(t *testing.T) {
	t.Parallel()
	a, b := entry("a", "200", `{"text":"A"}`), entry("b", "200", `{"text":"B"}`)
	const broken = "! file is cut or broken here, the rest is not read"
	tests := []struct {
		name, data string
		want       []string
	}{
		{"no comma", file(a + b), []string{"200 a A", "! the rest of the file cannot be read"}},
		{"comma too many", file(a, "", b), []string{"200 a A", broken}},
		{"brackets crossed", file(a, `{"timings":{"a":[}]}`, b), []string{"200 a A", broken}},
		{"no number", file(a, entry("b", "", `{"text":"B"}`), b), []string{"200 a A", broken}},
		{"another mark for a colon", file(a, `{"timings"=1}`, b), []string{"200 a A", broken + `: '=' at byte`}},
		{"no value", file(a, `{"timings":!}`, b), []string{"200 a A", "! where a value should be"}},
		{"no name", file(a, `{:1}`, b), []string{"200 a A", broken + `: ':' at byte`}},
		{"cut behind a name", strings.TrimSuffix(file(a, `{"timings"`), "]}}"), []string{"200 a A", broken + ": unexpected EOF"}},
		{"no colon", file(a, `{"timings" 1}`, b), []string{"200 a A", broken}},
		{"rubbish", file(a, "rub-bish!", b), []string{"200 a A", "! entry has no address", "! the rest of the file cannot be read"}},
		{"two files in one", file(a) + file(b), []string{"200 a A", "! something follows the HAR"}},
		{"end is missing", strings.TrimSuffix(file(a, b), "]}}"), []string{"200 a A", "200 b B", "! the rest of the file cannot be read: unexpected EOF"}},
		{"end of the log is missing", strings.TrimSuffix(file(a, b), "}"), []string{"200 a A", "200 b B", "! the rest of the file cannot be read: unexpected EOF"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := contents(t, open(t, tt.data)); !same(got, tt.want) {
				t.Errorf("reads as\n%s", cmp.Diff(tt.want, got))
			}
		})
	}
}

// TestNumberOfEntriesIsBounded: what is beyond is damage, told once.
func TestNumberOfEntriesIsBounded(t *testing.T) {
	t.Parallel()
	ok := entry("a", "200", `{"text":"A"}`)
	for most, want := range map[int][]string{
		3: {"200 a A", "200 a A", "200 a A"},
		2: {"200 a A", "200 a A", "! more than 2 entries; the rest is not read"},
		1: {"200 a A", "! more than 1 entries; the rest is not read"},
	} {
		a, err := har.OpenAtMost("x.har", []byte(file(ok, ok, ok)), most)
		if err != nil {
			t.Fatal(err)
		}
		if got := contents(t, a); !same(got, want) {
			t.Errorf("of three entries, %d at most read as %q, want %q", most, got, want)
		}
	}
}

// TestCutAnywhere cuts a file at every byte. Every entry before the cut is read, one that is cut is reported, and nothing is
// read that is not in the whole file.
func TestCutAnywhere(t *testing.T) {
	t.Parallel()
	var entries []string
	for _, name := range []string{"a", "b", "c"} {
		entries = append(entries, entry(name, "200", `{"text":"`+strings.ToUpper(name)+`\u00e9"}`))
	}
	whole := file(entries...)
	for cut := strings.Index(whole, "[") + 1; cut < len(whole); cut++ {
		got := contents(t, open(t, whole[:cut]))
		want := 0
		for n := range entries {
			if cut >= len(strings.TrimSuffix(file(entries[:n+1]...), "]}}")) {
				want++
			}
		}
		if len(got) != want+1 || !strings.HasPrefix(got[want], "! x.har: record ") {
			t.Fatalf("cut at byte %d reads as %q, want %d pages and one damage", cut, got, want)
		}
		for n, line := range got[:want] {
			name := string(rune('a' + n))
			if line != fmt.Sprintf("200 %s %sé", name, strings.ToUpper(name)) {
				t.Fatalf("cut at byte %d reads as %q", cut, got)
			}
		}
	}
}

// TestCutEntrySaysWhatIsKnown names the address where the cut came after it.
func TestCutEntrySaysWhatIsKnown(t *testing.T) {
	t.Parallel()
	whole := file(entry("a", "200", `{"text":"AAAA"}`))
	const url = "https://www.po.co/uk/a"
	_, err := open(t, whole[:strings.Index(whole, "AAAA")+2]).Fetch(t.Context(), url)
	damage, ok := errors.AsType[*scrape.DamagedError](err)
	if !ok || damage.Archive != "x.har" || damage.Record != "/log/entries/0" || damage.URL != url || damage.What == "" {
		t.Errorf("Fetch of a cut entry: error %+v", err)
	}
}

// TestOpenKeepsNoBodies opens a file of 12 MiB: one body, a text of another kind, and white space.
func TestOpenKeepsNoBodies(t *testing.T) {
	const size = 4 << 20
	data := file(
		strings.Replace(entry("a", "200", `{"text":"`+strings.Repeat(`\u00e9`, size/6)+`"}`), `{"started`, `{"_x":"`+strings.Repeat("x", size)+`","started`, 1),
		strings.Repeat(" ", size)+entry("b", "200", `{"text":"B"}`),
	)
	path := filepath.Join(t.TempDir(), "big.har")
	write(t, path, data)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	a, err := har.Open(path)
	runtime.ReadMemStats(&after)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := a.Close(); err != nil {
			t.Error(err)
		}
	}()
	if used := after.TotalAlloc - before.TotalAlloc; used > 1<<20 {
		t.Errorf("Open of %d MiB allocates %d bytes in all, want less than 1 MiB", len(data)>>20, used)
	}
	if p, err := a.Fetch(t.Context(), "https://www.po.co/uk/b"); err != nil || string(p.Body) != "B" {
		t.Errorf("Fetch = %v, %v", p, err)
	}
}
