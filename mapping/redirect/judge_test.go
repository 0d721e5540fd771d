package redirect_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/mapping"
	"github.com/pocomigrate/pocomigrate/mapping/redirect"
	"github.com/pocomigrate/pocomigrate/mapping/redirect/redirecttest"
)

// site answers by address: "301 TO", "200", "200 missing: SIGN", or "unknown: WHY".
type site map[string]string

func (s site) Ask(_ context.Context, address string) (redirect.Answer, error) {
	text, ok := s[address]
	if !ok {
		return redirect.Answer{}, fmt.Errorf("nobody should have asked for %s", address)
	}
	if why, ok := strings.CutPrefix(text, "unknown: "); ok {
		return redirect.Answer{Unknown: why}, nil
	}
	status, rest, _ := strings.Cut(text, " ")
	var a redirect.Answer
	if _, err := fmt.Sscan(status, &a.Status); err != nil {
		return a, err
	}
	if sign, ok := strings.CutPrefix(rest, "missing: "); ok {
		a.Missing = sign
	} else {
		a.Location = rest
	}
	return a, nil
}

// verdict writes findings as "level id" each, and that nothing could be concluded.
func verdict(found []redirect.Finding, concluded bool) string {
	var words []string
	for _, f := range found {
		words = append(words, string(f.Level)+" "+f.ID)
	}
	if !concluded {
		words = append(words, "unknown")
	}
	return strings.Join(words, ", ")
}

const (
	oldPage  = "https://po.co/uk/product/old"
	gonePage = "https://po.co/uk/product/gone"
	newPage  = "https://www.mi.com/uk/product/alpha/"
)

// TestJudge: what real servers answer to an old address, and what is wrong with it. The map leads old to alpha and has nothing
// in place of gone.
func TestJudge(t *testing.T) {
	w := newWorld(t)
	w.variant("old", "alpha1", mapping.Matched, "")
	w.variant("gone", "", mapping.Unmapped, mapping.NotSold)
	m := redirect.New(w.in)
	for _, tt := range []struct {
		name, address string
		site          site
		want          string
	}{
		{"as it should be", oldPage, site{oldPage: "301 " + newPage, newPage: "200"}, ""},
		{"308 is for good, too", oldPage, site{oldPage: "308 " + newPage, newPage: "200"}, ""},
		{"a relative target", oldPage, site{oldPage: "301 //www.mi.com/uk/product/alpha/", newPage: "200"}, ""},
		{"another spelling of the target", oldPage, site{oldPage: "301 https://mi.com/uk/product/alpha", "https://mi.com/uk/product/alpha": "200"}, ""},
		{"by a redirect of its own to the target", oldPage, site{oldPage: "301 " + newPage, newPage: "302 https://www.mi.com/uk/product/beta/", "https://www.mi.com/uk/product/beta/": "200"}, "warning chain"},
		{"for a while only", oldPage, site{oldPage: "302 " + newPage, newPage: "200"}, "warning temporary"},
		{"in two steps", oldPage, site{oldPage: "301 https://www.po.co/uk/product/old", "https://www.po.co/uk/product/old": "301 " + newPage, newPage: "200"}, "warning chain"},
		{"it answers", oldPage, site{oldPage: "200"}, "error not-redirected"},
		{"it is gone", oldPage, site{oldPage: "404"}, "error not-redirected"},
		{"a redirect to nowhere", oldPage, site{oldPage: "301"}, "error not-redirected"},
		{"a redirect to what is no web page", oldPage, site{oldPage: "301 mailto:service@po.co"}, "error not-redirected"},
		{"another product", oldPage, site{oldPage: "301 https://www.mi.com/uk/product/beta/", "https://www.mi.com/uk/product/beta/": "200"}, "error wrong-target"},
		{"the front page", oldPage, site{oldPage: "301 https://www.mi.com/uk/", "https://www.mi.com/uk/": "200"}, "error wrong-target, error soft-404"},
		{"the hub", oldPage, site{oldPage: "301 https://www.mi.com/uk/poco/", "https://www.mi.com/uk/poco/": "200"}, "error wrong-target, error soft-404"},
		{"an error page", oldPage, site{oldPage: "301 https://www.mi.com/uk/errors/404", "https://www.mi.com/uk/errors/404": "200"}, "error wrong-target, error soft-404"},
		{"another region", oldPage, site{oldPage: "301 https://www.mi.com/de/product/alpha/", "https://www.mi.com/de/product/alpha/": "200"}, "error wrong-target, error region-crossed"},
		{"a host that nobody can ask for", oldPage, site{oldPage: "301 https://xn.é/", "https://xn.%C3%A9/": "200"}, "error wrong-target, error bad-target"},
		{"another site", oldPage, site{oldPage: "301 https://shop.example/alpha", "https://shop.example/alpha": "200"}, "error wrong-target, error foreign-target"},
		{"the page is not there", oldPage, site{oldPage: "301 " + newPage, newPage: "404"}, "error target-dead"},
		{"the page says that it is not there", oldPage, site{oldPage: "301 " + newPage, newPage: "200 missing: its title says 404"}, "error soft-404"},
		{"in a circle", oldPage, site{oldPage: "301 " + newPage, newPage: "301 " + oldPage}, "error loop"},
		{"to itself", oldPage, site{oldPage: "301 " + oldPage}, "error loop"},
		{"on and on", oldPage, site{oldPage: "301 " + newPage + "1", newPage + "1": "301 " + newPage + "2", newPage + "2": "301 " + newPage + "3", newPage + "3": "301 " + newPage + "4"}, "error too-many-hops"},
		{"nobody answers", oldPage, site{oldPage: "unknown: refused"}, "unknown"},
		{"nobody answers at its end", oldPage, site{oldPage: "302 " + newPage, newPage: "unknown: refused"}, "warning temporary, unknown"},
		{"gone for good", gonePage, site{gonePage: "410"}, ""},
		{"gone, and may come back", gonePage, site{gonePage: "404"}, "warning gone-as-404"},
		{"gone, and yet there", gonePage, site{gonePage: "200"}, "error not-gone"},
		{"gone, and leads on", gonePage, site{gonePage: "301 " + newPage, newPage: "200"}, "error not-gone"},
		{"gone, and leads on to silence", gonePage, site{gonePage: "301 " + newPage, newPage: "unknown: refused"}, "error not-gone, unknown"},
		{"gone, and leads on and on to silence", gonePage, site{gonePage: "301 " + oldPage, oldPage: "301 " + newPage, newPage: "unknown: refused"}, "error not-gone, unknown"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r, ok := m.Rule(tt.address)
			if !ok {
				t.Fatalf("no rule for %s", tt.address)
			}
			r.Clicks = 7
			trace, err := redirect.Follow(t.Context(), tt.site, tt.address, 3, nil)
			if err != nil {
				t.Fatal(err)
			}
			found, concluded := m.Judge(r, trace)
			if got := verdict(found, concluded); got != tt.want {
				t.Errorf("%s: %s, want %s", trace, got, tt.want)
			}
			for _, f := range found {
				if f.Address != tt.address || f.Target != r.To || f.Clicks != 7 || !strings.Contains(f.Evidence, trace.String()) {
					t.Errorf("finding %+v", f)
				}
			}
		})
	}
	pending := redirect.Rule{State: redirect.Pending}
	if found, concluded := m.Judge(pending, redirect.Trace{Loop: true}); len(found) > 0 || !concluded {
		t.Errorf("what no server is given is judged: %s", verdict(found, concluded))
	}
}

// TestFollow: the way is told hop by hop; it ends where it comes back, is too long, or leads to what is not to be asked.
func TestFollow(t *testing.T) {
	s := site{
		"https://a/": "301 /b", "https://a/b": "302 //c/", "https://c/": "200 missing: its title says 404", "https://l/": "301 https://l/", "https://u/": "unknown: refused",
		"https://bad/": "301 http://%zz/", "::": "301 /b",
	}
	for _, tt := range []struct {
		start string
		limit int
		leave func(string) bool
		want  string
	}{
		{"https://a/", 9, nil, "https://a/ 301 → https://a/b 302 → https://c/ 200 (its title says 404); https://c/"},
		{"https://a/", 1, nil, "https://a/ 301 → https://a/b 302 → https://c/; https://c/, long"},
		{"https://a/", 0, nil, "https://a/ 301 → https://a/b; https://a/b, long"},
		{"https://a/", 9, func(a string) bool { return a == "https://a/b" }, "https://a/ 301 → https://a/b; https://a/b"},
		{"https://l/", 9, nil, "https://l/ 301; https://l/, loop"},
		{"https://u/", 9, nil, "https://u/ (refused); https://u/"},
		{"::", 9, nil, ":: 301; ::"},
		{"https://bad/", 9, nil, "https://bad/ 301; https://bad/"},
	} {
		trace, err := redirect.Follow(t.Context(), s, tt.start, tt.limit, tt.leave)
		got := trace.String() + "; " + trace.Final
		if trace.Loop {
			got += ", loop"
		}
		if trace.Long {
			got += ", long"
		}
		if err != nil || got != tt.want {
			t.Errorf("Follow(%s, %d) = %s, %v, want %s", tt.start, tt.limit, got, err, tt.want)
		}
	}
	if _, err := redirect.Follow(t.Context(), s, "https://nobody/", 9, nil); err == nil {
		t.Error("an error of the one who asks does not end the way")
	}
}

// TestMapAnswers: a map answers for its own addresses and the pages of its snapshot, and knows of no others.
func TestMapAnswers(t *testing.T) {
	w := newWorld(t)
	w.variant("old", "alpha1", mapping.Matched, "")
	w.variant("gone", "", mapping.Unmapped, mapping.NotSold)
	w.variant("split", "alpha1", mapping.NeedsReview, "")
	w.in.Variants = append(w.in.Variants, catalog.Variant{Key: "mi.com/uk#item:g", Shop: "mi.com/uk", SKU: "g", ItemGroupID: "gamma", Link: "https://www.mi.com/uk/product/gamma/"})
	m := redirect.New(w.in)
	for address, want := range map[string]redirect.Answer{
		"https://mi.com/uk/product/gamma":      {Status: http.StatusOK},
		oldPage:                                {Status: http.StatusMovedPermanently, Location: newPage},
		gonePage:                               {Status: http.StatusGone},
		"https://po.co/uk/product/split":       {Unknown: "not in the snapshot"},
		newPage:                                {Status: http.StatusOK},
		"https://www.mi.com/uk/product/omega/": {Unknown: "not in the snapshot"},
		"mailto:service@po.co":                 {Unknown: "not in the snapshot"},
	} {
		if got, err := m.Ask(t.Context(), address); err != nil || got != want {
			t.Errorf("Ask(%s) = %+v, %v, want %+v", address, got, err, want)
		}
	}
}

func TestLevels(t *testing.T) {
	levels := []redirect.Level{redirect.Fault, redirect.Warning, redirect.Info}
	for i, a := range levels {
		if got, err := redirect.ParseLevel(string(a)); got != a || err != nil {
			t.Errorf("ParseLevel(%s) = %s, %v", a, got, err)
		}
		for j, b := range levels {
			if a.AtLeast(b) != (i <= j) {
				t.Errorf("%s at least %s = %v", a, b, a.AtLeast(b))
			}
		}
	}
	if got, err := redirect.ParseLevel("fault"); got != "" || err == nil || err.Error() != `level "fault": it is error, warning or info` {
		t.Errorf("ParseLevel(fault) = %q, %v", got, err)
	}
}

// TestSortFindings: the gravest first, then the most visited, each once.
func TestSortFindings(t *testing.T) {
	a := redirect.Finding{ID: "chain", Level: redirect.Warning, Address: "https://po.co/a", Clicks: 9}
	b := redirect.Finding{ID: "loop", Level: redirect.Fault, Address: "https://po.co/b", Clicks: 1}
	c := redirect.Finding{ID: "loop", Level: redirect.Fault, Address: "https://po.co/a", Clicks: 1}
	d := redirect.Finding{ID: "loop", Level: redirect.Fault, Address: "https://po.co/z", Clicks: 5}
	e := redirect.Finding{ID: "shop-open", Level: redirect.Info, Address: "https://po.co/a"}
	if diff := cmp.Diff([]redirect.Finding{d, c, b, a, e}, redirect.Sort([]redirect.Finding{e, a, b, c, d, b, a})); diff != "" {
		t.Errorf("findings (-want +got):\n%s", diff)
	}
}

func TestParseAddress(t *testing.T) {
	long := strings.Repeat("x", 8<<10)
	for raw, want := range map[string]string{
		"https://www.po.co/uk/":                       "https://po.co/uk",
		"http://PO.CO.:80/uk//":                       "https://po.co/uk",
		"//www.po.co/":                                "https://po.co",
		"https://po.co:8443/uk":                       "https://po.co:8443/uk",
		"https://[::1]:443/x":                         "https://[::1]/x",
		"https://po.co/%7euk/%c3%a9?q=é x#y":          "https://po.co/~uk/%C3%A9?q=%C3%A9%20x",
		"po.co/uk":                                    "no http or https address",
		"ftp://po.co/uk":                              "no http or https address",
		"https:///uk":                                 "no http or https address",
		"https://po.co/%zz":                           "no address that could be read",
		"https://pö.co/":                              `host "pö.co": write it in ASCII, as it is asked for (xn--…)`,
		"https://po.co/" + long:                       "address of 8206 bytes: no server takes more than 8192",
		"https://po.co/?" + strings.Repeat("é", 2000): "address of 12014 bytes, escaped: no server takes more than 8192",
	} {
		a, err := redirect.ParseAddress(raw)
		got := a.URL()
		if err != nil {
			got = err.Error()
		}
		if got != want {
			t.Errorf("ParseAddress(%.80q) = %.200s, want %s", raw, got, want)
		}
	}
}

func TestAddressParts(t *testing.T) {
	for raw, want := range map[string][]string{
		"https://po.co/":                 {"/", "", "", "plain"},
		"https://po.co/%C3%A9%20a":       {"/é a", "", "", "plain"},
		"https://po.co/buy?gid=41":       {"/buy", "gid", "41", "plain"},
		"https://po.co/buy?gid=4%201":    {"/buy", "gid", "4%201", ""},
		"https://po.co/buy?gid=1&lang=e": {"/buy", "gid", "1&lang=e", ""},
	} {
		a, err := redirect.ParseAddress(raw)
		if err != nil {
			t.Fatal(err)
		}
		name, value := a.Param()
		got := []string{a.Decoded(), name, value, ""}
		if a.Plain() {
			got[3] = "plain"
		}
		if !slices.Equal(got, want) {
			t.Errorf("parts of %s = %q, want %q", raw, got, want)
		}
	}
	if got := (redirect.Address{Path: "%zz"}).Decoded(); got != "%zz" {
		t.Errorf("a path that cannot be decoded = %q", got)
	}
}

// TestFlattenLeavesDeadEnds: a chain that ends at an address that is gone, or comes back, is for a person.
func TestFlattenLeavesDeadEnds(t *testing.T) {
	w := newWorld(t)
	leads := func(from, to string, status int) redirect.Existing {
		return redirect.Existing{From: "https://po.co/uk/" + from, To: to, Status: status}
	}
	w.in.Existing = []redirect.Existing{
		leads("a", "https://po.co/uk/b", 301), leads("b", "https://po.co/uk/dead", 301), leads("dead", "", 410),
		leads("x", "https://po.co/uk/y", 301), leads("y", "https://po.co/uk/x", 301), leads("one", newPage, 301),
	}
	m := redirect.New(w.in)
	if n := m.Flatten(); n != 0 {
		t.Errorf("%d redirects were changed", n)
	}
	for address, want := range map[string]string{"a": "https://po.co/uk/b", "x": "https://po.co/uk/y", "one": newPage} {
		if r, ok := m.Rule("https://po.co/uk/" + address); !ok || r.To != want {
			t.Errorf("%s leads to %s, want %s", address, r.To, want)
		}
	}
	if got := verdict(m.Check(redirect.CheckOptions{}), true); !strings.Contains(got, "error target-dead") {
		t.Errorf("that a chain ends at nothing is not told: %s", got)
	}
}

// errAsker is somebody who cannot ask.
type errAsker struct{ err error }

func (e errAsker) Ask(context.Context, string) (redirect.Answer, error) {
	return redirect.Answer{}, e.err
}

func TestFollowStops(t *testing.T) {
	stopped := errors.New("stopped")
	trace, err := redirect.Follow(t.Context(), errAsker{stopped}, oldPage, 3, nil)
	if !errors.Is(err, stopped) || len(trace.Hops) > 0 || trace.Final != oldPage {
		t.Errorf("Follow = %+v, %v", trace, err)
	}
}

// TestPolicyPatterns: a star stands for any run of characters, none among them, in shops and addresses; the first row that fits
// decides, and where none does, nobody guesses.
func TestPolicyPatterns(t *testing.T) {
	policy, err := redirect.ReadPolicy(strings.NewReader(`kind,shop,address,action,target,reason,source
other,*,po.co/uk/news/*/archive*end,gone,,news are over,
other,po.co/d*,*,ignore,,not ours,
other,*,po.co/uk/press/*/old*,gone,,nobody reads it,
other,*,po.co/uk/a*ab*b,redirect,{home},a to b,
other,*,po.co/uk/exact,pending,,somebody has to say,
`), "own.csv")
	if err != nil {
		t.Fatal(err)
	}
	w := newWorld(t)
	w.in.Policy = policy
	want := map[string]string{
		"uk/news/2021/archive/the-end": "gone policy",
		"uk/news//archiveend":          "gone policy",
		"uk/news/2021/archive":         "pending policy",
		"uk/news/2021/the-end":         "pending policy",
		"uk/news/archive/end":          "pending policy",
		"uk/blog/2021/archive/end":     "pending policy",
		"de/whatever":                  "ignored policy",
		"uk/press/2021/old":            "gone policy",
		"uk/press/2021/new":            "pending policy",
		"uk/aabb":                      "redirect policy https://www.mi.com/uk/",
		"uk/a/x/ab/x/b":                "redirect policy https://www.mi.com/uk/",
		"uk/aab":                       "pending policy", // no letter stands for two parts of the pattern
		"uk/a/x":                       "pending policy",
		"uk/b/a/b":                     "pending policy",
		"uk/exact":                     "pending policy",
		"uk/exactly":                   "pending policy",
	}
	for path := range want {
		w.in.Listed = append(w.in.Listed, redirect.Listed{Address: "https://po.co/" + path})
	}
	m := redirect.New(w.in)
	for path, state := range want {
		if got := become(m, "https://po.co/"+path); got != state {
			t.Errorf("%s: %s, want %s", path, got, state)
		}
	}
	for path, detail := range map[string]string{
		"uk/exact": "somebody has to say", "uk/exactly": "the policy has no row for pages of the kind other", "de/whatever": "not ours",
	} {
		if r, _ := m.Rule("https://po.co/" + path); r.Detail != detail {
			t.Errorf("%s: %q, want %q", path, r.Detail, detail)
		}
	}
}

// TestReasonsOfProducts: why the page of a product leads where it does, or nowhere, in words.
func TestReasonsOfProducts(t *testing.T) {
	for _, tt := range []struct {
		name   string
		change func(w *world)
		want   string
	}{
		{"one variant", func(*world) {}, "redirect: because"},
		{"not mapped", func(w *world) { w.in.Mappings = nil; w.in.Variants[len(w.in.Variants)-1].Shop = "po.co/uk" }, "pending: its variant is to be settled: it was not mapped; run 'pocomigrate map'"},
		{"a ruling that fits several", func(w *world) { w.in.Mappings[0].Flags = []mapping.Flag{mapping.RulingAmbiguous} }, "pending: its variant is to be settled: a ruling fits several variants"},
		{"one of two", func(w *world) {
			w.variant("old", "", mapping.Unmapped, mapping.NotSold)
		}, "redirect: 1 of its 2 variants is mapped to the product on mi.com/uk"},
		{"two of three", func(w *world) {
			w.variant("old", "alpha2", mapping.Matched, mapping.Accepted)
			w.variant("old", "", mapping.Unmapped, "")
		}, "redirect: 2 of its 3 variants are mapped to the product on mi.com/uk"},
		{"two alike", func(w *world) { w.variant("old", "alpha2", mapping.Matched, "") }, "redirect: because"},
		{"one of two open", func(w *world) { w.variant("old", "beta1", mapping.NeedsReview, "") }, "pending: 1 of its 2 variants is to be settled: because"},
		{"a doubt without a target", func(w *world) { w.variant("old", "", mapping.NeedsReview, "") }, "redirect: because"},
		{"ruled", func(w *world) { w.in.Mappings[0].Ruling = mapping.Accepted }, "redirect: ruled accepted"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := newWorld(t)
			w.variant("old", "alpha1", mapping.Matched, "")
			tt.change(w)
			r, ok := redirect.New(w.in).Rule(oldPage)
			if got := fmt.Sprintf("%s: %s", r.State, r.Detail); !ok || got != tt.want {
				t.Errorf("%s, want %s", got, tt.want)
			}
		})
	}
}

// marketed are shops of which po.co/de serves a market.
type marketed struct{ redirecttest.Shops }

func (m marketed) Old(address string) (redirect.Page, redirect.Reason) {
	page, reason := m.Shops.Old(address)
	if page.Shop == "po.co/de" {
		page.Market = "at"
	}
	return page, reason
}

// TestWhoseProductAPageIsAbout: that of the page's market, of its shop where that tells no markets apart, or of whoever else says
// that its product's page is here.
func TestWhoseProductAPageIsAbout(t *testing.T) {
	for _, tt := range []struct {
		name         string
		shop         catalog.ShopID
		market, slug string
		page         string
		unlinked     bool // the variant does not name its page, which a list does
		want         string
	}{
		{"of its market", "po.co/de", "at", "old", "https://po.co/de/product/old", false, "redirect mapping " + newPage},
		{"of its shop", "po.co/de", "", "old", "https://po.co/de/product/old", true, "redirect mapping " + newPage},
		{"of another market", "po.co/de", "ch", "old", "https://po.co/de/product/old", true, "pending not_captured"},
		{"of a catalogue that names the page", "catalogue", "", "its-own-name", "https://po.co/uk/product/old", false, "redirect mapping " + newPage},
		{"of a catalogue that names another page", "catalogue", "", "old", "https://po.co/uk/product/other", false, "unknown to the map"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := newWorld(t)
			w.in.Shops = marketed{}
			item := catalog.ItemIdentity("1")
			w.in.Variants = append(w.in.Variants, catalog.Variant{
				Key: catalog.NewKey(tt.shop, tt.market, item), Shop: tt.shop, Market: tt.market, Identities: []catalog.Identity{item}, ItemGroupID: tt.slug, Link: tt.page,
			})
			w.in.Mappings = append(w.in.Mappings, mapping.Mapping{Source: tt.shop, Market: tt.market, SourceID: item, Target: "mi.com/uk", TargetID: "alpha1", Status: mapping.Matched})
			page := tt.page
			if tt.want == "unknown to the map" {
				page = "https://po.co/uk/product/old"
			}
			if tt.unlinked {
				w.in.Variants[len(w.in.Variants)-1].Link = ""
				w.in.Listed = []redirect.Listed{{Address: page}}
			}
			if got := become(redirect.New(w.in), page); got != tt.want {
				t.Errorf("%s: %s, want %s", page, got, tt.want)
			}
		})
	}
}
