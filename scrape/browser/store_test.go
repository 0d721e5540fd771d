package browser_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/pocomigrate/pocomigrate/scrape"
	"github.com/pocomigrate/pocomigrate/scrape/browser"
)

// TestStoreKeepsTheNewest: what has no room any more is the oldest, and a page that came again counts once.
func TestStoreKeepsTheNewest(t *testing.T) {
	t.Parallel()
	page := func(n int) *scrape.Page { return &scrape.Page{Body: make([]byte, n)} }
	s := browser.NewStore(100)
	for _, step := range []struct {
		key  string
		size int
		want string // the keys that are kept then
	}{
		{"a", 40, "a"}, {"b", 40, "ab"}, {"a", 50, "ab"}, {"c", 10, "abc"}, {"d", 1, "bcd"}, {"e", 200, ""}, {"f", 100, "f"}, {"g", 0, "fg"},
	} {
		s.Put(step.key, page(step.size))
		keys := strings.Split("abcdefg", "")
		got := strings.Join(slices.DeleteFunc(keys, func(key string) bool { return s.Get(key) == nil }), "")
		if got != step.want {
			t.Errorf("after %s of %d bytes %q are kept, want %q", step.key, step.size, got, step.want)
		}
	}
	for i := range 1000 {
		s.Put(fmt.Sprint("h", i), page(10))
	}
	if s.Get("h989") != nil || s.Get("h990") == nil {
		t.Error("the last ten are not what is kept")
	}
}
