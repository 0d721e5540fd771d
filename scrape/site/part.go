package site

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
)

// Part is one thing that a layout describes: where the products of a page are, where its links, one field of a product or of
// its rows.
type Part struct {
	Field Field
	Rule  int // number of the rule of rows, from 1; 0 for what is no part of a row
}

// The parts of a layout that are no fields of a listing.
const (
	Each    Field = "each"
	Slug    Field = "slug"
	Links   Field = "links"
	Specs   Field = "specs"
	Rows    Field = "rows"
	Options Field = "options" // of a row
)

// String names the part as it is found in the layout's file: "price", "rows.price", of a second rule "rows(2).price".
func (p Part) String() string {
	switch p.Rule {
	case 0:
		return string(p.Field)
	case 1:
		return string(Rows) + "." + string(p.Field)
	}
	return string(Rows) + "(" + strconv.Itoa(p.Rule) + ")." + string(p.Field)
}

// Parts returns what the layout describes: products and links, then the fields of a product by name, its specifications, and
// its rows, each rule with its fields by name.
func (l *Layout) Parts() []Part {
	var out []Part
	add := func(described bool, field Field, rule int) {
		if described {
			out = append(out, Part{field, rule})
		}
	}
	add(l.Each != "", Each, 0)
	add(len(l.Slug) > 0, Slug, 0)
	add(len(l.Links) > 0, Links, 0)
	for _, field := range slices.Sorted(maps.Keys(l.Product)) {
		add(true, field, 0)
	}
	add(len(l.Specs) > 0, Specs, 0)
	add(len(l.Rows) > 0, Rows, 0)
	for i, r := range l.Rows {
		for _, field := range slices.Sorted(maps.Keys(r.Fields)) {
			add(true, field, i+1)
		}
		add(len(r.Options) > 0, Options, i+1)
	}
	return out
}

// Within returns the part that must have been found before another is looked for, and false for one that is looked for on
// every page that the layout fits.
func (l *Layout) Within(p Part) (Part, bool) {
	switch {
	case p.Rule > 0:
		return Part{Rows, p.Rule}, true
	case p.Field == Slug:
		return Part{Each, 0}, true
	case l.Each != "" && p.Field != Each && p.Field != Links:
		return Part{Slug, 0}, true
	}
	return Part{}, false
}

// Expressions returns where a part is looked for, the best place first: selectors or pointers as the layout's file has them,
// or "?" and the name of a parameter of the address.
func (l *Layout) Expressions(p Part) []string {
	var rules []Rule
	var out []string
	switch {
	case p.Rule > 0 && p.Field == Options:
		for _, o := range l.Rows[p.Rule-1].Options {
			out = append(out, cmp.Or(o.At, o.Table))
		}
	case p.Rule > 0:
		rules = l.Rows[p.Rule-1].Fields[p.Field]
	case p.Field == Each:
		out = append(out, l.Each)
	case p.Field == Slug:
		rules = l.Slug
	case p.Field == Links:
		rules = l.Links
	case p.Field == Specs:
		for _, s := range l.Specs {
			out = append(append(out, s.Texts...), cmp.Or(s.Each, s.Sequence))
		}
	case p.Field == Rows:
		for _, r := range l.Rows {
			out = append(out, r.Each)
		}
	default:
		rules = l.Product[p.Field]
	}
	for _, r := range rules {
		out = append(out, r.place())
	}
	return slices.DeleteFunc(out, func(at string) bool { return at == "" })
}

// place returns where a rule looks.
func (r Rule) place() string {
	at := r.At
	if r.Query != "" {
		at = "?" + r.Query
	}
	if r.Attr != "" {
		at += "@" + r.Attr
	}
	if r.JSON != "" {
		at += "!" + r.JSON
	}
	return at
}
