package redirect_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/mapping"
	"github.com/pocomigrate/pocomigrate/mapping/redirect"
	"github.com/pocomigrate/pocomigrate/mapping/redirect/redirecttest"
)

// TestRules: all that is known of each address, whichever of the sources names it, and how it adds up.
func TestRules(t *testing.T) {
	policy, err := redirect.ReadPolicy(strings.NewReader(`kind,shop,address,action,target,reason,source
product,*,*,redirect,{variant},its equal,
buy,*,*,redirect,{variant},its equal,
home,*,*,redirect,{home},one front page for another,
support,*,*,redirect,{home},better than nothing,
legal,*,*,pending,,somebody has to say,
`), "own.csv")
	if err != nil {
		t.Fatal(err)
	}
	w := newWorld(t)
	w.in.Policy = policy
	w.variant("old", "alpha1", mapping.Matched, "")
	w.variant("old", "alpha1", mapping.Matched, "") // its page is the same
	w.in.Coverage = append(w.in.Coverage, catalog.Coverage{Shop: "po.co/uk", URL: "https://po.co/uk/product/old", State: catalog.Found})
	w.in.Listed = []redirect.Listed{
		{Address: "https://www.po.co/uk/product/old/buy?gid=101&utm_source=x", Clicks: 5, Place: "list:1"},
		{Address: "https://po.co/uk/legal/terms", Clicks: 3, Place: "list:2"},
		{Address: "https://example.com/", Clicks: 2, Place: "list:3"},
		{Address: "http://po.co/uk/product/old", Clicks: 10, Place: "list:4"},
		{Address: "https://po.co/uk/product/old/", Clicks: 20, Place: "list:5"},
		{Address: "https://po.co/uk/product/old#top", Place: "list:6"},
		{Address: "https://po.co/uk/product/old?x=y", Clicks: 40, Place: "list:7"}, // three places are enough to find it
		{Address: "https://poco.in/"},
		{Address: "https://po.co/uk/product/over", Clicks: 80, Place: "list:9"},
		{Address: "https://po.co/uk/service/help"}, // the policy takes a risk with it, whoever put its redirect in place has looked
		{Address: "https://po.co/uk/service/repair", Clicks: 1},
	}
	w.in.Existing = []redirect.Existing{
		{From: "https://po.co/uk/product/over", Place: "old.map:1"}, // whoever leads nowhere need not say 410
		{From: "https://po.co/uk/service/help", To: "https://www.mi.com/uk/support/", Status: 302, Place: "old.map:2"},
		{From: "https://po.co/uk/plain", To: "https://www.mi.com/uk/", Place: "old.map:3"},
	}
	m := redirect.New(w.in)
	want := []redirect.Rule{
		{
			From: redirect.Address{Host: "example.com"}, State: redirect.Ignored, Reason: redirect.Foreign, Detail: "of no old shop",
			Listed: true, Clicks: 2, Places: []string{"list:3"},
		},
		{
			From: redirect.Address{Host: "po.co", Path: "/uk/legal/terms"}, State: redirect.Pending, Shop: "po.co/uk", Region: "uk", Kind: redirect.Legal,
			Reason: redirect.ByPolicy, Detail: "somebody has to say", Place: "own.csv:6",
			Listed: true, Clicks: 3, Places: []string{"list:2"},
		},
		{
			From: redirect.Address{Host: "po.co", Path: "/uk/plain"}, State: redirect.Redirect, To: "https://www.mi.com/uk/", Status: 301, Shop: "po.co/uk", Region: "uk", Kind: redirect.Other,
			Reason: redirect.ByHand, Detail: "in place in old.map:3", Place: "old.map:3", Places: []string{"old.map:3"},
		},
		{
			From: redirect.Address{Host: "po.co", Path: "/uk/product/old"}, State: redirect.Redirect, To: newPage, Status: 301, Shop: "po.co/uk", Region: "uk", Kind: redirect.Product, Slug: "old",
			Reason: redirect.ByMapping, Detail: "because", Place: "own.csv:2",
			Listed: true, Clicks: 70, Places: []string{"list:4", "list:5", "list:6"},
		},
		{
			From: redirect.Address{Host: "po.co", Path: "/uk/product/old/buy"}, State: redirect.Redirect, To: newPage, Status: 301, Shop: "po.co/uk", Region: "uk", Kind: redirect.Buy, Slug: "old",
			Reason: redirect.ByMapping, Detail: "because", Place: "own.csv:3",
		},
		{
			From: redirect.Address{Host: "po.co", Path: "/uk/product/old/buy", Query: "gid=101"}, State: redirect.Redirect, To: newPage, Status: 301, Shop: "po.co/uk", Region: "uk", Kind: redirect.Buy, Slug: "old",
			Reason: redirect.ByMapping, Detail: "because", Place: "own.csv:3",
			Listed: true, Clicks: 5, Places: []string{"list:1"},
		},
		{
			From: redirect.Address{Host: "po.co", Path: "/uk/product/over"}, State: redirect.Gone, Status: 410, Shop: "po.co/uk", Region: "uk", Kind: redirect.Product, Slug: "over",
			Reason: redirect.ByHand, Detail: "gone by old.map:1", Place: "old.map:1",
			Listed: true, Clicks: 80, Places: []string{"list:9", "old.map:1"},
		},
		{
			From: redirect.Address{Host: "po.co", Path: "/uk/service/help"}, State: redirect.Redirect, To: "https://www.mi.com/uk/support/", Status: 302, Shop: "po.co/uk", Region: "uk", Kind: redirect.Support,
			Reason: redirect.ByHand, Detail: "in place in old.map:2", Place: "old.map:2", Listed: true, Places: []string{"old.map:2"},
		},
		{
			From: redirect.Address{Host: "po.co", Path: "/uk/service/repair"}, State: redirect.Redirect, To: "https://www.mi.com/uk/", Status: 301, Shop: "po.co/uk", Region: "uk", Kind: redirect.Support,
			Reason: redirect.ByPolicy, Detail: "better than nothing", Place: "own.csv:5", Risk: true, Listed: true, Clicks: 1,
		},
		{
			From: redirect.Address{Host: "poco.in"}, State: redirect.Redirect, To: "https://www.mi.com/in/", Status: 301, Shop: "poco.in", Region: "in", Kind: redirect.Home, Open: true,
			Reason: redirect.ByPolicy, Detail: "one front page for another", Place: "own.csv:4", Listed: true,
		},
	}
	if d := cmp.Diff(want, m.Rules); d != "" {
		t.Errorf("rules (-want +got):\n%s", d)
	}
	sums := redirect.Sums{
		Coverage: 1, Links: 1, Listed: 11, Existing: 3, Implied: 1, Respelled: 7, Addresses: 10,
		Redirect: 7, Gone: 1, Pending: 1, Ignored: 1, Clicks: 159, Decided: 156, Led: 76, ForeignClicks: 2,
	}
	if d := cmp.Diff(sums, m.Sums); d != "" {
		t.Errorf("sums (-want +got):\n%s", d)
	}
}

// roads are shops of which po.co/de has no new one, and that of po.co/uk has no page that lists its products.
type roads struct{ redirecttest.Shops }

func (r roads) New(shop catalog.ShopID, market string) (redirect.NewShop, bool) {
	to, ok := r.Shops.New(shop, market)
	to.Hub = ""
	return to, ok && shop != "po.co/de"
}

// TestReasonsOfPages: why a page leads where it does, or nowhere, in words.
func TestReasonsOfPages(t *testing.T) {
	own, err := redirect.ReadPolicy(strings.NewReader("\ufeff"+`kind,shop,address,action,target,reason,source
legal,*,po.co/uk/legal/hub,redirect,{hub}?from=legal,the list has the terms,
buy,*,po.co/uk/product/part/*,redirect,{product}buy/,straight to the basket,
buy,*,po.co/uk/product/whole/*,redirect,https://www.mi.com/{region}/buy?gid={sku},straight to the basket,
product,*,po.co/uk/product/sku,redirect,https://www.mi.com/{region}/p/{slug}?gid={sku},by number,
`), "own.csv")
	if err != nil {
		t.Fatal(err)
	}
	w := newWorld(t)
	w.in.Shops, w.in.Policy = roads{}, own.Over(w.in.Policy)
	w.variant("lost", "", mapping.Unmapped, "")
	w.variant("sku", "alpha2", mapping.Matched, "")
	w.variant("part", "slug:omega", mapping.Matched, mapping.RuledProduct)
	w.variant("whole", "slug:omega", mapping.Matched, mapping.RuledProduct)
	w.in.Variants = append(w.in.Variants, catalog.Variant{Key: "po.co/de#item:1", Shop: "po.co/de", Identities: []catalog.Identity{"item:1"}, ItemGroupID: "old"})
	w.in.Mappings = append(w.in.Mappings, mapping.Mapping{Source: "po.co/de", SourceID: "item:1", Target: "mi.com/uk", TargetID: "alpha1", Status: mapping.Matched, Reason: "the nearest"})
	tests := []struct{ address, want string }{
		{"https://po.co/es/product/old", "pending: on a host of the old shops, in a region that no profile describes; write one for --shops"},
		{"https://po.co/uk/site.css?v=3", "ignored: no page: a script, a style, a font, a picture or a probe"},
		{"https://example.com/x", "ignored: of no old shop"},
		{"pocostore://product/old", "ignored: no web address: no server is asked for it"},
		{"https://po.co/uk/product/lost", "gone: nothing equal is sold: because"},
		{"https://po.co/uk/product/never", "pending: nothing is known of the product never: capture its page"},
		{"https://po.co/uk/product/beta", "pending: nothing is known of the product beta: capture its page; mi.com/uk has a page of the same name, which may be another device"},
		{"https://po.co/uk/product/sku", "redirect https://www.mi.com/uk/p/alpha?gid=alpha2: because"},
		{"https://po.co/uk/legal/hub", "pending: the list has the terms: the snapshot has no {hub} for it"},
		{"https://po.co/uk/product/part/buy", "pending: ruled product_only: the snapshot has no {product} for it"},
		{"https://po.co/uk/product/whole/buy", "pending: ruled product_only: the snapshot has no address for it"},
		{"https://po.co/de", "pending: no new shop is known for this region"},
		{"https://po.co/de/product/old", "redirect https://www.mi.com/uk/product/alpha/: the nearest"},
	}
	for _, tt := range tests {
		w.in.Listed = append(w.in.Listed, redirect.Listed{Address: tt.address})
	}
	got := map[string]string{}
	for _, r := range redirect.New(w.in).Rules {
		got[r.From.URL()] = fmt.Sprintf("%s: %s", strings.TrimSpace(string(r.State)+" "+r.To), r.Detail)
	}
	for _, tt := range tests {
		at := strings.TrimSuffix(tt.address, "?v=3")
		if got[at] != tt.want {
			t.Errorf("%s: %q, want %q", at, got[at], tt.want)
		}
	}
}

// TestTargetWithoutNumber: a variant that its shop gives no number is named by its identity.
func TestTargetWithoutNumber(t *testing.T) {
	w := newWorld(t)
	w.in.Variants = append(w.in.Variants, catalog.Variant{
		Key: "mi.com/uk#opt:gamma|gold", Shop: "mi.com/uk", Identities: []catalog.Identity{"opt:gamma|gold"}, ItemGroupID: "gamma", Link: "https://www.mi.com/uk/product/gamma/",
	})
	w.variant("old", "opt:gamma|gold", mapping.Matched, "")
	if got, want := become(redirect.New(w.in), oldPage), "redirect mapping https://www.mi.com/uk/product/gamma/"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}
