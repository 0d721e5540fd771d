package address

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/idna"
	"golang.org/x/text/encoding"

	"github.com/pocomigrate/pocomigrate/scrape"
	"github.com/pocomigrate/pocomigrate/scrape/ascii"
)

// addressForm says what of an address matters when two are compared.
type addressForm struct {
	charset  encoding.Encoding // of the page, in which browsers write its queries; nil is UTF-8
	fragment bool
	blank    bool // parameters without a value
}

// Key is the form in which an address on a page is held against the page's own. It goes further than
// [scrape.Canonical], which names captures and must keep what a server might tell apart: a shop writes the address of one
// offer with its parameters in any order and escaped in any way. Of is the page's character set, nil for UTF-8.
func Key(raw string, of encoding.Encoding) string {
	_, fragment, _ := strings.Cut(raw, "#")
	return addressForm{charset: of, fragment: strings.HasPrefix(fragment, "!") || strings.HasPrefix(fragment, "/")}.write(scrape.Canonical(raw))
}

// write returns an address in this form: host in lower case and ASCII, escapes in capitals and only where they are needed,
// parameters sorted, a path at least. Writing it again changes nothing.
func (f addressForm) write(raw string) string {
	raw = strings.NewReplacer("\t", "", "\r", "", "\n", "").Replace(strings.TrimFunc(raw, func(r rune) bool { return r <= ' ' }))
	raw, fragment, hash := strings.Cut(raw, "#")
	raw, query, asked := strings.Cut(raw, "?")
	head := ""
	if scheme, rest, ok := strings.Cut(raw, "://"); ok && isScheme(scheme) {
		host, _, _ := strings.Cut(rest, "/")
		head, raw = strings.ToLower(scheme)+"://"+hostForm(host), rest[len(host):]
	}
	if raw == "" {
		raw = "/"
	}
	out := head + escaped(unescaped([]byte(raw), "/?#%"), pathSafe)
	if asked {
		if query = f.query(query); query != "" {
			out += "?" + query
		}
	}
	if hash && f.fragment && fragment != "" {
		out += "#" + escaped(unescaped([]byte(fragment), "%"), pathSafe+"#")
	}
	return out
}

func isScheme(s string) bool {
	for i := range len(s) {
		if !ascii.IsLetter(s[i]) && (i == 0 || !ascii.IsDigit(s[i]) && strings.IndexByte("+-.", s[i]) < 0) {
			return false
		}
	}
	return s != ""
}

// hostNames are the names that DNS can hold.
var hostNames = idna.New(idna.MapForLookup(), idna.BidiRule(), idna.VerifyDNSLength(true))

// hostForm returns a host with what stands around it. One that cannot be a name stays as it is.
func hostForm(host string) string {
	user := ""
	if i := strings.LastIndexByte(host, '@'); i >= 0 {
		user, host = host[:i+1], host[i+1:]
	}
	port := ""
	if i := strings.LastIndexByte(host, ':'); i >= 0 && strings.IndexByte(host[i:], ']') < 0 {
		if host, port = host[:i], host[i:]; port == ":" {
			port = ""
		}
	}
	if ascii, err := hostNames.ToASCII(host); err == nil {
		host = ascii
	}
	return user + strings.ToLower(host) + port
}

// query returns parameters in order, each with its value. They are parted by "&", or by ";" where there is no other sign.
func (f addressForm) query(query string) string {
	by := "&"
	if strings.Contains(query, ";") && !strings.Contains(query, "&") {
		by = ";"
	}
	text := []byte(query)
	if f.charset != nil {
		if in, err := f.charset.NewEncoder().Bytes(text); err == nil {
			text = in
		}
	}
	var pairs [][2]string
	for pair := range strings.SplitSeq(string(text), by) {
		name, value, _ := strings.Cut(strings.ReplaceAll(pair, "+", " "), "=")
		if pair == "" || value == "" && !f.blank {
			continue
		}
		pairs = append(pairs, [2]string{string(unescaped([]byte(name), "")), string(unescaped([]byte(value), ""))})
	}
	slices.SortFunc(pairs, func(a, b [2]string) int {
		return strings.Compare(a[0]+"\x00"+a[1], b[0]+"\x00"+b[1])
	})
	parts := make([]string, len(pairs))
	for i, p := range pairs {
		parts[i] = parameter(p[0]) + "=" + parameter(p[1])
	}
	return strings.Join(parts, by)
}

func parameter(s string) string {
	return strings.ReplaceAll(escaped([]byte(s), unreserved+" "), " ", "+")
}

const (
	unreserved = "-._~"
	pathSafe   = unreserved + "!$&'()*+,;=:@/%[]?|"
)

// unescaped undoes the escapes of bytes, but for those that stand for one of the signs kept.
func unescaped(s []byte, kept string) []byte {
	out := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		if s[i] == '%' && i+2 < len(s) {
			if n, err := strconv.ParseUint(string(s[i+1:i+3]), 16, 8); err == nil {
				if b := byte(n); strings.IndexByte(kept, b) < 0 || b >= utf8.RuneSelf {
					out = append(out, b)
				} else {
					out = append(out, strings.ToUpper(string(s[i:i+3]))...)
				}
				i += 2
				continue
			}
		}
		out = append(out, s[i])
	}
	return out
}

// escaped writes bytes with all but letters, digits and the safe signs as escapes.
func escaped(s []byte, safe string) string {
	const hex = "0123456789ABCDEF"
	var out strings.Builder
	for _, b := range s {
		if ascii.IsLetter(b) || ascii.IsDigit(b) || b < utf8.RuneSelf && strings.IndexByte(safe, b) >= 0 {
			out.WriteByte(b)
			continue
		}
		out.Write([]byte{'%', hex[b>>4], hex[b&15]})
	}
	return out.String()
}
