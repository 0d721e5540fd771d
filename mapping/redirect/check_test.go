package redirect_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/mapping"
	"github.com/pocomigrate/pocomigrate/mapping/redirect"
)

// leads puts redirects in place: from, to, from, to, …; what leads to "" is gone.
func (w *world) leads(pairs ...string) {
	for i := 0; i < len(pairs); i += 2 {
		e := redirect.Existing{From: "https://" + pairs[i], To: pairs[i+1], Status: 301, Place: fmt.Sprintf("old.map:%d", i/2+1)}
		if e.To == "" {
			e.Status = 410
		}
		w.in.Existing = append(w.in.Existing, e)
	}
}

// allow lays a policy over ours: all may lead to the United Kingdom, and help has a page there, which the snapshot holds as it does
// the list of products.
func (w *world) allow(t *testing.T) {
	t.Helper()
	own, err := redirect.ReadPolicy(strings.NewReader(`kind,shop,address,action,target,reason,source
support,*,*,redirect,https://www.mi.com/uk/contact/,people there help,
region,*,*,allow,mi.com/uk,one warehouse,
`), "own.csv")
	if err != nil {
		t.Fatal(err)
	}
	w.in.Policy = own.Over(w.in.Policy)
	for _, page := range []string{"contact", "poco"} {
		w.in.Coverage = append(w.in.Coverage, catalog.Coverage{Shop: "mi.com/uk", URL: "https://www.mi.com/uk/" + page, State: catalog.Found})
	}
}

// TestCheck: what is wrong with a map by itself, with the way that shows it, the file and line that decided, and the clicks.
func TestCheck(t *testing.T) {
	for _, tt := range []struct {
		name   string
		change func(w *world)
		want   []string
	}{
		{"no address, and many of them", func(w *world) {
			w.leads("po.co/uk/a", "mailto:x@mi.com", "po.co/uk/b", "mailto:x@mi.com", "po.co/uk/c", "mailto:x@mi.com")
			w.in.Listed = []redirect.Listed{{Address: "https://po.co/uk/b", Clicks: 7}}
		}, []string{
			`error bad-target po.co/uk/b > mailto:x@mi.com, 7 clicks: "mailto:x@mi.com" is no address that a browser could follow (old.map:2)`,
			`error bad-target po.co/uk/a > mailto:x@mi.com: "mailto:x@mi.com" is no address that a browser could follow (old.map:1)`,
			`error bad-target po.co/uk/c > mailto:x@mi.com: "mailto:x@mi.com" is no address that a browser could follow (old.map:3)`,
		}},
		{"a host that is not written as it is asked for", func(w *world) { w.leads("po.co/uk/a", "https://xn.é/") }, []string{
			`error bad-target po.co/uk/a > https://xn.é/: "https://xn.%C3%A9/" is no address that a browser could follow: https://po.co/uk/a 301 → https://xn.%C3%A9/ (not in the snapshot) (old.map:1)`,
		}},
		{"pages that the snapshot lacks", func(w *world) {
			w.leads(
				"po.co/uk/a", "https://www.mi.com/uk/product/omega/", "po.co/uk/b", "https://www.mi.com/uk/product/alpha/specs", "po.co/uk/c", "https://www.mi.com/uk/product/omega/specs",
				"po.co/uk/d", "https://www.mi.com/uk/terms/", "po.co/uk", "https://www.mi.com/uk/", "po.co/de/a", "https://www.mi.com/de/product/alpha/")
		}, []string{
			"error target-missing po.co/uk/a > https://www.mi.com/uk/product/omega/: the snapshot has no such page; capture it: https://www.mi.com/uk/product/omega/ (old.map:1)",
			"error target-missing po.co/uk/c > https://www.mi.com/uk/product/omega/specs: the snapshot has no such page; capture it: https://www.mi.com/uk/product/omega/specs (old.map:3)",
			"warning target-missing po.co/de/a > https://www.mi.com/de/product/alpha/: the snapshot has no such page; capture it: https://www.mi.com/de/product/alpha/ (old.map:6)",
			"warning target-missing po.co/uk/d > https://www.mi.com/uk/terms/: the snapshot has no such page; capture it: https://www.mi.com/uk/terms/ (old.map:4)",
		}},
		{"another site", func(w *world) { w.leads("po.co/uk/a", "https://shop.example/") }, []string{
			"error foreign-target po.co/uk/a > https://shop.example/: shop.example is no site of the new shops; a row of the kind host in the policy allows it: https://po.co/uk/a 301 → https://shop.example/ (not in the snapshot) (old.map:1)",
		}},
		{"no equal by the policy", func(w *world) {
			w.allow(t)
			w.in.Listed = []redirect.Listed{{Address: "https://po.co/uk/service/help"}}
		}, []string{
			"warning soft-404-risk po.co/uk/service/help > https://www.mi.com/uk/contact/: no equal of the old page: https://po.co/uk/service/help 301 → https://www.mi.com/uk/contact/ 200 (own.csv:2)",
		}},
		{"a page that is asked for in the clear, by its mapping", func(w *world) {
			w.in.Variants[0].Link, w.in.Variants[1].Link = "http://www.mi.com/uk/product/alpha/", "http://www.mi.com/uk/product/alpha/"
			w.variant("old", "alpha1", mapping.Matched, "")
		}, []string{
			"warning insecure-target po.co/uk/product/old > http://www.mi.com/uk/product/alpha/: the target is asked without encryption",
		}},
		{"three products in one", func(w *world) {
			w.variant("two", "alpha1", mapping.Matched, "")
			w.variant("one", "alpha1", mapping.Matched, "")
			w.leads("po.co/de/product/three", "https://mi.com/uk/product/alpha", "po.co/uk/beta", "https://www.mi.com/uk/product/beta/", "po.co/uk/product/old", "https://www.mi.com/uk/product/beta/")
			w.allow(t)
		}, []string{
			"warning many-to-one po.co/de/product/three > https://mi.com/uk/product/alpha: 3 old products lead to this page: one, three, two",
		}},
		{"front pages and lists are many to one", func(w *world) {
			w.allow(t)
			w.leads("po.co/uk", "https://www.mi.com/uk/poco", "po.co/de", "https://www.mi.com/uk/poco", "poco.in", "https://www.mi.com/uk/poco")
		}, []string{
			"info shop-open poco.in: poco.in still answers by its profile: its rules are for the day when it closes",
		}},
		{"shops that still answer", func(w *world) {
			for _, a := range []string{"poco.in/", "poco.in/product/x-series", "poco.in/legal/terms", "po.co/uk"} {
				w.in.Listed = append(w.in.Listed, redirect.Listed{Address: "https://" + a})
			}
		}, []string{
			"info shop-open poco.in: poco.in still answers by its profile: its rules are for the day when it closes",
		}},
		{"gone twice", func(w *world) { w.leads("po.co/uk/a", "", "www.po.co/uk/a/", "") }, []string{
			"info duplicate po.co/uk/a: old.map:1 and old.map:2 say the same",
		}},
		{"gone, and yet not", func(w *world) { w.leads("po.co/uk/a", "", "www.po.co/uk/a/", "https://www.mi.com/uk/product/alpha/") }, []string{
			"error conflict po.co/uk/a > https://www.mi.com/uk/product/alpha/: old.map:1 leads to nothing (gone), old.map:2 to https://www.mi.com/uk/product/alpha/: the first holds, strike one",
		}},
		{"a chain", func(w *world) {
			w.leads("po.co/uk/a", "https://po.co/uk/b", "po.co/uk/b", "https://www.mi.com/uk/product/alpha/")
		}, []string{
			"warning chain po.co/uk/a > https://po.co/uk/b: 2 redirects where one does; --flatten leads straight to the end: https://po.co/uk/a 301 → https://po.co/uk/b 301 → https://www.mi.com/uk/product/alpha/ 200 (old.map:1)",
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := newWorld(t)
			tt.change(w)
			var got []string
			for _, f := range redirect.New(w.in).Check(redirect.CheckOptions{}) {
				line := fmt.Sprintf("%s %s %s", f.Level, f.ID, strings.TrimPrefix(f.Address, "https://"))
				if f.Target != "" {
					line += " > " + f.Target
				}
				if f.Clicks > 0 {
					line += fmt.Sprintf(", %d clicks", f.Clicks)
				}
				got = append(got, line+": "+f.Evidence)
			}
			if d := cmp.Diff(tt.want, got); d != "" {
				t.Errorf("findings (-want +got):\n%s", d)
			}
		})
	}
}
