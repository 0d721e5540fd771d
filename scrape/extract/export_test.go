package extract

import (
	"bytes"

	"github.com/PuerkitoBio/goquery"
	"golang.org/x/net/html"

	"github.com/pocomigrate/pocomigrate/catalog/normalize"
	"github.com/pocomigrate/pocomigrate/scrape"
)

// Place is a place on a page as tests see it.
type Place struct{ Path, Words string }

// State returns what the scripts of a page assign to a variable, at a pointer.
func State(page, name, pointer string) ([]Place, error) {
	v, err := findState([]byte(page), name)
	if err != nil {
		return nil, err
	}
	var out []Place
	for _, n := range (jsonNode{v}).find(pointer) {
		out = append(out, Place{n.path(), n.words("")})
	}
	return out, nil
}

// Elements returns the place of every element of an HTML page, and finds each again by its path.
func Elements(page string) (places []Place, again []int, err error) {
	d, err := goquery.NewDocumentFromReader(bytes.NewReader([]byte(page)))
	if err != nil {
		return nil, nil, err
	}
	shared := &htmlPage{pool: &pool{}}
	for _, s := range d.Find("html").Find("*").EachIter() {
		n := htmlNode{s.Get(0), shared}
		places = append(places, Place{n.path(), n.words("")})
		same := d.Find(n.path())
		if same.Length() > 0 && same.Get(0) == s.Get(0) {
			again = append(again, same.Length())
		} else {
			again = append(again, 0)
		}
	}
	return places, again, nil
}

// Desk is what pages are made ready for reading on.
type Desk struct{ desk desk }

// Open makes a page ready for reading.
func (d *Desk) Open(p *scrape.Page) error {
	_, err := open(p, &d.desk)
	return err
}

// CommonPath is what the specifications' place is made by.
var CommonPath = commonPath

// Lower returns text in lower case.
func Lower(text string) string { return string(lower([]byte(text))) }

// Pool keeps texts, and says how many bytes it holds.
type Pool struct{ pool }

// Keep returns a text from the pool.
func (p *Pool) Keep(text string) string { return p.keep([]byte(text)) }

// Size returns how many bytes the pool holds.
func (p *Pool) Size() int {
	size := 0
	for text := range p.known {
		size += len(text)
	}
	return size
}

// ParsedPage is a page whose tree is made.
type ParsedPage struct {
	page *scrape.Page
	root *html.Node
}

// ParsePage makes the tree of a page as goquery does.
func ParsePage(p *scrape.Page) (*ParsedPage, error) {
	d, err := goquery.NewDocumentFromReader(bytes.NewReader(p.Body))
	if err != nil {
		return nil, err
	}
	return &ParsedPage{p, d.Nodes[0]}, nil
}

// ReadParsed reads a page whose tree is made.
func (g *General) ReadParsed(p *ParsedPage) Product {
	d := &document{html: goquery.NewDocumentFromNode(p.root)}
	return g.product(d, p.page, normalize.Locale{}, nil)
}
