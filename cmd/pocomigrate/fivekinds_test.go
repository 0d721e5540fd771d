package main

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/sources"
	"github.com/pocomigrate/pocomigrate/scrape"
	"github.com/pocomigrate/pocomigrate/scrape/coding"
	"github.com/pocomigrate/pocomigrate/scrape/har"
	"github.com/pocomigrate/pocomigrate/scrape/live"
	"github.com/pocomigrate/pocomigrate/scrape/sample"
	"github.com/pocomigrate/pocomigrate/scrape/scrapetest"
	"github.com/pocomigrate/pocomigrate/scrape/site"
	"github.com/pocomigrate/pocomigrate/scrape/warc"
)

// kind is a kind of page source, and what of a page it holds beside address, type and body.
type kind struct {
	name   string
	hold   func(t *testing.T, pages []scrape.Page) scrape.Fetcher
	status bool // others hold pages of status 200 alone
	header bool // others hold the type alone
	time   bool
}

// kinds are the sources that a page can reach us through.
var kinds = []kind{
	{name: "WARC", hold: inWARC, status: true, header: true, time: true},
	{name: "WACZ", hold: inWACZ, status: true, header: true, time: true},
	{name: "HAR", hold: inHAR, status: true, header: true, time: true},
	{name: "mirror", hold: inMirror, time: true},
	{name: "live", hold: servedLive, status: true, header: true},
}

// TestEqualPagesFromEverySource holds the same pages in every kind of source: the newest of each address of the sample, and
// some that are no pages.
func TestEqualPagesFromEverySource(t *testing.T) {
	t.Parallel()
	pages := distinctPages(t)
	for _, k := range kinds {
		t.Run(k.name, func(t *testing.T) {
			t.Parallel()
			held := pages
			if !k.status {
				held = slices.DeleteFunc(slices.Clone(pages), func(p scrape.Page) bool { return p.Status != http.StatusOK })
			}
			f := k.hold(t, held)
			for _, want := range held {
				got, err := f.Fetch(t.Context(), want.URL)
				if err != nil {
					t.Errorf("Fetch(%q) error: %v", want.URL, err)
					continue
				}
				if diff := cmp.Diff(k.facts(&want), k.facts(got)); diff != "" {
					t.Errorf("Fetch(%q) differs (-want +got):\n%s", want.URL, diff)
				}
			}
		})
	}
}

// facts are what a source holds of a page.
type facts struct {
	URL, MediaType, Body string
	Status               int
	Location             string
	Cookies              []string
	Time                 time.Time
}

func (k kind) facts(p *scrape.Page) facts {
	f := facts{URL: scrape.Canonical(p.URL), MediaType: p.MediaType(), Body: string(p.Body), Status: p.Status}
	if k.header {
		f.Location, f.Cookies = p.Location(), p.Header.Values("Set-Cookie")
	}
	if k.time {
		f.Time = p.Time
	}
	return f
}

// distinctPages returns the newest page of each address of the sample, and answers that only some sources hold.
func distinctPages(t *testing.T) []scrape.Page {
	t.Helper()
	archive, err := sample.Archive()
	if err != nil {
		t.Fatal(err)
	}
	noon := time.Date(2024, 10, 1, 12, 0, 0, 0, time.UTC)
	html := http.Header{"Content-Type": {"text/html; charset=iso-8859-1"}}
	pages := []scrape.Page{
		{URL: "https://www.po.co/fr/latin-1", Status: 200, Header: html, Body: []byte("<html><h1>\xe9cran</h1></html>"), Time: noon},
		{URL: "https://www.po.co/uk/gone", Status: 404, Header: html, Body: []byte("<html>404</html>"), Time: noon},
		{URL: "https://www.po.co/uk/moved", Status: 301, Time: noon, Header: http.Header{
			"Location": {"https://www.mi.com/uk/"}, "Set-Cookie": {"a=1; Path=/", "b=2"},
		}},
	}
	known := map[string]bool{}
	for c, err := range archive.List(t.Context()) {
		if err != nil || known[scrape.Canonical(c.URL)] {
			continue
		}
		known[scrape.Canonical(c.URL)] = true
		p, err := archive.Fetch(t.Context(), c.URL)
		if err != nil {
			t.Fatal(err)
		}
		p.Header.Del("Content-Length") // of the way it took into the sample
		p.Header.Del("Content-Encoding")
		pages = append(pages, *p)
	}
	return pages
}

// warcFile writes the pages as they may have come over the wire, each in another encoding than the one before.
func warcFile(t *testing.T, pages []scrape.Page) []byte {
	t.Helper()
	var b bytes.Buffer
	w := warc.NewWriter(&b)
	for i, p := range pages {
		x := &scrape.Exchange{URL: p.URL, Time: p.Time, Status: p.Status, Header: p.Header.Clone(), Body: p.Body}
		if name := []string{"gzip", "br", "zstd", ""}[i%4]; name != "" && len(p.Body) > 0 {
			var err error
			if x.Body, err = coding.Encode(name, p.Body); err != nil {
				t.Fatal(err)
			}
			x.Header.Set("Content-Encoding", name)
		}
		if _, err := w.Exchange(x); err != nil {
			t.Fatal(err)
		}
	}
	return b.Bytes()
}

func inWARC(t *testing.T, pages []scrape.Page) scrape.Fetcher {
	t.Helper()
	a, err := warc.OpenBytes("five.warc.gz", warcFile(t, pages))
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func inWACZ(t *testing.T, pages []scrape.Page) scrape.Fetcher {
	t.Helper()
	data := warcFile(t, pages)
	var b bytes.Buffer
	file := warc.File{Name: "five.warc.gz", Data: bytes.NewReader(data), Size: int64(len(data))}
	if err := warc.WriteWACZ(&b, "five", file); err != nil {
		t.Fatal(err)
	}
	a, err := warc.OpenBytes("five.wacz", b.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func inHAR(t *testing.T, pages []scrape.Page) scrape.Fetcher {
	t.Helper()
	a, err := har.OpenBytes("five.har", harFile(t, pages))
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// harFile writes the pages as a browser exports them: bodies that are Unicode as text, others in base64.
func harFile(t *testing.T, pages []scrape.Page) []byte {
	t.Helper()
	type object = map[string]any
	entries := make([]object, len(pages))
	for i, p := range pages {
		headers := []object{{"name": ":status", "value": "200"}, {"name": "content-encoding", "value": "br"}}
		for name, values := range p.Header {
			headers = append(headers, object{"name": strings.ToLower(name), "value": strings.Join(values, "\n")})
		}
		content := object{"size": len(p.Body), "mimeType": p.MediaType(), "text": string(p.Body)}
		if !utf8.Valid(p.Body) {
			content["text"], content["encoding"] = base64.StdEncoding.EncodeToString(p.Body), "base64"
		}
		entries[i] = object{
			"startedDateTime": p.Time.Format(time.RFC3339Nano), "request": object{"method": "GET", "url": p.URL},
			"response": object{"status": p.Status, "headers": headers, "content": content},
		}
	}
	data, err := json.Marshal(object{"log": object{"version": "1.2", "entries": entries}})
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func inMirror(t *testing.T, pages []scrape.Page) scrape.Fetcher {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("no question marks in names of files here")
	}
	dir := t.TempDir()
	for _, p := range pages {
		u, err := url.Parse(p.URL)
		if err != nil {
			t.Fatal(err)
		}
		name := path.Join(u.Host, u.Path, "index.html") // a final slash is none of an address's canonical form
		if u.RawQuery != "" {
			name = path.Join(u.Host, u.Path) + "?" + u.RawQuery
			if strings.HasSuffix(u.Path, "/") {
				name = path.Join(u.Host, u.Path, "index.html") + "?" + u.RawQuery
			}
		}
		full := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(full), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(full, p.Body, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(full, p.Time, p.Time); err != nil {
			t.Fatal(err)
		}
	}
	shops, err := site.Load(nil)
	if err != nil {
		t.Fatal(err)
	}
	m, err := sources.OpenHeld(dir, "", shops)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := m.Close(); err != nil {
			t.Error(err)
		}
	})
	return m
}

// servedLive serves the pages on the loopback under their real hosts.
func servedLive(t *testing.T, pages []scrape.Page) scrape.Fetcher {
	t.Helper()
	s := scrapetest.Serve(t, pages, scrapetest.ServeOptions{})
	o := live.Options{Rate: live.Unlimited, AllowPrivate: true, ConnectTo: map[string]string{}}
	for _, host := range s.Hosts() {
		o.ConnectTo[host], o.ConnectTo[host+":80"] = s.TLS, s.Plain
	}
	return live.New(o)
}
