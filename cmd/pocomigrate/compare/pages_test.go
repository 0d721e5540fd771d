package compare

import (
	"testing"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/runfolder"
)

// TestUnknownPages: what cannot be known to be gone is not called removed.
func TestUnknownPages(t *testing.T) {
	const listing, page = "https://app.example/uk/list", "https://app.example/uk/poco-f6"
	variant := catalog.Variant{Shop: "app", Market: "uk", ItemGroupID: "poco-f6"}
	of := runfolder.Product{Shop: variant.Shop, Market: variant.Market, Slug: variant.ItemGroupID}
	line := func(market, url, slug string, state catalog.State) catalog.Coverage {
		return catalog.Coverage{Shop: "app", Market: market, URL: url, Slug: slug, State: state}
	}
	for _, tt := range []struct {
		name  string
		after []catalog.Coverage
		want  bool
	}{
		{"its page is unknown", []catalog.Coverage{line("uk", page, "poco-f6", catalog.Unknown)}, true},
		{"one of its pages is unknown", []catalog.Coverage{line("uk", page, "poco-f6", catalog.Gone), line("uk", page+"/specs", "poco-f6", catalog.Unknown)}, true},
		{"its page is gone", []catalog.Coverage{line("uk", page, "poco-f6", catalog.Gone)}, false},
		{"its page is gone, a listing unknown", []catalog.Coverage{line("uk", listing, "", catalog.Unknown), line("uk", page, "poco-f6", catalog.Gone)}, false},
		{"the listing that named it is unknown", []catalog.Coverage{line("uk", listing, "", catalog.Unknown)}, true},
		{"the listing was read", []catalog.Coverage{line("uk", listing, "", catalog.Found)}, false},
		{"the listing of another market is unknown", []catalog.Coverage{line("de", listing, "", catalog.Unknown)}, false},
		{"the page of another product is unknown", []catalog.Coverage{line("uk", page, "poco-c65", catalog.Unknown)}, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := pages{map[runfolder.Product]bool{}, map[runfolder.Product]bool{}}
			for _, c := range tt.after {
				p.add(runfolder.Product{Shop: c.Shop, Market: c.Market, Slug: c.Slug}, c.State)
			}
			if got := p.cannotTell(of); got != tt.want {
				t.Errorf("cannot tell = %v, want %v", got, tt.want)
			}
		})
	}
}
