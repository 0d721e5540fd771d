package scrapetest

import (
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/pocomigrate/pocomigrate/scrape"
	"github.com/pocomigrate/pocomigrate/scrape/coding"
)

// describe sets what a client can ask about later: the validators of the page, where it has none of its own.
func describe(h http.Header, p *scrape.Page) {
	if h.Get("ETag") == "" {
		sum := sha256.Sum256(p.Body)
		h.Set("ETag", `W/"`+hex.EncodeToString(sum[:8])+`"`) // weak: it is the same whatever the encoding
	}
	if h.Get("Last-Modified") == "" && !p.Time.IsZero() {
		h.Set("Last-Modified", p.Time.UTC().Format(http.TimeFormat))
	}
}

// current reports whether the client has the answer (RFC 9110, section 13.2.2): If-None-Match counts before
// If-Modified-Since.
func current(asked, answer http.Header) bool {
	opaque := func(tag string) string { return strings.TrimPrefix(strings.TrimSpace(tag), "W/") }
	if tags := asked.Values("If-None-Match"); len(tags) > 0 {
		for tag := range strings.SplitSeq(strings.Join(tags, ","), ",") {
			if opaque(tag) == "*" || opaque(tag) == opaque(answer.Get("ETag")) {
				return true
			}
		}
		return false
	}
	since, noTime := http.ParseTime(asked.Get("If-Modified-Since"))
	modified, unknown := http.ParseTime(answer.Get("Last-Modified"))
	return noTime == nil && unknown == nil && !modified.After(since)
}

// send writes an answer, encoded as the client likes best.
func send(w http.ResponseWriter, r *http.Request, status int, body []byte) {
	h := w.Header()
	if name := choose(r.Header.Values("Accept-Encoding")); name != "" && len(body) > 0 {
		encoded, err := coding.Encode(name, body)
		if err != nil {
			panic(err) // every one of codings is known
		}
		body = encoded
		h.Set("Content-Encoding", name)
		h.Add("Vary", "Accept-Encoding")
	}
	if status != http.StatusNoContent && status != http.StatusNotModified {
		h.Set("Content-Length", strconv.Itoa(len(body)))
	}
	w.WriteHeader(status)
	if r.Method != http.MethodHead {
		// A client that went away is no fault of the server.
		_, _ = w.Write(body) //nolint:errcheck // see above
	}
}

// codings are those that the server knows, the one it likes best first.
var codings = []string{"zstd", "br", "gzip"}

// choose returns the first of our codings that the client accepts, or "".
func choose(accept []string) string {
	var accepted []string
	for value := range strings.SplitSeq(strings.Join(accept, ","), ",") {
		name, weight, _ := strings.Cut(strings.ReplaceAll(strings.ToLower(value), " ", ""), ";q=")
		if q, err := strconv.ParseFloat(weight, 64); weight == "" || err == nil && q > 0 {
			accepted = append(accepted, name)
		}
	}
	for _, name := range codings {
		if slices.Contains(accepted, name) {
			return name
		}
	}
	return ""
}
