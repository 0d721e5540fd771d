package main

import (
	"context"
	"slices"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/catalog/normalize"
	"github.com/pocomigrate/pocomigrate/catalog/table"
	"github.com/pocomigrate/pocomigrate/mapping/review"
	"github.com/pocomigrate/pocomigrate/scrape/site"
)

// terms is what a workbook says beside the snapshot: how money is written, and what is known about the shops.
type terms struct {
	shops *site.Shops
	words *normalize.Vocabulary
}

// book returns the workbook of a snapshot, with the pictures that the folder's recordings hold, the clicks that are kept
// there, and what changed since the snapshot before; see [lastChanges].
func (t terms) book(ctx context.Context, c *contents, dir string, changes *review.Changes) (table.Book, error) {
	unknown, err := t.unknownWords(c)
	if err != nil {
		return table.Book{}, err
	}
	clicks, err := clicksOf(dir)
	if err != nil {
		return table.Book{}, err
	}
	pictures := openPictures(ctx, dir)
	book := review.Book(review.Input{
		Variants: c.variants, Mappings: c.mappings, Provenance: c.provenance(), Coverage: c.coverage,
		Digest: c.manifest.Digest(), Digits: t.digits, ShopNote: t.note, Clicks: clicks,
		Image: pictures.image, Changes: changes, Words: unknown,
	})
	return book, pictures.close()
}

// unknownWords returns the words of a snapshot that no table has, as 'shops words' lists them.
func (t terms) unknownWords(c *contents) ([]review.Word, error) {
	sources := func(yield func(catalog.Sources, error) bool) {
		for _, s := range c.sources {
			if !yield(s, nil) {
				return
			}
		}
	}
	list, err := wordLines(sources, t.words.UnknownWords(c.variants, languages(t.shops)))
	out := make([]review.Word, len(list))
	for i, w := range list {
		out[i] = review.Word{Word: w.Word, Table: w.Table, Lang: w.Lang, Count: w.Count, Example: w.Example, Row: w.Row}
	}
	return out, err
}

// digits returns how many minor digits a currency has; two where our table does not know it, which is what ISO 4217 gives
// most currencies and what a reader expects.
func (t terms) digits(currency string) int {
	if n, ok := t.words.MinorDigits(currency); ok {
		return n
	}
	return 2
}

// note says what became of a shop.
func (t terms) note(id catalog.ShopID) string {
	p, ok := t.shops.Shop(id)
	switch {
	case !ok:
		return ""
	case p.Closed != "" && p.RedirectsTo != "":
		return "closed on " + p.Closed + "; visitors are sent to " + p.RedirectsTo
	case p.Closed != "":
		return "closed on " + p.Closed
	}
	if t.alone(id) {
		return "still answers; no old shop moves here, so that nothing is mapped"
	}
	return "still answers"
}

// alone says whether a shop is a new one that no old shop moves to.
func (t terms) alone(id catalog.ShopID) bool {
	p, ok := t.shops.Shop(id)
	return ok && p.Role == site.Target && !slices.ContainsFunc(t.shops.All(), func(old *site.Profile) bool { return leads(old, id) })
}

// leads says whether some of a shop's catalogue moves to a shop.
func leads(p *site.Profile, to catalog.ShopID) bool {
	return slices.ContainsFunc(p.Routes, func(r site.Route) bool { return r.To == to })
}
