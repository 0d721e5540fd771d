package wayback_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/pocomigrate/pocomigrate/scrape"
	"github.com/pocomigrate/pocomigrate/scrape/wayback"
	"github.com/pocomigrate/pocomigrate/scrape/wayback/waybacktest"
)

// TestTheShopsOwnHeaders: where the archive gives back what the shop sent, that counts, not what the archive made of it.
func TestTheShopsOwnHeaders(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name   string
		answer *scrape.Page
		want   http.Header
	}{
		{"hidden", archived(301, "Location", "/web/20240101120000id_/https://x.example/", "Content-Type", "text/html", "X-Archive-Orig-Location", "/de/", "X-Archive-Orig-Content-Type", "text/plain"), http.Header{
			"Location": {"/de/"}, "Content-Type": {"text/plain"},
		}},
		{"under their own names", archived(301, "Location", "https://web.archive.org/web/2024id_/https%3A%2F%2Fx.example%2F%3Fa=1", "Content-Type", "text/html"), http.Header{
			"Location": {"https://x.example/?a=1"}, "Content-Type": {"text/html"},
		}},
		{"an address that is none of the archive's", archived(302, "Location", "https://x.example/web/2024/a"), http.Header{"Location": {"https://x.example/web/2024/a"}}},
		{"of the way", archived(200, "X-Archive-Orig-Content-Length", "-1", "X-Archive-Orig-Transfer-Encoding", "chunked", "X-Archive-Orig-Content-Encoding", "br", "Server", "nginx", "Content-Length", "4"), http.Header{
			"Content-Length": {"4"},
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := open(t, wayback.Options{Fetcher: pages{"/web/20240101120000id_/https://po.co/uk": tt.answer}})
			p, err := s.Open(t.Context(), scrape.Capture{Record: "20240101120000/https://po.co/uk"})
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(tt.want, p.Header); d != "" {
				t.Errorf("headers (-want +got):\n%s", d)
			}
		})
	}
}

// TestReplay: what the recorder wrote gives the pages that the source gave, all of each page, and names the same records.
// The archive packs bodies for the way, and this one mangles the headers of pages that were packed when it got them.
func TestReplay(t *testing.T) {
	t.Parallel()
	captures := []scrape.Page{
		page(t, "2024-01-01", "https://www.po.co/uk/", 200, strings.Repeat("home ", 1000), "Set-Cookie", "a=1\nb=2", "Content-Length", "-1", "Date", "then"),
		page(t, "2024-01-02", "https://www.po.co/uk/product/poco-f6/", 200, "packed by the shop", "Content-Encoding", "gzip", "Transfer-Encoding", "chunked"),
		page(t, "2024-01-03", "https://www.po.co/uk/product/poco-m5/", 200, string(gzipped([]byte("packed twice"))), "Content-Encoding", "gzip"),
		page(t, "2024-01-04", "https://www.po.co/uk/product/poco-x3/", 302, "", "Location", "https://www.mi.com/uk/?a=/web/2024/https://x"),
		page(t, "2024-01-05", "https://www.po.co/uk/product/poco-c65?tag=1&tag=2", 404, "gone"),
		page(t, "2024-01-06", "https://www.po.co/uk/manual.gz", 200, string(gzipped([]byte("a file"))), "Content-Type", "application/gzip"),
		page(t, "2024-01-07", "https://www.po.co/uk/api", 429, `{}`, "Content-Type", "application/json", "Retry-After", "6"),
	}
	inner := &waybacktest.Archive{Captures: captures}
	mangled := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		inner.ServeHTTP(mangle{w}, r)
	})
	var written tape
	s := serve(t, mangled, wayback.Options{Areas: []string{"po.co/uk/"}, Fetcher: &asker{recorder: wayback.Recorder(&written)}})
	var got []*scrape.Page
	for c, err := range s.List(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		p, err := s.Open(t.Context(), c)
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, p)
	}
	if len(got) != len(captures) {
		t.Fatalf("%d pages, want %d", len(got), len(captures))
	}
	archive := written.rewind(t)
	for _, p := range got {
		again, err := archive.Open(t.Context(), scrape.Capture{Record: p.Record})
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(again, p); d != "" {
			t.Errorf("%s (-read back +first):\n%s", p.URL, d)
		}
		byAddress, err := archive.Fetch(t.Context(), p.URL)
		if err != nil || byAddress.Record != p.Record {
			t.Errorf("Fetch(%q) of what was recorded = %v, %v, want record %s", p.URL, byAddress, err, p.Record)
		}
		i := slices.IndexFunc(captures, func(c scrape.Page) bool { return c.URL == p.URL })
		if want := strings.NewReplacer(string(gzipped([]byte("packed twice"))), "packed twice").Replace(string(captures[i].Body)); string(p.Body) != want {
			t.Errorf("%s: body %.40q, want %.40q", p.URL, p.Body, want)
		}
		if encoding := p.Header.Get("Content-Encoding"); len(p.Body) > 0 && encoding != map[bool]string{false: "gzip", true: "gzip, gzip"}[string(p.Body) == "packed twice"] {
			t.Errorf("%s: Content-Encoding %q does not say how the body is kept", p.URL, encoding)
		}
		if p.Archive != "run.warc.gz" || p.Header.Get("Memento-Datetime") != "" || p.Header.Get("Location") != captures[i].Header.Get("Location") {
			t.Errorf("page %+v, want the shop's own answer from run.warc.gz", p)
		}
	}
}

// mangle sends the header of the encoding twice, first empty, where the shop's page was packed.
type mangle struct{ http.ResponseWriter }

func (m mangle) WriteHeader(status int) {
	h := m.Header()
	if h.Get("X-Archive-Orig-Content-Encoding") != "" {
		h["Content-Encoding"] = append([]string{""}, h["Content-Encoding"]...)
	}
	m.ResponseWriter.WriteHeader(status)
}

// TestRecorder: mementos are recorded as what they are captures of, everything else as it is.
func TestRecorder(t *testing.T) {
	t.Parallel()
	const f6 = "https://www.po.co/uk/product/poco-f6/"
	// The archive has the page a minute before the row of the index.
	row := page(t, "2024-01-01", f6, 200, "body")
	capture := row
	capture.Time = row.Time.Add(-time.Minute)
	index := &waybacktest.Archive{Captures: []scrape.Page{row}}
	mementos := &waybacktest.Archive{Captures: []scrape.Page{capture}}
	var written tape
	s := serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/cdx/search/cdx" {
			index.ServeHTTP(w, r)
			return
		}
		mementos.ServeHTTP(w, r)
	}), wayback.Options{Fetcher: &asker{recorder: wayback.Recorder(&written)}})
	p, err := s.Fetch(t.Context(), f6)
	if err != nil || !p.Time.Equal(capture.Time) {
		t.Fatalf("Fetch = %+v, %v, want the capture of %s", p, err, capture.Time)
	}
	var got []string
	for _, x := range written.exchanges {
		_, address, _ := strings.Cut(strings.SplitN(x.URL, "?", 2)[0], "://")
		_, source, _ := strings.Cut(x.Source, "://")
		got = append(got, fmt.Sprintf("%s %d %s %s", x.Via, x.Status, address, source))
	}
	host := got[0][strings.Index(got[0], "127."):strings.Index(got[0], "/cdx")]
	want := []string{
		"live 200 " + host + "/cdx/search/cdx ",
		"live 302 " + host + "/web/20240101120000id_/" + f6 + " ",
		"wayback 200 www.po.co/uk/product/poco-f6/ " + host + "/web/20240101115900id_/" + f6,
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("recorded (-want +got):\n%s", d)
	}
	last := written.exchanges[len(written.exchanges)-1]
	if !last.Time.Equal(capture.Time) || last.Request != nil || string(last.Body) != string(gzipped([]byte("body"))) {
		t.Errorf("recorded %+v, want the still packed body at its capture's time, without a request that was never sent to the shop", last)
	}
	for name, x := range map[string]scrape.Exchange{
		"of another second than was asked for": {URL: last.Source, Header: http.Header{"Memento-Datetime": {"Mon, 01 Jan 2024 11:59:01 GMT"}}},
		"in view mode":                         {URL: strings.Replace(last.Source, "id_", "", 1), Header: http.Header{"Memento-Datetime": {"Mon, 01 Jan 2024 11:59:00 GMT"}}},
	} {
		x.Time, x.Status, x.Via = row.Time, 200, "live"
		if _, _, err := wayback.Recorder(&written).Record(&x); err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(x, written.exchanges[len(written.exchanges)-1]); d != "" {
			t.Errorf("a capture %s is recorded as (-is +recorded):\n%s", name, d)
		}
	}
	if wayback.Recorder(nil) != nil {
		t.Error("Recorder(nil) is not nil")
	}
}
