package capture_test

import (
	"context"
	"errors"
	"fmt"
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

// TestNothingCanBeRecorded: the walk must end, since what it would bring home could not be read again.
func TestNothingCanBeRecorded(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "capture")
	s := open(t, dir)
	if err := os.WriteFile(dir, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, body := range []string{"A", "fail unreachable"} {
		_, err := s.Source("live", &shop{bodies: map[string]string{base: body}, recorder: s, day: 1}).Fetch(t.Context(), base)
		if _, failed := errors.AsType[*scrape.FailedError](err); err == nil || failed {
			t.Errorf("Fetch of %q = %v, want an error that ends the walk", body, err)
		}
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
	if d := cmp.Diff([]string{base + "a"}, f.conditional); d != "" {
		t.Errorf("asked with a condition (-want +got):\n%s", d)
	}
}

// conditions is a shop that notes what it is asked with a condition.
type conditions struct {
	shop
	conditional []string
}

func (c *conditions) FetchIf(ctx context.Context, url string, v scrape.Validators) (*scrape.Page, error) {
	c.conditional = append(c.conditional, url)
	return c.shop.FetchIf(ctx, url, v)
}
