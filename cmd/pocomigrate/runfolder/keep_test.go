package runfolder_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/runfolder"
)

// phone returns a variant of a product in a shop's market; its key has the number.
func phone(shop catalog.ShopID, market, slug, number string) catalog.Variant {
	id := catalog.ItemIdentity(number)
	return catalog.Variant{Key: catalog.NewKey(shop, market, id), Shop: shop, Market: market, Identities: []catalog.Identity{id}, ItemGroupID: slug}
}

func page(shop catalog.ShopID, market, slug, url string, state catalog.State) catalog.Coverage {
	return catalog.Coverage{Shop: shop, Market: market, Slug: slug, URL: url, State: state}
}

func source(v catalog.Variant, url string) catalog.Sources {
	return catalog.NewSources(v.Key, []catalog.Provenance{{Key: v.Key, Field: "title", Raw: url, Used: true, At: catalog.Locator{URL: url, Reader: "html"}}})
}

// TestKeep: what a run did not ask for stays as it was, with its pages and its sources; what it did ask for is what it found now.
func TestKeep(t *testing.T) {
	before := &runfolder.Contents{
		Variants: []catalog.Variant{
			phone("app", "in", "c75", "1"), phone("app", "in", "f6", "2"), phone("app", "in", "moved", "3"), phone("app", "uk", "c75", "1"),
			phone("po.co/uk", "", "c75", "1"), phone("app", "in", "gone", "7"),
		},
		Coverage: []catalog.Coverage{
			page("app", "in", "", "https://app/in/list", catalog.Found),
			page("app", "in", "c75", "https://app/in/c75", catalog.Found),
			page("app", "in", "c75", "https://app/in/c75/specs", catalog.Found),
			page("app", "in", "f6", "https://app/in/f6", catalog.Unknown),
			page("po.co/uk", "", "c75", "https://po.co/uk/c75", catalog.Found),
		},
	}
	for _, v := range before.Variants {
		before.Sources = append(before.Sources, source(v, "before"))
	}
	// The run walked the app and came across the list and three products: one whose page has lost a variant to another product, a
	// new one, and one whose page is gone.
	walk := func() *runfolder.Contents {
		c := &runfolder.Contents{
			Variants: []catalog.Variant{phone("app", "in", "c75", "3"), phone("app", "in", "new", "4")},
			Coverage: []catalog.Coverage{
				page("app", "in", "", "https://app/in/list", catalog.Found),
				page("app", "in", "c75", "https://app/in/c75", catalog.Gone),
				page("app", "in", "gone", "https://app/in/gone", catalog.Gone),
			},
		}
		for _, v := range c.Variants {
			c.Sources = append(c.Sources, source(v, "now"))
		}
		return c
	}
	for _, tt := range []struct {
		name     string
		some     bool
		variants []catalog.Variant
		coverage []catalog.Coverage
	}{
		{"all products", false, before.Variants[4:5], before.Coverage[4:]},
		{
			// c75 in India was met and f6 was not; number 3 is held under another product now, and is not kept beside that.
			"some products", true,
			[]catalog.Variant{before.Variants[1], before.Variants[3], before.Variants[4]},
			[]catalog.Coverage{before.Coverage[3], before.Coverage[4]},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, want := walk(), walk()
			got.Keep(before, []catalog.ShopID{"app"}, tt.some)
			want.Variants = append(want.Variants, tt.variants...)
			want.Coverage = append(want.Coverage, tt.coverage...)
			for _, v := range tt.variants {
				i := slices.IndexFunc(before.Sources, func(s catalog.Sources) bool { return s.Key == v.Key })
				want.Sources = append(want.Sources, before.Sources[i])
			}
			if d := cmp.Diff(want, got); d != "" {
				t.Errorf("kept (-want +got):\n%s", d)
			}
		})
	}
}

// TestKeepMetByVariant: a product is met, too, where no page names it and a variant of it was read, as off a list.
func TestKeepMetByVariant(t *testing.T) {
	before := &runfolder.Contents{
		Variants: []catalog.Variant{phone("app", "in", "c75", "1"), phone("app", "in", "", "9")},
		Coverage: []catalog.Coverage{
			page("app", "in", "", "https://app/in/list", catalog.Found),
			page("app", "in", "", "https://app/in/other-list", catalog.Found),
			page("app", "in", "c75", "https://app/in/c75", catalog.Found),
		},
	}
	got := &runfolder.Contents{
		Variants: []catalog.Variant{phone("app", "in", "c75", "2")},
		Coverage: []catalog.Coverage{page("app", "in", "", "https://app/in/list", catalog.Unknown)},
	}
	got.Keep(before, []catalog.ShopID{"app"}, true)
	want := &runfolder.Contents{
		Variants: []catalog.Variant{phone("app", "in", "c75", "2"), before.Variants[1]},
		// The list was asked for and the other was not; a page that lists products is no product that was met.
		Coverage: []catalog.Coverage{page("app", "in", "", "https://app/in/list", catalog.Unknown), before.Coverage[1]},
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("kept (-want +got):\n%s", d)
	}
}
