package extract

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
)

// maxLenient bounds the values that all scripts of one page may hold together. The largest pages of shops on record hold under
// 60,000.
const maxLenient = 300_000

// errNoValue says that a text does not begin with an object or array.
var errNoValue = errors.New("no object or array")

// lenient reads JSON as pages really hold it, and object literals of scripts: with comments, commas at the end, names
// without quotes, single quotes, control characters in strings, and expressions where values should be, which count as
// null. It is for one page, whose scripts share one allowance of values.
type lenient struct {
	text string
	at   int
	// stray says that a quote within a string that nothing can follow belongs to the string: {"name": "a 5" screen"}.
	stray  bool
	values int // read of the page so far
}

// value reads the object or array at the start of text, and returns how many bytes it takes.
func (l *lenient) value(text string) (*value, int, error) {
	l.text, l.at = text, 0
	l.space()
	if !l.begins("{") && !l.begins("[") {
		return nil, l.at, errNoValue
	}
	v, err := l.any(0)
	if err != nil {
		return nil, l.at, fmt.Errorf("script at byte %d: %w", l.at, err)
	}
	return v, l.at, nil
}

func (l *lenient) begins(s string) bool { return strings.HasPrefix(l.text[l.at:], s) }

// space passes over blanks, comments, and the wrappers that hid scripts from old browsers.
func (l *lenient) space() {
	for l.at < len(l.text) {
		switch c := l.text[l.at]; {
		case c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f' || c == 0 || c == '\v':
			l.at++
		case c == '/' && l.begins("//"):
			l.at += 2
			if rest := strings.TrimLeft(l.text[l.at:], " \t"); strings.HasPrefix(rest, "<![CDATA[") || strings.HasPrefix(rest, "]]>") {
				continue // what stands on the same line may be the script
			}
			l.past("\n")
		case c == '/' && l.begins("/*"):
			l.at += 2
			l.past("*/")
		case c == '<' && l.begins("<!--"):
			l.markup()
		case c == '-' && l.begins("-->"):
			l.at += len("-->")
		case c == '<' && l.begins("<![CDATA["):
			l.at += len("<![CDATA[")
		case c == ']' && l.begins("]]>"):
			l.at += len("]]>")
		case c >= utf8.RuneSelf && (l.begins("\ufeff") || l.begins("\u00a0") || l.begins("\u2028") || l.begins("\u200b")):
			_, size := utf8.DecodeRuneInString(l.text[l.at:])
			l.at += size
		default:
			return
		}
	}
}

// markup passes over the beginning of a comment of HTML: the script stands in it, or behind it.
func (l *lenient) markup() {
	l.at += len("<!--")
	const near = 4 << 10
	rest := l.text[l.at:min(len(l.text), l.at+near)]
	end := strings.Index(rest, "-->")
	if start := strings.IndexAny(rest, "{["); end >= 0 && (start < 0 || end < start) {
		l.at += end + len("-->")
	}
}

func (l *lenient) past(end string) {
	if i := strings.Index(l.text[l.at:], end); i >= 0 {
		l.at += i + len(end)
	} else {
		l.at = len(l.text)
	}
}

func (l *lenient) any(depth int) (*value, error) {
	if depth > maxDepth {
		return nil, fmt.Errorf("nested deeper than %d levels", maxDepth)
	}
	if l.values++; l.values > maxLenient {
		return nil, fmt.Errorf("more than %d values", maxLenient)
	}
	l.space()
	if l.at == len(l.text) {
		return nil, errors.New("it ends early")
	}
	switch c := l.text[l.at]; c {
	case '{':
		return l.items(object, '}', depth)
	case '[':
		return l.items(array, ']', depth)
	case '"', '\'', '`':
		text, err := l.quoted()
		if err != nil {
			return nil, err
		}
		l.space()
		if l.at < len(l.text) && strings.IndexByte("+.?[(", l.text[l.at]) >= 0 {
			return l.expression() // "a" + b
		}
		return &value{kind: scalar, text: text}, nil
	}
	return l.expression()
}

// items reads what stands between braces or brackets. A missing comma is put up with.
func (l *lenient) items(kind kind, end byte, depth int) (*value, error) {
	v := &value{kind: kind}
	for l.at++; ; {
		l.space()
		if l.at == len(l.text) {
			return nil, errors.New("it ends early")
		}
		switch l.text[l.at] {
		case end:
			l.at++
			return v, nil
		case ',':
			l.at++
			continue
		}
		if kind == object {
			name, err := l.name()
			if err != nil {
				return nil, err
			}
			if l.space(); !l.begins(":") {
				return nil, fmt.Errorf("no colon follows the name %.20q", name)
			}
			l.at++
			v.names = append(v.names, name)
		}
		item, err := l.any(depth + 1)
		if err != nil {
			return nil, err
		}
		item.parent, item.index = v, len(v.items)
		v.items = append(v.items, item)
	}
}

func (l *lenient) name() (string, error) {
	if c := l.text[l.at]; c == '"' || c == '\'' {
		return l.quoted()
	}
	start := l.at
	for l.at < len(l.text) && isWordByte(l.text[l.at]) {
		l.at++
	}
	if l.at == start {
		return "", fmt.Errorf("%.10q where a name should be", l.text[start:])
	}
	return l.text[start:l.at], nil
}

func isWordByte(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || c == '_' || c == '$' || c >= utf8.RuneSelf
}

// expression reads a number, a word, or what only a script could work out, which is null.
func (l *lenient) expression() (*value, error) {
	start := l.at
	if err := l.skip(); err != nil {
		return nil, err
	}
	text := strings.TrimSpace(l.text[start:l.at])
	switch {
	case text == "":
		return nil, fmt.Errorf("%.10q where a value should be", l.text[start:])
	case text == "true" || text == "false":
		return &value{kind: scalar, text: text}, nil
	case text == "!0":
		return &value{kind: scalar, text: "true"}, nil
	case text == "!1":
		return &value{kind: scalar, text: "false"}, nil
	case isNumber(text):
		return &value{kind: scalar, text: text}, nil
	}
	return &value{kind: null}, nil
}

// isNumber says that a text is a number as JSON or a script writes it, in no more digits than one can mean.
func isNumber(text string) bool {
	digits := 0
	for i := range len(text) {
		switch c := text[i]; {
		case '0' <= c && c <= '9':
			digits++
		case c == '.' || (c == 'e' || c == 'E') && digits > 0 || (c == '-' || c == '+') && (i == 0 || text[i-1]|0x20 == 'e'):
		default:
			return false
		}
	}
	return digits > 0 && len(text) <= 40
}

// skip passes over an expression, up to what ends it in an object or array.
func (l *lenient) skip() error {
	open := 0
	for l.at < len(l.text) {
		switch c := l.text[l.at]; c {
		case '{', '[', '(':
			open++
		case '}', ']', ')':
			if open == 0 {
				return nil
			}
			open--
		case ',':
			if open == 0 {
				return nil
			}
		case '"', '\'', '`':
			if _, err := l.quoted(); err != nil {
				return err
			}
			continue
		case '/':
			if !l.begins("//") && !l.begins("/*") {
				break
			}
			before := l.at
			l.space()
			if open == 0 && l.at < len(l.text) && strings.IndexByte(",}]", l.text[l.at]) >= 0 {
				l.at = before // a comment behind the expression
				return nil
			}
			continue
		}
		l.at++
	}
	return errors.New("it ends early")
}

// quoted reads a string, with the escapes of JSON and of scripts.
func (l *lenient) quoted() (string, error) {
	quote := l.text[l.at]
	start := l.at + 1
	for i := start; i < len(l.text); {
		// Most of a page's scripts are strings without any escape.
		step := indexEither(l.text[i:], quote)
		if step < 0 {
			break
		}
		i += step
		if l.text[i] == '\\' {
			i += 2
			continue
		}
		if l.stray && quote == '"' && l.isStray(i+1) {
			i++
			continue
		}
		l.at = i + 1
		return unescapeScript(l.text[start:i]), nil
	}
	l.at = len(l.text)
	return "", errors.New("a string does not end")
}

// isStray says that what follows a quote cannot follow the end of a string.
func (l *lenient) isStray(i int) bool {
	for i < len(l.text) && isSpace(l.text[i]) {
		i++
	}
	return i < len(l.text) && strings.IndexByte(",:}]/;<", l.text[i]) < 0
}

// unescapeEntities undoes the escaping of a script that was written as if it were text of the page.
func unescapeEntities(text string) (string, bool) {
	if !strings.Contains(text, "&quot;") && !strings.Contains(text, "&#34;") && !strings.Contains(text, "&#x22;") {
		return text, false
	}
	return html.UnescapeString(text), true
}

// indexEither returns where a quote or a backslash stands, -1 for nowhere.
func indexEither(s string, quote byte) int {
	for i := range len(s) {
		if s[i] == quote || s[i] == '\\' {
			return i
		}
	}
	return -1
}
