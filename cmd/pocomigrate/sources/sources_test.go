package sources_test

import (
	"bytes"
	"errors"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/sources"
	"github.com/pocomigrate/pocomigrate/scrape"
	"github.com/pocomigrate/pocomigrate/scrape/crawl"
	"github.com/pocomigrate/pocomigrate/scrape/warc"
)

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
