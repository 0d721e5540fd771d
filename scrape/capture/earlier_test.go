package capture_test

import (
	"context"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pocomigrate/pocomigrate/scrape"
)

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
// cannot be copied: the walk ends, and its recording is not sealed.
func TestEarlierRecordingIsGone(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "capture")
	first := open(t, dir)
	fetched(t, first.Source("live", &shop{bodies: map[string]string{base: "A"}, recorder: first, day: 1}), base)
	path, err := first.Seal()
	if err != nil {
		t.Fatal(err)
	}
	second := open(t, dir)
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
	if path, err := second.Seal(); path != "" || err == nil || "error "+err.Error() == got[0] || !strings.Contains(err.Error(), "cannot be copied") {
		t.Errorf("Seal() = %q, %v, want that an answer was lost", path, err)
	}
	if d := cmp.Diff([]string{"0001.wacz", "0002.warc.gz"}, files(t, dir)); d != "" {
		t.Errorf("files (-want +got):\n%s", d)
	}
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
