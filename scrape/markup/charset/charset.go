package charset

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding"

	"github.com/pocomigrate/pocomigrate/scrape/ascii"
)

// maxSniffed bounds how much of a page is looked through for a declaration of its character set. Browsers look at 1,024 bytes
// first and start anew when one comes later; on shops' pages it may stand behind a long script.
const maxSniffed = 256 << 10

// Decode returns a page in UTF-8, without a byte order mark, and the character set that it was in, nil for UTF-8. The set is
// that of a byte order mark, of the header, or of the page's own meta element, in this order; a page that declares none is
// UTF-8 when all of it is valid UTF-8. A page that needs no decoding is not copied.
func Decode(body []byte, contentType string) ([]byte, encoding.Encoding, error) {
	set, name, certain := characterSet(body, contentType)
	// What is ISO-2022-JP is all ASCII by its bytes, and so UTF-8.
	if utf8.Valid(body) && (!certain || name == "utf-8") && name != "iso-2022-jp" {
		return bytes.TrimPrefix(body, byteOrderMark), nil, nil
	}
	decoded, err := set.NewDecoder().Bytes(body)
	if err != nil {
		return nil, nil, fmt.Errorf("character set: %w", err)
	}
	return bytes.TrimPrefix(decoded, byteOrderMark), set, nil
}

var byteOrderMark = []byte("\xef\xbb\xbf")

// characterSet returns the character set of a page and its name: by a byte order mark, by the header, by the first meta
// element that declares one, as the HTML standard finds it; or what the bytes look like. Declared says that the first two
// decided, which hold against the bytes themselves.
func characterSet(body []byte, contentType string) (e encoding.Encoding, name string, declared bool) {
	e, name, declared = charset.DetermineEncoding(body, contentType)
	if declared {
		return e, name, true
	}
	if label := metaCharset(body[:min(len(body), maxSniffed)]); label != "" {
		if found, foundName := charset.Lookup(label); found != nil {
			return found, foundName, false
		}
	}
	return e, name, false
}

// metaCharset returns the first character set that a meta element declares, "" where none does. It is the prescan of the
// HTML standard, which knows comments and tags but not what is script.
func metaCharset(page []byte) string {
	for len(page) > 0 {
		i := bytes.IndexByte(page, '<')
		if i < 0 {
			return ""
		}
		page = page[i:]
		switch {
		case bytes.HasPrefix(page, []byte("<!--")):
			_, page, _ = bytes.Cut(page[len("<!"):], []byte("-->"))
		case isTag(page, "meta"):
			s := sniffer{page[len("<meta"):]}
			label := s.declared()
			if e, _ := charset.Lookup(label); e != nil {
				return label
			}
			page = s.rest
		case len(page) > 1 && ascii.IsLetter(page[1]), len(page) > 2 && page[1] == '/' && ascii.IsLetter(page[2]):
			s := sniffer{page[1:]}
			s.tagName()
			for name, _ := s.attribute(); name != ""; name, _ = s.attribute() {
			}
			page = s.rest
		case len(page) > 1 && (page[1] == '!' || page[1] == '/' || page[1] == '?'):
			_, page, _ = bytes.Cut(page, []byte(">"))
		default:
			page = page[1:]
		}
	}
	return ""
}

func isTag(page []byte, name string) bool {
	end := 1 + len(name)
	return len(page) > end && strings.EqualFold(string(page[1:end]), name) && (ascii.IsSpace(page[end]) || page[end] == '/')
}

// sniffer reads the attributes of one tag.
type sniffer struct{ rest []byte }

// declared returns the character set that a meta element declares.
func (s *sniffer) declared() string {
	label, pragma, needsPragma := "", false, false
	known := map[string]bool{}
	for name, value := s.attribute(); name != ""; name, value = s.attribute() {
		if known[name] {
			continue
		}
		known[name] = true
		switch name {
		case "http-equiv":
			pragma = value == "content-type"
		case "content":
			if found := contentCharset(value); found != "" && label == "" {
				label, needsPragma = found, true
			}
		case "charset":
			label, needsPragma = value, false
		}
	}
	if label == "" || needsPragma && !pragma {
		return ""
	}
	switch found := strings.TrimSpace(label); {
	case strings.HasPrefix(found, "utf-16"):
		return "utf-8" // or the declaration could not have been read
	case found == "x-user-defined":
		return "windows-1252"
	default:
		return found
	}
}

// contentCharset returns what follows "charset=" in a media type.
func contentCharset(content string) string {
	for {
		i := strings.Index(content, "charset")
		if i < 0 {
			return ""
		}
		content = strings.TrimLeft(content[i+len("charset"):], " \t\n\f\r")
		value, ok := strings.CutPrefix(content, "=")
		if !ok {
			continue
		}
		value = strings.TrimLeft(value, " \t\n\f\r")
		if value != "" && (value[0] == '"' || value[0] == '\'') {
			label, _, whole := strings.Cut(value[1:], value[:1])
			if !whole {
				return ""
			}
			return label
		}
		if end := strings.IndexAny(value, " \t\n\f\r;"); end >= 0 {
			value = value[:end]
		}
		return value
	}
}

func (s *sniffer) tagName() {
	for len(s.rest) > 0 && !ascii.IsSpace(s.rest[0]) && s.rest[0] != '>' {
		s.rest = s.rest[1:]
	}
}

// attribute reads the next attribute, in lower case; the name is "" where the tag ends.
func (s *sniffer) attribute() (name, value string) {
	s.rest = bytes.TrimLeft(s.rest, " \t\n\f\r/")
	if len(s.rest) == 0 || s.rest[0] == '>' {
		return "", ""
	}
	end := bytes.IndexAny(s.rest[1:], " \t\n\f\r/=>") + 1
	if end == 0 {
		s.rest = nil
		return "", ""
	}
	name = strings.ToLower(string(s.rest[:end]))
	s.rest = bytes.TrimLeft(s.rest[end:], " \t\n\f\r")
	after, ok := bytes.CutPrefix(s.rest, []byte("="))
	if !ok {
		return name, ""
	}
	s.rest = bytes.TrimLeft(after, " \t\n\f\r")
	if len(s.rest) > 0 && (s.rest[0] == '"' || s.rest[0] == '\'') {
		text, rest, whole := bytes.Cut(s.rest[1:], s.rest[:1])
		if s.rest = rest; !whole {
			return "", ""
		}
		return name, strings.ToLower(string(text))
	}
	if end = bytes.IndexAny(s.rest, " \t\n\f\r>"); end < 0 {
		s.rest = nil
		return "", ""
	}
	value = strings.ToLower(string(s.rest[:end]))
	s.rest = s.rest[end:]
	return name, value
}
