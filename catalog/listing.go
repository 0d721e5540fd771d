package catalog

// Listing is what one shop says about one product, in its own words: raw text, each with the place it was read. Reading a
// page yields a listing that holds what this page says (a fragment); package scrape/assemble joins the fragments of one
// product. Nothing in it is interpreted.
type Listing struct {
	Shop   ShopID `json:"shop"`
	Market string `json:"market,omitempty"` // set only where one shop serves several markets
	Slug   string `json:"slug"`             // the shop's name for the product in its addresses
	URL    string `json:"url"`              // canonical address of the product's page

	// Names, Brands, Images and Descriptions hold every distinct statement, best reader first.
	Names        []Quote     `json:"names,omitempty"`
	Brands       []Quote     `json:"brands,omitempty"`
	Images       []Quote     `json:"images,omitempty"`
	Descriptions []Quote     `json:"descriptions,omitempty"`
	Categories   []Quote     `json:"categories,omitempty"`
	Specs        []SpecTable `json:"specs,omitempty"` // one for each capture that states any

	// Price, ListPrice, Currency and Availability are stated for the product as a whole, not for a row; several captures
	// may disagree.
	Prices         []Quote `json:"prices,omitempty"`
	ListPrices     []Quote `json:"list_prices,omitempty"`
	Currencies     []Quote `json:"currencies,omitempty"`
	Availabilities []Quote `json:"availabilities,omitempty"`

	// Rows are the things for sale, in the shop's order. Empty where the captured pages offer no options.
	Rows []Row `json:"rows,omitempty"`

	// Issues are doubts that arose while reading or joining.
	Issues []Issue `json:"issues,omitempty"`
}

// SpecTable is what one capture states as specifications, line by line in its order. A table has as many lines as a
// product has properties, so that the place in the capture is said once for all of them.
type SpecTable struct {
	// At is the place of what holds all the lines.
	At    Locator         `json:"at"`
	Lines []ProductDetail `json:"lines"`
	// Paths are those of the lines' values, in the terms of [Locator]: one for each line.
	Paths []string `json:"paths"`
}

// Value returns the value of a line, with its own place.
func (t SpecTable) Value(line int) Quote {
	q := Quote{Text: t.Lines[line].Value, At: t.At}
	q.At.Path = t.Paths[line]
	return q
}

// Row is one thing for sale within a listing. Every field but ID and Options may hold several statements, best reader
// first, when fragments that state the same ID were joined.
type Row struct {
	ID      Quote    `json:"id,omitzero"`       // the shop's item number
	Options []Option `json:"options,omitempty"` // in the shop's order
	// GroupNames name the product that the row belongs to where one page holds several.
	GroupNames     []Quote `json:"group_names,omitempty"`
	Titles         []Quote `json:"titles,omitempty"`
	Prices         []Quote `json:"prices,omitempty"`      // what a buyer pays
	ListPrices     []Quote `json:"list_prices,omitempty"` // recommended or former price
	Currencies     []Quote `json:"currencies,omitempty"`
	Availabilities []Quote `json:"availabilities,omitempty"` // "true" under a flag "is_out_of_stock" is given as "out_of_stock"
	Images         []Quote `json:"images,omitempty"`
	SKUs           []Quote `json:"skus,omitempty"`
	GTINs          []Quote `json:"gtins,omitempty"`
	MPNs           []Quote `json:"mpns,omitempty"`
	Links          []Quote `json:"links,omitempty"`
}

// Option is one choice that tells a row apart, such as its colour.
type Option struct {
	// Axis is the shop's own name of the choice ("color", "size"), in the shop's spelling; empty where it has none.
	Axis string `json:"axis,omitempty"`
	Word Quote  `json:"word"`
}
