package extract

import (
	"github.com/pocomigrate/pocomigrate/scrape"
	"github.com/pocomigrate/pocomigrate/scrape/site"
)

// Fit says how one layout fitted one page.
type Fit struct {
	Layout *site.Layout
	// Needed says that the page has what the layout needs; true for a layout that needs nothing of a page that its reader can
	// read.
	Needed bool
	// Found are the parts of the layout that matched: they gave a value, or are passed over for a reason that the layout names.
	Found map[site.Part]bool
}

// Fit reads a page as Read does and says how each layout of its page rule fitted it, in the order in which they are tried.
// There are none for a page that is told apart before any layout is tried.
func (r *Reader) Fit(p *scrape.Page) (Reading, []Fit, error) {
	fits := []Fit{}
	reading, err := r.read(p, &fits)
	return reading, fits, err
}

// needed notes that the page has what the layout needs. A nil fit, which nobody asked for, notes nothing.
func (f *Fit) needed() {
	if f != nil {
		f.Needed = true
	}
}

// found notes that a part of the layout matched, as needed does.
func (f *Fit) found(field site.Field, rule int, matched bool) {
	if f != nil && matched {
		f.Found[site.Part{Field: field, Rule: rule}] = true
	}
}
