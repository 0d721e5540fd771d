package crawl

import (
	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/scrape"
	"github.com/pocomigrate/pocomigrate/scrape/extract"
	"github.com/pocomigrate/pocomigrate/scrape/site"
)

// Source is a page source under a name that people know it by. One that is a [scrape.Lister] makes what it holds of a shop
// expected, and its captures are read before any source is asked.
type Source struct {
	Name string
	scrape.Fetcher
	// Asks says that the source can be asked for addresses which it does not list: it stands for a network, not a file.
	Asks bool
	// For says what the source is to a shop; nil means [Primary] to every shop.
	For func(*site.Profile) Use
}

// Companion is a page source that gets answers to other addresses along with a page, as a browser does whose page asks for
// its data. They are captures of their own: Along returns their addresses, sorted, and Fetch answers for each of them.
type Companion interface {
	scrape.Fetcher
	Along(url string) []string
}

// Use is what a source is to a shop.
type Use int

// The uses, later ones asked first.
const (
	// Never: the shop's pages are not looked for there.
	Never Use = iota
	// Fallback: asked only for a page that the others left unknown; what it lists is not expected.
	Fallback
	// Renderer: asked only for a page that came as a shell, or without what its layouts need, since scripts may fill it.
	Renderer
	// Primary: what it lists is expected, and it is asked in its turn.
	Primary
)

// use returns what the source is to a shop.
func (s Source) use(p *site.Profile) Use {
	if s.For == nil {
		return Primary
	}
	return s.For(p)
}

// wanted reports whether a source of this use is asked for a page of which the sources before it say as much as r.
func (u Use) wanted(r extract.Reading) bool {
	switch u {
	case Primary:
		return true
	case Renderer:
		return r.Reason == "shell" || r.Reason == "layout_changed"
	case Fallback:
		return r.State == catalog.Unknown
	default:
		return false
	}
}
