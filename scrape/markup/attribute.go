package markup

import (
	"strings"

	"golang.org/x/net/html"

	"github.com/pocomigrate/pocomigrate/scrape/ascii"
)

// maxAttributes is how many attributes of one tag are compared with one another.
const maxAttributes = 64

// attributes reads the attributes of a tag up to and with its ">". Of two with one name the first counts.
func (s *scanner) attributes() []html.Attribute {
	s.found = s.found[:0]
	for !s.odd {
		s.skipSpace()
		if s.at >= len(s.text) {
			s.odd = true
			break
		}
		switch s.text[s.at] {
		case '>':
			s.at++
			attrs := s.room.take(len(s.found))
			copy(attrs, s.found)
			return attrs
		case '/':
			s.slash = s.at
			s.at++
		default:
			s.attribute()
		}
	}
	return nil
}

// attribute reads one attribute.
func (s *scanner) attribute() {
	from := s.at
	for s.at < len(s.text) && !isSpace(s.text[s.at]) && strings.IndexByte("=/>", s.text[s.at]) < 0 {
		s.at++
	}
	name := lower(s.text[from:s.at])
	s.skipSpace()
	value := ""
	if s.at < len(s.text) && s.text[s.at] == '=' {
		s.at++
		s.skipSpace()
		value = s.value()
	}
	s.odd = s.odd || name == "" || len(s.found) >= maxAttributes
	for _, a := range s.found {
		if a.Key == name {
			return
		}
	}
	s.found = append(s.found, html.Attribute{Key: name, Val: value})
}

// value reads the value of an attribute behind its "=".
func (s *scanner) value() string {
	if s.at >= len(s.text) {
		return "" // nor does the tag end
	}
	var text string
	switch quote := s.text[s.at]; quote {
	case '"', '\'':
		text, _, _ = strings.Cut(s.text[s.at+1:], string(quote))
		s.at = min(s.at+len(text)+2, len(s.text)) // the tag of one that does not end does not end either
	default:
		from := s.at
		for s.at < len(s.text) && !isSpace(s.text[s.at]) && s.text[s.at] != '>' {
			s.at++
		}
		text = s.text[from:s.at]
	}
	if strings.IndexByte(text, '&') >= 0 {
		text = s.unescapeValue(text)
	}
	return text
}

// unescapeValue resolves the character references of an attribute's value. Their rules differ from those of text where a
// name lacks its semicolon or is not known with it ("?a=1&copy=2" is an address and no copyright sign): there, what text
// would take for a reference is odd.
func (s *scanner) unescapeValue(text string) string {
	for rest := text; rest != ""; {
		end := 1
		for end < len(rest) && (ascii.IsLetter(rest[end]) || '0' <= rest[end] && rest[end] <= '9') {
			end++
		}
		if end < len(rest) && rest[end] == ';' {
			end++
		}
		reference := rest[:end] // or none: then it means itself
		means := html.UnescapeString(reference)
		whole := strings.HasSuffix(reference, ";") && !strings.HasSuffix(means, ";")
		s.odd = s.odd || means != reference && !whole
		rest = rest[end:]
	}
	return html.UnescapeString(text)
}

func (s *scanner) skipSpace() {
	for s.at < len(s.text) && isSpace(s.text[s.at]) {
		s.at++
	}
}
