package snapshot

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// maxDepth is how deeply arrays and objects may be nested. Our values need five levels; the bound keeps the work on a
// hostile line in proportion to its length.
const maxDepth = 64

// canonical rewrites JSON texts in canonical form. It may be used again and again, and the zero value is ready.
type canonical struct {
	src     []byte
	pos     int
	dst     []byte
	moving  []byte   // the members of one object while they change places
	members []member // of all open objects, the innermost last
}

// member is one member of an object: its name with the escapes undone, and where it stands in canonical.dst, with the
// comma behind it.
type member struct {
	name       []byte
	start, end int
}

// of returns the canonical form of one JSON text, which must be valid: it was marshalled or unmarshalled before. The
// result is good until the next call. A name that occurs twice in one object and nesting beyond maxDepth are errors.
func (c *canonical) of(text []byte) ([]byte, error) {
	c.src, c.pos, c.dst, c.members = text, 0, c.dst[:0], c.members[:0]
	if err := c.value(0); err != nil {
		return nil, err
	}
	return c.dst, nil
}

func (c *canonical) value(depth int) error {
	if depth > maxDepth {
		return fmt.Errorf("nested more than %d levels deep", maxDepth)
	}
	switch c.peek() {
	case '{':
		return c.object(depth)
	case '[':
		return c.array(depth)
	case '"':
		c.text()
	default:
		start := c.pos
		for c.pos < len(c.src) && strings.IndexByte(",]} \t\r\n", c.src[c.pos]) < 0 {
			c.pos++
		}
		c.dst = append(c.dst, c.src[start:c.pos]...)
	}
	return nil
}

// peek returns the first byte of the next token. The text is known to be valid, so commas and colons tell nothing.
func (c *canonical) peek() byte {
	for {
		switch b := c.src[c.pos]; b {
		case ' ', '\t', '\r', '\n', ',', ':':
			c.pos++
		default:
			return b
		}
	}
}

func (c *canonical) array(depth int) error {
	c.pos++
	c.dst = append(c.dst, '[')
	start := len(c.dst)
	for c.peek() != ']' {
		if err := c.value(depth + 1); err != nil {
			return err
		}
		c.dst = append(c.dst, ',')
	}
	c.close(start, ']')
	return nil
}

func (c *canonical) object(depth int) error {
	c.pos++
	c.dst = append(c.dst, '{')
	start, outer := len(c.dst), len(c.members)
	for c.peek() != '}' {
		from := len(c.dst)
		name := says(c.text())
		c.dst = append(c.dst, ':')
		if err := c.value(depth + 1); err != nil {
			return err
		}
		c.dst = append(c.dst, ',')
		c.members = append(c.members, member{name, from, len(c.dst)})
	}
	if err := c.sort(start, c.members[outer:]); err != nil {
		return err
	}
	c.members = c.members[:outer]
	c.close(start, '}')
	return nil
}

// close ends the array or object whose content starts at start: it takes the last comma back.
func (c *canonical) close(start int, bracket byte) {
	c.pos++
	if len(c.dst) > start {
		c.dst = c.dst[:len(c.dst)-1]
	}
	c.dst = append(c.dst, bracket)
}

// sort puts the members of the object whose content starts at start in the order of their names, by bytes.
func (c *canonical) sort(start int, members []member) error {
	byName := func(a, b member) int { return bytes.Compare(a.name, b.name) }
	if !slices.IsSortedFunc(members, byName) {
		slices.SortFunc(members, byName)
		c.moving = append(c.moving[:0], c.dst[start:]...)
		c.dst = c.dst[:start]
		for _, m := range members {
			c.dst = append(c.dst, c.moving[m.start-start:m.end-start]...)
		}
	}
	for i := 1; i < len(members); i++ {
		if bytes.Equal(members[i].name, members[i-1].name) {
			return fmt.Errorf("field %q is given twice", members[i].name)
		}
	}
	return nil
}

// text copies one string and returns it as it stood, in its quotes. A string that might be written in another way is
// rewritten as encoding/json would write it.
func (c *canonical) text() (token []byte) {
	start, settled, all := c.pos, true, byte(0)
	for c.pos++; c.src[c.pos] != '"'; c.pos++ {
		all |= c.src[c.pos]
		if c.src[c.pos] == '\\' {
			c.pos++
			settled = settled && strings.IndexByte(`"\bfnrt`, c.src[c.pos]) >= 0
		}
	}
	c.pos++
	token = c.src[start:c.pos]
	if settled && (all < utf8.RuneSelf || isSettled(token)) {
		c.dst = append(c.dst, token...)
		return token
	}
	var b bytes.Buffer
	marshal := json.NewEncoder(&b)
	marshal.SetEscapeHTML(false)
	if err := marshal.Encode(string(says(token))); err != nil {
		panic("snapshot: a string that JSON cannot hold: " + err.Error())
	}
	c.dst = append(c.dst, bytes.TrimSuffix(b.Bytes(), []byte("\n"))...)
	return token
}

// says is what a string of a valid text says.
func says(token []byte) []byte {
	text, err := unquote(token)
	if err != nil {
		panic("snapshot: a string of a valid text is none: " + err.Error())
	}
	return text
}

// isSettled says that encoding/json would write what is not ASCII in a text as it stands.
func isSettled(text []byte) bool {
	return utf8.Valid(text) && !bytes.Contains(text, []byte("\u2028")) && !bytes.Contains(text, []byte("\u2029"))
}

// unquote returns what a string says.
func unquote(token []byte) ([]byte, error) {
	if bytes.IndexByte(token, '\\') < 0 && utf8.Valid(token) {
		return token[1 : len(token)-1], nil
	}
	var says string
	err := json.Unmarshal(token, &says)
	return []byte(says), err
}
