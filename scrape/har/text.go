package har

import (
	"bytes"
	"errors"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
)

// errLong says that a value is longer than the caller allows. The scanner stands behind it.
var errLong = errors.New("value is too long")

// word takes the next value as a word: the text of a string, a number or a flag as it is written, "" for null, an object or
// an array. It returns errLong for more than limit bytes.
func (s *scanner) word(limit int) (string, error) {
	b, err := s.next()
	if err != nil {
		return "", err
	}
	var out []byte
	long := false
	keep := func(part []byte) {
		if long = long || len(out)+len(part) > limit; !long {
			out = append(out, part...)
		}
	}
	switch b {
	case '"':
		err = s.text(keep)
	case '{', '[':
		return "", s.skip()
	default:
		if err = s.literal(keep); string(out) == "null" {
			return "", err
		}
	}
	if err == nil && long {
		err = errLong
	}
	return string(out), err
}

// text takes a string and hands its parts to keep, which may be nil, with the escapes undone.
func (s *scanner) text(keep func([]byte)) error {
	s.drop(1)
	for {
		if _, err := s.r.Peek(1); err != nil {
			return noEOF(err)
		}
		part, _ := s.r.Peek(s.r.Buffered()) //nolint:errcheck // it is there
		end := bytes.IndexAny(part, `"\`)
		if end < 0 {
			end = len(part)
		}
		if keep != nil && end > 0 {
			keep(part[:end])
		}
		quote := end < len(part) && part[end] == '"'
		escape := end < len(part) && !quote
		s.drop(end)
		switch {
		case quote:
			s.drop(1)
			return nil
		case escape:
			if err := s.escape(keep); err != nil {
				return err
			}
		}
	}
}

// simple are the escapes of one letter.
var simple = map[byte]string{
	'"': `"`, '\\': `\`, '/': "/", 'b': "\b", 'f': "\f", 'n': "\n", 'r': "\r", 't': "\t",
}

// escape takes one escape, or the two that write a character beyond the first plane.
func (s *scanner) escape(keep func([]byte)) error {
	b, err := s.r.Peek(2)
	if err != nil {
		return noEOF(err)
	}
	if keep == nil {
		s.drop(2) // digits that follow a u are as good as text
		return nil
	}
	if text, ok := simple[b[1]]; ok {
		keep([]byte(text))
		s.drop(2)
		return nil
	}
	r, err := s.unicode()
	if err != nil {
		return err
	}
	s.drop(6)
	if utf16.IsSurrogate(r) {
		second, err := s.unicode()
		if pair := utf16.DecodeRune(r, second); err == nil && pair != utf8.RuneError {
			s.drop(6)
			r = pair
		} else {
			r = utf8.RuneError // half a pair, as other readers of JSON take it
		}
	}
	keep(utf8.AppendRune(nil, r))
	return nil
}

// unicode reads the escape \uXXXX, which is not taken.
func (s *scanner) unicode() (rune, error) {
	b, err := s.r.Peek(6)
	if len(b) < 6 {
		return 0, noEOF(err)
	}
	v, err := strconv.ParseUint(string(b[2:]), 16, 16)
	if b[0] != '\\' || b[1] != 'u' || err != nil {
		return 0, s.unexpected(b[0], "an escape")
	}
	return rune(v), nil
}
