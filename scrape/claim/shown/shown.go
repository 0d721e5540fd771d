package shown

import (
	"net/url"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/pocomigrate/pocomigrate/catalog/normalize"
	"github.com/pocomigrate/pocomigrate/scrape/ascii"
	"github.com/pocomigrate/pocomigrate/scrape/claim"
	"github.com/pocomigrate/pocomigrate/scrape/claim/words"
	"github.com/pocomigrate/pocomigrate/scrape/markup/element"
	"github.com/pocomigrate/pocomigrate/scrape/site"
)

// The bounds of what is looked at in the text that people see.
const (
	maxSpots     = 400 // amounts
	maxSpotText  = 160 // bytes around one
	maxLabel     = 40  // bytes of a label, and of the code behind it
	maxShownNear = 60  // bytes of the words beside an amount
)

// Page reads, while a page is walked over, what people see on it: amounts with the words beside them, codes behind
// their labels, and buttons.
type Page struct {
	words   *normalize.Vocabulary // nil looks for nothing
	known   *words.Words
	Locale  normalize.Locale
	classes map[string]mark

	at       int // texts and elements passed so far
	heading  int // where the first h1 stood, 0 for nowhere
	spots    []spotted
	whole    int // of them, those that are prices and name a currency
	codes    []coded
	buttons  []*html.Node
	lastText string // the text before, when nothing else stood between, and its place
	lastAt   int
	label    labelled // a label whose value is awaited
}

// Place is what stands around a part of the page.
type Place struct {
	marks mark
	spots int // amounts found before the nearest element that is marked as a price
	whole int // of them, those with a currency
}

// spotted is an amount that a page shows.
type spotted struct {
	element *html.Node
	at      int
	text    string
	bare    bool // no currency stands with it
	marks   mark
	role    string // what the words beside it say
	reading normalize.PriceReading
}

// New returns a reader of what a page shows. The vocabulary may be nil, when nobody asks; the locale is what is known of the shop.
func New(vocabulary *normalize.Vocabulary, locale normalize.Locale) *Page {
	return &Page{words: vocabulary, known: words.Shipped(), Locale: locale, classes: map[string]mark{}}
}

// Text looks at one text of the page.
func (s *Page) Text(e *html.Node, within Place) {
	if s.words == nil {
		return
	}
	text := strings.Trim(e.Data, " \t\r\n\u00a0")
	if text == "" {
		return
	}
	s.at++
	if n := len(s.spots); n > 0 && s.spots[n-1].at == s.at-1 && len(text) <= maxShownNear {
		if s.words.PriceLabel(text) == "per" || text[0] == '/' && !s.isEach(text) {
			s.spots[n-1].role = "per"
		}
		if s.saysNet(text) && !strings.ContainsAny(text, "0123456789") {
			s.spots[n-1].marks |= markNet
		}
	}
	if within.marks&(markRelated|markHidden) == 0 {
		s.code(e, text, within.marks)
	}
	switch {
	case len(text) > maxSpotText:
	case e.Parent != nil && e.Parent.DataAtom == atom.H1: // a name may hold any number
	case s.showsMoney(text):
		s.spot(e.Parent, text, within.marks, within.marks&markPrice != 0 && isWholeAmount(text))
	case within.marks&markPrice != 0: // the element is read as a whole; what it states beside its price has its own words
		if isWholeAmount(text) {
			s.spot(e.Parent, text, within.marks, true)
		}
	case s.lastAt == s.at-1:
		s.parted(e.Parent, text, within.marks)
	}
	s.lastText, s.lastAt = text, s.at
}

// showsMoney says that a text holds a digit and something that may name a currency: a sign, letters in capitals, letters of other
// scripts, or one of the words that do.
func (s *Page) showsMoney(text string) bool {
	digit, named, capitals, word := false, false, 0, 0
	for i, r := range text {
		letter := r < utf8.RuneSelf && ascii.IsLetter(byte(r))
		if !letter && i > word && i-word <= 5 {
			named = named || s.known.IsMoney(strings.ToLower(text[word:i]))
		}
		if !letter {
			word, capitals = min(len(text), i+max(1, utf8.RuneLen(r))), 0
		}
		switch {
		case '0' <= r && r <= '9':
			digit = true
		case r == '$':
			named = true
		case r >= utf8.RuneSelf:
			named = named || unicode.Is(unicode.Sc, r) || len(text) < 24 && unicode.IsLetter(r)
		case 'A' <= r && r <= 'Z':
			capitals++
			named = named || capitals == 3
		}
	}
	return digit && (named || len(text)-word <= 5 && s.known.IsMoney(strings.ToLower(text[word:])))
}

// spot notes an amount. One without a currency counts only where it is all that a whole element says which is marked as a
// price.
func (s *Page) spot(e *html.Node, text string, marks mark, element bool) {
	if len(s.spots) >= maxSpots {
		return
	}
	if isCodeLike(text) {
		return
	}
	r := s.words.ReadPrice(text, s.Locale)
	if claim.Plain(r.Amount) == "" || r.Has("price_damaged", "price_several", "price_digits") && marks&markPrice == 0 {
		return
	}
	if r.Has("price_decimals") {
		return
	}
	bare := r.Currency == ""
	if bare && (!element || !s.isBareAmount(text)) {
		return
	}
	if r.Has("price_words", "currency_unknown") && marks&markPrice == 0 {
		return // a sentence
	}
	if s.saysNet(text) {
		marks |= markNet
	}
	found := spotted{element: e, at: s.at, text: text, bare: bare, marks: marks, role: s.role(text, r), reading: r}
	s.spots = append(s.spots, found)
	if !bare && found.field() == site.Price {
		s.whole++
	}
}

// role returns what the words beside an amount and those of its own text say about it, "" for nothing.
func (s *Page) role(text string, r normalize.PriceReading) string {
	role := ""
	if s.lastAt == s.at-1 && len(s.lastText) <= maxShownNear {
		role = s.words.PriceLabel(s.lastText)
	}
	if n := len(s.spots); role == "per" && n > 0 && s.spots[n-1].at == s.lastAt-1 {
		role = "" // it speaks of the amount before
	}
	if own := s.words.PriceLabel(withoutDigits(text)); own != "" && !r.Has("price_several") {
		role = own
	}
	switch {
	case r.Has("price_per") || s.isPerUnit(text):
		return "per"
	case r.Has("price_former"):
		return "was"
	}
	return role
}

// isBareAmount says that a text is a number as prices have it, and nothing but words about a price beside it.
func (s *Page) isBareAmount(text string) bool {
	from := strings.IndexAny(text, "0123456789")
	if from < 0 {
		return false
	}
	if words := strings.TrimSpace(text[:from]); words != "" && s.words.PriceLabel(words) == "" {
		return false
	}
	return strings.Trim(text[from:], "0123456789., -–:") == "" && len(text)-from <= maxSpotNumber
}

// parted notes an amount whose currency stands in the element before or behind it: "CHF", "1'249.–".
func (s *Page) parted(e *html.Node, text string, marks mark) {
	number, sign, joined := text, s.lastText, s.lastText+" "+text
	if !ascii.IsDigit(text[0]) {
		number, sign = s.lastText, text
	}
	if len(sign) > 4 || len(number) > maxSpotNumber || number == "" || !ascii.IsDigit(number[0]) || strings.ContainsAny(sign, "0123456789") {
		return
	}
	if r := s.words.ReadPrice("1 "+sign, s.Locale); r.Currency == "" || r.Has("price_words", "currency_unknown") {
		return
	}
	if n := len(s.spots); n > 0 && s.spots[n-1].bare && s.spots[n-1].at >= s.lastAt-1 {
		s.spots = s.spots[:n-1] // the number alone
	}
	s.spot(e, joined, marks, false)
}

// Enter notes that an element begins.
func (s *Page) Enter(e *html.Node, within Place) Place {
	if s.words == nil {
		return within
	}
	if e.DataAtom == atom.H1 && s.heading == 0 {
		s.heading = s.at + 1
	}
	own := s.marks(e)
	if own&markPrice != 0 {
		within.whole, within.spots = s.whole, len(s.spots)
	}
	within.marks |= own
	if within.marks&markRelated == 0 && isButton(e) {
		s.buttons = append(s.buttons, e)
	}
	return within
}

// Leave notes that an element ends, within being what enter returned. An element that is marked as a price, and in which no text
// stated a whole one, is read as a whole.
func (s *Page) Leave(e *html.Node, within Place) {
	if s.words == nil || within.marks&markPrice == 0 || within.whole < s.whole || s.marks(e)&markPrice == 0 {
		return
	}
	text := priceText(s, e)
	if text == "" || len(text) >= maxSpotText || slices.ContainsFunc(s.spots[within.spots:], func(o spotted) bool { return !o.bare && o.text == text }) {
		return // or one text says it all, and its words are known
	}
	s.spot(e, text, within.marks, true)
	if s.whole > within.whole { // the numbers in it were its parts
		kept := slices.DeleteFunc(s.spots[within.spots:], func(o spotted) bool { return o.bare })
		s.spots = s.spots[:within.spots+len(kept)]
	}
}

// priceText returns the text of a price that is put together from several elements, without what is struck through. Raised
// digits behind others are decimals.
func priceText(s *Page, of *html.Node) string {
	var b strings.Builder
	var add func(e *html.Node, depth int)
	add = func(e *html.Node, depth int) {
		for c := e.FirstChild; c != nil && b.Len() < maxSpotText && depth < 8; c = c.NextSibling {
			switch c.Type {
			case html.TextNode:
				text := strings.TrimSpace(c.Data)
				if isCents(text, b.String()) && (e.DataAtom == atom.Sup || e != of) {
					b.WriteByte('.')
				}
				b.WriteString(text[:min(len(text), maxSpotText)])
			case html.ElementNode:
				if !element.IsHidden(c.Data) && s.marks(c)&(markFormer|markHidden) == 0 {
					add(c, depth+1)
				}
			case html.CommentNode, html.DoctypeNode, html.ErrorNode, html.DocumentNode, html.RawNode:
			}
		}
	}
	add(of, 0)
	return strings.TrimSpace(b.String())
}

// isButton says that an element may be what puts the goods into the cart.
func isButton(e *html.Node) bool {
	switch e.DataAtom {
	case atom.Button:
		return true
	case atom.Input:
		t := element.Attr(e, "type")
		return t == "submit" || t == "button"
	default:
	}
	return false
}

// Speak settles the language of the page, and with it what a currency's sign means, where the profile did not: what the
// page declares, and the country of its address.
func (s *Page) Speak(lang string, base *url.URL) {
	if s.Locale.Lang != "" {
		return
	}
	s.Locale.Lang = strings.TrimSpace(strings.ReplaceAll(lang, "_", "-"))
	defer s.settle()
	if base == nil || strings.Contains(s.Locale.Lang, "-") {
		return
	}
	host := base.Hostname()
	country := strings.ToUpper(host[strings.LastIndexByte(host, '.')+1:])
	if country == "UK" {
		country = "GB"
	}
	if len(country) == 2 && country != "IO" && country != "CO" && country != "TV" && country != "ME" && country != "AI" && country != "EU" {
		if s.Locale.Lang == "" {
			s.Locale.Lang = "und"
		}
		s.Locale.Lang += "-" + country
	}
}

// homes are the countries of languages that one country with a currency of its own speaks, by the likely subtags of CLDR. They
// say what a sign means that several currencies share: the crowns, the yen.
var homes = map[string]string{
	"ja": "JP", "ko": "KR", "sv": "SE", "da": "DK", "nb": "NO", "nn": "NO", "no": "NO", "is": "IS", "pl": "PL", "cs": "CZ", "hu": "HU", "ro": "RO", "bg": "BG",
	"tr": "TR", "th": "TH", "vi": "VN", "he": "IL", "uk": "UA", "id": "ID",
}

// settle adds the country of a language that has one.
func (s *Page) settle() {
	if home := homes[strings.ToLower(s.Locale.Lang)]; home != "" {
		s.Locale.Lang += "-" + home
	}
}
