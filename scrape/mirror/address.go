package mirror

import (
	"iter"
	"strings"
)

// readings returns the addresses that a file may have been saved from, the likeliest first. Base is the address of the
// folder at the top, name the path of the file below it.
func readings(base, name string) []string {
	at := strings.LastIndexByte(name, '/') + 1
	folder := base + "/" + escape(name[:at], pathMarks+"/")
	var out []string
	for _, r := range names(name[at:]) {
		address := folder + escape(r.name, pathMarks)
		if r.hasQuery {
			address += "?" + escape(r.query, queryMarks)
		}
		out = append(out, address)
	}
	return out
}

// reading is what the last element of an address may have been.
type reading struct {
	name, query string
	hasQuery    bool
}

const (
	index = "index.html"
	added = ".html" // by wget -E, whatever the ending of a page of HTML was
)

// names reads the name of a file.
func names(file string) []reading {
	name, query, hasQuery := strings.Cut(file, "?")
	if !hasQuery {
		if before, after, ok := strings.Cut(file, "@"); ok && strings.Contains(after, "=") {
			name, query, hasQuery = before, after, true
		}
	}
	whole := reading{name, query, hasQuery}
	bare := whole
	if hasQuery {
		bare.query = strings.TrimSuffix(query, added)
	} else {
		bare.name = strings.TrimSuffix(name, added)
	}
	switch {
	case name == index && hasQuery:
		return distinct(reading{"", bare.query, true}, reading{index, bare.query, true}, whole)
	case name == index:
		return []reading{{}, whole, bare}
	case hasQuery:
		return distinct(bare, whole)
	case bare.name == "":
		return []reading{whole}
	}
	return distinct(whole, bare)
}

// doubleSlashes yields an address with each slash of its path doubled in turn: file systems take two for one.
func doubleSlashes(address string) iter.Seq[string] {
	return func(yield func(string) bool) {
		path, _, _ := strings.Cut(address, "?")
		for i := strings.Index(path, "://") + len("://"); i < len(path); i++ {
			if path[i] == '/' && !yield(address[:i]+"/"+address[i:]) {
				return
			}
		}
	}
}

// distinct drops readings that repeat the one before.
func distinct(in ...reading) []reading {
	out := in[:1]
	for _, r := range in[1:] {
		if r != out[len(out)-1] {
			out = append(out, r)
		}
	}
	return out
}

// The marks that may stand in a path, or a query, as they are (RFC 3986, section 3.3 and 3.4).
const (
	pathMarks  = "-._~!$&'()*+,;=:@"
	queryMarks = pathMarks + "/?"
)

// escape writes part of a name as part of an address. An escape in a name is one that was in the address, or stands for a
// character that could not be written.
func escape(s, marks string) string {
	const hex = "0123456789ABCDEF"
	var b strings.Builder
	for i := range len(s) {
		c := s[i]
		switch {
		case isAlphanumeric(c), strings.IndexByte(marks, c) >= 0, c == '%' && isEscape(s[i:]):
			b.WriteByte(c)
		default:
			b.Write([]byte{'%', hex[c>>4], hex[c&15]})
		}
	}
	return b.String()
}

func isAlphanumeric(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
}

func isEscape(s string) bool {
	return len(s) >= 3 && strings.Trim(s[1:3], "0123456789abcdefABCDEF") == ""
}
