package extract

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/PuerkitoBio/goquery"
	"golang.org/x/net/html"
	"golang.org/x/text/encoding/htmlindex"

	"github.com/pocomigrate/pocomigrate/catalog/normalize"
	"github.com/pocomigrate/pocomigrate/scrape"
)

// Place is a place on a page as tests see it.
type Place struct{ Path, Words string }

// FindJSON returns the places of a pattern in a JSON text, asked from the place of another pattern.
func FindJSON(text, from, pattern string) ([]Place, error) {
	v, err := parseJSON([]byte(text), "", true)
	if err != nil {
		return nil, err
	}
	var out []Place
	for _, start := range v.find(from) {
		for _, n := range (jsonNode{start}).find(pattern) {
			out = append(out, Place{n.path(), n.words("")})
		}
	}
	return out, nil
}

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
	shared := &htmlPage{spots: map[*html.Node]spot{}, pool: &pool{}}
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

// Folded returns the visible words of texts that stand one after the other, and Lower their lower case.
func Folded(texts ...string) string {
	p := &html.Node{Type: html.ElementNode, Data: "p"}
	for _, text := range texts {
		p.AppendChild(&html.Node{Type: html.TextNode, Data: text})
	}
	return visible(p)
}

// Lower returns text in lower case.
func Lower(text string) string { return string(lower([]byte(text))) }

// Pool keeps texts, and says how many bytes it holds.
type Pool struct{ pool }

// Keep returns a text from the pool.
func (p *Pool) Keep(text string) string { return p.keep([]byte(text)) }

// Size returns how many bytes the pool holds.
func (p *Pool) Size() int { return p.size }

// Statement is what a page states in one of the general ways, as tests see it: text, a list, or an object whose names may
// repeat.
type Statement struct {
	Text  string
	Names []string
	Items []Statement
}

func statement(v *value) Statement {
	s := Statement{Text: v.text, Names: v.names}
	for _, item := range v.items {
		s.Items = append(s.Items, statement(item))
	}
	return s
}

// Stated returns what a page states as "json-ld", "microdata" or "opengraph".
func Stated(page []byte, address, reader string) ([]Statement, error) {
	root, err := html.Parse(bytes.NewReader(page))
	if err != nil {
		return nil, err
	}
	s := newSurvey(root, address, nil, normalize.Locale{})
	var found []*value
	switch reader {
	case "json-ld":
		found = linkedData(s.linked, &lenient{})
	case "microdata":
		found = s.microdata()
	case "opengraph":
		found = []*value{openGraph(s.metas, s.prefixes)}
	}
	var out []Statement
	for _, v := range found {
		out = append(out, statement(v))
	}
	return out, nil
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

// CompareLenient holds the lenient reader to the strict one: what the strict one reads of a text, it reads, too, and the same.
func CompareLenient(text string) error {
	l := &lenient{}
	got, size, err := l.value(text)
	if size > len(text) {
		return fmt.Errorf("%d of %d bytes read", size, len(text))
	}
	if !json.Valid([]byte(text)) || !utf8.ValidString(text) {
		return nil
	}
	want, strictErr := parseJSON([]byte(text), "", true)
	if strictErr != nil || want.kind < array { // the strict reader has bounds, too
		return nil //nolint:nilerr // as above
	}
	if err != nil {
		return err
	}
	if a, b := fmt.Sprint(statement(got)), fmt.Sprint(statement(want)); a != b {
		return fmt.Errorf("%s\nwant %s", a, b)
	}
	return nil
}

// CharacterSet returns the name of the character set that a page has.
func CharacterSet(page []byte) string {
	_, name, _ := characterSet(page, "")
	return name
}

// Address returns an address in a form in which addresses are compared.
func Address(raw, charsetName string, fragment, blank bool) string {
	f := addressForm{fragment: fragment, blank: blank}
	if charsetName != "" {
		f.charset, _ = htmlindex.Get(strings.NewReplacer("iso2022jp", "iso-2022-jp").Replace(charsetName)) //nolint:errcheck // nil is UTF-8
	}
	return f.write(raw)
}

// SameAddress is what the address of an offer is compared by.
func SameAddress(raw string) string { return sameAddress(raw, nil) }
