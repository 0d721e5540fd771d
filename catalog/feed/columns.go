package feed

import (
	_ "embed"
	"encoding/csv"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

//go:embed data/columns.csv
var columnsCSV string

// Fields returns what a column can hold, in the order in which data/columns.csv first names it.
func Fields() []string {
	var out []string
	for _, r := range knownColumns() {
		if !slices.Contains(out, r.field) {
			out = append(out, r.field)
		}
	}
	return out
}

// knownColumn is a row of data/columns.csv.
type knownColumn struct{ header, field string }

// knownColumns reads the table. A fault in it is one of the program.
func knownColumns() []knownColumn {
	rows, err := csv.NewReader(strings.NewReader(columnsCSV)).ReadAll()
	if err != nil {
		panic(fmt.Sprintf("data/columns.csv: %v", err))
	}
	var out []knownColumn
	for _, r := range rows[1:] {
		out = append(out, knownColumn{foldHeader(r[0]), r[1]})
	}
	return out
}

// foldHeader brings a header to the form in which headers are compared: letters and digits in lower case without accents,
// one space between words, "g:" of the Merchant name space dropped.
func foldHeader(s string) string {
	s = strings.TrimPrefix(strings.ToLower(strings.TrimSpace(s)), "g:")
	var b strings.Builder
	for _, r := range norm.NFKD.String(s) {
		switch {
		case unicode.Is(unicode.Mn, r):
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			b.WriteRune(r)
		default:
			b.WriteByte(' ')
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

// columns says at which place of a row each field stands.
type columns map[string]int

// find recognises the columns of a header. What the caller names goes before what is recognised; of several headers for one
// field the first of the table counts, so that "title" goes before "name".
func (t *rows) find(o Options) (columns, error) {
	out := columns{}
	folded := make([]string, len(t.header))
	for i, h := range t.header {
		folded[i] = foldHeader(h)
	}
	for _, k := range knownColumns() {
		if _, taken := out[k.field]; taken {
			continue
		}
		if i := slices.Index(folded, k.header); i >= 0 {
			out[k.field] = i
		}
	}
	for field, header := range o.Columns {
		i := slices.Index(folded, foldHeader(header))
		if i < 0 {
			return nil, t.faultf(0, "no column %q for the %s; the header has %s", header, field, strings.Join(t.header, ", "))
		}
		out[field] = i
	}
	if o.OneShop {
		delete(out, fieldShop)
	}
	return out, t.check(out)
}

// check wants a column for ids and one for titles. A SKU, GTIN, MPN or address will do for an id.
func (t *rows) check(c columns) error {
	if _, ok := c[fieldID]; !ok {
		for _, other := range []string{fieldSKU, fieldGTIN, fieldMPN, fieldLink} {
			if i, ok := c[other]; ok {
				c[fieldID] = i
				break
			}
		}
	}
	if _, ok := c[fieldTitle]; !ok {
		if i, ok := c[fieldModel]; ok {
			c[fieldTitle] = i
		}
	}
	var missing []string
	for _, field := range []string{fieldID, fieldTitle} {
		if _, ok := c[field]; !ok {
			missing = append(missing, field)
		}
	}
	if len(missing) > 0 {
		return t.faultf(0, "no column is recognised as %s among %s; name it with --columns %s=HEADER",
			strings.Join(missing, " or "), strings.Join(t.header, ", "), missing[0])
	}
	return nil
}
