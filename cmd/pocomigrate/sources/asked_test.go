package sources_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/sources"
	"github.com/pocomigrate/pocomigrate/scrape"
	"github.com/pocomigrate/pocomigrate/scrape/browser"
	"github.com/pocomigrate/pocomigrate/scrape/warc"
	"github.com/pocomigrate/pocomigrate/scrape/wayback/waybacktest"
)

// TestRecorded: what is asked is recorded in the run folder, which is locked before; a run that was stopped goes on with its
// recording and says so, and one that is sealed can be read.
func TestRecorded(t *testing.T) {
	w := newWorld(t)
	o := w.options(t, "open")
	o.From = []string{sources.Live}
	page := "http://" + w.host + "/open/poco-f6"
	s := open(t, o)
	if s.Names() != "live" || s.List[0].For != nil || !s.Recorded() || w.locked != 1 {
		t.Errorf("sources %s, recorded %v, locked %d times", s.Names(), s.Recorded(), w.locked)
	}
	if text, err := fetch(t, s, "live", page); text != "<h1>/open/poco-f6</h1>" || err != nil {
		t.Errorf("the page: %q, %v", text, err)
	}
	if d := cmp.Diff([]string{"/robots.txt", "/open/poco-f6"}, w.asked); d != "" {
		t.Errorf("asked for (-want +got):\n%s", d)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s = open(t, o)
	begin, end := "going on with "+filepath.Join(o.Captures, "0001.warc.gz")+", which was interrupted: it holds 2 answers since ", "; remove it to begin anew"
	if len(w.said) != 1 || !strings.HasPrefix(w.said[0], begin) || !strings.HasSuffix(w.said[0], end) || len(w.said[0]) != len(begin+time.DateTime+end) {
		t.Errorf("said %q, want %s%s%s", w.said, begin, time.DateTime, end)
	}
	if text, err := fetch(t, s, "live", page); text == "" || err != nil || len(w.asked) != 2 {
		t.Errorf("the page from the recording: %q, %v, asked %q", text, err, w.asked)
	}
	name, err := s.Seal()
	if err != nil || name != filepath.Join(o.Captures, "0001.wacz") {
		t.Fatalf("sealed %q, %v", name, err)
	}
	o.From = []string{name}
	if text, err := fetch(t, open(t, o), "0001.wacz", page); text == "" || err != nil {
		t.Errorf("the page from the archive: %q, %v", text, err)
	}
}

// TestNotBegun: a lock that is not to be had, and recordings that are in disorder, end the opening.
func TestNotBegun(t *testing.T) {
	w := newWorld(t)
	taken := errors.New("another run writes to it")
	for _, tt := range []struct {
		name string
		do   func(o *sources.Options)
		want string
	}{
		{"locked", func(o *sources.Options) { o.Lock = func() error { return taken } }, taken.Error()},
		{"two recordings", func(o *sources.Options) {
			if err := os.MkdirAll(o.Captures, 0o750); err != nil {
				t.Fatal(err)
			}
			for _, name := range []string{"0001.warc.gz", "0002.warc.gz"} {
				if err := os.WriteFile(filepath.Join(o.Captures, name), nil, 0o600); err != nil {
					t.Fatal(err)
				}
			}
		}, "more than one interrupted recording"},
		{"no browser there", func(o *sources.Options) {
			o.From, o.Chromium = []string{sources.Browser}, filepath.Join(t.TempDir(), "none")
		}, "no such file"},
		{"no address of an archive", func(o *sources.Options) { o.From, o.WaybackURL = []string{sources.Live, sources.Wayback}, "ftp://a" }, `address of the archive "ftp://a"`},
		{"a detour that is none", func(o *sources.Options) { o.ConnectTo = []string{"www.po.co"} }, "--connect-to"},
		{"a detour that is none, in a plan", func(o *sources.Options) { o.Plan, o.ConnectTo = true, []string{"www.po.co"} }, "--connect-to"},
		{"the same for a browser", func(o *sources.Options) {
			o.Plan, o.From, o.ConnectTo = true, []string{sources.Browser}, []string{"www.po.co"}
		}, "--connect-to"},
		{"the same for the archive", func(o *sources.Options) {
			o.Plan, o.From, o.ConnectTo = true, []string{sources.Wayback}, []string{"www.po.co"}
		}, "--connect-to"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w.locked = 0
			o := w.options(t, "open")
			o.From = []string{sources.Live}
			tt.do(&o)
			if s, err := sources.Open(t.Context(), o); s != nil || err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("%v, %v, want the error %s", s, err, tt.want)
			}
			if w.locked > 0 && len(o.ConnectTo) > 0 {
				t.Error("the folder is locked before it is known whom to ask")
			}
		})
	}
	t.Run("no browser anywhere", func(t *testing.T) {
		o := w.options(t, "open")
		o.From, o.Chromium = []string{sources.Browser}, ""
		if _, err := sources.OpenWith(t.Context(), o, find(t, false)); !errors.Is(err, browser.ErrNoChromium) {
			t.Errorf("error %v", err)
		}
	})
}

// TestNothingReached: where no source can be connected to, each is named with why, and nothing is locked or made; one that can be
// is enough.
func TestNothingReached(t *testing.T) {
	w := newWorld(t)
	nobody := httptest.NewServer(http.NotFoundHandler())
	gone := nobody.Listener.Addr().String()
	nobody.Close()
	there := w.host
	w.host = gone
	w.load(t)
	const ways = "read the built-in sample with --sample, or an archive with --from FILE.wacz"
	refused := gone + ": connection refused"
	for _, tt := range []struct {
		name    string
		walk    []catalog.ShopID
		from    []string
		archive string // its host
		want    string
	}{
		{"all shops", []catalog.ShopID{"unknown.example", "all", "closed"}, nil, gone, "live: " + refused + "; browser: " + refused + "; wayback: " + refused},
		{"a renderer asks nobody", []catalog.ShopID{"open"}, nil, gone, "live: " + refused},
		{"named", []catalog.ShopID{"closed"}, []string{sources.Live}, gone, "live: " + refused},
		{"no shop", nil, []string{sources.Live}, gone, ""},
		{"the archive is there", []catalog.ShopID{"all"}, nil, there, "-"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w.locked = 0
			o := w.options(t, tt.walk...)
			o.From, o.WaybackURL = tt.from, "http://"+tt.archive
			s, err := sources.Open(t.Context(), o)
			if tt.want == "-" {
				if err != nil || w.locked != 1 {
					t.Fatalf("error %v, locked %d times", err, w.locked)
				}
				if err := s.Close(); err != nil {
					t.Error(err)
				}
				return
			}
			if want := "nothing can be reached from here (" + tt.want + "): " + ways; err == nil || err.Error() != want {
				t.Errorf("error %v\nwant  %s", err, want)
			}
			if _, err := os.Stat(o.Captures); !errors.Is(err, os.ErrNotExist) || w.locked != 0 {
				t.Errorf("locked %d times, the folder of recordings: %v", w.locked, err)
			}
		})
	}
	t.Run("stopped", func(t *testing.T) {
		ctx, stop := context.WithCancel(t.Context())
		stop()
		if _, err := sources.Open(ctx, w.options(t, "all")); !errors.Is(err, context.Canceled) {
			t.Errorf("error %v", err)
		}
	})
}

// TestArchiveOfPages: the archive is asked without robots.txt and recorded under its name; it lists what it holds of the shops that
// have no better source, and of all walked ones where it was named, up to the moment that was asked for.
func TestArchiveOfPages(t *testing.T) {
	w := newWorld(t)
	held := func(shop string, at time.Time) scrape.Page {
		return scrape.Page{URL: "http://" + w.host + "/" + shop + "/poco-f6", Status: 200, Time: at, Header: http.Header{"Content-Type": {"text/html"}}, Body: []byte(shop)}
	}
	late := held("closed", noon)
	late.URL += "-pro"
	server := waybacktest.Serve(t, []scrape.Page{
		held("closed", noon.AddDate(-1, 0, 0)), held("open", noon.AddDate(-1, 0, 0)), held("all", noon.AddDate(-1, 0, 0)), late,
	})
	list := func(o sources.Options) []string {
		t.Helper()
		o.Plan, o.WaybackURL, o.AsOf = true, server, noon.AddDate(0, -1, 0)
		all := open(t, o).List
		lister, ok := all[len(all)-1].Fetcher.(scrape.Lister)
		if !ok || all[len(all)-1].Name != sources.Wayback {
			t.Fatalf("the last source is %s", all[len(all)-1].Name)
		}
		var out []string
		for c, err := range lister.List(t.Context()) {
			if err != nil {
				t.Fatal(err)
			}
			out = append(out, strings.TrimPrefix(c.URL, "http://"+w.host))
		}
		slices.Sort(out)
		return out
	}
	if d := cmp.Diff([]string{"/closed/poco-f6"}, list(w.options(t, "closed", "all", "open", "unknown.example"))); d != "" {
		t.Errorf("of the shops that have nothing better (-want +got):\n%s", d)
	}
	o := w.options(t, "closed", "open")
	o.From = []string{sources.Wayback}
	if d := cmp.Diff([]string{"/closed/poco-f6", "/open/poco-f6"}, list(o)); d != "" {
		t.Errorf("of all that are walked (-want +got):\n%s", d)
	}
	// Recorded, its pages bear its name.
	o.WaybackURL = server
	s := open(t, o)
	page, err := s.List[0].Fetch(t.Context(), "http://"+w.host+"/open/poco-f6")
	if err != nil || string(page.Body) != "open" {
		t.Fatalf("the page of the archive: %v, %v", page, err)
	}
	name, err := s.Seal()
	if err != nil {
		t.Fatal(err)
	}
	a, err := warc.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close() //nolint:errcheck // read-only
	var got []string
	for c, err := range a.List(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		if !strings.HasPrefix(c.URL, server+"/cdx/") { // what the index said is kept, too
			got = append(got, c.Via+" "+strings.TrimPrefix(c.URL, "http://"+w.host))
		}
	}
	if d := cmp.Diff([]string{"wayback /open/poco-f6"}, got); d != "" {
		t.Errorf("recorded (-want +got):\n%s", d)
	}
}

// TestArchiveWaits: where the archive asks to be left alone, who watches is told of whom the program waits for; a stop ends that.
func TestArchiveWaits(t *testing.T) {
	busy := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, _ *http.Request) {
		rw.Header().Set("Retry-After", "60")
		rw.WriteHeader(http.StatusTooManyRequests)
	}))
	t.Cleanup(busy.Close)
	w := newWorld(t)
	o := w.options(t, "closed")
	o.Plan, o.WaybackURL = true, busy.URL
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	waits := ""
	o.Watch.Waiting = func(whom string, _ time.Time, _ string) {
		waits = whom
		stop()
	}
	if _, err := open(t, o).List[0].Fetch(ctx, "http://"+w.host+"/closed/poco-f6"); !errors.Is(err, context.Canceled) || waits != "the archive" {
		t.Errorf("waits for %q, and then %v", waits, err)
	}
}

// TestOneGate: the shops are asked at one pace, whoever asks: what the browser asks goes through the source that asks them itself,
// and both are closed with the rest.
func TestOneGate(t *testing.T) {
	w := newWorld(t)
	o := w.options(t, "all")
	o.From = []string{sources.Browser, sources.Live}
	s, err := sources.Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	if s.Names() != "browser, live" {
		t.Errorf("sources %s", s.Names())
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := fetch(t, s, "browser", "http://"+w.host+"/all/poco-f6"); err == nil || !strings.Contains(err.Error(), "closed") {
		t.Errorf("a browser that was closed: %v", err)
	}
}
