package robots

import "strings"

// normalPath returns a path as it is sent in the form in which it is compared with patterns: escapes of unreserved
// characters undone, those left in upper case, and what may not stand in an address escaped, as are the two characters that
// mean something in a pattern. A byte outside ASCII, which no client sends, stays and so equals nothing in a pattern.
func normalPath(path string) string { return normal(path, false) }

// normalPattern returns a rule's pattern in the form in which it is compared with paths. Rules are written by people, who
// do not escape: bytes outside ASCII are escaped as they will be in the path.
func normalPattern(pattern string) string { return normal(pattern, true) }

func normal(s string, isPattern bool) string {
	var b strings.Builder
	done := 0 // how much of s is in b
	for i := 0; i < len(s); i++ {
		from, c := i, s[i]
		escape := false
		switch {
		case c == '%' && i+2 < len(s) && isHex(s[i+1]) && isHex(s[i+2]):
			c = unhex(s[i+1])<<4 | unhex(s[i+2])
			i += 2
			escape = !isUnreserved(c)
		case c == '*':
			escape = !isPattern
		case c == '$':
			escape = !isPattern || i+1 < len(s)
		default:
			escape = mustEscape(c) || isPattern && c >= 0x80
		}
		form := [3]byte{c}
		n := 1
		if escape {
			form, n = [3]byte{'%', upperHex[c>>4], upperHex[c&15]}, 3
		}
		if s[from:i+1] != string(form[:n]) {
			b.WriteString(s[done:from])
			b.Write(form[:n])
			done = i + 1
		}
	}
	if done == 0 {
		return s
	}
	b.WriteString(s[done:])
	return b.String()
}

const upperHex = "0123456789ABCDEF"

func isHex(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F'
}

func unhex(c byte) byte {
	switch {
	case c <= '9':
		return c - '0'
	case c <= 'F':
		return c - 'A' + 10
	}
	return c - 'a' + 10
}

// isUnreserved says that a character means the same whether it is escaped or not (RFC 3986, section 2.3).
func isUnreserved(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.IndexByte("-._~", c) >= 0
}

// mustEscape says that an ASCII character cannot stand in an address as it is (RFC 3986, appendix A).
func mustEscape(c byte) bool {
	return c <= ' ' || c == 0x7f || strings.IndexByte("\"<>\\^`{|}", c) >= 0
}
