package capture_test

import (
	"archive/zip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/pocomigrate/pocomigrate/scrape"
	"github.com/pocomigrate/pocomigrate/scrape/capture"
	"github.com/pocomigrate/pocomigrate/scrape/scrapetest"
	"github.com/pocomigrate/pocomigrate/scrape/warc"
)

const base = "https://www.po.co/uk/"

// shop is a page source that asks nobody: it answers from bodies by address, records what it answers and notes what it was
// asked. A body that begins with "fail " is a failure with that reason, one that is a number an answer of that status.
type shop struct {
	bodies   map[string]string
	recorder scrape.Recorder
	day      int
	asked    []string
}

func (s *shop) Fetch(ctx context.Context, url string) (*scrape.Page, error) {
	return s.FetchIf(ctx, url, scrape.Validators{})
}

func (s *shop) FetchIf(ctx context.Context, url string, v scrape.Validators) (*scrape.Page, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	body, ok := s.bodies[url]
	if !ok {
		return nil, scrape.ErrNotHeld
	}
	s.asked = append(s.asked, url)
	at := time.Date(2025, 1, s.day, 10, 0, len(s.asked), 0, time.UTC)
	if reason, ok := strings.CutPrefix(body, "fail "); ok {
		return nil, &scrape.FailedError{URL: url, Time: at, Via: "live", Reason: reason, Detail: "it " + reason}
	}
	x := &scrape.Exchange{
		URL: url, Time: at, Via: "live", Status: http.StatusOK, Request: http.Header{"User-Agent": {"pocomigrate"}},
		Header: http.Header{"Content-Type": {"text/html"}, "Etag": {`"` + body + `"`}}, Body: []byte(body),
	}
	if _, err := fmt.Sscanf(body, "status %d", &x.Status); err == nil {
		x.Body = nil
	}
	if v.ETag == x.Header.Get("ETag") {
		x.Status, x.Body = http.StatusNotModified, nil
	}
	archive, record, err := s.recorder.Record(x)
	if err != nil {
		return nil, err
	}
	return &scrape.Page{
		URL: url, Status: x.Status, Header: x.Header, Body: x.Body, Time: at, Archive: archive, Record: record,
	}, nil
}

func open(t *testing.T, dir string) *capture.Store {
	t.Helper()
	now := func() time.Time { return time.Date(2025, 1, 1, 9, 0, 0, 0, time.UTC) }
	s, err := capture.Open(t.Context(), dir, capture.Options{Software: "pocomigrate test", Now: now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Errorf("Close() error: %v", err)
		}
	})
	return s
}

// fetched asks for every address and returns what came of it, as one line each.
func fetched(t *testing.T, f scrape.Fetcher, urls ...string) []string {
	t.Helper()
	var lines []string
	for _, url := range urls {
		p, err := f.Fetch(t.Context(), url)
		switch {
		case err != nil:
			lines = append(lines, "error "+err.Error())
		default:
			lines = append(lines, fmt.Sprintf("%d %s %s %s", p.Status, p.Body, p.Time.Format(time.DateTime), p.Archive))
		}
	}
	return lines
}

func files(t *testing.T, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

// TestInterruptedRunIsGoneOnWith: outcomes that were recorded are not asked for again, failures among them; an answer that
// a source tries again after is none.
func TestInterruptedRunIsGoneOnWith(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "capture")
	urls := []string{base + "a", base + "b", base + "c", base + "d"}
	bodies := map[string]string{urls[0]: "A", urls[1]: "fail unreachable", urls[2]: "status 503", urls[3]: "status 404"}
	first := open(t, dir)
	one := &shop{bodies: bodies, recorder: first, day: 1}
	want := fetched(t, first.Source("live", one), urls...)
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff([]string{"0001.warc.gz"}, files(t, dir)); d != "" {
		t.Errorf("files (-want +got):\n%s", d)
	}

	second := open(t, dir)
	r, ok := second.Resumed()
	if !ok || r.Answers != 4 || r.Since.IsZero() || filepath.Base(r.File) != "0001.warc.gz" {
		t.Errorf("Resumed() = %+v, %v", r, ok)
	}
	two := &shop{bodies: bodies, recorder: second, day: 1, asked: []string{"", ""}}
	got := fetched(t, second.Source("live", two), urls...)
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("what the run that went on gets (-undisturbed +went on):\n%s", d)
	}
	if d := cmp.Diff([]string{urls[2]}, two.asked[2:]); d != "" {
		t.Errorf("asked again (-want +got):\n%s", d)
	}
	path, err := second.Seal()
	if err != nil || filepath.Base(path) != "0001.wacz" {
		t.Fatalf("Seal() = %q, %v", path, err)
	}
	if d := cmp.Diff([]string{"0001.wacz"}, files(t, dir)); d != "" {
		t.Errorf("files (-want +got):\n%s", d)
	}
	replayed(t, path, urls, want)
	if d := cmp.Diff([]string{urls[0], urls[2], urls[2], urls[3]}, indexed(t, path)); d != "" {
		t.Errorf("addresses in the index of the archive (-want +got):\n%s", d)
	}
}

// indexed returns the addresses that the index of a sealed archive names, by which other programs find its records.
func indexed(t *testing.T, path string) []string {
	t.Helper()
	archive, err := zip.OpenReader(path)
	if err != nil {
		t.Fatal(err)
	}
	index, err := fs.ReadFile(archive, "indexes/index.cdxj")
	if err != nil || archive.Close() != nil {
		t.Fatalf("read the index of %s: %v", path, err)
	}
	var urls []string
	for line := range strings.Lines(string(index)) {
		var entry struct{ URL string }
		if err := json.Unmarshal([]byte(line[strings.Index(line, "{"):]), &entry); err != nil {
			t.Fatalf("line %q of the index: %v", line, err)
		}
		urls = append(urls, entry.URL)
	}
	return urls
}

// replayed checks that the sealed archive alone gives what the run got.
func replayed(t *testing.T, path string, urls, want []string) {
	t.Helper()
	a, err := warc.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := a.Close(); err != nil {
			t.Error(err)
		}
	}()
	if d := cmp.Diff(want, fetched(t, a, urls...)); d != "" {
		t.Errorf("what the sealed archive gives (-run +archive):\n%s", d)
	}
}

// TestTornTail: wherever the program was killed, what is whole is kept and the run goes on to the same end.
func TestTornTail(t *testing.T) {
	urls := []string{base + "a", base + "b", base + "c"}
	bodies := map[string]string{urls[0]: "A", urls[1]: "fail torn", urls[2]: "C"}
	whole := filepath.Join(t.TempDir(), "capture")
	s := open(t, whole)
	want := fetched(t, s.Source("live", &shop{bodies: bodies, recorder: s, day: 1}), urls...)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(filepath.Join(whole, "0001.warc.gz"))
	if err != nil {
		t.Fatal(err)
	}
	for cut := 0; cut < len(data); cut += 1 + cut/40 {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, "0001.warc.gz"), data[:cut], 0o600); err != nil {
			t.Fatal(err)
		}
		s := open(t, dir)
		got := fetched(t, s.Source("live", &sameTimes{shop{bodies: bodies, recorder: s, day: 1}, urls}), urls...)
		if d := cmp.Diff(want, got); d != "" {
			t.Fatalf("cut at byte %d of %d (-want +got):\n%s", cut, len(data), d)
		}
		path, err := s.Seal()
		if err != nil {
			t.Fatalf("cut at byte %d: Seal() error: %v", cut, err)
		}
		replayed(t, path, urls, want)
	}
}

// sameTimes answers each address at the time at which an undisturbed run asked for it.
type sameTimes struct {
	shop
	order []string
}

func (s *sameTimes) FetchIf(ctx context.Context, url string, v scrape.Validators) (*scrape.Page, error) {
	s.asked = make([]string, slices.Index(s.order, url))
	return s.shop.FetchIf(ctx, url, v)
}

func (s *sameTimes) Fetch(ctx context.Context, url string) (*scrape.Page, error) {
	return s.FetchIf(ctx, url, scrape.Validators{})
}

// TestUnchangedPages: a page that has not changed is copied from the earlier recording, so that the new one can be read
// alone; one that has is recorded as it is now.
func TestUnchangedPages(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "capture")
	urls := []string{base + "same", base + "new"}
	run := func(day int, second string) (lines []string, path string) {
		s := open(t, dir)
		f := s.Source("live", &shop{bodies: map[string]string{urls[0]: "S", urls[1]: second}, recorder: s, day: day})
		lines = fetched(t, f, urls...)
		path, err := s.Seal()
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		return lines, path
	}
	run(1, "one")
	for day := 2; day <= 3; day++ {
		lines, path := run(day, fmt.Sprintf("body of day %d", day))
		want := []string{
			fmt.Sprintf("200 S 2025-01-0%d 10:00:01 000%d.wacz", day, day),
			fmt.Sprintf("200 body of day %d 2025-01-0%d 10:00:02 000%d.wacz", day, day, day),
		}
		if d := cmp.Diff(want, lines); d != "" {
			t.Errorf("day %d (-want +got):\n%s", day, d)
		}
		alone := filepath.Join(t.TempDir(), filepath.Base(path))
		if data, err := os.ReadFile(path); err != nil || os.WriteFile(alone, data, 0o600) != nil {
			t.Fatalf("copy %s: %v", path, err)
		}
		path = alone
		replayed(t, path, urls, want)
	}
}

// TestNothingRecordedLeavesNothing: a run that fetched nothing makes no folder and seals nothing.
func TestNothingRecordedLeavesNothing(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "capture")
	s := open(t, dir)
	if path, err := s.Seal(); path != "" || err != nil {
		t.Errorf("Seal() = %q, %v", path, err)
	}
	if _, err := os.Stat(dir); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the folder was made: %v", err)
	}
}

// TestOpenPutsInOrder: a recording that was sealed and not removed is removed, a half-written archive too; two interrupted
// ones are for a person.
func TestOpenPutsInOrder(t *testing.T) {
	dir := t.TempDir()
	put := func(names ...string) {
		for _, name := range names {
			if err := os.WriteFile(filepath.Join(dir, name), nil, 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	put("0007.wacz", "0007.warc.gz", ".sealing-0008.wacz", "notes.txt", "12.warc.gz")
	s := open(t, dir)
	if _, ok := s.Resumed(); ok {
		t.Error("a sealed recording is gone on with")
	}
	if d := cmp.Diff([]string{"0007.wacz", "12.warc.gz", "notes.txt"}, files(t, dir)); d != "" {
		t.Errorf("files (-want +got):\n%s", d)
	}
	put("0008.warc.gz", "0009.warc.gz")
	_, err := capture.Open(t.Context(), dir, capture.Options{})
	if err == nil || !strings.Contains(err.Error(), "0008.warc.gz, 0009.warc.gz") {
		t.Errorf("Open with two interrupted recordings: %v", err)
	}
}

// TestWhatCannotBePutInOrder is named: something else lies under the name of what a program left half done.
func TestWhatCannotBePutInOrder(t *testing.T) {
	for _, name := range []string{".sealing-0001.wacz", "0001.warc.gz"} {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, "0001.wacz"), nil, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.MkdirAll(filepath.Join(dir, name, "x"), 0o700); err != nil {
			t.Fatal(err)
		}
		_, err := capture.Open(t.Context(), dir, capture.Options{})
		if err == nil || !strings.Contains(err.Error(), "open the recordings in "+dir) || !strings.Contains(err.Error(), name) {
			t.Errorf("Open where %s is a folder = %v, want an error that names both", name, err)
		}
	}
}

// TestNumbersGoOn: the next recording has the number after the highest.
func TestNumbersGoOn(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"0001.wacz", "0123.wacz"} {
		if err := os.WriteFile(filepath.Join(dir, name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	s := open(t, dir)
	fetched(t, s.Source("live", &shop{bodies: map[string]string{base: "x"}, recorder: s, day: 1}), base)
	if path, err := s.Seal(); err != nil || filepath.Base(path) != "0124.wacz" {
		t.Errorf("Seal() = %q, %v", path, err)
	}
}

// TestNothingCanBeRecorded: the walk must end, since what it would bring home could not be read again. Nothing is recorded
// after the first answer that was lost, and none after the recording was closed.
func TestNothingCanBeRecorded(t *testing.T) {
	for _, tt := range []struct {
		name  string
		block func(dir string) error
		want  string
	}{
		{"no folder", func(dir string) error { return os.WriteFile(dir, nil, 0o600) }, "mkdir"},
		{"no file", func(dir string) error { return os.MkdirAll(filepath.Join(dir, "0001.warc.gz"), 0o700) }, "file exists"},
	} {
		dir := filepath.Join(t.TempDir(), "capture")
		s := open(t, dir)
		if err := tt.block(dir); err != nil {
			t.Fatal(err)
		}
		f := s.Source("live", &shop{bodies: map[string]string{base: "A", base + "b": "fail unreachable"}, recorder: s, day: 1})
		want := "error record in " + filepath.Join(dir, "0001.warc.gz") + ": "
		lines := fetched(t, f, base, base+"b")
		if err := os.RemoveAll(dir); err != nil {
			t.Fatal(err)
		}
		lines = append(lines, fetched(t, f, base)...)
		for i, line := range lines {
			if !strings.HasPrefix(line, want) || !strings.Contains(line, tt.want) {
				t.Errorf("%s: answer %d is %q, want the error that ends the walk, with %q", tt.name, i, line, tt.want)
			}
		}
		if _, err := os.Stat(dir); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("%s: recorded after the first error", tt.name)
		}
	}
	s := open(t, t.TempDir())
	f := s.Source("live", &shop{bodies: map[string]string{base: "A"}, recorder: s, day: 1})
	fetched(t, f, base)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if got := fetched(t, f, base); !strings.HasPrefix(got[0], "error record in ") {
		t.Errorf("Fetch after Close = %q, want the error that ends the walk", got)
	}
}

// TestAnswerThatNoArchiveTakes: an answer over the caps of archives is a failure of its page, kept as such, and the walk goes
// on.
func TestAnswerThatNoArchiveTakes(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "capture")
	urls := []string{base + "long", base + "next"}
	s := open(t, dir)
	// The shop states its body as its ETag, too: more headers than an archive may have.
	bodies := map[string]string{urls[0]: strings.Repeat("x", 100<<10), urls[1]: "A"}
	lines := fetched(t, s.Source("live", &shop{bodies: bodies, recorder: s, day: 1}), urls...)
	if want := "error fetch " + urls[0] + ": more than 64 KiB of headers"; lines[0] != want {
		t.Errorf("Fetch = %.200q, want %q", lines[0], want)
	}
	if want := "200 A 2025-01-01 10:00:02 0001.wacz"; lines[1] != want {
		t.Errorf("the page after it = %q, want %q", lines[1], want)
	}
	path, err := s.Seal()
	if err != nil {
		t.Fatal(err)
	}
	replayed(t, path, urls, lines)
}

// TestSourceKeepsTheLaw: a recorded source is a source as any other, before and after an interruption.
func TestSourceKeepsTheLaw(t *testing.T) {
	dir := t.TempDir()
	for range 2 {
		s := open(t, dir)
		f := &sameTimes{shop{bodies: map[string]string{base + "a": "A", base + "b": "B"}, recorder: s, day: 1}, []string{base + "a", base + "b"}}
		scrapetest.Source(t, s.Source("live", serial{f, &sync.Mutex{}}), []scrape.Page{
			{URL: base + "a", Status: 200, Body: []byte("A"), Header: http.Header{"Content-Type": {"text/html"}}},
			{URL: base + "b", Status: 200, Body: []byte("B"), Header: http.Header{"Content-Type": {"text/html"}}},
		})
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

// serial lets one goroutine at a time ask a shop, which keeps notes, and finds an address in any spelling.
type serial struct {
	shop *sameTimes
	mu   *sync.Mutex
}

func (s serial) Fetch(ctx context.Context, url string) (*scrape.Page, error) {
	at := slices.IndexFunc(s.shop.order, func(u string) bool { return scrape.Canonical(u) == scrape.Canonical(url) })
	if at < 0 {
		return nil, scrape.ErrNotHeld
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.shop.Fetch(ctx, s.shop.order[at])
}

// TestStrangeRecordings: what bears the name of an interrupted recording and is none is not thrown away, and nothing is
// written behind it.
func TestStrangeRecordings(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "0001.warc.gz")
	strange := []byte(strings.Repeat("somebody's own notes\n", 1000))
	if err := os.WriteFile(path, strange, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := capture.Open(t.Context(), dir, capture.Options{}); err == nil || !strings.Contains(err.Error(), "go on with "+path) {
		t.Errorf("Open = %v, want an error that names the file", err)
	}
	if after, err := os.ReadFile(path); err != nil || string(after) != string(strange) {
		t.Errorf("the file holds %d bytes after, %v, want %d", len(after), err, len(strange))
	}
	if _, err := capture.Open(t.Context(), path, capture.Options{}); err == nil || !strings.Contains(err.Error(), "open the recordings in "+path) {
		t.Errorf("Open of what is no folder = %v", err)
	}
	if err := errors.Join(os.Remove(path), os.Symlink("nowhere", path)); err != nil {
		t.Skip("no symbolic links here: ", err)
	}
	if _, err := capture.Open(t.Context(), dir, capture.Options{}); !errors.Is(err, os.ErrNotExist) || !strings.Contains(err.Error(), "go on with "+path) {
		t.Errorf("Open where a link leads nowhere = %v, want an error that names it", err)
	}
}

// TestSealFails: where the archive cannot be put in its place, the recording stays and the next run goes on with it.
func TestSealFails(t *testing.T) {
	for _, inTheWay := range []string{"0001.wacz", ".sealing-0001.wacz"} {
		t.Run(inTheWay, func(t *testing.T) {
			dir := t.TempDir()
			s := open(t, dir)
			want := fetched(t, s.Source("live", &shop{bodies: map[string]string{base: "A"}, recorder: s, day: 1}), base)
			if err := os.MkdirAll(filepath.Join(dir, inTheWay, "x"), 0o700); err != nil {
				t.Fatal(err)
			}
			if path, err := s.Seal(); path != "" || err == nil || !strings.Contains(err.Error(), "seal the recording "+filepath.Join(dir, "0001.warc.gz")) {
				t.Errorf("Seal() = %q, %v", path, err)
			}
			if err := os.RemoveAll(filepath.Join(dir, inTheWay)); err != nil {
				t.Fatal(err)
			}
			again := open(t, dir)
			two := &shop{bodies: map[string]string{base: "A"}, recorder: again, day: 2}
			if d := cmp.Diff(want, fetched(t, again.Source("live", two), base)); d != "" || len(two.asked) > 0 {
				t.Errorf("asked for %q (-want +got):\n%s", two.asked, d)
			}
			path, err := again.Seal()
			if err != nil {
				t.Fatal(err)
			}
			replayed(t, path, []string{base}, want)
			if d := cmp.Diff([]string{"0001.wacz"}, files(t, dir)); d != "" {
				t.Errorf("files (-want +got):\n%s", d)
			}
		})
	}
}

// TestAnotherSpellingIsAnotherPage: whether a page has changed is asked of the very address that it was got under.
func TestAnotherSpellingIsAnotherPage(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "capture")
	first := open(t, dir)
	fetched(t, first.Source("live", &shop{bodies: map[string]string{base + "a": "A"}, recorder: first, day: 1}), base+"a")
	if _, err := first.Seal(); err != nil {
		t.Fatal(err)
	}
	second := open(t, dir)
	f := &conditions{shop: shop{bodies: map[string]string{base + "a/": "A", base + "a": "A"}, recorder: second, day: 2}}
	fetched(t, second.Source("live", f), base+"a/", base+"a")
	if d := cmp.Diff([]string{base + `a "A"`}, f.conditional); d != "" {
		t.Errorf("asked with a condition (-want +got):\n%s", d)
	}
}

// TestNewestRecordingIsAskedAbout: of several recordings the newest says which version a page had last, and those before the
// last five say nothing.
func TestNewestRecordingIsAskedAbout(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "capture")
	for day := 1; day <= 6; day++ {
		s := open(t, dir)
		bodies := map[string]string{base + "a": fmt.Sprint("A", day)}
		if day < 3 {
			bodies[base+"b"], bodies[base+"c"] = "B", "C"
		}
		if day > 1 {
			delete(bodies, base+"c")
		}
		fetched(t, s.Source("live", &shop{bodies: bodies, recorder: s, day: day}), slices.Sorted(maps.Keys(bodies))...)
		if _, err := s.Seal(); err != nil {
			t.Fatal(err)
		}
	}
	s := open(t, dir)
	bodies := map[string]string{base + "a": "A7", base + "b": "B", base + "c": "C"}
	f := &conditions{shop: shop{bodies: bodies, recorder: s, day: 7}}
	fetched(t, s.Source("live", f), base+"a", base+"b", base+"c")
	if d := cmp.Diff([]string{base + `a "A6"`, base + `b "B"`}, f.conditional); d != "" {
		t.Errorf("asked with a condition (-want +got):\n%s", d)
	}
}

// TestSourceWithoutConditions is asked for the page itself, whatever an earlier recording holds.
func TestSourceWithoutConditions(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "capture")
	for day := 1; day <= 2; day++ {
		s := open(t, dir)
		f := &sameTimes{shop{bodies: map[string]string{base: "A"}, recorder: s, day: day}, []string{base}}
		want := []string{fmt.Sprintf("200 A 2025-01-0%d 10:00:01 000%[1]d.wacz", day)}
		if d := cmp.Diff(want, fetched(t, s.Source("live", serial{f, &sync.Mutex{}}), base)); d != "" {
			t.Errorf("day %d (-want +got):\n%s", day, d)
		}
		if _, err := s.Seal(); err != nil {
			t.Fatal(err)
		}
	}
}

// TestNotModifiedUnasked: a shop may say so of a page that nobody asked about in this way, and it is recorded as the answer
// that it is, also when the address was asked about before.
func TestNotModifiedUnasked(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "capture")
	first := open(t, dir)
	fetched(t, first.Source("live", &shop{bodies: map[string]string{base: "A"}, recorder: first, day: 1}), base)
	if _, err := first.Seal(); err != nil {
		t.Fatal(err)
	}
	second := open(t, dir)
	f := &conditions{shop: shop{bodies: map[string]string{base: "B"}, recorder: second, day: 2}}
	fetched(t, second.Source("live", f), base)
	unasked := serial{&sameTimes{shop{bodies: map[string]string{base: "status 304"}, recorder: second, day: 3}, []string{base}}, &sync.Mutex{}}
	want := fetched(t, second.Source("browser", unasked), base)
	path, err := second.Seal()
	if err != nil {
		t.Fatal(err)
	}
	replayed(t, path, []string{base}, want)
	if d := cmp.Diff([]string{"304  2025-01-03 10:00:01 0002.wacz"}, want); d != "" || len(f.conditional) != 1 {
		t.Errorf("asked with a condition %d times; answered (-want +got):\n%s", len(f.conditional), d)
	}
}

// TestEarlierRecordingIsGone between the question whether its page still holds and the answer that it does, so that the page
// cannot be copied: the walk ends.
func TestEarlierRecordingIsGone(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "capture")
	first := open(t, dir)
	fetched(t, first.Source("live", &shop{bodies: map[string]string{base: "A"}, recorder: first, day: 1}), base)
	path, err := first.Seal()
	if err != nil {
		t.Fatal(err)
	}
	second, err := capture.Open(t.Context(), dir, capture.Options{Now: func() time.Time { return time.Date(2025, 1, 2, 0, 0, 0, 0, time.UTC) }})
	if err != nil {
		t.Fatal(err)
	}
	f := &conditions{shop: shop{bodies: map[string]string{base: "A"}, recorder: second, day: 2}}
	f.before = func() {
		if err := os.Truncate(path, 0); err != nil {
			t.Error(err)
		}
	}
	got := fetched(t, second.Source("live", f), base)
	if want := "error record in " + filepath.Join(dir, "0002.warc.gz") + ": 0001.wacz: record "; !strings.HasPrefix(got[0], want) || len(f.conditional) != 1 {
		t.Errorf("Fetch = %q, want it to begin with %q", got, want)
	}
	if err := second.Close(); err == nil {
		t.Error("Close says nothing of what was lost")
	}
}

// TestRecordingGoesOnAfterItWasWrittenToDisk: what was recorded is made safe a second later, and between two answers there may
// be longer waits.
func TestRecordingGoesOnAfterItWasWrittenToDisk(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "capture")
	urls, bodies := []string{base + "a", base + "b"}, map[string]string{base + "a": "A", base + "b": "B"}
	synctest.Test(t, func(t *testing.T) {
		s := open(t, dir)
		f := s.Source("live", &shop{bodies: bodies, recorder: s, day: 1})
		lines := fetched(t, f, urls[0])
		time.Sleep(time.Minute)
		lines = append(lines, fetched(t, f, urls[1])...)
		time.Sleep(time.Minute)
		path, err := s.Seal()
		if err != nil {
			t.Fatal(err)
		}
		replayed(t, path, urls, lines)
	})
}

// conditions is a shop that notes what it is asked with a condition, and about which version.
type conditions struct {
	shop
	before      func() // what happens before it answers, when not nil
	conditional []string
}

func (c *conditions) FetchIf(ctx context.Context, url string, v scrape.Validators) (*scrape.Page, error) {
	c.conditional = append(c.conditional, url+" "+v.ETag)
	if c.before != nil {
		c.before()
	}
	return c.shop.FetchIf(ctx, url, v)
}
