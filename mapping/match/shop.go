package match

import (
	"maps"
	"math"
	"slices"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/mapping"
	"github.com/pocomigrate/pocomigrate/mapping/ledger"
)

// targetShop is the catalogue of one target shop, indexed for the search for candidates.
type targetShop struct {
	id      catalog.ShopID
	known   *Knowledge
	items   []*item            // sorted by key
	lines   map[string]*line   // by the name's id
	byWord  map[string][]*line // by each word of the name; lines sorted by key
	byCode  map[string][]*item
	byID    map[string]*item   // by every identity, and by the bare item number
	byGroup map[string][]*item // by item group

	rarity map[string]milliBits
	rules  *rules
	trust  *mapping.Calibration
	// precision is the share of accepted mappings that must be right at the least.
	precision float64
	weighed   int // pairs compared
	// lexicon is set where names are compared by the words of titles.
	lexicon *lexicon

	neighbours map[string]neighbours // by the source's name, filled as asked for
	// leads are the targets to whose product some source leads; spoken are those that some source may itself be, or whose
	// whole product a page without options speaks for.
	leads, spoken map[*item]bool
}

// line is a product line: all variants of one name, of whatever edition or bundle. A known name and an unknown one of the
// same words make two lines, for they are compared with others by different rules.
type line struct {
	name  name
	items []*item // sorted by key
}

func newTargetShop(k *Knowledge, id catalog.ShopID, items []*item) *targetShop {
	t := &targetShop{
		id: id, known: k, items: items,
		lines: map[string]*line{}, byWord: map[string][]*line{}, byCode: map[string][]*item{},
		byID: map[string]*item{}, byGroup: map[string][]*item{},
		rarity: map[string]milliBits{}, rules: shippedRules(),
		neighbours: map[string]neighbours{}, leads: map[*item]bool{}, spoken: map[*item]bool{},
	}
	t.rate()
	for _, it := range items {
		t.add(it)
	}
	for _, key := range slices.Sorted(maps.Keys(t.lines)) {
		l := t.lines[key]
		for _, w := range l.name.index() {
			t.byWord[w] = append(t.byWord[w], l)
		}
	}
	return t
}

func (t *targetShop) add(it *item) {
	if it.name.key != "" {
		l := t.lines[it.name.id()]
		if l == nil {
			l = &line{name: it.name}
			t.lines[it.name.id()] = l
		}
		l.items = append(l.items, it)
	}
	for _, code := range it.codes() {
		t.byCode[code] = append(t.byCode[code], it)
	}
	for _, id := range ledger.Identities(it.v) {
		if t.byID[string(id)] == nil {
			t.byID[string(id)] = it
		}
	}
	if t.byID[it.targetID()] == nil {
		t.byID[it.targetID()] = it
	}
	t.byGroup[it.v.ItemGroupID] = append(t.byGroup[it.v.ItemGroupID], it)
}

// codes returns the identifiers that are the same in every shop.
func (it *item) codes() []string {
	var out []string
	if it.gtin != "" {
		out = append(out, "gtin:"+it.gtin)
	}
	if it.mpn != "" {
		out = append(out, "mpn:"+it.mpn)
	}
	if n := it.v.SKU; len(n) >= leastNumber && isNumber(n) {
		out = append(out, "sku:"+n)
	}
	return out
}

// withCode returns the shop's items that state a code of s. A code on more items than a variant has candidates tells nothing
// apart and leads nowhere.
func (t *targetShop) withCode(s *item) []*item {
	var out []*item
	for _, code := range s.codes() {
		if len(t.byCode[code]) > maxCandidates {
			continue
		}
		for _, it := range t.byCode[code] {
			if !slices.Contains(out, it) {
				out = append(out, it)
			}
		}
	}
	return out
}

// index returns the words under which a line is found: its own, and the family of its generation ("x*" for X7).
func (n *name) index() []string {
	var out []string
	for _, list := range [][]word{n.generation, n.other} {
		for _, w := range list {
			if w.key != "poco" && w.key != "xiaomi" {
				out = append(out, w.key)
			}
		}
	}
	for _, w := range n.generation {
		out = append(out, family(w.key)+"*")
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// named returns the lines of a name, known and unknown.
func (t *targetShop) named(key string) []*line {
	var out []*line
	for _, id := range []string{key, unknownMark + key} {
		if l := t.lines[id]; l != nil {
			out = append(out, l)
		}
	}
	return out
}

// rate gives each name its rarity, the weight of meeting it by chance: log2 of the shop's variants to those of the name.
func (t *targetShop) rate() {
	count := map[string]int{}
	for _, it := range t.items {
		count[it.name.key]++
	}
	for key, n := range count {
		t.rarity[key] = milliBits(math.Round(1000 * math.Log2(float64(len(t.items))/float64(n))))
	}
}

// weigh compares a source with one of the shop's items.
func (t *targetShop) weigh(s, it *item) comparison {
	t.weighed++
	if t.lexicon != nil {
		return weigh(pair{s, it, t.lexicon.relate(s, it.line)}, 0, t.rules)
	}
	return weigh(pair{s, it, t.known.relate(s, it)}, t.rarity[it.name.key], t.rules)
}

// lead notes that a source leads to an item or, if whole, to all of its product.
func (t *targetShop) lead(to *item, whole bool) {
	t.leads[to], t.spoken[to] = true, true
	for _, l := range t.named(to.name.key) {
		for _, it := range l.items {
			same := it.sameProduct(to)
			t.leads[it] = t.leads[it] || same
			t.spoken[it] = t.spoken[it] || same && whole
		}
	}
}
