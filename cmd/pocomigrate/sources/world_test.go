package sources_test

import (
	"bytes"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/sources"
	"github.com/pocomigrate/pocomigrate/scrape"
	"github.com/pocomigrate/pocomigrate/scrape/browser"
	"github.com/pocomigrate/pocomigrate/scrape/crawl"
	"github.com/pocomigrate/pocomigrate/scrape/site"
	"github.com/pocomigrate/pocomigrate/scrape/warc"
)

var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// world is a server on this machine with the pages of the shops of a test, and what came of opening sources.
type world struct {
	host  string // of the shops, with its port
	shops *site.Shops

	mu     sync.Mutex
	asked  []string // paths, in the order in which they were asked for
	said   []string
	locked int
}

// profile is a shop on the loopback whose pages lie in a folder of the server.
func profile(host, id, more string) *fstest.MapFile {
	return &fstest.MapFile{Data: fmt.Appendf(nil, `{
		"id": "%[2]s", "name": "A shop", "role": "target", "lang": "en", "currency": "EUR", %[3]s,
		"start": ["http://%[1]s/%[2]s/"], "product_url": "http://%[1]s/%[2]s/{slug}",
		"pages": [{"kind": "product", "match": "%[1]s/%[2]s/{slug}", "layouts": ["json-ld"]}], "note": "made up"}`, host, id, more)}
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{}
	server := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		w.mu.Lock()
		defer w.mu.Unlock()
		w.asked = append(w.asked, r.URL.Path)
		if r.URL.Path == "/robots.txt" {
			http.NotFound(rw, r)
			return
		}
		rw.Header().Set("Content-Type", "text/html")
		fmt.Fprintf(rw, "<h1>%s</h1>", r.URL.Path)
	}))
	t.Cleanup(server.Close)
	w.host = server.Listener.Addr().String()
	w.load(t)
	return w
}

// load reads the profiles of the shops at the host: one that answers, one that needs a browser, one that is closed, and one that has
// all three page sources.
func (w *world) load(t *testing.T) {
	t.Helper()
	var err error
	w.shops, err = site.Load(fstest.MapFS{
		"a.json": profile(w.host, "open", `"sources": ["live"]`),
		"b.json": profile(w.host, "shell", `"sources": ["browser"]`),
		"c.json": profile(w.host, "closed", `"sources": ["wayback"], "closed": "2025-01-01"`),
		"d.json": profile(w.host, "all", `"sources": ["live", "browser", "wayback"]`),
	})
	if err != nil {
		t.Fatal(err)
	}
}

// options are such that nothing is asked but this machine; walk names the shops that are walked.
func (w *world) options(t *testing.T, walk ...catalog.ShopID) sources.Options {
	t.Helper()
	return sources.Options{
		Network: sources.Network{Agent: "test/1", Concurrency: 1, AllowPrivate: true},
		Shops:   w.shops, Walk: walk, Chromium: chromium(t), WaybackURL: "http://" + w.host, Captures: filepath.Join(t.TempDir(), "capture"), Software: "a test",
		Lock: func() error { w.locked++; return nil },
		Now:  func() time.Time { return noon },
		Say:  func(text string) { w.said = append(w.said, text) },
		Watch: sources.Watch{
			Waiting: func(string, time.Time, string) {},
		},
	}
}

// chromium is a file that is there, as the program of a browser is that nobody starts.
func chromium(t *testing.T) string {
	t.Helper()
	name, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	return name
}

// find looks for a browser on a machine that has one, or none.
func find(t *testing.T, have bool) func() (string, error) {
	t.Helper()
	return func() (string, error) {
		if !have {
			return "", browser.ErrNoChromium
		}
		return chromium(t), nil
	}
}

func open(t *testing.T, o sources.Options) *sources.Sources {
	t.Helper()
	s, err := sources.Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// fetch asks a source and returns the page's body.
func fetch(t *testing.T, s *sources.Sources, name, address string) (string, error) {
	t.Helper()
	i := slices.IndexFunc(s.List, func(c crawl.Source) bool { return c.Name == name })
	if i < 0 {
		t.Fatalf("no source %s among %s", name, s.Names())
	}
	page, err := s.List[i].Fetch(t.Context(), address)
	if err != nil {
		return "", err
	}
	return string(page.Body), nil
}

// record writes an archive of one page and returns its name.
func record(t *testing.T, name, address, text string) string {
	t.Helper()
	var b bytes.Buffer
	x := &scrape.Exchange{URL: address, Time: noon, Status: 200, Header: http.Header{"Content-Type": {"text/html"}}, Body: []byte(text)}
	if _, err := warc.NewWriter(&b).Exchange(x); err != nil {
		t.Fatal(err)
	}
	return write(t, name, b.String())
}
