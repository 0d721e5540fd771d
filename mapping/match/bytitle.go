package match

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/mapping"
)

// prepare makes a shop ready to compare names by the words of titles, its own and those of all variants that lead to it.
func (t *targetShop) prepare(k *Knowledge, sources []*item, trust *mapping.Calibration, precision float64) {
	t.trust, t.precision = trust, precision
	t.rules.byTitle()
	withoutColor := t.rules[aColor].veto != nothing
	for _, it := range slices.Concat(t.items, sources) {
		it.readSizes()
	}
	t.lexicon = newLexicon(k, t.items, withoutColor)
	for _, s := range sources {
		s.words, s.strange, s.tiers = t.lexicon.hear(s.nameWords(k, withoutColor))
	}
	t.lexicon.fit(sources)
}

// readSizes takes from the title what the variant does not state of its memory. A lone size up to 24 GB was read as RAM;
// where no storage is stated it is more likely storage, and may be either.
func (it *item) readSizes() {
	it.measures = measuresOf(it.v.Title)
	if it.contradicts("ram_gb") || it.contradicts("storage_gb") {
		return // the words do not say which
	}
	ram, storage, lone := sizes(it.v.Title)
	if it.v.Storage > 0 || storage == 0 {
		it.ram = cmp.Or(it.v.RAM, ram)
		return
	}
	it.storage, it.lone, it.ram = storage, lone, ram
	if it.v.RAM != storage {
		it.ram = cmp.Or(ram, it.v.RAM)
	}
}

// contradicts says that what the title states of a size is several, so that it is not known. Of several sizes up to 24 GB without a
// storage beside them one may be it.
func (it *item) contradicts(field string) bool {
	open := field == "storage_gb" && it.v.Storage == 0 || field == "ram_gb" && it.v.RAM == 0 && it.v.Storage > 0
	return open && slices.ContainsFunc(it.v.Issues, func(i catalog.Issue) bool { return i.Code == "memory_conflict" && i.Field == field })
}

// Limits of what is weighed for one title. A line that lies further behind than any agreement of memory and colour can make
// up is not looked into.
const (
	behind      milliBits = 14_000
	maxWeighed  int       = 600
	maxRefused  int       = 3
	fewLines    int       = 3 // that are always looked into, so that there is something to tell
	maxProposed int       = 24
)

// newTitleRow weighs a variant, or a group of equal ones, against the SKUs of the lines that its title leads to. What a
// conflict rules out stays, as the best there is where nothing else is.
func newTitleRow(shop *targetShop, members []*item) *row {
	r := &row{shop: shop, members: members}
	s := r.item()
	r.weighLines()
	for _, it := range shop.withCode(s) {
		if r.claim(it) == nil {
			r.weighTitle(shop.weigh(s, it))
		}
	}
	slices.SortFunc(r.candidates, better)
	r.candidates = r.candidates[:min(len(r.candidates), maxProposed)]
	return r
}

// weighLines weighs the items of the nearest lines that may be the variant, and a few of the nearest line that may not, so
// that it can be said what rules them out.
func (r *row) weighLines() {
	shop, s := r.shop, r.item()
	weighed := 0
	list := shop.lexicon.near(s.words)
	for i, l := range list {
		if i >= fewLines && l.bits < list[0].bits-behind || weighed > maxWeighed {
			break
		}
		refused := 0
		name := shop.lexicon.relate(s, l.line)
		for _, it := range l.line.items {
			if clash(shop.rules, s, it) {
				if refused++; refused > maxRefused-i {
					continue
				}
			}
			shop.weighed++
			weighed++
			r.weighTitle(weigh(pair{s, it, name}, 0, shop.rules))
		}
	}
}

// clash says at a glance that two items state different memory or colours where these rule a SKU out.
func clash(by *rules, s, t *item) bool {
	return by[aStorage].veto != nothing && s.storage > 0 && t.storage > 0 && s.storage != t.storage && !s.lone && !t.lone ||
		by[aRAM].veto != nothing && s.ram > 0 && t.ram > 0 && s.ram != t.ram ||
		by[aColor].veto != nothing && s.v.Color != "" && t.v.Color != "" && s.v.Color != t.v.Color
}

func (r *row) weighTitle(c comparison) {
	r.rivals += odds(c.total)
	r.candidates = append(r.candidates, c)
	if len(r.candidates) >= 4*maxProposed {
		slices.SortFunc(r.candidates, better)
		r.candidates = r.candidates[:maxProposed]
	}
}

// titleTwin is equal for variants of one shop that say the same of themselves.
func titleTwin(it *item) string {
	return strings.Join([]string{fold(it.v.Title), it.v.Memory(), it.v.ColorLabel, it.edition, it.bundle, string(it.v.Condition), it.gtin, it.mpn}, "\x00")
}

// noneWeight is how likely it is beforehand that no target takes the place of a variant, against any of them: an old
// shop's catalogue is mostly, not wholly, carried over.
const noneWeight = 0.1

// What the lead is corrected by: bits hold words for independent, and so say too little for a title that has all words of a
// name, and too much where another variant claims the same target.
const (
	wholeName = 4
	disputed  = 6
)

// leadOf returns how many bits what is proposed lies before all other targets, and before none of them, taken together. A
// target that another variant holds counts the less the more that one would lose by giving it up.
func (r *row) leadOf(holder func(*item) *row) float64 {
	p := r.proposed()
	if p == nil {
		return math.Inf(-1)
	}
	others := float64(len(r.shop.items)) * noneWeight
	for i := range r.candidates {
		c := &r.candidates[i]
		if c.t == p.t {
			continue
		}
		bits := c.total
		if h := holder(c.t); h != nil && h != r {
			bits -= h.stake()
		}
		others += odds(bits)
	}
	lead := float64(p.total)/1000 - math.Log2(others)
	if p.levels[aName] == exact && p.vetoed == 0 {
		lead += wholeName
	}
	if r.takenBy != nil && r.takenBy != r || r.contested != nil {
		lead -= disputed
	}
	return lead
}

// stake is what the row would lose if it had to give up what it holds for its best other candidate.
func (r *row) stake() milliBits {
	if r.chosen == nil { // people gave it what it holds
		return rung
	}
	next := milliBits(0)
	for i := range r.candidates {
		if c := &r.candidates[i]; c.t != r.chosen.t {
			next = max(next, c.total)
			break
		}
	}
	return max(r.chosen.total-next, 0)
}

func (r *row) proposed() *comparison { return cmp.Or(r.chosen, r.best()) }
