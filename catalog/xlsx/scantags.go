package xlsx

import (
	"bytes"
	"strconv"
)

// tags walks over the tags of a plain XML text.
type tags struct {
	text []byte
	at   int

	name    string // "" where next said false
	closing bool
	empty   bool
	attrs   []byte

	known map[string]string // short texts that were met, which are met again by the thousand
}

// next reads the next tag; processing instructions are passed over. It is false at the end, and where the text goes on in a
// way that a program seldom writes and that is left to the library.
func (t *tags) next() bool {
	t.name = ""
	for {
		tag, ok := t.tag()
		if !ok {
			return false
		}
		if len(tag) > 0 && tag[0] == '?' {
			if bytes.HasSuffix(tag[1:], []byte("?")) {
				continue
			}
			return false // it has a > in it
		}
		t.closing = len(tag) > 0 && tag[0] == '/'
		if t.closing {
			tag = tag[1:]
		}
		t.empty = len(tag) > 0 && tag[len(tag)-1] == '/'
		if t.empty {
			tag = tag[:len(tag)-1]
		}
		cut := bytes.IndexAny(tag, " \n\t")
		if cut < 0 {
			cut = len(tag)
		}
		if !plainAttributes(tag[cut:]) {
			return false
		}
		t.name, t.attrs = tagName(tag[:cut]), tag[cut:]
		return true
	}
}

// tag returns what stands between the next < and > and moves behind it.
func (t *tags) tag() (tag []byte, ok bool) {
	if open := bytes.IndexByte(t.text[t.at:], '<'); open >= 0 {
		begin := t.at + open + 1
		if end := bytes.IndexByte(t.text[begin:], '>'); end >= 0 {
			t.at = begin + end + 1
			return t.text[begin : begin+end], true
		}
	}
	t.at = len(t.text)
	return nil, false
}

// plainAttributes says whether attributes are written as nearly all programs do, name="value" each. XML knows single quotes, spaces
// around the sign and a > in a value as well.
func plainAttributes(attrs []byte) bool {
	for at := 0; ; at++ { // byte for byte: it is asked of every cell
		for at < len(attrs) && (attrs[at] == ' ' || attrs[at] == '\n' || attrs[at] == '\t') {
			at++
		}
		if at == len(attrs) {
			return true
		}
		for at < len(attrs) && attrs[at] > ' ' && attrs[at] != '=' {
			at++
		}
		if at+1 >= len(attrs) || attrs[at] != '=' || attrs[at+1] != '"' {
			return false
		}
		for at += 2; at < len(attrs) && attrs[at] != '"'; { // behind a value without an end is no room for what is asked above
			at++
		}
	}
}

// tagName is a tag's name as a string; those met by the million are not made anew.
func tagName(name []byte) string {
	switch string(name) {
	case "c":
		return "c"
	case "v":
		return "v"
	case "t":
		return "t"
	case "f":
		return "f"
	case "is":
		return "is"
	case "row":
		return "row"
	}
	return string(name)
}

// attribute returns an attribute of the tag, "" where it has none.
func (t *tags) attribute(name string) string {
	rest := t.attrs
	for {
		i := bytes.Index(rest, []byte(name+`="`))
		if i < 0 {
			return ""
		}
		before := i == 0 || rest[i-1] == ' ' || rest[i-1] == '\n' || rest[i-1] == '\t'
		rest = rest[i+len(name)+2:]
		if end := bytes.IndexByte(rest, '"'); before && end >= 0 {
			return string(rest[:end])
		}
	}
}

// number returns an attribute that is a number, or what stands for it where the tag has none.
func (t *tags) number(name string, none int) (int, bool) {
	text := t.attribute(name)
	if text == "" {
		return none, true
	}
	n, err := strconv.Atoi(text)
	return n, err == nil
}

// ended says whether the text ended with the closing tag of its root.
func (t *tags) ended(root string) bool {
	return t.at >= len(t.text) && bytes.HasSuffix(bytes.TrimSpace(t.text), []byte("</"+root+">"))
}

// rest says whether the text ends with the closing tag of its root: what follows the cells holds none.
func (t *tags) rest(root string) bool {
	return bytes.HasSuffix(bytes.TrimSpace(t.text[t.at:]), []byte("</"+root+">"))
}
