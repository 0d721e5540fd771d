package vote

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/scrape/claim"
	"github.com/pocomigrate/pocomigrate/scrape/markup/element"
	"github.com/pocomigrate/pocomigrate/scrape/site"
)

// conflictWeight is how well a value must be vouched for to be named as one that disagrees.
const conflictWeight = 0.5

// minConfidence is the least that a value must reach to become the reader's conclusion: below it there is only a guess.
const minConfidence = 0.3

// ballot is the vote about one field: the claims by the value that they stand for.
type ballot struct {
	field  site.Field
	values []Tally
}

// Tally is one value and who speaks for it.
type Tally struct {
	Value      string         // as the surest claim gives it
	Confidence float64        // 0 to 0.99
	Claims     []*claim.Claim // best first
}

// Count counts what the claims about a field say, which [Understand] has given their values. A source counts once for a value, however often it says it; sources that
// agree make a value surer than each of them: what is left of the doubt is the product of their doubts.
func Count(c *claim.Claims, field site.Field) ballot {
	b := ballot{field: field}
	for _, n := range c.Of(field) {
		if n.Value == "" {
			continue
		}
		i := slices.IndexFunc(b.values, func(t Tally) bool { return sameValue(field, t.Value, n.Value) })
		if i < 0 {
			i = len(b.values)
			b.values = append(b.values, Tally{Value: n.Value})
		}
		b.values[i].Claims = append(b.values[i].Claims, n)
	}
	for i := range b.values {
		b.values[i].count()
	}
	slices.SortStableFunc(b.values, func(x, y Tally) int {
		return cmp.Or(cmp.Compare(y.profile(), x.profile()), cmp.Compare(y.Confidence, x.Confidence))
	})
	return b
}

func (t *Tally) count() {
	slices.SortStableFunc(t.Claims, func(x, y *claim.Claim) int { return cmp.Compare(y.Weight, x.Weight) })
	t.Value = t.Claims[0].Value
	doubt := 1.0
	counted := map[string]bool{}
	for _, n := range t.Claims {
		if !counted[n.Reader] {
			counted[n.Reader] = true
			doubt *= 1 - n.Weight
		}
	}
	t.Confidence = min(1-doubt, 0.99)
}

// profile returns what the shop's profile gives for a value, 0 where it does not speak for it.
func (t *Tally) profile() float64 {
	for _, n := range t.Claims {
		if n.Reader == claim.FromProfile {
			return n.Weight
		}
	}
	return 0
}

// Best returns the value that is taken, nil for none.
func (b *ballot) Best() *Tally {
	if len(b.values) == 0 || b.values[0].Confidence < minConfidence {
		return nil
	}
	return &b.values[0]
}

// Issue returns the doubt that remains where another source vouches for another value.
func (b *ballot) Issue(page *element.Paths) (catalog.Issue, bool) {
	best := b.Best()
	if best == nil {
		return catalog.Issue{}, false
	}
	for _, other := range b.values[1:] {
		a, z := best.Claims[0], other.Claims[0]
		if other.Confidence < conflictWeight || !disagrees(b.field, best.Value, other.Value) {
			continue
		}
		values := []string{a.Text, z.Text}
		slices.Sort(values)
		return catalog.Issue{
			Code: string(b.field) + "_conflict", Field: string(b.field), Values: values,
			Text: fmt.Sprintf("%s at %s says %q, %s at %s says %q; look at the page", a.Reader, a.Path(page), a.Text, z.Reader, z.Path(page), z.Text),
		}, true
	}
	return catalog.Issue{}, false
}

// sameValue says that two values of a field are the same to a buyer.
func sameValue(field site.Field, a, b string) bool {
	switch field {
	case site.Price, site.ListPrice:
		return claim.Plain(a) == claim.Plain(b)
	case site.Name:
		return claim.FoldName(a) == claim.FoldName(b)
	case site.Image:
		return imageKey(a) == imageKey(b)
	default:
	}
	return strings.EqualFold(a, b)
}

// disagrees says that two values of a field cannot both be right. A longer name holds the shorter one, a product has many
// images, and shops number their goods in more ways than one.
func disagrees(field site.Field, a, b string) bool {
	switch field {
	case site.Name, site.Brand:
		x, y := claim.FoldName(a), claim.FoldName(b)
		return !strings.Contains(x, y) && !strings.Contains(y, x)
	case site.Image:
		return false
	default:
	}
	return true
}

// imageKey returns what two addresses of one image share.
func imageKey(address string) string {
	address, _, _ = strings.Cut(address, "?")
	return address[strings.LastIndexByte(address, '/')+1:]
}

// IsHeading says that nothing but headings and titles speak for a name.
func (t *Tally) IsHeading() bool {
	return !slices.ContainsFunc(t.Claims, func(n *claim.Claim) bool { return n.Reader != claim.FromText && n.Reader != claim.FromOpenGraph })
}
