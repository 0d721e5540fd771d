package markup

import (
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/pocomigrate/pocomigrate/scrape/ascii"
)

// maxOpen bounds the elements that are open at one time; x/net/html refuses pages with more than 512.
const maxOpen = 500

// builder makes the tree of a page from what its scanner reads.
type builder struct {
	scanner

	doc     *html.Node
	stage   stage
	quirks  bool         // the page does not ask for the standard: a table may lie in a paragraph
	obscure bool         // whether it does was not looked into
	open    []*html.Node // from the html element down to the one that is being filled
	head    *html.Node
	form    *html.Node   // the form that is open
	count   [counted]int // how many elements of some kinds are open
	joined  int          // how often text was joined to text
	nodes   *room[html.Node]
}

// stage is how far the page has come.
type stage int

const (
	beforeDoctype stage = iota
	beforeHTML
	beforeHead
	inHead
	afterHead
	inBody
	afterBody
	afterHTML
)

// The kinds of open elements that are counted.
const (
	paragraphs = iota
	links
	buttons
	selects
	tables
	counted
)

func kind(of atom.Atom) (int, bool) {
	switch of {
	case atom.P:
		return paragraphs, true
	case atom.A:
		return links, true
	case atom.Button:
		return buttons, true
	case atom.Select:
		return selects, true
	case atom.Table:
		return tables, true
	default:
		return 0, false
	}
}

// step reads one tag, comment or text.
func (b *builder) step() {
	switch {
	case b.text[b.at] != '<' || b.at+1 == len(b.text) || !isMarkup(b.text[b.at+1]):
		b.addWords(b.words())
	case ascii.IsLetter(b.text[b.at+1]):
		b.startTag(b.tag(b.at + 1))
	case b.text[b.at+1] == '/' && b.at+2 < len(b.text) && ascii.IsLetter(b.text[b.at+2]):
		b.endTag(b.tag(b.at + 2))
	case b.begins("<!--"):
		b.addComment(b.comment())
	case b.stage == beforeDoctype && b.begins("<!doctype"):
		b.doctype()
	default:
		b.odd = true
	}
}

// doctype reads the line that begins a page.
func (b *builder) doctype() {
	text, _, whole := strings.Cut(b.rest(), ">")
	b.odd = b.odd || !whole
	b.at += len(text) + len(">")
	b.stage = beforeHTML
	if strings.EqualFold(text, "<!doctype html") {
		b.quirks = !strings.HasSuffix(text, "html")
		b.doc.AppendChild(b.node(html.Node{Type: html.DoctypeNode, Data: "html"}))
		return
	}
	// Which of the many old ones ask for the standard is known to x/net/html, and matters where a table meets a paragraph.
	b.obscure = true
	old, err := html.Parse(strings.NewReader(text + ">"))
	if b.odd = b.odd || err != nil; b.odd {
		return
	}
	node := old.FirstChild
	old.RemoveChild(node)
	b.doc.AppendChild(node)
}

// node returns n in the room for nodes.
func (b *builder) node(n html.Node) *html.Node {
	at := &b.nodes.take(1)[0]
	*at = n
	return at
}

// top returns the element that is being filled.
func (b *builder) top() *html.Node {
	if len(b.open) == 0 {
		return b.doc
	}
	return b.open[len(b.open)-1]
}

// add adds an element that has no content of its own.
func (b *builder) add(t tag) *html.Node {
	e := b.node(html.Node{Type: html.ElementNode, DataAtom: t.atom, Data: t.name, Attr: t.attrs})
	b.top().AppendChild(e)
	return e
}

// push adds an element and opens it.
func (b *builder) push(t tag) {
	b.open = append(b.open, b.add(t))
	if k, ok := kind(t.atom); ok {
		b.count[k]++
	}
	b.odd = b.odd || len(b.open) > maxOpen
}

// pop closes the element that is being filled.
func (b *builder) pop() {
	if k, ok := kind(b.top().DataAtom); ok {
		b.count[k]--
	}
	b.open = b.open[:len(b.open)-1]
}

// formatted pushes an element that formats text. Its attributes are sorted, as x/net/html has them to compare such elements.
func (b *builder) formatted(t tag) {
	slices.SortFunc(t.attrs, func(x, y html.Attribute) int { return strings.Compare(x.Key, y.Key) })
	b.push(t)
}

// implied pushes an element that the page leaves out.
func (b *builder) implied(of atom.Atom) { b.push(tag{atom: of, name: of.String()}) }

// pushRaw adds an element whose content is text, whatever it looks like, and its content.
func (b *builder) pushRaw(t tag) {
	e := b.add(t)
	text := b.raw(t.name)
	switch t.atom {
	case atom.Script:
		// A script may speak of scripts: in a comment, their ends are not its own.
		b.odd = b.odd || strings.Contains(text, "<!--") && strings.Contains(strings.ToLower(text), "<script")
	case atom.Title:
		text = unescape(text)
	case atom.Textarea:
		text = strings.TrimPrefix(unescape(text), "\n")
	default:
	}
	if text != "" {
		e.AppendChild(b.node(html.Node{Type: html.TextNode, Data: text}))
	}
	if !b.odd {
		b.tag(b.at + len("</")) // which raw has seen
	}
}
