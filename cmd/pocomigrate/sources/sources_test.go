package sources_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/sources"
	"github.com/pocomigrate/pocomigrate/scrape"
	"github.com/pocomigrate/pocomigrate/scrape/browser"
	"github.com/pocomigrate/pocomigrate/scrape/crawl"
	"github.com/pocomigrate/pocomigrate/scrape/site"
	"github.com/pocomigrate/pocomigrate/scrape/warc"
	"github.com/pocomigrate/pocomigrate/scrape/wayback/waybacktest"
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

// TestHeldSources: the sample comes first and then what was named, in that order; nobody is asked, nothing is recorded or locked.
func TestHeldSources(t *testing.T) {
	w := newWorld(t)
	o := w.options(t, "open")
	o.Sample = true
	o.From = []string{record(t, "b.warc", "https://b.example/", "b"), write(t, "a.har", harText), record(t, "a.warc", "https://a.example/", "a") + "/"}
	o.From[2] = strings.TrimSuffix(o.From[2], "/")
	s := open(t, o)
	if want := "the sample, b.warc, a.har, a.warc"; s.Names() != want {
		t.Errorf("sources %s, want %s", s.Names(), want)
	}
	for _, c := range s.List {
		if c.Asks || c.For != nil {
			t.Errorf("%s is asked: %v, by the shop: %v", c.Name, c.Asks, c.For != nil)
		}
	}
	if text, err := fetch(t, s, "a.warc", "https://a.example/"); text != "a" || err != nil {
		t.Errorf("the page of an archive: %q, %v", text, err)
	}
	if sealed, err := s.Seal(); sealed != "" || err != nil || s.Recorded() {
		t.Errorf("sealed %q, %v, recorded %v", sealed, err, s.Recorded())
	}
	if w.locked > 0 || len(w.asked) > 0 {
		t.Errorf("locked %d times, asked %q", w.locked, w.asked)
	}
	// The sample alone asks nobody either, though the shops name sources.
	o.From = nil
	if s := open(t, o); s.Names() != "the sample" {
		t.Errorf("sources %s", s.Names())
	}
}

// TestClosedFiles: what was opened is closed, also when another source cannot be opened.
func TestClosedFiles(t *testing.T) {
	w := newWorld(t)
	o := w.options(t)
	o.From = []string{record(t, "a.warc", "https://a.example/", "a")}
	s, err := sources.Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := fetch(t, s, "a.warc", "https://a.example/"); !errors.Is(err, os.ErrClosed) {
		t.Errorf("after the end: %v", err)
	}
	o.From = append(o.From, "nowhere.har")
	if s, err := sources.Open(t.Context(), o); s != nil || !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a file that is not there: %v, %v", s, err)
	}
}

// TestArchivesLend: a capture in one archive may repeat the body of one in another that was named beside it.
func TestArchivesLend(t *testing.T) {
	var first, second bytes.Buffer
	x := &scrape.Exchange{URL: "https://a.example/", Time: noon, Status: 200, Header: http.Header{"Content-Type": {"text/html"}}, Body: []byte("a")}
	ref, err := warc.NewWriter(&first).Exchange(x)
	if err != nil {
		t.Fatal(err)
	}
	x.Time = noon.Add(time.Hour)
	if _, err := warc.NewWriter(&second).Revisit(x, ref); err != nil {
		t.Fatal(err)
	}
	w := newWorld(t)
	o := w.options(t)
	o.From = []string{write(t, "second.warc", second.String()), write(t, "a.har", harText), write(t, "first.warc", first.String())}
	if text, err := fetch(t, open(t, o), "second.warc", "https://a.example/"); text != "a" || err != nil {
		t.Errorf("what is repeated: %q, %v", text, err)
	}
}

// TestProfiledSources: where nothing is named the profiles of the walked shops say what is asked, and what each source is to each
// shop; a browser is had for the shells of any shop that is asked, where there is one.
func TestProfiledSources(t *testing.T) {
	uses := map[crawl.Use]string{crawl.Primary: "first", crawl.Fallback: "else", crawl.Renderer: "renders", crawl.Never: "-"}
	without := "pages that need one come from elsewhere or are missing"
	for _, tt := range []struct {
		name   string
		walk   []catalog.ShopID
		have   bool // a browser
		want   []string
		saying string
	}{
		{"a shop that answers", []catalog.ShopID{"open"}, true, []string{"live open:first", "browser open:renders"}, ""},
		{"without a browser", []catalog.ShopID{"open"}, false, []string{"live open:first"}, ""},
		{"a shop that needs a browser", []catalog.ShopID{"shell"}, true, []string{"browser shell:first"}, ""},
		{"and has none", []catalog.ShopID{"shell", "closed"}, false, []string{"wayback shell:- closed:first"}, without},
		{"a closed shop", []catalog.ShopID{"closed"}, true, []string{"wayback closed:first"}, ""},
		{"a shop that has all", []catalog.ShopID{"all"}, true, []string{"live all:first", "browser all:else", "wayback all:else"}, ""},
		{
			"all shops", []catalog.ShopID{"all", "closed", "open", "shell", "unknown.example"}, true, []string{
				"live all:first closed:- open:first shell:-",
				"browser all:else closed:- open:renders shell:first",
				"wayback all:else closed:first open:- shell:-",
			}, "",
		},
		{
			"all shops without a browser", []catalog.ShopID{"all", "closed", "open", "shell"}, false, []string{
				"live all:first closed:- open:first shell:-",
				"wayback all:else closed:first open:- shell:-",
			}, without,
		},
		{"no shop", nil, true, nil, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := newWorld(t)
			o := w.options(t, tt.walk...)
			o.Plan = true // nobody is asked, and nothing made
			o.Chromium = ""
			s, err := sources.OpenWith(t.Context(), o, find(t, tt.have))
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close() //nolint:errcheck // of a plan
			var got []string
			for _, s := range s.List {
				line := []string{s.Name}
				for _, id := range tt.walk {
					if p, ok := w.shops.Shop(id); ok {
						line = append(line, string(id)+":"+uses[s.For(p)])
					}
				}
				if !s.Asks {
					t.Errorf("%s is not asked", s.Name)
				}
				got = append(got, strings.Join(line, " "))
			}
			if d := cmp.Diff(tt.want, got); d != "" {
				t.Errorf("sources (-want +got):\n%s", d)
			}
			if said := strings.Join(w.said, "\n"); said != "" != (tt.saying != "") || !strings.HasSuffix(said, tt.saying) {
				t.Errorf("says %q, want %q", said, tt.saying)
			}
			if w.locked > 0 || len(w.asked) > 0 {
				t.Errorf("a plan locks %d times and asks %q", w.locked, w.asked)
			}
			if _, err := os.Stat(o.Captures); !errors.Is(err, os.ErrNotExist) {
				t.Errorf("a plan makes the folder of recordings: %v", err)
			}
		})
	}
}

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

// TestRecipe: what is waited for on a page comes from the page rule of the shop that knows the address, the language from its market.
func TestRecipe(t *testing.T) {
	shops, err := site.Load(fstest.MapFS{"a.json": {Data: []byte(`{
		"id": "a.shop", "name": "A shop", "role": "target", "lang": "de-AT", "currency": "EUR", "sources": ["browser"],
		"markets": {"fr": {"lang": "fr-FR", "currency": "EUR"}},
		"start": ["https://a.shop/fr/"], "product_url": "https://a.shop/{market}/p/{slug}",
		"pages": [
			{"kind": "product", "match": "a.shop/{market}/p/{slug}", "layouts": ["json-ld"],
			 "render": {"selector": "main h1", "response": "a.shop/{market}/api/{slug}", "scroll": true, "more": "button", "clicks": 7}},
			{"kind": "product", "match": "a.shop/{market}/api/{slug}", "layouts": ["json-ld"]},
			{"kind": "listing", "match": "a.shop/{market}", "layouts": ["links"], "render": {"selector": "li"}}
		], "note": "made up"}`)}})
	if err != nil {
		t.Fatal(err)
	}
	got := sources.Recipe(shops, "https://www.a.shop/fr/p/poco-f6/")
	if got.Response == nil || !got.Response("https://a.shop/fr/api/poco-f6") || got.Response("https://a.shop/fr/api/poco-c75") {
		t.Error("the answer that a page is made from is not told from those of other pages")
	}
	got.Response = nil
	for _, tt := range []struct {
		address string
		got     browser.Recipe
		want    browser.Recipe
	}{
		{"a page of a market", got, browser.Recipe{Language: "fr-FR", Selector: "main h1", Scroll: true, More: "button", Clicks: 7}},
		{"one without an answer", sources.Recipe(shops, "https://a.shop/fr"), browser.Recipe{Language: "fr-FR", Selector: "li"}},
		{"one that is read as it comes", sources.Recipe(shops, "https://a.shop/xx/api/poco-f6"), browser.Recipe{Language: "de-AT"}},
		{"one of no shop", sources.Recipe(shops, "https://elsewhere.example/"), browser.Recipe{}},
	} {
		if d := cmp.Diff(tt.want, tt.got); d != "" {
			t.Errorf("%s (-want +got):\n%s", tt.address, d)
		}
	}
}
