package extract

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"

	"github.com/PuerkitoBio/goquery"
	"golang.org/x/text/encoding"

	"github.com/pocomigrate/pocomigrate/scrape"
	"github.com/pocomigrate/pocomigrate/scrape/markup"
	"github.com/pocomigrate/pocomigrate/scrape/markup/charset"
	"github.com/pocomigrate/pocomigrate/scrape/markup/element"
	"github.com/pocomigrate/pocomigrate/scrape/site"
	"github.com/pocomigrate/pocomigrate/scrape/tree"
)

// maxHTML bounds the part of a page outside of its scripts that is parsed as HTML, whose tree takes many times its size. The largest mi.com page on record is
// under 1 MiB.
const maxHTML = 8 << 20

// document is a page made ready for reading: text in UTF-8, parsed as what it is.
type document struct {
	body    []byte
	charset encoding.Encoding // that the body was in; nil for UTF-8
	html    *goquery.Document // nil for JSON
	json    *tree.Value       // nil for HTML, and for JSON that does not parse
	jsonErr error
	states  map[string]assigned // by variable, as far as they were asked for
	desk    *desk
}

// desk is what pages are taken apart on: memory that is used for one page after the other.
type desk struct {
	parser markup.Parser
	text   []byte
}

// open makes a page ready.
func open(p *scrape.Page, desk *desk) (*document, error) {
	body, set, err := charset.Decode(p.Body, p.ContentType())
	if err != nil {
		return nil, err
	}
	d := &document{charset: set, body: body, states: map[string]assigned{}, desk: desk}
	start := bytes.TrimLeft(d.body, " \t\r\n")
	if strings.HasSuffix(p.MediaType(), "json") || bytes.HasPrefix(start, []byte("{")) || bytes.HasPrefix(start, []byte("[")) {
		// A refusal of the CDN is HTML under any address; it is told by its markup, not by its type.
		if !bytes.HasPrefix(start, []byte("<")) {
			d.json, d.jsonErr = tree.Parse(start, "", true)
			return d, nil
		}
	}
	d.jsonErr = fmt.Errorf("the answer is %s where JSON was expected", p.MediaType())
	if size := len(d.body); size > maxHTML && size-scriptSize(d.body) > maxHTML {
		return nil, fmt.Errorf("HTML of %d bytes, more than the %d MiB that a page may have", size, maxHTML>>20)
	}
	root, err := desk.parser.Parse(d.body)
	if err != nil {
		return nil, fmt.Errorf("HTML: %w", err)
	}
	d.html = goquery.NewDocumentFromNode(root)
	return d, nil
}

// scriptSize returns how many bytes of a page stand in its scripts, which become one text of the tree each.
func scriptSize(page []byte) int {
	size := 0
	for {
		_, rest, ok := bytes.Cut(page, []byte("<script"))
		if !ok {
			return size
		}
		i := bytes.Index(rest, []byte("</script"))
		if i < 0 {
			i = len(rest)
		}
		size += i
		page = rest[i:]
	}
}

// answer returns what the signals of a shop look at.
func (d *document) answer(p *scrape.Page, shop *site.Profile, s *site.Signals) site.Answer {
	a := site.Answer{Closed: shop.Closed != "", Status: p.Status}
	if p.Location() != "" {
		a.Location = scrape.Resolve(p.URL, p.Location())
		canonical := scrape.Canonical(a.Location)
		a.SamePage, a.Home = canonical == scrape.Canonical(p.URL), shop.Home(canonical)
	}
	if d == nil || d.html == nil {
		return a
	}
	for _, first := range []goquery.Matcher{firstTitle, firstHeading} {
		for _, e := range d.html.FindMatcher(first).Nodes {
			a.Titles = append(a.Titles, element.Text(e))
		}
	}
	if v, err := d.state(s.StateVariable); err == nil {
		for _, pointer := range s.Titles {
			for _, found := range v.Find(pointer) {
				a.Titles = append(a.Titles, found.Text)
			}
		}
	}
	for _, body := range d.html.FindMatcher(firstBody).Nodes {
		d.desk.text = element.AppendText(d.desk.text[:0], body, maxRefusal)
		a.Text = lower(d.desk.text)
	}
	return a
}

// unreadAnswer is answer for a page on which no layout found anything.
func (d *document) unreadAnswer(p *scrape.Page, shop *site.Profile, s *site.Signals) site.Answer {
	a := d.answer(p, shop, s)
	a.Unread = true
	if d.html != nil {
		a.Markup = bytes.ToLower(d.body)
	}
	return a
}

// What every page is looked at for, whatever its layouts are.
var (
	wholePage    = goquery.Single("html")
	firstTitle   = goquery.Single("title")
	firstHeading = goquery.Single("h1")
	firstBody    = goquery.Single("body")
)

// maxRefusal is how much of a page's visible text is looked at for words that say it is no page. A refusal says so at
// once, if behind the menus of the shop, which are under 8 KiB; what stands far down may be a review that quotes one.
const maxRefusal = 16 << 10

// products returns the Product nodes of the page's JSON-LD. A block that does not parse is passed over: the other blocks
// and readers still speak.
func (d *document) products() []*tree.Value {
	if d.html == nil {
		return nil
	}
	var out []*tree.Value
	for i, script := range d.html.Find(`script[type="application/ld+json"]`).EachIter() {
		v, err := tree.Parse([]byte(script.Text()), "ld+json["+strconv.Itoa(i)+"]", false)
		if err != nil {
			continue
		}
		candidates := append([]*tree.Value{v}, v.Find("/*")...)
		candidates = append(candidates, v.Find("/@graph/*")...)
		for _, c := range candidates {
			if isProduct(c) {
				out = append(out, c)
			}
		}
	}
	return out
}

func isProduct(v *tree.Value) bool {
	for _, t := range append(v.Find("/@type"), v.Find("/@type/*")...) {
		if t.Text == "Product" || t.Text == "ProductGroup" {
			return true
		}
	}
	return false
}
