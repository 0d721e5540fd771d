package snapshot

import (
	"errors"
	"fmt"
)

// validator checks that a text is JSON, in one pass and without copying anything.
type validator struct {
	text []byte
	pos  int
}

// top reads the whole text as one object, as which it begins, and notes the values of the wanted members.
func (v *validator) top(wanted []string, values [][]byte) error {
	v.space()
	err := v.object(0, func(name, value []byte) error {
		for i, want := range wanted {
			if string(name) != want {
				continue
			}
			if values[i] != nil {
				return fmt.Errorf("field %q is given twice", want)
			}
			values[i] = value
		}
		return nil
	})
	if err != nil {
		return err
	}
	if v.space(); v.pos < len(v.text) {
		return fmt.Errorf("something follows the object, at byte %d", v.pos+1)
	}
	return nil
}

func (v *validator) unexpected() error {
	if v.pos >= len(v.text) {
		return errors.New("the object does not end")
	}
	return fmt.Errorf("not JSON at byte %d: %q is not expected here", v.pos+1, v.text[v.pos])
}

func (v *validator) space() {
	for v.pos < len(v.text) {
		switch v.text[v.pos] {
		case ' ', '\t', '\r', '\n':
			v.pos++
		default:
			return
		}
	}
}

// is steps over one byte, which must be the next token.
func (v *validator) is(b byte) bool {
	if v.pos < len(v.text) && v.text[v.pos] == b {
		v.pos++
		return true
	}
	return false
}

func (v *validator) value(depth int) error {
	if depth > maxDepth {
		return fmt.Errorf("nested more than %d levels deep", maxDepth)
	}
	if v.pos == len(v.text) {
		return v.unexpected()
	}
	switch b := v.text[v.pos]; b {
	case '{':
		return v.object(depth, nil)
	case '[':
		return v.array(depth)
	case '"':
		return v.string()
	case 't':
		return v.word("true")
	case 'f':
		return v.word("false")
	case 'n':
		return v.word("null")
	default:
		return v.number()
	}
}

// object reads an object and hands each member to note, if there is one.
func (v *validator) object(depth int, note func(name, value []byte) error) error {
	v.pos++
	if v.space(); v.is('}') {
		return nil
	}
	for {
		from := v.pos
		if err := v.string(); err != nil {
			return err
		}
		name := v.text[from+1 : v.pos-1]
		if v.space(); !v.is(':') {
			return v.unexpected()
		}
		v.space()
		from = v.pos
		if err := v.value(depth + 1); err != nil {
			return err
		}
		if note != nil {
			if err := note(name, v.text[from:v.pos]); err != nil {
				return err
			}
		}
		if v.space(); v.is('}') {
			return nil
		}
		if !v.is(',') {
			return v.unexpected()
		}
		v.space()
	}
}

func (v *validator) array(depth int) error {
	v.pos++
	if v.space(); v.is(']') {
		return nil
	}
	for {
		if err := v.value(depth + 1); err != nil {
			return err
		}
		if v.space(); v.is(']') {
			return nil
		}
		if !v.is(',') {
			return v.unexpected()
		}
		v.space()
	}
}

// plain marks the bytes that a string may hold as they stand.
var plain = func() (table [256]bool) {
	for b := range table {
		table[b] = b >= ' ' && b != '"' && b != '\\'
	}
	return table
}()

func (v *validator) string() error {
	if !v.is('"') {
		return v.unexpected()
	}
	text, pos := v.text, v.pos
	for {
		for pos < len(text) && plain[text[pos]] {
			pos++
		}
		v.pos = pos
		switch {
		case pos == len(text):
			return v.unexpected()
		case text[pos] == '"':
			v.pos++
			return nil
		case text[pos] != '\\':
			return v.unexpected()
		}
		if err := v.escape(); err != nil {
			return err
		}
		pos = v.pos
	}
}

func (v *validator) escape() error {
	v.pos++
	if v.pos == len(v.text) {
		return v.unexpected()
	}
	switch v.text[v.pos] {
	case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
		v.pos++
		return nil
	case 'u':
		v.pos++
		for range 4 {
			if v.pos == len(v.text) || !isHex(v.text[v.pos]) {
				return v.unexpected()
			}
			v.pos++
		}
		return nil
	}
	return v.unexpected()
}

func isHex(b byte) bool {
	return '0' <= b && b <= '9' || 'a' <= b && b <= 'f' || 'A' <= b && b <= 'F'
}

func (v *validator) word(want string) error {
	for i := range len(want) {
		if !v.is(want[i]) {
			return v.unexpected()
		}
	}
	return nil
}

func (v *validator) number() error {
	v.is('-')
	if !v.is('0') && !v.digits() {
		return v.unexpected()
	}
	if v.is('.') && !v.digits() {
		return v.unexpected()
	}
	if v.is('e') || v.is('E') {
		if !v.is('+') {
			v.is('-')
		}
		if !v.digits() {
			return v.unexpected()
		}
	}
	return nil
}

// digits steps over digits, one at least.
func (v *validator) digits() bool {
	from := v.pos
	for v.pos < len(v.text) && '0' <= v.text[v.pos] && v.text[v.pos] <= '9' {
		v.pos++
	}
	return v.pos > from
}
