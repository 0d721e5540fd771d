package normalize

import (
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// cleanPrice appends to b the text of a price in the form in which it is read: white space of every kind as single spaces, none in front,
// digits of every script as ASCII, quotes and dashes as ASCII, what cannot be seen left out. Unlike [Clean] it keeps signs of
// currencies as they are, and raised digits behind others become decimals: "12⁹⁹" is not 1299. Bytes beyond the first 2,048
// are dropped.
func cleanPrice(b []byte, s string) []byte {
	s = bounded(s)
	start, marks := len(b), false
	for i, r := range s {
		if r < utf8.RuneSelf {
			switch {
			case r > ' ' && r != 0x7f:
				b = append(b, byte(r))
			case r == ' ' || '\t' <= r && r <= '\r':
				b = appendSpace(b, start)
			}
			continue
		}
		switch {
		case unicode.IsSpace(r):
			b = appendSpace(b, start)
		case r == utf8.RuneError || unicode.Is(unicode.Cf, r) || unicode.IsControl(r):
		case unicode.Is(unicode.Nd, r):
			b = append(b, byte('0'+digitValue(r)))
		case unicode.Is(unicode.No, r):
			b = appendRaised(b, r)
		case r >= 0xFF00 && r <= 0xFFEF: // full-width forms
			b = append(b, norm.NFKC.String(s[i:i+utf8.RuneLen(r)])...)
		default:
			b = utf8.AppendRune(b, mapPriceRune(r))
			marks = marks || unicode.Is(unicode.Mn, r)
		}
	}
	if marks { // as a copy, so that short texts stay off the heap
		b = append(b[:start], norm.NFC.String(string(b[start:]))...)
	}
	return b
}

func appendSpace(b []byte, start int) []byte {
	if len(b) == start || b[len(b)-1] == ' ' {
		return b
	}
	return append(b, ' ')
}

// appendRaised appends a raised digit, which begins the decimals when it follows a full one, or any other kind of number as
// it stands.
func appendRaised(b []byte, r rune) []byte {
	raised := norm.NFKC.String(string(r))
	if len(raised) != 1 || !isDigit(raised[0]) || len(b) == 0 || !isDigit(b[len(b)-1]) {
		return utf8.AppendRune(b, r)
	}
	if n := len(b); n < 2 || b[n-2] != '.' { // the second raised digit follows the first
		b = append(b, '.')
	}
	return append(b, raised[0])
}

// mapPriceRune maps the signs that differ between keyboards and scripts.
func mapPriceRune(r rune) rune {
	switch r {
	case '’', '‘', '′', '´', 'ʼ', 'ʻ':
		return '\''
	case '″', '“', '”', '„', '״', '˝':
		return '"'
	case '–', '—', '‐', '‑', '−', '‒', '―':
		return '-'
	case '٫', '·': // Arabic decimal sign; the raised point of old British prices
		return '.'
	case '٬': // Arabic thousands sign
		return ','
	case '⁄', '∕':
		return '/'
	}
	return r
}

// lowered appends s in lower case to b, byte for byte at the same places.
func lowered(b, s []byte) []byte {
	for i := 0; i < len(s); {
		c := s[i]
		if c < utf8.RuneSelf {
			if 'A' <= c && c <= 'Z' {
				c += 'a' - 'A'
			}
			b = append(b, c)
			i++
			continue
		}
		r, size := utf8.DecodeRune(s[i:])
		if low := unicode.ToLower(r); utf8.RuneLen(low) == size {
			b = utf8.AppendRune(b, low)
		} else {
			b = append(b, s[i:i+size]...)
		}
		i += size
	}
	return b
}
