package capture_test

import (
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pocomigrate/pocomigrate/scrape"
	"github.com/pocomigrate/pocomigrate/scrape/capture"
)

// browser is a shop whose pages bring an answer along, which it records before the page.
type browser struct {
	*shop
	along map[string]string
}

func (b browser) Along(url string) []string {
	if a, ok := b.along[url]; ok {
		return []string{a}
	}
	return nil
}

// TestWhatCameAlongIsKnownAfterAnInterruption: the page is answered from the recording then, and no browser knows what came
// with it.
func TestWhatCameAlongIsKnownAfterAnInterruption(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "capture")
	const page, data, other = base + "page", base + "data", base + "other"
	asking := func() (*capture.Store, scrape.Fetcher, browser) {
		s := open(t, dir)
		bodies := map[string]string{page: "P", data: "D", other: "O", base + "gone": "fail unreachable"}
		for _, name := range []string{"a", "b", "c", "e", "f"} {
			bodies[base+name] = name
		}
		b := browser{&shop{bodies: bodies, recorder: s, day: 1}, map[string]string{page: data, other: base + "more"}}
		return s, s.Source("live", b), b
	}
	along := func(f scrape.Fetcher, url string) []string {
		t.Helper()
		c, ok := f.(interface{ Along(url string) []string })
		if !ok {
			t.Fatal("the recorded source does not say what came along")
		}
		return c.Along(url)
	}
	s, f, _ := asking()
	all := []string{base + "a", base + "b", base + "c", data, base + "e", base + "f"}
	fetched(t, f, slices.Concat(all, []string{base + "gone", page})...)
	if d := cmp.Diff([]string{data}, along(f, page)); d != "" {
		t.Errorf("along with the page (-want +got):\n%s", d)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	_, f, b := asking()
	fetched(t, f, page)
	if d := cmp.Diff(all, along(f, page)); d != "" {
		t.Errorf("along with the page after an interruption, all answers that were recorded (-want +got):\n%s", d)
	}
	fetched(t, f, all...)
	if len(b.asked) > 0 {
		t.Errorf("asked again for %q", b.asked)
	}
	fetched(t, f, other)
	if d := cmp.Diff([]string{base + "more"}, along(f, other)); d != "" {
		t.Errorf("along with a page of the resumed run (-want +got):\n%s", d)
	}
}
