package site

import (
	"slices"

	"github.com/andybalholm/cascadia"
)

// Layout describes one age of one kind of page: where its values stand. Readers: "html" (selectors), "json" (JSON
// pointers), "state" (pointers into a JSON value assigned to a script variable), "json-ld" (pointers into each Product
// node of the page's JSON-LD), "any" (pointers into what the reader of any shop's pages concludes: name, brand, image and, under
// offers where the page states a sku, else beside them, title, sku, gtin, mpn, price, list_price, currency, availability).
type Layout struct {
	Name    string `json:"-"` // the file's name without its ending
	File    string `json:"-"` // its path among the built-in files or below the user's folder
	BuiltIn bool   `json:"-"`

	Reader string `json:"reader"`
	// Variable is the script variable that holds the state; for reader "state".
	Variable string `json:"variable,omitempty"`
	// Inner is the pointer of a string that is itself JSON; the other pointers then start inside it.
	Inner string `json:"inner,omitempty"`
	// Needs must be found on the page, or the layout does not apply: a selector or a pointer.
	Needs string `json:"needs,omitempty"`
	// Empty points to a value whose being null or empty says that the shop lists nothing here.
	Empty string `json:"empty,omitempty"`
	// Error points to a code that is not 0 when the shop answers with an error.
	Error string `json:"error,omitempty"`

	// Each is where the products of a page that holds several stand; the page itself is one product when it is empty. The
	// rules below are relative to it.
	Each    string           `json:"each,omitempty"`
	Slug    []Rule           `json:"slug,omitempty"` // where a product of a listing says its slug; its last path element counts
	Product map[Field][]Rule `json:"product,omitempty"`
	Specs   []SpecRule       `json:"specs,omitempty"`
	Rows    []RowRule        `json:"rows,omitempty"`  // tried in order; the first that finds a row is used
	Links   []Rule           `json:"links,omitempty"` // addresses worth knowing

	// Note says what the layout was written after.
	Note string `json:"note"`

	selectors map[string]cascadia.Selector
}

// labelled returns the layout with further labels where it tells labels by their words; the layout itself is shared by shops
// and does not change.
func (l *Layout) labelled(labels []string) *Layout {
	byWord := func(r SpecRule) bool { return len(r.Texts) > 0 }
	if len(labels) == 0 || !slices.ContainsFunc(l.Specs, byWord) {
		return l
	}
	own := *l
	own.Specs = slices.Clone(l.Specs)
	for i := range own.Specs {
		if byWord(own.Specs[i]) {
			own.Specs[i].Labels = slices.Concat(own.Specs[i].Labels, labels)
		}
	}
	return &own
}

// Selector returns one of the layout's selectors compiled. Every selector of a loaded layout is there; asking for another
// is a bug and panics, since goquery would silently find nothing.
func (l *Layout) Selector(text string) cascadia.Selector {
	s, ok := l.selectors[text]
	if !ok {
		panic("layout " + l.Name + " has no selector " + text)
	}
	return s
}

// Field names what a rule reads; the names are those of catalog.Listing and catalog.Row.
type Field string

// The fields.
const (
	Name         Field = "name"
	Brand        Field = "brand"
	Image        Field = "image"
	Description  Field = "description"
	Category     Field = "category"
	Price        Field = "price"
	ListPrice    Field = "list_price"
	Currency     Field = "currency"
	Availability Field = "availability"
	ID           Field = "id"
	GroupName    Field = "group_name"
	Title        Field = "title"
	SKU          Field = "sku"
	GTIN         Field = "gtin"
	MPN          Field = "mpn"
	Link         Field = "link"
)

// Rule is one way to read a value.
type Rule struct {
	// At is a selector or a JSON pointer in which * stands for every element. A pointer that begins with a number goes up
	// that many steps first ("2/spu_name"), as in the draft of relative JSON pointers.
	At string `json:"at,omitempty"`
	// Attr reads an attribute instead of the text.
	Attr string `json:"attr,omitempty"`
	// JSON reads a pointer within the value, which is then JSON itself.
	JSON string `json:"json,omitempty"`
	// Query reads a parameter of the page's address instead of the page.
	Query string `json:"query,omitempty"`
	// Cut drops everything from the last occurrence of one of these on; Drop takes these away from the front.
	Cut  []string `json:"cut,omitempty"`
	Drop []string `json:"drop,omitempty"`
	// Words replaces values that are flags by words: {"true": "out_of_stock", "false": "in_stock"}. A value that is not
	// listed is left out.
	Words map[string]string `json:"words,omitempty"`
	// If passes the rule over where the value at this pointer is false, 0 or "". A page without the value counts as true.
	If string `json:"if,omitempty"`
	// First keeps the first value only, where a page repeats it.
	First bool `json:"first,omitempty"`
}

// SpecRule finds the lines of a specification table in one of three forms.
type SpecRule struct {
	// Each is the element of one line, with Label and Value inside it.
	Each  string `json:"each,omitempty"`
	Label string `json:"label,omitempty"`
	Value string `json:"value,omitempty"`
	// Sequence is a run of elements in which those that match Label are labels and the others their values.
	Sequence string `json:"sequence,omitempty"`
	// Texts are pointers, in order of preference, of the text in each entry of a JSON object whose entries are labels and
	// values in turn; only entries whose text is one of Labels, or of the profile's own, are labels, and the next entry is
	// the value.
	Texts  []string `json:"texts,omitempty"`
	Labels []string `json:"labels,omitempty"`
}

// RowRule finds the rows of a product.
type RowRule struct {
	Each    string           `json:"each"`
	Fields  map[Field][]Rule `json:"fields,omitempty"`
	Options []OptionRule     `json:"options,omitempty"`
}

// OptionRule finds the words that tell rows apart: within the row, or in a table beside the rows that is joined by the
// row's number.
type OptionRule struct {
	// At holds the words within the row; Split cuts one text into several; Axis names the choice.
	At    string `json:"at,omitempty"`
	Split string `json:"split,omitempty"`
	Axis  string `json:"axis,omitempty"`
	// Table is where the joined lines stand, relative to the product; Key is the row's number in such a line, Words its
	// words. Axes are the names of the choices in the order of the words.
	Table string `json:"table,omitempty"`
	Key   string `json:"key,omitempty"`
	Words string `json:"words,omitempty"`
	Axes  string `json:"axes,omitempty"`
}
