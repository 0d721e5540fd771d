package capture

import (
	"slices"

	"github.com/pocomigrate/pocomigrate/scrape"
)

// companion is a page source that gets answers to other addresses along with a page and says which, such as a browser.
type companion interface {
	scrape.Fetcher
	Along(url string) []string
}

// recordedCompanion is a recorded page source of that kind.
type recordedCompanion struct {
	*recorded
	companion companion
}

// Along returns the addresses that were answered along with a page, sorted. Of a page that comes from before an
// interruption it is not known what came with it: they are among all that the source had recorded by then.
func (r *recordedCompanion) Along(url string) []string {
	if _, ok := r.store.done[asked{via: r.via, url: url}]; !ok {
		return r.companion.Along(url)
	}
	var out []string
	for a, o := range r.store.done {
		if a.via == r.via && a.time.IsZero() && a.url != url && o.failure == nil {
			out = append(out, a.url)
		}
	}
	slices.Sort(out)
	return out
}
