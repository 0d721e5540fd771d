package extract

import "strings"

// The caps of one page. A rendered listing with 500 products of 8 rows takes some 50,000 places; all the words of the largest
// pages on record are under 2 MiB. A page that exceeds one says so and yields nothing: half of it would look like removals.
const (
	maxPlaces = 200_000
	maxText   = 64 << 20
)

// budget counts what was read of one page, whose elements may lie in one another and so be read again and again.
type budget struct {
	places int // places that expressions found
	text   int // bytes of the words taken from them, and of their paths
}

func (b *budget) spent() bool { return b.places > maxPlaces || b.text > maxText }

// find returns the places that an expression stands for, none once the page's budget is spent.
func (p *pass) find(at node, expression string) []node {
	if p.budget.spent() {
		return nil
	}
	found := at.find(expression)
	if p.budget.places += len(found); p.budget.spent() {
		return nil
	}
	return found
}

// first returns the first of the places that an expression stands for, nil where there is none and once the page's budget
// is spent.
func (p *pass) first(at node, expression string) node {
	if p.budget.spent() {
		return nil
	}
	p.budget.places++
	return at.first(expression)
}

// words returns the text of a place, "" once the page's budget is spent. It shares no memory with the page.
func (p *pass) words(n node, attribute string) string {
	return strings.Clone(p.pageWords(n, attribute))
}

// pageWords is words for text that is not kept as it is.
func (p *pass) pageWords(n node, attribute string) string {
	if p.budget.spent() {
		return ""
	}
	text := n.words(attribute)
	p.budget.text += len(text)
	return text
}
