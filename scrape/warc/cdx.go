package warc

import (
	"cmp"
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/pocomigrate/pocomigrate/scrape"
)

// cdxLine is one line of a CDXJ index: key and timestamp, then these fields as JSON. All are strings, as other writers
// have them.
type cdxLine struct {
	key  string
	time time.Time

	URL      string `json:"url"`
	Mime     string `json:"mime,omitempty"`
	Status   string `json:"status"`
	Digest   string `json:"digest,omitempty"`
	Length   string `json:"length"`
	Offset   string `json:"offset"`
	Filename string `json:"filename"`
}

// cdx returns a line for each capture that can be read, in the order of the index.
func (a *Archive) cdx() []cdxLine {
	var lines []cdxLine
	for _, e := range a.index.entries {
		p, err := a.page(e)
		if err != nil {
			continue // the index leads to what can be shown
		}
		lines = append(lines, cdxLine{
			key: surt(e.url), time: e.time,
			URL: e.url, Mime: p.MediaType(), Status: strconv.Itoa(p.Status), Digest: e.digest,
			Length: strconv.FormatInt(e.size, 10), Offset: strconv.FormatInt(e.place(), 10), Filename: e.member.name,
		})
	}
	slices.SortStableFunc(lines, func(a, b cdxLine) int {
		return cmp.Or(strings.Compare(a.key, b.key), a.time.Compare(b.time))
	})
	return lines
}

// surt returns an address in the order in which indexes sort: host parts from the end, without "www", then the rest.
func surt(address string) string {
	u, err := url.Parse(scrape.Canonical(address))
	if err != nil || u.Host == "" {
		return address
	}
	parts := strings.Split(u.Hostname(), ".")
	slices.Reverse(parts)
	key := strings.Join(parts, ",")
	if port := u.Port(); port != "" {
		key += ":" + port
	}
	return strings.ToLower(key + ")" + cmp.Or(u.RequestURI(), "/"))
}

// cdxIndex returns the index as text.
func cdxIndex(lines []cdxLine) (string, error) {
	var b strings.Builder
	for _, l := range lines {
		fields, err := json.Marshal(l)
		if err != nil {
			return "", err
		}
		fmt.Fprintf(&b, "%s %s %s\n", l.key, l.time.Format("20060102150405"), fields)
	}
	return b.String(), nil
}

// pageList returns pages.jsonl: what a person may want to open first.
func pageList(lines []cdxLine) (string, error) {
	var b strings.Builder
	b.WriteString(`{"format":"json-pages-1.0","id":"pages","title":"All Pages"}` + "\n")
	for _, l := range lines {
		if l.Mime != "text/html" || l.Status != "200" {
			continue
		}
		page, err := json.Marshal(struct {
			URL string `json:"url"`
			TS  string `json:"ts"`
		}{l.URL, date(l.time)})
		if err != nil {
			return "", err
		}
		b.Write(append(page, '\n'))
	}
	return b.String(), nil
}
