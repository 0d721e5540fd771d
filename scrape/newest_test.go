package scrape_test

import (
	"context"
	"errors"
	"testing"

	"github.com/pocomigrate/pocomigrate/scrape"
)

// TestNewest: the first capture that can be read is the answer; where none can, the newest says why; and a source that was
// told to stop says that, whatever it holds.
func TestNewest(t *testing.T) {
	broken := func(c string) error { return errors.New(c + " is broken") }
	open := func(c string) (*scrape.Page, error) {
		if c[0] == '!' {
			return nil, broken(c)
		}
		return &scrape.Page{Record: c}, nil
	}
	stopped, cancel := context.WithCancel(t.Context())
	cancel()
	for _, tt := range []struct {
		name     string
		ctx      context.Context //nolint:containedctx // of the one call
		captures []string
		page     string
		err      string
		is       error
	}{
		{"the newest", t.Context(), []string{"3", "2", "1"}, "3", "", nil},
		{"an older one", t.Context(), []string{"!3", "!2", "1"}, "1", "", nil},
		{"none to be read", t.Context(), []string{"!3", "!2"}, "", "!3 is broken", nil},
		{"none held", t.Context(), nil, "", "a.har: https://www.po.co/uk/: not held by this source", scrape.ErrNotHeld},
		{"stopped", stopped, []string{"3"}, "", "fetch https://www.po.co/uk/ from a.har: context canceled", context.Canceled},
		{"stopped, and none held", stopped, nil, "", "fetch https://www.po.co/uk/ from a.har: context canceled", context.Canceled},
	} {
		page, err := scrape.Newest(tt.ctx, "a.har", "https://www.po.co/uk/", tt.captures, open)
		got, said := "", ""
		if page != nil {
			got = page.Record
		}
		if err != nil {
			said = err.Error()
		}
		if got != tt.page || said != tt.err || tt.is != nil && !errors.Is(err, tt.is) {
			t.Errorf("%s: Newest = %q, %q, want %q, %q", tt.name, got, said, tt.page, tt.err)
		}
	}
	// One that is stopped while it looks does not look on.
	ctx, cancel := context.WithCancel(t.Context())
	looked := 0
	_, err := scrape.Newest(ctx, "a.har", "https://www.po.co/uk/", []string{"3", "2", "1"}, func(c string) (*scrape.Page, error) {
		looked++
		cancel()
		return nil, broken(c)
	})
	if looked != 1 || !errors.Is(err, context.Canceled) {
		t.Errorf("stopped at the first capture, it looked at %d: %v", looked, err)
	}
}
