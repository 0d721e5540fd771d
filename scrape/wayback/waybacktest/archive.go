// Package waybacktest plays the Wayback Machine for tests: its CDX index and its mementos, over pages of the test's own.
//
// It does what the archive is known to do: it ignores scheme, www, capitals and a final slash in addresses, lists a repeated
// content as a revisit, ends an index answer early with a key to resume by, packs answers for the way, hides the archived
// headers behind X-Archive-Orig-, rewrites Location, and redirects to the nearest capture where there is none of the second.
package waybacktest

import (
	"bytes"
	"compress/gzip"
	"crypto/sha1"
	"encoding/base32"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/pocomigrate/pocomigrate/scrape"
)

// stamp is how the archive writes a time.
const stamp = "20060102150405"

// Archive is an archive of pages. It must not change once it answers.
type Archive struct {
	// Captures are what it holds, in any order: each with URL, Status, Time and, where it had them, Header and Body.
	Captures []scrape.Page
	// Rows is how many rows an index answer has at most, whatever is asked for; 0 means 150,000, the archive's own limit.
	Rows int
}

// Serve starts an archive on the loopback, ends it with the test and returns its address.
func Serve(tb testing.TB, captures []scrape.Page) string {
	tb.Helper()
	server := httptest.NewServer(&Archive{Captures: captures})
	tb.Cleanup(server.Close)
	return server.URL
}

// ServeHTTP answers for the index under /cdx/search/cdx and for captures under /web/.
func (a *Archive) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path == "/cdx/search/cdx" {
		a.index(w, r)
		return
	}
	digits, address, ok := strings.Cut(strings.TrimPrefix(r.RequestURI, "/web/"), "id_/")
	at, err := time.Parse(stamp, digits)
	if !ok || err != nil {
		answer(w, r, http.StatusNotFound, []byte(notArchived))
		return
	}
	a.memento(w, r, at, address)
}

// notArchived is what the archive shows people who ask for what it does not hold.
const notArchived = `<!DOCTYPE html><html lang="en"><head><title>Wayback Machine</title></head><body><p>The Wayback Machine has not archived that URL.</p></body></html>`

// memento answers with the capture of a second, or leads to the nearest one of the address.
func (a *Archive) memento(w http.ResponseWriter, r *http.Request, at time.Time, address string) {
	var nearest *scrape.Page
	for i := range a.Captures {
		p := &a.Captures[i]
		if key(p.URL) == key(address) && (nearest == nil || p.Time.Sub(at).Abs() < nearest.Time.Sub(at).Abs()) {
			nearest = p
		}
	}
	if nearest == nil {
		answer(w, r, http.StatusNotFound, []byte(notArchived))
		return
	}
	h := w.Header()
	if found := nearest.Time.UTC().Format(stamp); found != at.Format(stamp) {
		h.Set("X-Archive-Redirect-Reason", "found capture at "+found)
		h.Set("Location", mementoOf(nearest.Time, nearest.URL))
		h.Set("Content-Type", "text/plain; charset=utf-8")
		w.WriteHeader(http.StatusFound)
		return
	}
	for name, values := range nearest.Header {
		switch http.CanonicalHeaderKey(name) {
		case "Content-Type":
			h["Content-Type"] = values
		case "Location":
			h.Set("Location", mementoOf(nearest.Time, scrape.Resolve(nearest.URL, nearest.Header.Get(name))))
		default:
			h["X-Archive-Orig-"+http.CanonicalHeaderKey(name)] = values
		}
	}
	h.Set("Memento-Datetime", nearest.Time.UTC().Format(http.TimeFormat))
	h.Set("Link", "<"+nearest.URL+`>; rel="original"`)
	h.Set("X-Archive-Src", "waybacktest.warc.gz")
	answer(w, r, nearest.Status, nearest.Body)
}

func mementoOf(at time.Time, address string) string {
	return "/web/" + at.UTC().Format(stamp) + "id_/" + address
}

// answer writes a body, packed where the client takes that.
func answer(w http.ResponseWriter, r *http.Request, status int, body []byte) {
	h := w.Header()
	if h.Get("Content-Type") == "" {
		h.Set("Content-Type", "text/html; charset=utf-8")
	}
	if len(body) > 0 && strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		var b bytes.Buffer
		z := gzip.NewWriter(&b)
		_, err := z.Write(body)
		if err == nil {
			err = z.Close()
		}
		if err != nil {
			panic(err) // a buffer takes everything
		}
		h.Set("Content-Encoding", "gzip")
		body = b.Bytes()
	}
	w.WriteHeader(status)
	_, _ = w.Write(body) //nolint:errcheck // a client that went away is no fault of the archive
}

// key is an address as the index sorts it: host parts from the end, lower case, without www and final slash.
func key(address string) string {
	bare := strings.TrimPrefix(scrape.Canonical(address), "https://")
	u, err := url.Parse("https://" + strings.ToLower(bare))
	if err != nil {
		return strings.ToLower(address)
	}
	parts := strings.Split(u.Hostname(), ".")
	slices.Reverse(parts)
	k := strings.Join(parts, ",")
	if u.Port() != "" {
		k += ":" + u.Port()
	}
	return k + ")/" + strings.TrimPrefix(u.RequestURI(), "/")
}

// digest is the content's digest as the index has it.
func digest(body []byte) string {
	sum := sha1.Sum(body)
	return base32.StdEncoding.EncodeToString(sum[:])
}

// line is one row of the index.
type line struct {
	key, stamp, original, media, status, digest string
	length                                      int
}

// String returns the row with all its fields in the index's order.
func (l line) String() string {
	return fmt.Sprintf("%s %s %s %s %s %s %d", l.key, l.stamp, l.original, l.media, l.status, l.digest, l.length)
}
