package main

import (
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

// book returns the workbook of a snapshot.
func (t terms) book(c *contents) table.Book {
	return review.Book(review.Input{
		Variants: c.variants, Mappings: c.mappings, Provenance: c.provenance(), Coverage: c.coverage,
		Digest: c.manifest.Digest(), Digits: t.digits, ShopNote: t.note,
	})
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
	return "still answers"
}
