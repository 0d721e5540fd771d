package site

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/andybalholm/cascadia"
)

// check reports the faults of a layout that strict decoding cannot see, and compiles its selectors.
func (l *Layout) check() []error {
	l.selectors = map[string]cascadia.Selector{}
	c := &layoutCheck{layout: l}
	c.head()
	for _, field := range slices.Sorted(maps.Keys(l.Product)) {
		c.field("a product", field, ofProduct)
		c.rules(string(field), l.Product[field])
	}
	for _, s := range l.Specs {
		c.specs(s)
	}
	for _, row := range l.Rows {
		c.rows(row)
	}
	return c.faults
}

// layoutCheck collects the faults of one layout.
type layoutCheck struct {
	layout *Layout
	faults []error
}

func (c *layoutCheck) fault(format string, args ...any) {
	c.faults = append(c.faults, fmt.Errorf(format, args...))
}

func (c *layoutCheck) head() {
	l := c.layout
	switch l.Reader {
	case "html", "json", "json-ld", "any":
	case "state":
		if l.Variable == "" {
			c.fault(`reader "state" needs a variable`)
		}
	default:
		c.fault("reader %q is not known", l.Reader)
	}
	if l.Note == "" {
		c.fault("note is missing")
	}
	if l.Inner != "" {
		c.pointer("inner", l.Inner)
	}
	c.expressions("needs", l.Needs)
	c.expressions("empty", l.Empty)
	c.expressions("error", l.Error)
	c.expressions("each", l.Each)
	c.rules("slug", l.Slug)
	c.rules("links", l.Links)
}

// The fields that are read of a product and of a row; others would be passed over without a word.
var (
	ofProduct = []Field{Name, Brand, Image, Description, Category, Price, ListPrice, Currency, Availability}
	ofRow     = []Field{ID, GroupName, Title, Price, ListPrice, Currency, Availability, Image, SKU, GTIN, MPN, Link}
)

func (c *layoutCheck) field(of string, field Field, known []Field) {
	if !slices.Contains(known, field) {
		c.fault("%q is no field of %s", field, of)
	}
}

func (c *layoutCheck) rules(what string, rules []Rule) {
	for _, r := range rules {
		if (r.At == "") == (r.Query == "") {
			c.fault("%s: a rule has either at or query", what)
		}
		c.expressions(what, r.At, r.If)
		if r.JSON != "" {
			c.pointer(what, r.JSON)
		}
	}
}

func (c *layoutCheck) specs(s SpecRule) {
	forms := 0
	for _, set := range []bool{s.Each != "", s.Sequence != "", len(s.Texts) > 0} {
		if set {
			forms++
		}
	}
	if forms != 1 {
		c.fault("specs: a rule has one of each, sequence and texts")
	}
	c.expressions("specs", s.Each, s.Label, s.Value, s.Sequence)
	for _, text := range s.Texts {
		c.pointer("specs", text)
	}
	if len(s.Texts) > 0 && c.layout.Reader == "html" {
		c.fault("specs: texts are for JSON")
	}
}

func (c *layoutCheck) rows(row RowRule) {
	c.expressions("rows", row.Each)
	for _, field := range slices.Sorted(maps.Keys(row.Fields)) {
		c.field("a row", field, ofRow)
		c.rules(string(field), row.Fields[field])
	}
	for _, o := range row.Options {
		c.expressions("options", o.At, o.Table, o.Key, o.Words, o.Axes)
	}
}

// expressions checks selectors or pointers, and keeps the compiled selectors. Empty ones are left out.
func (c *layoutCheck) expressions(what string, texts ...string) {
	for _, text := range texts {
		if text == "" {
			continue
		}
		if c.layout.Reader != "html" {
			c.pointer(what, text)
			continue
		}
		s, err := cascadia.Compile(text)
		if err != nil {
			c.fault("%s %q: %w", what, text, err)
		}
		c.layout.selectors[text] = s
	}
}

func (c *layoutCheck) pointer(what, text string) {
	up, rest, _ := strings.Cut(text, "/")
	if up != "" {
		if _, err := strconv.ParseUint(up, 10, 8); err != nil {
			c.fault("%s %q: a JSON pointer begins with / or with a number of steps to go up", what, text)
		}
	}
	if strings.HasSuffix(rest, "/") {
		c.fault("%s %q: a JSON pointer has no final slash", what, text)
	}
}
