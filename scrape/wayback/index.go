package wayback

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/pocomigrate/pocomigrate/scrape"
)

const (
	// maxRows bounds the rows of one query, maxAddresses what one source remembers: 52 MiB with three captures of each, by
	// BenchmarkMemory.
	maxRows      = 1_000_000
	maxAddresses = 100_000
	// maxAnswers bounds the requests of one query. An hour's worth: an index that gives a few rows each time would else
	// keep a run for days.
	maxAnswers = 1500
	// pageRows is how many rows one request asks for, and leastRows the fewest that it comes down to where the index runs
	// out of time. Large answers spare requests, which are what is scarce.
	pageRows  = 5000
	leastRows = 50
	// useless are the types of captures that hold no listing.
	useless = "!mimetype:((image|video|audio|font)/.*|text/css)"
)

// query is one question to the index.
type query struct {
	what   string                      // the page or area, as errors name it
	url    string                      // what is asked for
	prefix bool                        // and whether all addresses are meant that begin with it
	holds  func(canonical string) bool // which of the answers are meant
}

// scan asks the index and returns what it holds, sorted out. With an error that is a *scrape.FailedError comes what was
// found before it, but for the address that it broke off in.
func (s *Source) scan(ctx context.Context, q query) (*reader, error) {
	r := newReader(q.holds, s.asOf)
	limit, key := pageRows, ""
	for range maxAnswers {
		page, err := s.ask(ctx, index, q.what, func(before int) string {
			if before == http.StatusGatewayTimeout {
				limit = max(limit/2, leastRows)
			}
			return s.endpoint + q.path(limit, key, s.asOfStamp())
		})
		if err != nil {
			return r.broken(), err
		}
		next, err := s.readIndex(q.what, r, page)
		if err != nil {
			return r.broken(), err
		}
		if next == "" {
			return r, nil
		}
		if next == key {
			return r.broken(), s.failed(q.what, "gave_up", "the archive's index goes in circles", nil)
		}
		if r.rows > maxRows || len(r.found) > maxAddresses {
			break
		}
		key = next
	}
	return r.broken(), s.failed(q.what, "too_large", fmt.Sprintf(
		"the archive's index holds more than is read (%d rows, %d addresses, %d answers)", maxRows, maxAddresses, maxAnswers), nil)
}

// readIndex takes in one answer of the index.
func (s *Source) readIndex(what string, r *reader, page *scrape.Page) (resume string, err error) {
	if h := hiddenIn(page); h != nil {
		return "", s.failed(what, h.reason, h.detail, h)
	}
	if page.Status != http.StatusOK {
		text, _, _ := strings.Cut(strings.TrimSpace(string(page.Body)), "\n")
		return "", s.failed(what, "gave_up", fmt.Sprintf("the archive's index answered %d: %.80s", page.Status, text), nil)
	}
	resume, err = r.read(page.Body)
	if h, ok := errors.AsType[*hiddenError](err); ok {
		return "", s.failed(what, h.reason, h.detail, h)
	}
	if err != nil {
		return "", s.failed(what, "gave_up", err.Error(), err)
	}
	return resume, nil
}

// broken forgets the address that the reader is in the middle of: newer captures of it may follow.
func (r *reader) broken() *reader {
	delete(r.found, r.canonical)
	return r
}

// path returns the address of the query below the archive's own. The key comes escaped and is escaped again.
func (q query) path(limit int, key, asOf string) string {
	var b strings.Builder
	b.WriteString("/cdx/search/cdx?url=" + url.QueryEscape(q.url))
	if q.prefix {
		b.WriteString("&matchType=prefix")
	}
	b.WriteString("&limit=" + strconv.Itoa(limit))
	if asOf != "" {
		b.WriteString("&to=" + asOf)
	}
	b.WriteString("&filter=" + url.QueryEscape(useless) + "&fl=" + columns + "&showResumeKey=true&resolveRevisits=true")
	if key != "" {
		b.WriteString("&resumeKey=" + url.QueryEscape(key))
	}
	return b.String()
}

// asOfStamp returns the last second that counts, "" for no end.
func (s *Source) asOfStamp() string {
	if s.asOf.IsZero() {
		return ""
	}
	return s.asOf.Format(stamp)
}

// area is a part of the web that is listed: addresses that begin with a prefix.
type area struct {
	prefix string // canonical, without scheme and final slash
	folder bool   // the prefix itself and what is below it, but not /ukraine for /uk/
}

// parseArea reads a prefix such as "po.co/uk/". One that ends in a slash is a folder, and so is a host.
func parseArea(text string) (area, error) {
	bare := strings.TrimPrefix(strings.TrimPrefix(strings.TrimSpace(text), "https://"), "http://")
	canonical, ok := strings.CutPrefix(scrape.Canonical("https://"+bare), "https://")
	if !ok || bare == "" || captured("https://"+bare) == "" {
		return area{}, fmt.Errorf("area %q: not the beginning of an address", text)
	}
	return area{canonical, strings.HasSuffix(bare, "/") || !strings.Contains(canonical, "/")}, nil
}

// query returns the question for all of the area. The index keeps the page of a folder without its final slash, so a
// prefix with one would miss it; a host without one would be asked for with its neighbours.
func (a area) query() query {
	url := a.prefix
	if !strings.Contains(url, "/") {
		url += "/"
	}
	return query{what: a.address(), url: url, prefix: true, holds: a.holds}
}

// address names the area as a page.
func (a area) address() string {
	if a.folder {
		return "https://" + a.prefix + "/"
	}
	return "https://" + a.prefix
}

// holds says that a canonical address is in the area. The index does not tell capitals.
func (a area) holds(canonical string) bool {
	rest := strings.TrimPrefix(canonical, "https://")
	if len(rest) < len(a.prefix) || !strings.EqualFold(rest[:len(a.prefix)], a.prefix) {
		return false
	}
	rest = rest[len(a.prefix):]
	return !a.folder || rest == "" || rest[0] == '/' || rest[0] == '?'
}

// within says that all of the area is in another.
func (a area) within(b area) bool {
	return b.holds("https://"+a.prefix) && (a.folder || !b.folder || a.prefix != b.prefix)
}
