package redirect

import (
	"cmp"
	"net/http"
	"strings"
)

// Existing is a redirect that is in place already, as a file of one says.
type Existing struct {
	From   string // absolute
	To     string // absolute; empty for a page that is gone
	Status int    // 301 where the file says none
	Place  string // file:line
}

// Unread is a line of a file of redirects that means something else than one address leading to another: a wildcard, an
// expression, a condition. It is left alone.
type Unread struct {
	Place string
	Text  string
	Why   string
}

// merge lays the redirects in place over the rules. The first of several for one address wins, as it does on most servers.
func (b *builder) merge(existing []Existing) {
	first := map[Address]Existing{}
	for _, e := range existing {
		b.Sums.Existing++
		page, _ := b.shops.Old(e.From)
		if before, ok := first[page.Address]; ok {
			b.Sums.Respelled++
			if same(before.To, e.To) && before.Status == e.Status {
				b.remark("duplicate", Info, page.Address, e.To, before.Place+" and "+e.Place+" say the same")
			} else {
				b.remark("conflict", Fault, page.Address, e.To,
					before.Place+" leads to "+named(before.To)+", "+e.Place+" to "+named(e.To)+": the first holds, strike one")
			}
			continue
		}
		first[page.Address] = e
		r := b.add(e.From)
		b.override(r, e)
	}
}

// override makes a rule what a redirect in place says.
func (b *builder) override(r *Rule, e Existing) {
	r.named(e.Place)
	if r.Answers() && r.Place != e.Place {
		if !same(r.To, e.To) {
			b.remark("hand-made", Warning, r.From, e.To,
				e.Place+" leads to "+named(e.To)+" and holds; we would lead to "+named(r.To)+" ("+cmp.Or(r.Place, "the mapping")+": "+r.Detail+")")
		}
	}
	if e.To == "" {
		r.end(Gone, ByHand, "gone by "+e.Place)
	} else {
		r.lead(e.To, ByHand, "in place in "+e.Place)
	}
	r.Place, r.Status, r.Risk = e.Place, cmp.Or(e.Status, r.Status, http.StatusMovedPermanently), false
}

func named(to string) string { return cmp.Or(to, "nothing (gone)") }

// same reports whether two targets are one, whatever the spelling.
func same(a, b string) bool {
	if a == b {
		return true
	}
	x, err := ParseAddress(a)
	y, err2 := ParseAddress(b)
	return err == nil && err2 == nil && x == y && fragment(a) == fragment(b)
}

func fragment(address string) string {
	_, f, _ := strings.Cut(address, "#")
	return f
}

func (m *Map) remark(id string, level Level, at Address, target, evidence string) {
	m.remarks = append(m.remarks, Finding{ID: id, Level: level, Address: at.URL(), Target: target, Evidence: evidence})
}
