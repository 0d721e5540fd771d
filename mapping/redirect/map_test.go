package redirect_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/mapping"
	"github.com/pocomigrate/pocomigrate/mapping/redirect"
	"github.com/pocomigrate/pocomigrate/mapping/redirect/redirecttest"
)

func shipped(t *testing.T) redirect.Policy {
	t.Helper()
	p, err := redirect.ReadPolicy(strings.NewReader(redirect.ShippedPolicy()), "policy.csv")
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// world is a small snapshot: on po.co/uk the products one, two, … with variants that are mapped as the test says.
type world struct {
	in   redirect.Input
	next int
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{in: redirect.Input{Snapshot: "0123456789abcdef", Shops: redirecttest.Shops{}, Policy: shipped(t)}}
	for _, slug := range []string{"alpha", "beta"} {
		link := "https://www.mi.com/uk/product/" + slug + "/"
		for i := range 2 {
			id := fmt.Sprintf("%s%d", slug, i+1)
			w.in.Variants = append(w.in.Variants, catalog.Variant{
				Key: catalog.NewKey("mi.com/uk", "", catalog.ItemIdentity(id)), Shop: "mi.com/uk", SKU: id, ItemGroupID: slug, Link: link,
				Identities: []catalog.Identity{catalog.ItemIdentity(id)},
			})
		}
		w.in.Coverage = append(w.in.Coverage, catalog.Coverage{Shop: "mi.com/uk", URL: link, Slug: slug, State: catalog.Found, Reason: "read"})
	}
	w.in.Coverage = append(w.in.Coverage, catalog.Coverage{Shop: "mi.com/uk", URL: "https://mi.com/uk/product/alpha/specs", Slug: "alpha", State: catalog.Found})
	return w
}

// variant adds a variant of an old product and what takes its place, and returns its item number.
func (w *world) variant(slug, target string, status mapping.Status, ruling mapping.Ruling) string {
	w.next++
	id := strconv.Itoa(100 + w.next)
	item := catalog.ItemIdentity(id)
	w.in.Variants = append(w.in.Variants, catalog.Variant{
		Key: catalog.NewKey("po.co/uk", "", item), Shop: "po.co/uk", Identities: []catalog.Identity{item}, ItemGroupID: slug,
		Link: "https://www.po.co/uk/product/" + slug + "/",
	})
	w.in.Mappings = append(w.in.Mappings, mapping.Mapping{
		Source: "po.co/uk", SourceID: item, Target: "mi.com/uk", TargetID: target, Status: status, Ruling: ruling, Reason: "because",
	})
	return id
}

// become returns state, target and reason of an address in a map.
func become(m *redirect.Map, address string) string {
	r, ok := m.Rule(address)
	if !ok {
		return "unknown to the map"
	}
	return strings.TrimSpace(strings.Join([]string{string(r.State), string(r.Reason), r.To}, " "))
}

// TestProductPages: what the page of a product leads to, by what takes the place of its variants.
func TestProductPages(t *testing.T) {
	const page = "https://www.po.co/uk/product/old/"
	type v struct {
		target string
		status mapping.Status
		ruling mapping.Ruling
	}
	for _, tt := range []struct {
		name     string
		variants []v
		want     string
	}{
		{"all to one SKU", []v{{"alpha1", mapping.Matched, ""}, {"alpha1", mapping.Matched, ""}}, "redirect mapping https://www.mi.com/uk/product/alpha/"},
		{"to SKUs of one product", []v{{"alpha1", mapping.Matched, ""}, {"alpha2", mapping.Matched, ""}}, "redirect mapping https://www.mi.com/uk/product/alpha/"},
		{"product only", []v{{"slug:alpha", mapping.ProductOnly, ""}}, "redirect mapping https://www.mi.com/uk/product/alpha/"},
		{"some have no equal", []v{{"alpha1", mapping.Matched, ""}, {"", mapping.Unmapped, ""}}, "redirect mapping https://www.mi.com/uk/product/alpha/"},
		{"none has an equal", []v{{"", mapping.Unmapped, ""}, {"", mapping.Unmapped, ""}}, "gone policy"},
		{"two products", []v{{"alpha1", mapping.Matched, ""}, {"beta1", mapping.Matched, ""}}, "pending split"},
		{"a doubt about the same product", []v{{"alpha1", mapping.Matched, ""}, {"alpha2", mapping.NeedsReview, ""}}, "redirect mapping https://www.mi.com/uk/product/alpha/"},
		{"a doubt about another product", []v{{"alpha1", mapping.Matched, ""}, {"beta1", mapping.NeedsReview, ""}}, "pending unsettled"},
		{"nothing but doubts", []v{{"alpha1", mapping.NeedsReview, ""}}, "pending unsettled"},
		{"a doubt, the rest without equal", []v{{"", mapping.Unmapped, ""}, {"alpha1", mapping.NeedsReview, ""}}, "pending unsettled"},
		{"accepted", []v{{"alpha1", mapping.NeedsReview, mapping.Accepted}}, "redirect mapping https://www.mi.com/uk/product/alpha/"},
		{"reassigned", []v{{"beta2", mapping.Unmapped, mapping.Reassigned}}, "redirect mapping https://www.mi.com/uk/product/beta/"},
		{"ruled a product", []v{{"slug:beta", mapping.NeedsReview, mapping.RuledProduct}}, "redirect mapping https://www.mi.com/uk/product/beta/"},
		{"ruled not sold", []v{{"alpha1", mapping.Matched, mapping.NotSold}}, "gone policy"},
		{"a rejected proposal of another product", []v{{"alpha1", mapping.Matched, ""}, {"beta1", mapping.Matched, mapping.Rejected}}, "redirect mapping https://www.mi.com/uk/product/alpha/"},
		{"rejected", []v{{"alpha1", mapping.Matched, mapping.Rejected}}, "pending unsettled"},
		{"deferred", []v{{"alpha1", mapping.Matched, mapping.Deferred}}, "pending unsettled"},
		{"ruled to a SKU that nobody captured", []v{{"omega9", mapping.Matched, mapping.Reassigned}}, "pending unsettled"},
		{"ruled to a product that nobody captured", []v{{"slug:omega", mapping.Matched, mapping.RuledProduct}}, "pending no_address"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := newWorld(t)
			for _, v := range tt.variants {
				w.variant("old", v.target, v.status, v.ruling)
			}
			if got := become(redirect.New(w.in), page); got != tt.want {
				t.Errorf("%s: %s, want %s", page, got, tt.want)
			}
		})
	}
}

// TestVariantsOfTheirOwnPages: in a shop that gives each variant a page, variants that agree lead to that page; others to the
// product's, and where there is none, nobody guesses.
func TestVariantsOfTheirOwnPages(t *testing.T) {
	w := newWorld(t)
	for i := range w.in.Variants {
		if v := &w.in.Variants[i]; v.ItemGroupID == "beta" {
			v.Link += v.SKU + "/"
		}
	}
	w.variant("agree", "beta1", mapping.Matched, "")
	w.variant("agree", "beta1", mapping.Matched, "")
	first := w.variant("differ", "beta1", mapping.Matched, "")
	w.variant("differ", "beta2", mapping.Matched, "")
	w.in.Listed = []redirect.Listed{{Address: "https://po.co/uk/product/differ/buy?gid=" + first}}
	m := redirect.New(w.in)
	for address, want := range map[string]string{
		"https://po.co/uk/product/agree":                   "redirect mapping https://www.mi.com/uk/product/beta/beta1/",
		"https://po.co/uk/product/differ":                  "pending no_address",
		"https://po.co/uk/product/differ/buy?gid=" + first: "redirect mapping https://www.mi.com/uk/product/beta/beta1/",
	} {
		if got := become(m, address); got != want {
			t.Errorf("%s: %s, want %s", address, got, want)
		}
	}
}

// TestShopWithoutProfile: the pages of a catalogue that no profile describes are those that its variants name; a query of
// several parameters cannot be a rule's key.
func TestShopWithoutProfile(t *testing.T) {
	w := newWorld(t)
	for i, link := range []string{"https://old.example/p/one", "https://old.example/p?id=2", "https://old.example/p?id=3&lang=en"} {
		item := catalog.ItemIdentity(strconv.Itoa(i))
		w.in.Variants = append(w.in.Variants, catalog.Variant{
			Key: catalog.NewKey("old", "", item), Shop: "old", Identities: []catalog.Identity{item}, ItemGroupID: strconv.Itoa(i), Link: link,
		})
		w.in.Mappings = append(w.in.Mappings, mapping.Mapping{Source: "old", SourceID: item, Target: "mi.com/uk", TargetID: "alpha1", Status: mapping.Matched})
	}
	m := redirect.New(w.in)
	for address, want := range map[string]string{
		"https://old.example/p/one":          "redirect mapping https://www.mi.com/uk/product/alpha/",
		"https://old.example/p?id=2":         "redirect mapping https://www.mi.com/uk/product/alpha/",
		"https://old.example/p?id=3&lang=en": "pending query",
		"https://old.example/p":              "unknown to the map",
	} {
		if got := become(m, address); got != want {
			t.Errorf("%s: %s, want %s", address, got, want)
		}
	}
}

// TestKindsOfPages: each kind of page leads to its own, whatever its spelling.
func TestKindsOfPages(t *testing.T) {
	w := newWorld(t)
	first, second := w.variant("old", "alpha1", mapping.Matched, ""), w.variant("old", "", mapping.Unmapped, "")
	w.variant("bare", "beta1", mapping.Matched, "")
	w.variant("lost", "", mapping.Unmapped, "")
	w.in.Coverage = append(w.in.Coverage,
		catalog.Coverage{Shop: "po.co/uk", URL: "https://po.co/uk/product/dead", State: catalog.Gone, Reason: "not_found"},
		catalog.Coverage{Shop: "po.co/uk", URL: "https://po.co/uk/product/closed", State: catalog.Gone, Reason: "closed_shop"},
		catalog.Coverage{Shop: "po.co/uk", URL: "https://po.co/uk/product/torn", State: catalog.Unknown, Reason: "damaged"})
	cases := []struct{ address, want string }{
		{"http://www.po.co/uk/", "redirect policy https://www.mi.com/uk/"},
		{"https://po.co/uk/product/old", "redirect mapping https://www.mi.com/uk/product/alpha/"},
		{"https://po.co/uk/product/old/specs/", "redirect mapping https://www.mi.com/uk/product/alpha/specs/"},
		{"https://po.co/uk/product/bare/specs", "redirect mapping https://www.mi.com/uk/product/beta/"},
		{"https://po.co/uk/product/old/buy?utm_x=1&gid=" + first, "redirect mapping https://www.mi.com/uk/product/alpha/"},
		{"https://po.co/uk/product/old/buy/?gid=" + second, "gone policy"},
		{"https://po.co/uk/product/old/buy/?gid=999", "redirect mapping https://www.mi.com/uk/product/alpha/"},
		{"https://po.co/uk/product/old/buy", "redirect mapping https://www.mi.com/uk/product/alpha/"},
		{"https://po.co/uk/product/lost/specs", "gone policy"},
		{"https://po.co/uk/product/x-series", "gone policy"},
		{"https://po.co/uk/service/help.html", "redirect policy https://www.mi.com/uk/support/"},
		{"https://po.co/uk/legal/warranty", "pending policy"},
		{"https://po.co/uk/odd", "pending policy"},
		{"https://po.co/uk/product/never-seen/", "pending not_captured"},
		{"https://po.co/uk/product/alpha/", "pending not_captured"}, // the same name proves nothing
		{"https://po.co/uk/product/dead", "gone old_gone"},
		{"https://po.co/uk/product/closed", "pending not_captured"},
		{"https://po.co/uk/product/torn", "pending not_captured"},
		{"https://po.co/es/product/old", "pending no_shop"},
		{"https://po.co/uk/site.css", "ignored furniture"},
		{"https://www.example.com/", "ignored foreign"},
		{"pocostore://product/old", "ignored no_page"},
	}
	for _, c := range cases {
		w.in.Listed = append(w.in.Listed, redirect.Listed{Address: c.address, Clicks: 1, Place: "list:1"})
	}
	m := redirect.New(w.in)
	for _, c := range cases {
		if got := become(m, c.address); got != c.want {
			t.Errorf("%s: %s, want %s", c.address, got, c.want)
		}
	}
	if s := m.Sums; !s.Closes() || s.Listed != len(cases) || s.ForeignClicks != 3 || s.Clicks != int64(len(cases))-3 || s.Implied != 0 {
		t.Errorf("sums %+v", m.Sums)
	}
	// What has clicks and no rule is listed with the most first.
	m.Rules[slices.IndexFunc(m.Rules, func(r redirect.Rule) bool { return strings.HasSuffix(r.From.Path, "/odd") })].Clicks = 9
	if first := m.Unmapped()[0]; !strings.HasSuffix(first.From.Path, "/odd") {
		t.Errorf("first of the unmapped is %s", first.From.URL())
	}
}

// TestOwnPolicy: rows of one's own go before ours, and what they lead to in place of an equal page is told.
func TestOwnPolicy(t *testing.T) {
	own, err := redirect.ReadPolicy(strings.NewReader(`kind,shop,address,action,target,reason,source
series,po.co/uk,*,redirect,{hub},our marketing wants it,
unmapped,*,po.co/uk/product/lost*,redirect,https://www.mi.com/{region}/poco/,as agreed,
buy,*,*,redirect,{product}buy/?gid={sku},straight to the basket,
legal,*,*,gone,,void,
region,po.co/uk,*,allow,mi.com/de,one warehouse,
host,*,*,allow,shop.example,a partner,
`), "own.csv")
	if err != nil {
		t.Fatal(err)
	}
	w := newWorld(t)
	w.in.Policy = own.Over(w.in.Policy)
	sold, unsold := w.variant("old", "alpha1", mapping.Matched, ""), w.variant("old", "slug:alpha", mapping.ProductOnly, "")
	w.variant("lost", "", mapping.Unmapped, "")
	for _, a := range []string{"/uk/product/x-series", "/uk/legal/terms", "/uk/product/old/buy?gid=" + sold, "/uk/product/old/buy?gid=" + unsold} {
		w.in.Listed = append(w.in.Listed, redirect.Listed{Address: "https://po.co" + a})
	}
	w.in.Existing = []redirect.Existing{
		{From: "https://po.co/uk/one", To: "https://www.mi.com/de/product/x/", Status: 301, Place: "old:1"},
		{From: "https://po.co/uk/two", To: "https://shop.example/", Status: 301, Place: "old:2"},
	}
	m := redirect.New(w.in)
	for address, want := range map[string]string{
		"https://po.co/uk/product/x-series":              "redirect policy https://www.mi.com/uk/poco/",
		"https://po.co/uk/product/lost":                  "redirect policy https://www.mi.com/uk/poco/",
		"https://po.co/uk/legal/terms":                   "gone policy",
		"https://po.co/uk/product/old/buy?gid=" + sold:   "redirect mapping https://www.mi.com/uk/product/alpha/buy/?gid=alpha1",
		"https://po.co/uk/product/old/buy?gid=" + unsold: "redirect mapping https://www.mi.com/uk/product/alpha/",
	} {
		if got := become(m, address); got != want {
			t.Errorf("%s: %s, want %s", address, got, want)
		}
	}
	ids := map[string]int{}
	for _, f := range m.Check(redirect.CheckOptions{}) {
		ids[f.ID]++
	}
	if ids["soft-404-risk"] != 2 || ids["region-crossed"] != 0 || ids["foreign-target"] != 0 {
		t.Errorf("findings %v", ids)
	}
}

// TestPolicyWrong: each fault of a policy is an error with file, line and value.
func TestPolicyWrong(t *testing.T) {
	const header = "kind,shop,address,action,target,reason,source\n"
	for _, tt := range []struct{ row, want string }{
		{"prodct,*,*,gone,,why,", `p.csv:2: kind "prodct": it is none of product, specs, buy, unmapped, listing, home, series, support, legal, detail, price, other, region, host`},
		{"product,,*,gone,,why,", "p.csv:2: shop and address"},
		{"product,*,*,delete,,why,", `p.csv:2: action "delete"`},
		{"product,*,*,gone,{hub},why,", `p.csv:2: target "{hub}"`},
		{"product,*,*,redirect,,why,", `p.csv:2: target ""`},
		{"series,*,*,redirect,{variant},why,", `p.csv:2: target "{variant}"`},
		{"series,*,*,redirect,{nonsense},why,", `p.csv:2: target "{nonsense}"`},
		{"series,*,*,redirect,/uk/,why,", `p.csv:2: target "/uk/"`},
		{"series,*,*,redirect,ftp://mi.com/,why,", `p.csv:2: target "ftp://mi.com/"`},
		{"series,*,*,redirect,{hub},,", "p.csv:2: reason is empty"},
		{"series,*,*,allow,mi.com/uk,why,", `p.csv:2: action "allow"`},
		{"region,*,*,gone,,why,", `p.csv:2: action "gone"`},
		{"product,*,*,gone,why", "p.csv: record on line 2"},
		{"\nproduct,*,*,gone,,why,\n# note\nbad,*,*,gone,,why,", `p.csv:5: kind "bad"`},
	} {
		if _, err := redirect.ReadPolicy(strings.NewReader(header+tt.row), "p.csv"); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%q: %v, want %s", tt.row, err, tt.want)
		}
	}
	if _, err := redirect.ReadPolicy(strings.NewReader("kind,shop\n"), "p.csv"); err == nil || !strings.Contains(err.Error(), "p.csv:1: want the columns") {
		t.Errorf("a short header: %v", err)
	}
}

// TestExisting: redirects in place win, what contradicts them names both, and what is wrong with them is found.
func TestExisting(t *testing.T) {
	w := newWorld(t)
	w.variant("old", "alpha1", mapping.Matched, "")
	w.variant("lost", "", mapping.Unmapped, "")
	x := func(line int, from, to string) redirect.Existing {
		e := redirect.Existing{From: "https://po.co/uk/" + from, To: to, Status: 301, Place: fmt.Sprintf("old.map:%d", line)}
		if to == "" {
			e.Status = 410
		}
		return e
	}
	w.in.Existing = []redirect.Existing{
		x(1, "product/old", "https://www.mi.com/uk/product/beta/"),
		x(2, "product/lost/", "https://www.mi.com/uk/product/beta/"),
		x(3, "a", "https://www.po.co/uk/b"), x(4, "b", "https://po.co/uk/c/"), x(5, "c", "https://www.mi.com/uk/product/beta/"),
		x(6, "l1", "https://po.co/uk/l2"), x(7, "l2", "https://po.co/uk/l1"),
		x(8, "me", "https://www.po.co/uk/me/?utm_source=x"),
		x(9, "c/", "https://www.mi.com/uk/product/beta"),
		x(10, "c", "https://www.mi.com/uk/product/alpha/"),
		x(11, "nothing", ""),
		x(12, "plain", "http://www.mi.com/uk/product/beta/"),
		x(13, "four", "https://www.mi.com/uk/product/beta/"),
	}
	m := redirect.New(w.in)
	if !m.Sums.Closes() {
		t.Errorf("sums %+v", m.Sums)
	}
	var got []string
	for _, f := range m.Check(redirect.CheckOptions{ManyToOne: 4}) {
		got = append(got, fmt.Sprintf("%s %s %s", f.Level, f.ID, strings.TrimPrefix(f.Address, "https://po.co/uk/")))
	}
	slices.Sort(got)
	want := []string{
		"error conflict c", "error loop l1", "error loop l2", "error self me",
		"info duplicate c",
		"warning chain a", "warning chain b", "warning hand-made product/lost", "warning hand-made product/old",
		"warning insecure-target plain", "warning many-to-one c",
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("-want +found:\n%s", d)
	}
	for _, f := range m.Check(redirect.CheckOptions{}) {
		if f.ID == "conflict" && (!strings.Contains(f.Evidence, "old.map:5") || !strings.Contains(f.Evidence, "old.map:10")) {
			t.Errorf("the conflict does not name both lines: %s", f.Evidence)
		}
		if f.ID == "hand-made" && (!strings.Contains(f.Evidence, "old.map:") || !strings.Contains(f.Evidence, "policy.csv:")) {
			t.Errorf("the contradiction does not name both sides: %s", f.Evidence)
		}
	}
	if n := m.Flatten(); n != 2 {
		t.Errorf("%d chains flattened, want 2", n)
	}
	if r, _ := m.Rule("https://po.co/uk/a"); r.To != "https://www.mi.com/uk/product/beta/" || r.Detail != "in place in old.map:3; through https://www.po.co/uk/b" {
		t.Errorf("flattened: %+v", r)
	}
	if m.Flatten() != 0 {
		t.Error("flattening again changes something")
	}
}

// TestSumsClose: whatever goes in, each address has one state, and the sums close.
func TestSumsClose(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4)) //nolint:gosec // no secret
	hosts := []string{"po.co", "www.po.co", "WWW.po.co:443", "poco.in", "example.com", "po.co."}
	paths := []string{"", "/", "/uk", "/uk/", "/uk/product/old", "/uk/product/old/", "/uk/product/old/specs", "/de/x", "/es", "/uk/a.css", "/uk/product/old/buy", "/%7Euk"}
	queries := []string{"", "?utm_source=x", "?gid=101", "?gid=999&x=1", "#top"}
	address := func() string {
		if random.IntN(20) == 0 {
			return []string{"", "mailto:x@y", "::", "https://%zz/"}[random.IntN(4)]
		}
		return "https://" + hosts[random.IntN(len(hosts))] + paths[random.IntN(len(paths))] + queries[random.IntN(len(queries))]
	}
	for range 500 {
		w := newWorld(t)
		w.variant("old", []string{"alpha1", "", "slug:beta"}[random.IntN(3)], []mapping.Status{mapping.Matched, mapping.Unmapped, mapping.NeedsReview}[random.IntN(3)], "")
		var all []string
		for i := range random.IntN(12) {
			a := address()
			all = append(all, a)
			switch random.IntN(3) {
			case 0:
				w.in.Coverage = append(w.in.Coverage, catalog.Coverage{Shop: "po.co/uk", URL: a, State: catalog.Found})
			case 1:
				w.in.Listed = append(w.in.Listed, redirect.Listed{Address: a, Clicks: int64(random.IntN(50)), Place: "l:1"})
			default:
				w.in.Existing = append(w.in.Existing, redirect.Existing{From: a, To: address(), Status: 301, Place: fmt.Sprintf("e:%d", i)})
			}
		}
		m := redirect.New(w.in)
		seen := map[redirect.Address]bool{}
		for _, r := range m.Rules {
			if seen[r.From] {
				t.Fatalf("%s stands twice", r.From.URL())
			}
			seen[r.From] = true
		}
		var clicks int64
		for _, l := range w.in.Listed {
			clicks += l.Clicks
		}
		if !m.Sums.Closes() || m.Sums.Clicks+m.Sums.ForeignClicks != clicks {
			t.Fatalf("sums %+v of %q, %d clicks", m.Sums, all, clicks)
		}
		for _, a := range all {
			if _, ok := m.Rule(a); !ok {
				t.Fatalf("%q has no state", a)
			}
		}
		m.Check(redirect.CheckOptions{})
	}
}

// FuzzAddress: the form of an address in which its spellings are one has one spelling itself.
func FuzzAddress(f *testing.F) {
	for _, seed := range []string{"https://www.po.co/uk/", "//po.co", "http://PO.co:80/%7e%2F/a?b=c#d", "https://po.co/é क%", "https://[::1]:443/x"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		once, err := redirect.ParseAddress(raw)
		if err != nil {
			return
		}
		if twice, err := redirect.ParseAddress(once.URL()); err != nil || twice != once {
			t.Errorf("%q is %+v, and again %+v, %v", raw, once, twice, err)
		}
	})
}

// FuzzReadPolicy: whatever the file is, it is read or refused with its name, and what was read decides without a panic.
func FuzzReadPolicy(f *testing.F) {
	f.Add(redirect.ShippedPolicy())
	f.Add("kind,shop,address,action,target,reason,source\nseries,*,*,redirect,{hub}{,why,\n")
	f.Fuzz(func(t *testing.T, text string) {
		p, err := redirect.ReadPolicy(strings.NewReader(text), "p.csv")
		if err != nil {
			if !strings.HasPrefix(err.Error(), "p.csv") {
				t.Errorf("%v", err)
			}
			return
		}
		w := newWorld(t)
		w.in.Policy = p
		w.variant("old", "alpha1", mapping.Matched, "")
		w.in.Listed = []redirect.Listed{{Address: "https://po.co/uk/product/x-series"}, {Address: "https://po.co/uk/"}}
		m := redirect.New(w.in)
		m.Check(redirect.CheckOptions{})
		if !m.Sums.Closes() {
			t.Errorf("sums %+v", m.Sums)
		}
	})
}
