package normalize

import (
	"fmt"
	"slices"

	"github.com/pocomigrate/pocomigrate/catalog"
)

// item is what becomes one variant: the rows that share an identity.
type item struct {
	identities []catalog.Identity
	row        catalog.Row   // the rows joined, the first row's statements first
	offers     []catalog.Row // the rows as they are, for their prices; empty for a listing without rows
	issues     []catalog.Issue
}

// items groups the rows of a listing by identity, numbered rows first. A row without a number, as pages show it before
// their JSON is there, belongs to the one numbered item that has its options. A listing without rows is one item, its
// product page.
func items(l catalog.Listing) []item {
	if len(l.Rows) == 0 {
		return []item{{identities: []catalog.Identity{catalog.SlugIdentity(l.Slug)}}}
	}
	var out []item
	at := map[catalog.Identity]int{}
	numbered := map[catalog.Identity]int{} // of the options of numbered rows: their item, or several
	pageTaken := false
	for _, row := range numberedFirst(l.Rows) {
		identities := identitiesOf(l.Slug, row)
		var issues []catalog.Issue
		if len(identities) == 0 {
			identities, issues = withoutIdentity(l, row, pageTaken)
			pageTaken = true
		}
		i, known := at[identities[0]]
		if j, ok := numbered[identities[0]]; ok && j != several {
			i, known = j, true
		}
		if known {
			out[i].join(row, identities)
		} else {
			i = len(out)
			at[identities[0]] = i
			out = append(out, item{identities: identities, row: row, offers: []catalog.Row{row}, issues: issues})
		}
		for _, options := range identities[1:] { // only a numbered row has more than one
			if j, ok := numbered[options]; ok && j != i {
				numbered[options] = several
			} else {
				numbered[options] = i
			}
		}
	}
	return out
}

// several stands in place of an index where there is more than one.
const several = -1

func numberedFirst(rows []catalog.Row) []catalog.Row {
	unnumbered := func(r catalog.Row) int {
		if r.ID.Text == "" {
			return 1
		}
		return 0
	}
	return slices.SortedStableFunc(slices.Values(rows), func(a, b catalog.Row) int { return unnumbered(a) - unnumbered(b) })
}

// identitiesOf returns what a row states to tell it apart: its item number, then the words of its options.
func identitiesOf(slug string, row catalog.Row) []catalog.Identity {
	var out []catalog.Identity
	if row.ID.Text != "" {
		out = append(out, catalog.ItemIdentity(spaced(row.ID.Text)))
	}
	if len(row.Options) > 0 {
		words := make([]string, len(row.Options))
		for i, o := range row.Options {
			words[i] = o.Word.Text
		}
		out = append(out, catalog.OptionIdentity(slug, words))
	}
	return out
}

// withoutIdentity gives a row that states neither number nor options the identity of its page. Only one row can have it;
// the others are told apart by their titles, so that none is lost.
func withoutIdentity(l catalog.Listing, row catalog.Row, pageTaken bool) ([]catalog.Identity, []catalog.Issue) {
	page := catalog.SlugIdentity(l.Slug)
	if len(l.Rows) == 1 {
		return []catalog.Identity{page}, nil
	}
	title := ""
	if len(row.Titles) > 0 {
		title = row.Titles[0].Text
	}
	identity := page
	if pageTaken {
		identity = catalog.OptionIdentity(l.Slug, []string{title})
	}
	return []catalog.Identity{identity}, []catalog.Issue{{
		Code: "no_identity",
		Text: fmt.Sprintf("one of %d rows of %s has neither item number nor options; check that it is a variant of its own",
			len(l.Rows), l.Slug),
		Values: nonEmpty(title),
	}}
}

func nonEmpty(s string) []string {
	if s == "" {
		return nil
	}
	return []string{s}
}

// join adds a row with the same identity.
func (it *item) join(row catalog.Row, identities []catalog.Identity) {
	for _, id := range identities {
		if !slices.Contains(it.identities, id) {
			it.identities = append(it.identities, id)
		}
	}
	it.offers = append(it.offers, row)
	r := &it.row
	r.GroupNames = slices.Concat(r.GroupNames, row.GroupNames)
	r.Titles = slices.Concat(r.Titles, row.Titles)
	r.Images = slices.Concat(r.Images, row.Images)
	r.SKUs = slices.Concat(r.SKUs, row.SKUs)
	r.GTINs = slices.Concat(r.GTINs, row.GTINs)
	r.MPNs = slices.Concat(r.MPNs, row.MPNs)
}
