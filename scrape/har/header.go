package har

import (
	"mime"
	"net/http"
	"regexp"
	"strings"
	"unicode/utf8"
)

// values returns the values of one header field. Browsers write a header that came several times as one value with line
// breaks, and Safari joins cookies with commas. The pseudo headers of HTTP/2 are none.
func values(name, value string) []string {
	if name == "" || strings.HasPrefix(name, ":") {
		return nil
	}
	var out []string
	for line := range strings.SplitSeq(value, "\n") {
		line = strings.TrimSpace(line)
		if !strings.EqualFold(name, "Set-Cookie") {
			out = append(out, line)
			continue
		}
		out = append(out, cookies(line)...)
	}
	return out
}

// nextCookie is where the next of several joined cookies begins: a comma, then a name and an equals sign. The comma of a
// date has no name after it.
var nextCookie = regexp.MustCompile(`,\s*[!#$%&'*+.^_|~0-9A-Za-z-]+=`)

// cookies cuts what may be several cookies apart.
func cookies(joined string) []string {
	var out []string
	begun := 0
	for _, at := range nextCookie.FindAllStringIndex(joined, -1) {
		out = append(out, strings.TrimSpace(joined[begun:at[0]]))
		begun = at[0] + 1
	}
	return append(out, strings.TrimSpace(joined[begun:]))
}

// pageHeader returns the headers of the page: those of the answer, without what they say of its way, and with what the
// entry says elsewhere. Text says that the body was exported as Unicode text.
func (r *record) pageHeader(body []byte, text bool) http.Header {
	h := r.header
	for _, name := range []string{"Content-Encoding", "Content-Length", "Transfer-Encoding"} {
		h.Del(name)
	}
	if h.Get("Location") == "" && r.redirect != "" {
		h.Set("Location", r.redirect)
	}
	if declares(r.mediaType, h.Get("Content-Type")) {
		h.Set("Content-Type", r.mediaType)
	}
	if text {
		inUnicode(h, body)
	}
	return h
}

// declares reports whether the type that the entry states beside the headers says more than they do. Where an answer has no
// type, browsers write "x-unknown".
func declares(stated, header string) bool {
	media, params, err := mime.ParseMediaType(stated)
	if err != nil || !strings.Contains(media, "/") {
		return false
	}
	known, has, err := mime.ParseMediaType(header)
	return err != nil || known == media && has["charset"] == "" && params["charset"] != ""
}

// inUnicode corrects the character set of a body that is text in UTF-8 now, whatever it was. ASCII is ASCII in every set
// that the web uses.
func inUnicode(h http.Header, body []byte) {
	if isASCII(body) || !utf8.Valid(body) {
		return
	}
	media, params, err := mime.ParseMediaType(h.Get("Content-Type"))
	if err != nil || strings.EqualFold(params["charset"], "utf-8") {
		return
	}
	if _, declared := params["charset"]; !declared && strings.HasSuffix(media, "json") {
		return // JSON has one character set
	}
	params["charset"] = "utf-8"
	if typed := mime.FormatMediaType(media, params); typed != "" {
		h.Set("Content-Type", typed)
	}
}

func isASCII(body []byte) bool {
	for _, b := range body {
		if b >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
