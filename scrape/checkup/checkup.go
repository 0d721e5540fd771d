// Package checkup reads saved pages by the shops' profiles and says where a profile no longer fits them: fields that no page gives,
// layouts that fit no page, pages that no layout reads or no rule describes.
package checkup

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/scrape"
	"github.com/pocomigrate/pocomigrate/scrape/drift"
	"github.com/pocomigrate/pocomigrate/scrape/extract"
	"github.com/pocomigrate/pocomigrate/scrape/site"
)

// Checkup is what reading saved pages told of the profiles of some shops.
type Checkup struct {
	profiles *site.Shops
	reader   *extract.Reader
	walk     []catalog.ShopID
	shops    map[catalog.ShopID]*shopCheck // those that have pages
	Pages    int                           // that were judged
	Foreign  int                           // captures of no shop, and of shops that are not walked
}

// New returns one of the shops in walk, which has read nothing yet.
func New(shops *site.Shops, walk []catalog.ShopID) *Checkup {
	return &Checkup{profiles: shops, reader: extract.NewReader(shops), walk: walk, shops: map[catalog.ShopID]*shopCheck{}}
}

// Read reads all that a source holds, and judges the pages of the walked shops. Captures that cannot be read are counted; only what
// keeps it from going on is an error.
func (c *Checkup) Read(ctx context.Context, s scrape.Lister) error {
	for capture, err := range s.List(ctx) {
		var page *scrape.Page
		if err == nil {
			page, err = s.Open(ctx, capture)
		}
		damage, damaged := errors.AsType[*scrape.DamagedError](err)
		failure, failed := errors.AsType[*scrape.FailedError](err)
		switch {
		case damaged:
			c.outcome(damage.URL, "damaged")
		case failed:
			c.outcome(failure.URL, failure.Reason)
		case err != nil:
			return err
		default:
			c.judge(page)
		}
	}
	return nil
}

// Checked returns the shops of the walk that have pages, sorted.
func (c *Checkup) Checked() []catalog.ShopID { return slices.Sorted(maps.Keys(c.shops)) }

// Compared notes how what was read of a shop compares with an earlier walk. The shop is one of those that were checked.
func (c *Checkup) Compared(shop catalog.ShopID, with drift.Comparison) { c.shops[shop].drift = &with }

// shop returns the check of the shop that knows an address, nil where none of the walk does.
func (c *Checkup) shop(address string) *shopCheck {
	canonical := scrape.Canonical(address)
	profile, _, ok := c.profiles.Place(canonical)
	if !ok {
		profile, ok = c.profiles.Owner(canonical)
	}
	if !ok || !slices.Contains(c.walk, profile.ID) || scrape.IsRobots(canonical) {
		c.Foreign++
		return nil
	}
	s := c.shops[profile.ID]
	if s == nil {
		s = &shopCheck{profile: profile, layouts: map[layoutKey]*layoutCheck{}, outcomes: map[outcomeKey]int{}}
		c.shops[profile.ID] = s
	}
	return s
}

// outcome counts a capture that gives no page.
func (c *Checkup) outcome(address, reason string) {
	if s := c.shop(address); s != nil {
		_, place, _ := c.profiles.Place(scrape.Canonical(address))
		s.count(place.Rule, reason)
	}
}

// judge reads a page and notes how its layouts fitted.
func (c *Checkup) judge(page *scrape.Page) {
	s := c.shop(page.URL)
	if s == nil {
		return
	}
	_, place, _ := c.profiles.Place(scrape.Canonical(page.URL))
	reading, fits, err := c.reader.Fit(page)
	switch {
	case err != nil:
		c.Foreign++
	case place.Rule == nil && reading.State == catalog.Found:
		s.misplaced(page)
	case reading.State == catalog.Found || reading.Reason == extract.LayoutChanged:
		c.Pages++
		s.judge(page, reading, fits)
	default:
		s.count(place.Rule, reading.Reason)
	}
}

// shopCheck is what the saved pages of one shop told of its profile.
type shopCheck struct {
	profile  *site.Profile
	layouts  map[layoutKey]*layoutCheck
	unread   []unread
	unplaced []string // addresses
	outcomes map[outcomeKey]int
	drift    *drift.Comparison // nil where nothing is compared
}

// unread is a page that no layout reads.
type unread struct {
	kind site.Kind
	url  string
}

type layoutKey struct {
	kind   site.Kind
	layout string
}

type outcomeKey struct {
	kind   site.Kind
	reason string
}

// layoutCheck is how a layout fitted the pages of one kind.
type layoutCheck struct {
	layout *site.Layout
	pages  int // on which it was tried
	fits   int // that had what it needs
	found  map[site.Part]int
}

// judge notes how the layouts of a page's rule fitted.
func (s *shopCheck) judge(page *scrape.Page, reading extract.Reading, fits []extract.Fit) {
	if reading.Reason == extract.LayoutChanged {
		s.unread = append(s.unread, unread{reading.Kind, page.URL})
	}
	for _, f := range fits {
		key := layoutKey{reading.Kind, f.Layout.Name}
		l := s.layouts[key]
		if l == nil {
			l = &layoutCheck{layout: f.Layout, found: map[site.Part]int{}}
			s.layouts[key] = l
		}
		l.pages++
		if f.Needed {
			l.fits++
		}
		for part := range f.Found {
			l.found[part]++
		}
	}
}

// count counts a capture that is no page of the shop.
func (s *shopCheck) count(rule *site.PageRule, reason string) {
	var kind site.Kind
	if rule != nil {
		kind = rule.Kind
	}
	s.outcomes[outcomeKey{kind, reason}]++
}

// misplaced notes a page that no page rule describes, unless the profile leaves it out, or it is none that a profile could
// describe: a picture, a script.
func (s *shopCheck) misplaced(page *scrape.Page) {
	media := page.MediaType()
	isPage := strings.HasSuffix(media, "html") || strings.HasSuffix(media, "xhtml+xml") || strings.HasSuffix(media, "json")
	if isPage && !s.profile.Omits(scrape.Canonical(page.URL)) {
		s.unplaced = append(s.unplaced, page.URL)
	}
}
