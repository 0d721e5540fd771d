package warc

import (
	"bufio"
	"cmp"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// indexed is a record on its way into the index of a WACZ.
type indexed struct {
	*Ref

	key  string // what the index is sorted by
	file string // the WARC that holds it
}

// cdxLine is one line of a CDXJ index: key and timestamp, then these fields as JSON. All are strings, as other writers
// have them.
type cdxLine struct {
	URL      string `json:"url"`
	Mime     string `json:"mime,omitempty"`
	Status   string `json:"status"`
	Digest   string `json:"digest,omitempty"`
	Length   string `json:"length"`
	Offset   string `json:"offset"`
	Filename string `json:"filename"`
}

// appendIndexed adds the records of one WARC that an index leads to: pages, and no failures.
func appendIndexed(all []indexed, file string, refs []Ref) []indexed {
	for i := range refs {
		if r := &refs[i]; r.kind != kindFailure {
			all = append(all, indexed{Ref: r, key: surt(r.URL), file: file})
		}
	}
	return all
}

// sortIndexed puts records into the order of an index.
func sortIndexed(all []indexed) {
	slices.SortStableFunc(all, func(a, b indexed) int {
		return cmp.Or(strings.Compare(a.key, b.key), a.Time.Compare(b.Time))
	})
}

// surt returns an address as indexes have it and replay tools look it up: host parts from the end, without "www", "www2"
// or a default port, then the path without a final slash and the parameters in order, all in small letters.
func surt(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return strings.ReplaceAll(address, " ", "%20")
	}
	parts := strings.Split(strings.ToLower(u.Hostname()), ".")
	if number, ok := strings.CutPrefix(parts[0], "www"); ok && len(parts) > 1 && strings.Trim(number, "0123456789") == "" {
		parts = parts[1:]
	}
	slices.Reverse(parts)
	key := strings.Join(parts, ",")
	if port := u.Port(); port != "" && u.Scheme+port != "http80" && u.Scheme+port != "https443" {
		key += ":" + port
	}
	key += ")" + cmp.Or(strings.TrimSuffix(strings.ToLower(u.EscapedPath()), "/"), "/")
	if u.RawQuery != "" {
		query := strings.Split(strings.ToLower(u.RawQuery), "&")
		slices.Sort(query)
		key += "?" + strings.Join(query, "&")
	}
	return key
}

// writeIndex writes the index. Replay tools know by its type that a record needs another. What goes wrong with w is said when
// it is flushed.
func writeIndex(w *bufio.Writer, all []indexed) {
	lines := json.NewEncoder(w)
	for _, r := range all {
		l := cdxLine{
			URL: r.URL, Mime: r.Media, Status: strconv.Itoa(r.Status), Digest: r.Digest,
			Length: strconv.FormatInt(r.Length, 10), Offset: strconv.FormatInt(r.Offset, 10), Filename: r.file,
		}
		if r.kind == kindRevisit {
			l.Mime = "warc/revisit"
		}
		fmt.Fprintf(w, "%s %s ", r.key, r.Time.Format("20060102150405"))
		lines.Encode(l) //nolint:errcheck // see above
	}
}

// writePages writes pages.jsonl: what a person may want to open first. What goes wrong with w is said when it is flushed.
func writePages(w *bufio.Writer, all []indexed) {
	fmt.Fprintln(w, `{"format":"json-pages-1.0","id":"pages","title":"All Pages"}`)
	lines := json.NewEncoder(w)
	for _, r := range all {
		if r.Media != "text/html" || r.Status != http.StatusOK || r.kind == kindRevisit {
			continue
		}
		lines.Encode(struct { //nolint:errcheck // see above
			URL string `json:"url"`
			TS  string `json:"ts"`
		}{r.URL, date(r.Time)})
	}
}
