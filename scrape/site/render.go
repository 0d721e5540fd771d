package site

import (
	"errors"
	"fmt"
	"slices"

	"github.com/andybalholm/cascadia"
)

// Render says that pages of a kind are empty until their scripts have run, how a browser tells that such a page is there,
// and how it brings out all of it. At least one of Selector and Response is set; both are waited for where both are.
type Render struct {
	// Selector finds something once the page is there.
	Selector string `json:"selector,omitempty"`
	// Response is the address of the answer that the page is made from, one of the shop's own page rules. Its {slug} and
	// {market} are those of the page.
	Response *Pattern `json:"response,omitempty"`
	// Scroll scrolls to the end as long as that brings anything new; More is the selector of a button to click as long as
	// that does, Clicks times at most.
	Scroll bool   `json:"scroll,omitempty"`
	More   string `json:"more,omitempty"`
	Clicks int    `json:"clicks,omitempty"`
}

// maxClicks bounds Clicks: a list that is longer is better asked for by its own addresses.
const maxClicks = 100

// WaitsFor reports whether a canonical address is the one whose answer a page waits for. It is false for every address
// where the rule names no Response.
func (r *Render) WaitsFor(url string, page Place) bool {
	if r.Response == nil {
		return false
	}
	values, ok := r.Response.Match(url)
	if !ok {
		return false
	}
	for name, value := range values {
		if name == "slug" && value != page.Slug || name == "market" && value != page.Market {
			return false
		}
	}
	return true
}

// check reports the faults that strict decoding cannot see.
func (r *Render) check(pages []PageRule) error {
	if r == nil {
		return nil
	}
	var faults []error
	fault := func(format string, args ...any) { faults = append(faults, fmt.Errorf("render: "+format, args...)) }
	if r.Selector == "" && r.Response == nil {
		fault("it waits for nothing; name a selector or a response")
	}
	for _, selector := range []string{r.Selector, r.More} {
		if selector == "" {
			continue
		}
		if _, err := cascadia.Compile(selector); err != nil {
			fault("selector %q: %w", selector, err)
		}
	}
	if r.Response != nil && !slices.ContainsFunc(pages, func(p PageRule) bool { return p.Match.text == r.Response.text }) {
		fault("response %q: no page rule of the shop has this address, so that nothing would read it", r.Response)
	}
	if (r.More == "") != (r.Clicks == 0) || r.Clicks < 0 || r.Clicks > maxClicks {
		fault("clicks %d: a page with more has from 1 to %d, any other has none", r.Clicks, maxClicks)
	}
	return errors.Join(faults...)
}
