package redirect

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/mapping"
)

// product names a product of a shop.
type product struct {
	shop   catalog.ShopID
	market string
	slug   string
}

// sku names a target as mappings do.
type sku struct {
	shop catalog.ShopID
	id   string
}

// builder holds what is looked up while a map is made.
type builder struct {
	*Map
	variants map[product][]*catalog.Variant // of the old shops
	mappings map[catalog.Key]*mapping.Mapping
	byLink   map[Address][]product // products whose page is said to be there
	old      map[Address]catalog.Coverage
	targets  map[sku]*catalog.Variant
	groups   map[sku][]*catalog.Variant // by slug
	linked   map[string]bool
	isSource map[catalog.ShopID]bool
	found    []found // of each rule, what its address is
}

// found is what an address is to the old shops, or why it is of none.
type found struct {
	page   Page
	reason Reason
}

func newBuilder(m *Map, in Input) *builder {
	b := &builder{
		Map: m, variants: map[product][]*catalog.Variant{}, mappings: map[catalog.Key]*mapping.Mapping{},
		byLink: map[Address][]product{}, old: map[Address]catalog.Coverage{}, targets: map[sku]*catalog.Variant{},
		groups: map[sku][]*catalog.Variant{}, linked: map[string]bool{}, isSource: map[catalog.ShopID]bool{},
	}
	for i := range in.Mappings {
		if g := &in.Mappings[i]; g.SourceKey() != "" {
			b.isSource[g.Source] = true
			b.mappings[g.SourceKey()] = g
		}
	}
	for i := range in.Variants {
		b.index(&in.Variants[i])
	}
	for _, c := range in.Coverage {
		switch {
		case b.isOld(c.Shop):
			page, _ := m.shops.Old(c.URL)
			if kept, ok := b.old[page.Address]; !ok || kept.State != catalog.Found {
				b.old[page.Address] = c
			}
		case c.State == catalog.Found:
			m.holds(c.URL)
		}
	}
	return b
}

// index notes a variant as one to be mapped or one to be led to.
func (b *builder) index(v *catalog.Variant) {
	if b.isOld(v.Shop) {
		p := product{v.Shop, v.Market, v.ItemGroupID}
		b.variants[p] = append(b.variants[p], v)
		page, _ := b.shops.Old(v.Link)
		if list := b.byLink[page.Address]; v.Link != "" && !slices.Contains(list, p) {
			b.byLink[page.Address] = append(list, p)
		}
		return
	}
	b.holds(v.Link)
	for _, id := range v.Identities {
		b.targets[sku{v.Shop, string(id)}] = v
	}
	if v.SKU != "" {
		b.targets[sku{v.Shop, v.SKU}] = v
	}
	b.groups[sku{v.Shop, v.ItemGroupID}] = append(b.groups[sku{v.Shop, v.ItemGroupID}], v)
}

// isOld reports whether a shop's catalogue moves away: a route leads on from it, or its variants are mapped.
func (b *builder) isOld(shop catalog.ShopID) bool {
	known, ok := b.isSource[shop]
	if !ok {
		_, known = b.shops.New(shop, "*")
		b.isSource[shop] = known
	}
	return known
}

// holds notes that the snapshot holds a page of a new shop.
func (m *Map) holds(address string) {
	if a, err := ParseAddress(address); err == nil && !m.pages[a] {
		m.pages[a] = true
		if region, _, isNew := m.shops.Place(address); isNew {
			m.captured[region] = true
		}
	}
}

// add returns the rule of an address, which is made if there is none yet.
func (b *builder) add(address string) *Rule {
	page, reason := b.shops.Old(address)
	if i, ok := b.at[page.Address]; ok {
		b.Sums.Respelled++
		return &b.Rules[i]
	}
	if list := b.byLink[page.Address]; reason != "" && len(list) > 0 {
		// A shop without a profile, such as that of a catalogue of one's own: its variants say what the page is.
		page.Shop, page.Market, page.Slug, page.Kind = list[0].shop, list[0].market, list[0].slug, Product
		if reason = ""; !page.Address.Plain() {
			reason = OddQuery
		}
	}
	b.at[page.Address] = len(b.Rules)
	b.found = append(b.found, found{page, reason})
	b.Rules = append(b.Rules, Rule{
		From: page.Address, Shop: page.Shop, Market: page.Market, Region: page.Region, Kind: page.Kind, Slug: page.Slug,
		Open: page.Open, Reason: reason, State: Ignored,
	})
	return &b.Rules[len(b.Rules)-1]
}

// imply adds the pages of which only addresses with an item number are known: what is asked for with another number, or with
// none, is answered by them.
func (b *builder) imply() {
	for _, f := range slices.Clone(b.found) {
		if f.page.Item == "" {
			continue
		}
		bare := f.page.Address
		bare.Query = ""
		if _, known := b.at[bare]; !known {
			b.Sums.Implied++
			b.add(bare.URL())
		}
	}
}

// decide says what becomes of the address of a rule.
func (b *builder) decide(r *Rule, what found) {
	switch what.reason {
	case "":
		b.decidePage(r, what.page)
	case NoShop:
		r.end(Pending, NoShop, "on a host of the old shops, in a region that no profile describes; write one for --shops")
	case OddQuery:
		r.end(Pending, OddQuery, "its query cannot be the key of a rule: write one by hand")
	case Furniture:
		r.end(Ignored, Furniture, "no page: a script, a style, a font, a picture or a probe")
	case NoPage:
		r.end(Ignored, NoPage, "no web address: no server is asked for it")
	default:
		r.end(Ignored, Foreign, "of no old shop")
	}
}

func (b *builder) decidePage(r *Rule, page Page) {
	kind := page.Kind
	if kind != Product && kind != Specs && kind != Buy {
		b.apply(r, page, kind, nil)
		return
	}
	variants := b.about(page)
	if len(variants) == 0 {
		b.unknown(r, page)
		return
	}
	o := b.outcome(variants)
	switch {
	case o.wait != "":
		r.end(Pending, o.wait, o.why)
	case o.shop == "":
		b.apply(r, page, unmapped, &o)
	default:
		b.apply(r, page, kind, &o)
	}
}

// about returns the variants that a page is about: those of its product, or the one that its query names; where its shop has
// none of this product, those of another shop that says that its product's page is here.
func (b *builder) about(page Page) []*catalog.Variant {
	out := b.variants[product{page.Shop, page.Market, page.Slug}]
	if len(out) == 0 {
		out = b.variants[product{page.Shop, "", page.Slug}]
	}
	if len(out) == 0 {
		for _, p := range b.byLink[page.Address] {
			out = append(out, b.variants[p]...)
		}
	}
	named := slices.DeleteFunc(slices.Clone(out), func(v *catalog.Variant) bool {
		return !slices.Contains(v.Identities, catalog.ItemIdentity(page.Item))
	})
	if len(named) > 0 {
		return named
	}
	return out
}

// unknown says what becomes of a page of a product that the snapshot has no variant of.
func (b *builder) unknown(r *Rule, page Page) {
	c, crawled := b.old[page.Address]
	if crawled && c.State == catalog.Gone && slices.Contains([]string{"not_found", "soft_404"}, c.Reason) {
		r.end(Gone, OldGone, "the old shop itself had no such page: "+c.Reason)
		return
	}
	detail := "nothing is known of the product " + page.Slug + ": capture its page"
	if to, ok := b.shops.New(page.Shop, page.Market); ok && len(b.groups[sku{to.ID, page.Slug}]) > 0 {
		detail += "; " + string(to.ID) + " has a page of the same name, which may be another device"
	}
	r.end(Pending, NotCaptured, detail)
}

// apply does to a rule what the policy says of its kind of page.
func (b *builder) apply(r *Rule, page Page, kind Kind, o *outcome) {
	rule, ok := b.policy.find(kind, page)
	if !ok {
		r.end(Pending, ByPolicy, "the policy has no row for pages of the kind "+string(kind))
		return
	}
	why := rule.reason
	switch {
	case o == nil || o.why == "":
	case kind == unmapped:
		why += ": " + o.why
	default:
		why = o.why
	}
	switch rule.action {
	case doGone:
		r.end(Gone, ByPolicy, why)
	case doPending:
		r.end(Pending, ByPolicy, why)
	case doIgnore:
		r.end(Ignored, ByPolicy, why)
	case doRedirect:
		b.fill(r, page, rule, o, why)
	case doAllow: // says nothing of pages
	}
	r.Place = rule.place
}

// fill makes a rule a redirect to the target of a row.
func (b *builder) fill(r *Rule, page Page, rule row, o *outcome, why string) {
	to, ok := b.shops.New(page.Shop, page.Market)
	mapped := o != nil && o.shop != ""
	if !ok && !mapped {
		r.end(Pending, NoRoute, "no new shop is known for this region")
		return
	}
	words := map[string]string{"{home}": to.Home, "{hub}": to.Hub, "{region}": to.Region}
	if mapped {
		maps.Copy(words, b.wordsOf(to, *o))
	}
	target := rule.target
	for _, word := range slices.Concat(ofMapping, ofShop) {
		if !strings.Contains(target, word) {
			continue
		}
		if word == "{sku}" && words[word] == "" {
			target = words["{product}"]
			break
		}
		if words[word] == "" {
			r.end(Pending, NoTarget, fmt.Sprintf("%s: the snapshot has no %s for it", cmp.Or(why, "mapped"), word))
			return
		}
		target = strings.ReplaceAll(target, word, words[word])
	}
	if target == "" {
		r.end(Pending, NoTarget, why+": the snapshot has no address for it")
		return
	}
	reason := ByPolicy
	if mapped {
		reason = ByMapping
	}
	r.lead(target, reason, why)
	_, at, _ := b.shops.Place(target)
	hub := at == Home || at == Listing
	r.Risk = !mapped && page.Kind != Home && page.Kind != Listing || mapped && hub
}
