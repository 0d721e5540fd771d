package extract

import (
	"fmt"

	"github.com/pocomigrate/pocomigrate/catalog/normalize"
	"github.com/pocomigrate/pocomigrate/scrape/site"
	"github.com/pocomigrate/pocomigrate/scrape/tree"
)

// builtIn returns the general reader that layouts with the reader "any" use. The words of the built-in tables are enough for
// it: what it finds is read again, as all that a profile finds.
func builtIn() (*General, error) {
	words, err := normalize.Load(nil)
	if err != nil {
		return nil, fmt.Errorf("the general reader: %w", err)
	}
	return NewGeneral(words), nil
}

// offerFields are the fields of a conclusion that belong to what is sold under a number, where there is one.
var offerFields = map[site.Field]bool{
	site.SKU: true, site.GTIN: true, site.MPN: true, site.Price: true, site.ListPrice: true, site.Currency: true, site.Availability: true,
}

// anyRoot returns what the general reader concludes about the page, as the object that the pointers of a layout with the
// reader "any" start from; see [site.Layout]. The place of each value is that of the best source.
func (p *pass) anyRoot() (*tree.Value, error) {
	if p.document.html == nil && p.document.json == nil {
		return nil, p.document.jsonErr
	}
	g, err := p.general()
	if err != nil {
		return nil, err
	}
	of := p.shop.Locale(p.place.Market)
	product := g.product(p.document, p.page, normalize.Locale{Lang: of.Lang, Currency: of.Currency, Market: p.place.Market}, nil)
	root, offer := &tree.Value{Kind: tree.Object}, &tree.Value{Kind: tree.Object}
	if product.SKU == "" {
		offer = root
	}
	for _, f := range product.Facts { // of those of one field a pointer finds the first, which is the best
		if !f.Used {
			continue
		}
		v := &tree.Value{Kind: tree.Scalar, Text: f.Value, Inside: f.Quote.At.Reader + ":" + f.Quote.At.Path}
		if f.Value != f.Quote.Text {
			v.Inside += "=" + f.Quote.Text
		}
		if offerFields[f.Field] {
			offer.Put(string(f.Field), v)
		} else {
			root.Put(string(f.Field), v)
		}
	}
	if product.SKU != "" {
		if product.Name != "" {
			name := *root.Each(string(site.Name))[0]
			offer.Put(string(site.Title), &name)
		}
		root.Put("offers", &tree.Value{Kind: tree.Array})
		root.Items[len(root.Items)-1].Add(offer)
	}
	return root, nil
}
