package browser

import (
	"maps"
	"mime"
	"net/http"
	"slices"
	"strings"

	"github.com/chromedp/cdproto/fetch"
	"github.com/chromedp/cdproto/network"
)

// headerOf returns headers as they came.
func headerOf(entries []*fetch.HeaderEntry) http.Header {
	h := http.Header{}
	for _, e := range entries {
		add(h, e.Name, e.Value)
	}
	return h
}

// responseHeader returns headers as they came, but for those that set cookies, which Chromium keeps to itself.
func responseHeader(headers network.Headers) http.Header {
	h := http.Header{}
	for name, value := range headers {
		if text, ok := value.(string); ok {
			add(h, name, text)
		}
	}
	return h
}

// requestHeader returns what is known of a request's headers: Chromium adds some on its way, cookies among them.
func requestHeader(headers network.Headers) http.Header { return responseHeader(headers) }

// add adds a header. Chromium joins the values of one that came twice by line ends.
func add(h http.Header, name, value string) {
	for line := range strings.SplitSeq(value, "\n") {
		h.Add(name, line)
	}
}

// entries returns headers as Chromium takes them, sorted by name.
func entries(h http.Header) []*fetch.HeaderEntry {
	var out []*fetch.HeaderEntry
	for _, name := range slices.Sorted(maps.Keys(h)) {
		for _, value := range h[name] {
			out = append(out, &fetch.HeaderEntry{Name: name, Value: value})
		}
	}
	return out
}

// decoded returns the headers without those that speak of a body as it was sent; Chromium has decoded it.
func decoded(h http.Header) http.Header {
	h = h.Clone()
	for _, name := range []string{"Content-Encoding", "Content-Length", "Transfer-Encoding"} {
		h.Del(name)
	}
	return h
}

// inUTF8 returns the headers of a text in UTF-8, where they named another character set.
func inUTF8(h http.Header) http.Header {
	media, parameters, err := mime.ParseMediaType(h.Get("Content-Type"))
	if err != nil || parameters["charset"] == "" || strings.EqualFold(parameters["charset"], "utf-8") {
		return h
	}
	parameters["charset"] = "utf-8"
	h = h.Clone()
	h.Set("Content-Type", mime.FormatMediaType(media, parameters))
	return h
}
