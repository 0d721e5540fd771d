// Package workbook makes the workbook of a run folder, puts it where it takes nothing from anybody, and reads it when it comes back.
// What its sheets say and what people may enter is package mapping/review's matter; here is what a folder, the shops' profiles and
// the tables have to do with it.
package workbook

import (
	"context"
	"slices"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/catalog/normalize"
	"github.com/pocomigrate/pocomigrate/catalog/table"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/runfolder"
	"github.com/pocomigrate/pocomigrate/mapping/review"
	"github.com/pocomigrate/pocomigrate/scrape/site"
)

// Terms are what a workbook says beside the snapshot: how money is written, and what is known about the shops. Both are set.
type Terms struct {
	Shops *site.Shops
	Words *normalize.Vocabulary
}

// Book returns the workbook of a snapshot, with the pictures that the folder's recordings hold, the clicks that are kept
// there, and what changed since the snapshot before; see [runfolder.Changes].
func (t Terms) Book(ctx context.Context, c *runfolder.Contents, dir string, changes *review.Changes) (table.Book, error) {
	clicks, err := runfolder.ClicksOf(dir)
	if err != nil {
		return table.Book{}, err
	}
	pictures := openPictures(ctx, dir)
	book := review.Book(review.Input{
		Variants: c.Variants, Mappings: c.Mappings, Provenance: provenance(c), Coverage: c.Coverage,
		Digest: c.Manifest.Digest(), Digits: t.Digits, ShopNote: t.note, Clicks: clicks,
		Image: pictures.image, Changes: changes, Words: t.wordsOf(c),
	})
	return book, pictures.close()
}

// wordsOf returns what the sheet of unknown words shows.
func (t Terms) wordsOf(c *runfolder.Contents) []review.Word {
	found := t.unknownWords(c.Variants)
	for _, s := range c.Sources {
		found.see(s)
	}
	list := found.rows()
	out := make([]review.Word, len(list))
	for i, w := range list {
		out[i] = review.Word{Word: w.Word, Table: w.Table, Lang: w.Lang, Count: w.Count, Example: w.Example, Row: w.Row}
	}
	return out
}

// Digits returns how many minor digits a currency has; two where our table does not know it, which is what ISO 4217 gives
// most currencies and what a reader expects.
func (t Terms) Digits(currency string) int {
	if n, ok := t.Words.MinorDigits(currency); ok {
		return n
	}
	return 2
}

// note says what became of a shop.
func (t Terms) note(id catalog.ShopID) string {
	p, ok := t.Shops.Shop(id)
	switch {
	case !ok:
		return ""
	case p.Closed != "" && p.RedirectsTo != "":
		return "closed on " + p.Closed + "; visitors are sent to " + p.RedirectsTo
	case p.Closed != "":
		return "closed on " + p.Closed
	}
	if t.Alone(id) {
		return "still answers; no old shop moves here, so that nothing is mapped"
	}
	return "still answers"
}

// Alone says whether a shop is a new one that no old shop moves to.
func (t Terms) Alone(id catalog.ShopID) bool {
	p, ok := t.Shops.Shop(id)
	return ok && p.Role == site.Target && !slices.ContainsFunc(t.Shops.All(), func(old *site.Profile) bool { return Leads(old, id) })
}

// Leads says whether some of a shop's catalogue moves to a shop.
func Leads(p *site.Profile, to catalog.ShopID) bool {
	return slices.ContainsFunc(p.Routes, func(r site.Route) bool { return r.To == to })
}

// provenance returns where the values come from that a workbook tells it of: prices, and values that an issue is about; and of
// each variant the newest.
func provenance(c *runfolder.Contents) []catalog.Provenance {
	doubtful := map[catalog.Key][]string{}
	for i := range c.Variants {
		for _, issue := range c.Variants[i].Issues {
			doubtful[c.Variants[i].Key] = append(doubtful[c.Variants[i].Key], issue.Field)
		}
	}
	var out []catalog.Provenance
	for _, s := range c.Sources {
		of := s.Provenance()
		newest := 0
		for i := range of {
			if of[i].At.Time.After(of[newest].At.Time) {
				newest = i
			}
		}
		for i, p := range of {
			if i == newest || review.IsPriceField(p.Field) || slices.Contains(doubtful[p.Key], p.Field) {
				out = append(out, p)
			}
		}
	}
	return out
}
