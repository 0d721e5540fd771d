package script

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/pocomigrate/pocomigrate/scrape/ascii"
	"github.com/pocomigrate/pocomigrate/scrape/tree"
)

// maxValues bounds the values that all scripts of one page may hold together. The largest pages of shops on record hold under
// 60,000.
const maxValues = 300_000

// errNoValue says that a text does not begin with an object or array.
var errNoValue = errors.New("no object or array")

// Reader reads JSON as pages really hold it, and object literals of scripts: with comments, commas at the end, names
// without quotes, single quotes, control characters in strings, and expressions where values should be, which count as
// null. It is for one page, whose scripts share one allowance of values. Its zero value is ready.
type Reader struct {
	// Stray says that a quote within a string that nothing can follow belongs to the string: {"name": "a 5" screen"}.
	Stray bool

	text   string
	at     int
	values int // read of the page so far
}

// Value reads the object or array at the start of text, and returns how many bytes it takes.
func (r *Reader) Value(text string) (*tree.Value, int, error) {
	r.text, r.at = text, 0
	r.space()
	if !r.begins("{") && !r.begins("[") {
		return nil, r.at, errNoValue
	}
	v, err := r.any(0)
	if err != nil {
		return nil, r.at, fmt.Errorf("script at byte %d: %w", r.at, err)
	}
	return v, r.at, nil
}

func (r *Reader) begins(s string) bool { return strings.HasPrefix(r.text[r.at:], s) }

// space passes over blanks, comments, and the wrappers that hid scripts from old browsers.
func (r *Reader) space() {
	for r.at < len(r.text) {
		switch c := r.text[r.at]; {
		case c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f' || c == 0 || c == '\v':
			r.at++
		case c == '/' && r.begins("//"):
			r.at += 2
			if rest := strings.TrimLeft(r.text[r.at:], " \t"); strings.HasPrefix(rest, "<![CDATA[") || strings.HasPrefix(rest, "]]>") {
				continue // what stands on the same line may be the script
			}
			r.past("\n")
		case c == '/' && r.begins("/*"):
			r.at += 2
			r.past("*/")
		case c == '<' && r.begins("<!--"):
			r.markup()
		case c == '-' && r.begins("-->"):
			r.at += len("-->")
		case c == '<' && r.begins("<![CDATA["):
			r.at += len("<![CDATA[")
		case c == ']' && r.begins("]]>"):
			r.at += len("]]>")
		case c >= utf8.RuneSelf && (r.begins("\ufeff") || r.begins("\u00a0") || r.begins("\u2028") || r.begins("\u200b")):
			_, size := utf8.DecodeRuneInString(r.text[r.at:])
			r.at += size
		default:
			return
		}
	}
}

// markup passes over the beginning of a comment of HTML: the script stands in it, or behind it.
func (r *Reader) markup() {
	r.at += len("<!--")
	const near = 4 << 10
	rest := r.text[r.at:min(len(r.text), r.at+near)]
	end := strings.Index(rest, "-->")
	if start := strings.IndexAny(rest, "{["); end >= 0 && (start < 0 || end < start) {
		r.at += end + len("-->")
	}
}

func (r *Reader) past(end string) {
	if i := strings.Index(r.text[r.at:], end); i >= 0 {
		r.at += i + len(end)
	} else {
		r.at = len(r.text)
	}
}

func (r *Reader) any(depth int) (*tree.Value, error) {
	if depth > tree.MaxDepth {
		return nil, fmt.Errorf("nested deeper than %d levels", tree.MaxDepth)
	}
	if r.values++; r.values > maxValues {
		return nil, fmt.Errorf("more than %d values", maxValues)
	}
	r.space()
	if r.at == len(r.text) {
		return nil, errors.New("it ends early")
	}
	switch c := r.text[r.at]; c {
	case '{':
		return r.items(tree.Object, '}', depth)
	case '[':
		return r.items(tree.Array, ']', depth)
	case '"', '\'', '`':
		text, err := r.quoted()
		if err != nil {
			return nil, err
		}
		r.space()
		if r.at < len(r.text) && strings.IndexByte("+.?[(", r.text[r.at]) >= 0 {
			return r.expression() // "a" + b
		}
		return &tree.Value{Kind: tree.Scalar, Text: text}, nil
	}
	return r.expression()
}

// items reads what stands between braces or brackets. A missing comma is put up with.
func (r *Reader) items(kind tree.Kind, end byte, depth int) (*tree.Value, error) {
	v := &tree.Value{Kind: kind}
	for r.at++; ; {
		r.space()
		if r.at == len(r.text) {
			return nil, errors.New("it ends early")
		}
		switch r.text[r.at] {
		case end:
			r.at++
			return v, nil
		case ',':
			r.at++
			continue
		}
		if kind == tree.Object {
			name, err := r.name()
			if err != nil {
				return nil, err
			}
			if r.space(); !r.begins(":") {
				return nil, fmt.Errorf("no colon follows the name %.20q", name)
			}
			r.at++
			v.Names = append(v.Names, name)
		}
		item, err := r.any(depth + 1)
		if err != nil {
			return nil, err
		}
		v.Add(item)
	}
}

func (r *Reader) name() (string, error) {
	if c := r.text[r.at]; c == '"' || c == '\'' {
		return r.quoted()
	}
	start := r.at
	for r.at < len(r.text) && isWordByte(r.text[r.at]) {
		r.at++
	}
	if r.at == start {
		return "", fmt.Errorf("%.10q where a name should be", r.text[start:])
	}
	return r.text[start:r.at], nil
}

func isWordByte(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || c == '_' || c == '$' || c >= utf8.RuneSelf
}

// expression reads a number, a word, or what only a script could work out, which is null.
func (r *Reader) expression() (*tree.Value, error) {
	start := r.at
	if err := r.skip(); err != nil {
		return nil, err
	}
	text := strings.TrimSpace(r.text[start:r.at])
	switch {
	case text == "":
		return nil, fmt.Errorf("%.10q where a value should be", r.text[start:])
	case text == "true" || text == "false":
		return &tree.Value{Kind: tree.Scalar, Text: text}, nil
	case text == "!0":
		return &tree.Value{Kind: tree.Scalar, Text: "true"}, nil
	case text == "!1":
		return &tree.Value{Kind: tree.Scalar, Text: "false"}, nil
	case tree.IsNumber(text):
		return &tree.Value{Kind: tree.Scalar, Text: text}, nil
	}
	return &tree.Value{Kind: tree.Null}, nil
}

// skip passes over an expression, up to what ends it in an object or array.
func (r *Reader) skip() error {
	open := 0
	for r.at < len(r.text) {
		switch c := r.text[r.at]; c {
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
			if _, err := r.quoted(); err != nil {
				return err
			}
			continue
		case '/':
			if !r.begins("//") && !r.begins("/*") {
				break
			}
			before := r.at
			r.space()
			if open == 0 && r.at < len(r.text) && strings.IndexByte(",}]", r.text[r.at]) >= 0 {
				r.at = before // a comment behind the expression
				return nil
			}
			continue
		}
		r.at++
	}
	return errors.New("it ends early")
}

// quoted reads a string, with the escapes of JSON and of scripts.
func (r *Reader) quoted() (string, error) {
	quote := r.text[r.at]
	start := r.at + 1
	for i := start; i < len(r.text); {
		// Most of a page's scripts are strings without any escape.
		step := indexEither(r.text[i:], quote)
		if step < 0 {
			break
		}
		i += step
		if r.text[i] == '\\' {
			i += 2
			continue
		}
		if r.Stray && quote == '"' && r.isStray(i+1) {
			i++
			continue
		}
		r.at = i + 1
		return unescapeScript(r.text[start:i]), nil
	}
	r.at = len(r.text)
	return "", errors.New("a string does not end")
}

// isStray says that what follows a quote cannot follow the end of a string.
func (r *Reader) isStray(i int) bool {
	for i < len(r.text) && ascii.IsSpace(r.text[i]) {
		i++
	}
	return i < len(r.text) && strings.IndexByte(",:}]/;<", r.text[i]) < 0
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
