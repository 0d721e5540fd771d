package browser_test

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/pocomigrate/pocomigrate/scrape"
	"github.com/pocomigrate/pocomigrate/scrape/browser"
	"github.com/pocomigrate/pocomigrate/scrape/scrapetest"
)

const (
	shop1 = "https://www.poco.in"
	// shell is an empty page that asks for its product and shows it.
	shell = `<!doctype html><title>POCO</title><div id="root"></div>
<script>fetch("/api/product/poco-f6").then((r) => r.json()).then((p) => { root.innerHTML = "<h1>" + p.name + "</h1>"; });</script>`
)

// TestFetchRenders: what the browser got is recorded, the document and what was rendered of it last, which is what Fetch
// returns.
func TestFetchRenders(t *testing.T) {
	t.Parallel()
	const url, api = shop1 + "/product/poco-f6", shop1 + "/api/product/poco-f6"
	s := open(t, []scrape.Page{html(url, shell), jsonPage(api, `{"name":"POCO F6"}`)}, scrapetest.ServeOptions{}, func(o *browser.Options) {
		o.Recipe = selector("h1")
		o.Now = func() time.Time { return time.Date(2025, 1, 14, 6, 11, 2, 0, time.FixedZone("IST", 19800)) } // a coarse clock
	})
	page, err := s.Fetch(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	want := "<!DOCTYPE html>\n<html><head><title>POCO</title></head><body><div id=\"root\"><h1>POCO F6</h1></div>\n<script>"
	if !strings.HasPrefix(string(page.Body), want) || page.Status != 200 || page.ContentType() != "text/html; charset=utf-8" {
		t.Errorf("page = %d, %q, %q, want it to begin with %q", page.Status, page.ContentType(), page.Body, want)
	}
	var got []string
	for _, x := range s.notes.exchanges {
		got = append(got, fmt.Sprint(x.URL, " ", x.Status, " ", x.Resource, " ", x.Via, " ", x.Header.Get("Content-Type"), x.Header.Get("Content-Encoding"), " ", len(x.Body)))
	}
	recorded := []string{
		api + " 200 false browser application/json 18",
		fmt.Sprint(url, " 200 false browser text/html; charset=utf-8 ", len(shell)),
		fmt.Sprint(url, " 200 true browser text/html; charset=utf-8 ", len(page.Body)),
	}
	if d := cmp.Diff(recorded, got); d != "" {
		t.Fatalf("recorded (-want +got):\n%s", d)
	}
	document, rendered := s.notes.exchanges[1], s.notes.exchanges[2]
	if document.Time.Location() != time.UTC || !rendered.Time.After(document.Time) || !page.Time.Equal(rendered.Time) || page.Archive != "notebook" || page.Record != "3" {
		t.Errorf("page of %s in %s, record %s; rendered %s, document %s", page.Time, page.Archive, page.Record, rendered.Time, document.Time)
	}
	if !strings.Contains(document.Request.Get("User-Agent"), "HeadlessChrome") {
		t.Errorf("request = %v", document.Request)
	}
}

// TestAnswersComeAlong: what scripts asked for is named, and Fetch answers for it without asking again.
func TestAnswersComeAlong(t *testing.T) {
	t.Parallel()
	const url, api = shop1 + "/product/poco-f6", shop1 + "/api/product/poco-f6"
	s := open(t, []scrape.Page{html(url, shell), jsonPage(api, `{"name":"POCO F6"}`)}, scrapetest.ServeOptions{}, nil)
	if got := s.Along(url); got != nil {
		t.Errorf("Along before the page = %q", got)
	}
	if _, err := s.Fetch(t.Context(), url); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff([]string{api}, s.Along("http://poco.in/product/poco-f6/")); d != "" {
		t.Fatalf("Along (-want +got):\n%s", d)
	}
	page, err := s.Fetch(t.Context(), "http://poco.in/api/product/poco-f6/")
	if err != nil || string(page.Body) != `{"name":"POCO F6"}` || page.MediaType() != "application/json" || page.Record != "1" {
		t.Errorf("Fetch of the answer = %+v, %v", page, err)
	}
	if n := s.server.Requests(api); n != 1 {
		t.Errorf("the answer was asked for %d times, want once", n)
	}
}

// TestAsItCame: what there is nothing to render of is returned and recorded as it came, without being followed.
func TestAsItCame(t *testing.T) {
	t.Parallel()
	page := func(path string, status int, kind, body string) scrape.Page {
		return scrape.Page{URL: shop1 + path, Status: status, Header: http.Header{"Content-Type": {kind}}, Body: []byte(body)}
	}
	moved := page("/moved", 301, "text/html", "")
	moved.Header.Set("Location", "/elsewhere")
	closed := page("/closed", 401, "text/html", "who are you?")
	closed.Header.Set("WWW-Authenticate", `Basic realm="shop"`)
	latin := page("/latin", 200, "application/json; charset=ISO-8859-1", "{\"name\":\"caf\xe9\"}")
	s := open(t, []scrape.Page{
		moved, page("/gone", 404, "text/html; charset=utf-8", "<script>for (;;) {}</script>"), page("/refused", 403, "text/html", "no"),
		page("/data", 200, "application/json", `{"a": 1}`), page("/text", 200, "text/plain", "a text"), page("/empty", 404, "text/html", ""), latin, page("/nothing", 204, "text/html", ""),
		page("/image", 200, "image/png", "\x89PNG\r\n"), closed,
	}, scrapetest.ServeOptions{}, nil)
	for _, tt := range []struct {
		path           string
		status         int
		body, location string
	}{
		{"/moved", 301, "", "/elsewhere"},
		{"/gone", 404, "<script>for (;;) {}</script>", ""},
		{"/refused", 403, "no", ""},
		{"/data", 200, `{"a": 1}`, ""},
		{"/text", 200, "a text", ""},
		{"/empty", 404, "", ""},
		{"/latin", 200, `{"name":"café"}`, ""},
		{"/nothing", 204, "", ""},
		{"/image", 200, "\x89PNG\r\n", ""},
		{"/closed", 401, "", ""},
		{"/data?x=1#there", 404, "<title>404</title><h1>Not found</h1>", ""},
	} {
		got, err := s.Fetch(t.Context(), shop1+tt.path)
		if err != nil {
			t.Errorf("Fetch(%s) = %v", tt.path, err)
			continue
		}
		if got.Status != tt.status || string(got.Body) != tt.body || got.Location() != tt.location {
			t.Errorf("Fetch(%s) = %d, %q, location %q, want %d, %q, %q", tt.path, got.Status, got.Body, got.Location(), tt.status, tt.body, tt.location)
		}
		address, _, _ := strings.Cut(shop1+tt.path, "#")
		if xs := s.notes.of(address); got.URL != address || len(xs) != 1 || xs[0].Resource || string(xs[0].Body) != tt.body {
			t.Errorf("recorded of %s: %v", tt.path, xs)
		}
		if tt.path == "/latin" && got.ContentType() != "application/json; charset=utf-8" {
			t.Errorf("text that Chromium decoded is called %q", got.ContentType())
		}
	}
	if n := s.server.Requests(shop1 + "/elsewhere"); n != 0 {
		t.Error("the redirect was followed")
	}
}

// TestOnlyNewsIsRecorded: an answer that is asked for again and has not changed is recorded once, one that changes each
// time it does, and the answer to a POST never: its address does not name it.
func TestOnlyNewsIsRecorded(t *testing.T) {
	t.Parallel()
	const body = `<!doctype html><script>(async () => {
  for (let i = 0; i < 3; i++) { await (await fetch("/same")).text(); await (await fetch("/other")).text(); await (await fetch("/post", {method: "POST"})).text(); }
  document.body.id = "there";
})()</script>`
	act := func(_ *http.Request, url string, nth int) scrapetest.Action {
		if strings.HasSuffix(url, "/other") {
			return scrapetest.Action{Status: 200, Body: fmt.Append(nil, nth)}
		}
		return scrapetest.Action{}
	}
	s := open(t, []scrape.Page{html(shop1+"/page", body), jsonPage(shop1+"/same", "{}"), jsonPage(shop1+"/post", "{}")}, scrapetest.ServeOptions{Act: act}, func(o *browser.Options) {
		o.Recipe = selector("#there")
	})
	if _, err := s.Fetch(t.Context(), shop1+"/page"); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]int{"/same": 1, "/other": 3, "/post": 0} {
		if got := len(s.notes.of(shop1 + path)); got != want {
			t.Errorf("%s is recorded %d times, want %d", path, got, want)
		}
	}
}

// TestDocumentOfFailedPageIsRecorded: an archive shows what a page was that did not come out.
func TestDocumentOfFailedPageIsRecorded(t *testing.T) {
	t.Parallel()
	const body = `<!doctype html><script>open("/elsewhere")</script>`
	s := open(t, []scrape.Page{html(shop1+"/page", body)}, scrapetest.ServeOptions{}, func(o *browser.Options) { o.Recipe = selector("h1") })
	if page, err := s.Fetch(t.Context(), shop1+"/page"); err == nil {
		t.Errorf("Fetch = %v", page)
	}
	if xs := s.notes.of(shop1 + "/page"); len(xs) != 1 || xs[0].Resource || string(xs[0].Body) != body {
		t.Errorf("recorded: %v", xs)
	}
}

// full is a recorder that has no room left after some exchanges.
type full struct {
	notebook
	after int
}

var errFull = errors.New("no room left")

func (f *full) Record(x *scrape.Exchange) (string, string, error) {
	if len(f.exchanges) >= f.after {
		return "", "", errFull
	}
	return f.notebook.Record(x)
}

func TestRecorderThatCannotGoOn(t *testing.T) {
	t.Parallel()
	const url, api = shop1 + "/product/poco-f6", shop1 + "/api/product/poco-f6"
	const popup = shop1 + "/popup" // fails by itself, and is recorded then
	recorder := &full{}
	s := open(t, []scrape.Page{html(url, shell), jsonPage(api, `{"name":"POCO F6"}`), html(popup, `<script>open("/elsewhere")</script>`)}, scrapetest.ServeOptions{}, func(o *browser.Options) {
		o.Recorder, o.Recipe = recorder, selector("h1")
	})
	for _, tt := range []struct {
		url   string
		after int
	}{{url, 0}, {url, 1}, {url, 2}, {popup, 0}} {
		recorder.after = len(recorder.exchanges) + tt.after
		_, err := s.Fetch(t.Context(), tt.url)
		if _, failed := errors.AsType[*scrape.FailedError](err); failed || !errors.Is(err, errFull) {
			t.Errorf("%s, after %d exchanges: error %v, want the recorder's", tt.url, tt.after, err)
		}
	}
}

// TestContract: a browser keeps the law of page sources. Its gate knows which addresses there are.
func TestContract(t *testing.T) {
	t.Parallel()
	rendered := func(url, text string) scrape.Page {
		return html(url, "<!DOCTYPE html>\n<html><head><title>x</title></head><body><p>"+text+"</p></body></html>")
	}
	gone := rendered(shop1+"/gone/", "gone")
	gone.Status = 404
	want := []scrape.Page{rendered(shop1+"/a/", "a"), rendered(shop1+"/b/", "b"), jsonPage(shop1+"/c.json", `{"c":3}`), gone}
	s := open(t, want, scrapetest.ServeOptions{}, func(o *browser.Options) { o.Tabs = 3 })
	s.gate.none = "https://www.example.com/"
	scrapetest.Source(t, s.Source, want)
}
