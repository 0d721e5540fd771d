package markup

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/pocomigrate/pocomigrate/scrape/ascii"
)

// scanner cuts a page into tags and the texts between them.
type scanner struct {
	text string
	at   int  // the byte to go on from
	odd  bool // something was met that is not understood here: what was read is to be thrown away

	slash int              // where the last "/" between attributes stands
	found []html.Attribute // of the tag that is being read
	room  *room[html.Attribute]
}

// tag is a start or an end tag.
type tag struct {
	atom   atom.Atom // 0 for a name that the standard does not know
	name   string    // in lower case
	attrs  []html.Attribute
	closed bool // it ends with "/>", which means something in drawings only
	from   int  // the byte where its name begins
}

const space = " \t\n\f"

func isSpace(b byte) bool { return b == ' ' || b == '\n' || b == '\t' || b == '\f' }

// rest returns what has not been read.
func (s *scanner) rest() string { return s.text[s.at:] }

// begins reports whether the rest begins with lower-case words, whatever the case there.
func (s *scanner) begins(words string) bool {
	return len(s.rest()) >= len(words) && strings.EqualFold(s.text[s.at:s.at+len(words)], words)
}

// words reads the text up to the next tag or comment, with its character references resolved.
func (s *scanner) words() string {
	end := s.at
	for {
		i := strings.IndexByte(s.text[end:], '<')
		if i < 0 {
			end = len(s.text)
			break
		}
		if end += i; end+1 < len(s.text) && isMarkup(s.text[end+1]) {
			break
		}
		end++
	}
	text := s.text[s.at:end]
	s.at = end
	return unescape(text)
}

// isMarkup says that a "<" before the byte begins a tag, a comment or a declaration.
func isMarkup(b byte) bool { return ascii.IsLetter(b) || b == '/' || b == '!' || b == '?' }

func unescape(text string) string {
	if strings.IndexByte(text, '&') < 0 {
		return text
	}
	return html.UnescapeString(text)
}

// raw reads the text of an element whose content is no markup, up to its end tag, and leaves that to be read.
func (s *scanner) raw(name string) string {
	for end := s.at; ; end += len("</") {
		i := strings.Index(s.text[end:], "</")
		if i < 0 {
			break
		}
		end += i
		behind := end + len("</") + len(name)
		if behind >= len(s.text) || !strings.EqualFold(s.text[end+len("</"):behind], name) {
			continue
		}
		if b := s.text[behind]; isSpace(b) || b == '/' || b == '>' {
			text := s.text[s.at:end]
			s.at = end
			return text
		}
	}
	s.odd = true
	return ""
}

// comment reads a comment, which begins here with "<!--". One that ends in an unusual way is odd.
func (s *scanner) comment() string {
	text, _, whole := strings.Cut(s.text[s.at+len("<!--"):], "-->")
	if !whole || strings.HasPrefix(text, ">") || strings.HasPrefix(text, "->") || strings.Contains(text, "--!") {
		s.odd = true
	}
	s.at += len("<!--") + len(text) + len("-->")
	return unescape(text)
}

// tag reads the tag whose name begins at byte from, up to and with its ">".
func (s *scanner) tag(from int) tag {
	end := from
	for end < len(s.text) && !isSpace(s.text[end]) && s.text[end] != '/' && s.text[end] != '>' {
		end++
	}
	name := lower(s.text[from:end])
	t := tag{atom: lookup(name), name: name, from: from}
	s.at = end
	t.attrs = s.attributes()
	t.closed = !s.odd && s.slash == s.at-2
	return t
}

// lookup is atom.Lookup for a string.
func lookup(name string) atom.Atom {
	var buf [32]byte // no name that the standard knows is as long
	return atom.Lookup(buf[:copy(buf[:], name)])
}

// lower returns a name in lower case, as far as it is ASCII.
func lower(name string) string {
	for i := range len(name) {
		if 'A' <= name[i] && name[i] <= 'Z' {
			b := []byte(name)
			for i := range b {
				if 'A' <= b[i] && b[i] <= 'Z' {
					b[i] += 'a' - 'A'
				}
			}
			return string(b)
		}
	}
	return name
}
