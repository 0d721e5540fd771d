package capture_test

import (
	"archive/zip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
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

// TestAddressThatNoArchiveTakes: a shop may link to an address that is longer than all that an archive may say of a record.
// What became of it is told and cannot be kept, and the walk goes on.
func TestAddressThatNoArchiveTakes(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "capture"))
	answered, refused := base+strings.Repeat("a", 70<<10), base+strings.Repeat("b", 70<<10)
	f := s.Source("live", &shop{bodies: map[string]string{answered: "A", refused: "fail unreachable", base: "home"}, recorder: s, day: 1})
	got := fetched(t, f, answered, refused, base)
	want := []string{
		"error fetch " + answered + ": more than 64 KiB of headers", "error fetch " + refused + ": it unreachable",
		"200 home 2025-01-01 10:00:03 0001.wacz",
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("fetched (-want +got):\n%.2000s", d)
	}
	if _, err := f.Fetch(t.Context(), answered); !isFailure(err) {
		t.Errorf("Fetch = %.200v, want a failure of the page", err)
	}
	path, err := s.Seal()
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff([]string{base}, indexed(t, path)); d != "" {
		t.Errorf("recorded (-want +got):\n%s", d)
	}
}

// isFailure reports whether an error is the outcome of one page.
func isFailure(err error) bool {
	_, failed := errors.AsType[*scrape.FailedError](err)
	return failed
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
