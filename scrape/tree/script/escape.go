package script

import (
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// unescapeScript undoes the escapes of a string of JSON or of a script. An escape that neither knows stands for the
// character behind it; half a surrogate pair is replaced. One character at least stands behind each: else it would be of the quote.
func unescapeScript(s string) string {
	i := strings.IndexByte(s, '\\')
	if i < 0 {
		return s
	}
	out := make([]byte, 0, len(s))
	for i >= 0 {
		out = append(out, s[:i]...)
		out, s = appendEscape(out, s[i+1:])
		i = strings.IndexByte(s, '\\')
	}
	return string(append(out, s...))
}

// appendEscape appends what an escape stands for, and returns what follows it.
func appendEscape(out []byte, s string) ([]byte, string) {
	switch s[0] {
	case 'n':
		return append(out, '\n'), s[1:]
	case 't':
		return append(out, '\t'), s[1:]
	case 'r':
		return append(out, '\r'), s[1:]
	case 'b':
		return append(out, '\b'), s[1:]
	case 'f':
		return append(out, '\f'), s[1:]
	case 'u':
		if r, ok := hexRune(s, 1, 4); ok {
			return appendUTF16(out, r, s[5:])
		}
	case 'x':
		if r, ok := hexRune(s, 1, 2); ok {
			return utf8.AppendRune(out, r), s[3:]
		}
	case '\n': // a string continued on the next line
		return out, s[1:]
	}
	_, size := utf8.DecodeRuneInString(s)
	return append(out, s[:size]...), s[size:]
}

// appendUTF16 appends a code unit, with the second half of its pair where there is one at the start of s.
func appendUTF16(out []byte, r rune, s string) ([]byte, string) {
	if utf16.IsSurrogate(r) && strings.HasPrefix(s, `\u`) {
		if low, ok := hexRune(s, 2, 4); ok {
			if pair := utf16.DecodeRune(r, low); pair != utf8.RuneError {
				return utf8.AppendRune(out, pair), s[6:]
			}
		}
	}
	return utf8.AppendRune(out, r), s // AppendRune replaces half a pair
}

func hexRune(s string, from, digits int) (rune, bool) {
	if len(s) < from+digits {
		return 0, false
	}
	n, err := strconv.ParseUint(s[from:from+digits], 16, 32)
	return rune(n), err == nil
}
