package main

import (
	"bytes"
	"encoding/json"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/catalog/normalize"
	"github.com/pocomigrate/pocomigrate/catalog/snapshot"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/runfolder"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/sources"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/workbook"
	"github.com/pocomigrate/pocomigrate/scrape"
	"github.com/pocomigrate/pocomigrate/scrape/browser"
	"github.com/pocomigrate/pocomigrate/scrape/crawl"
	"github.com/pocomigrate/pocomigrate/scrape/extract"
	"github.com/pocomigrate/pocomigrate/scrape/live"
	"github.com/pocomigrate/pocomigrate/scrape/scrapetest"
	"github.com/pocomigrate/pocomigrate/scrape/site"
	"github.com/pocomigrate/pocomigrate/scrape/warc"
)

// TestBrowserReadsPocoIn walks poco.in as it stands, empty shells that ask for their data, and reads the variants that
// the sample has, prices included. What the browser recorded gives them again with neither browser nor network.
func TestBrowserReadsPocoIn(t *testing.T) {
	t.Parallel()
	shops, words := loaded(t)
	pages, addresses := pocoInServed(t)
	server := scrapetest.Serve(t, pages, scrapetest.ServeOptions{})
	var archive archiver
	source := browse(t, server, func(address string) browser.Recipe { return sources.Recipe(shops, address) }, &archive)

	o := crawl.Options{Shops: shops, Walk: []catalog.ShopID{"poco.in"}, Expect: addresses, Workers: 2}
	o.Sources = []crawl.Source{{Name: "browser", Fetcher: source, Asks: true}}
	fromBrowser := variantRows(t, o, words)
	compareWithSheet(t, "browser", fromBrowser)

	replay, err := warc.OpenBytes("0001.warc.gz", archive.bytes())
	if err != nil {
		t.Fatal(err)
	}
	o.Sources = []crawl.Source{{Name: "archive", Fetcher: replay}}
	compareWithSheet(t, "replay", variantRows(t, o, words))

	for _, address := range []string{"https://www.googletagmanager.com/gtag/js?id=G-0", "https://www.google-analytics.com/g/collect", "https://www.poco.in/images/poco-logo-new.png"} {
		if server.Requests(address) != 0 {
			t.Errorf("%s was asked for", address)
		}
	}
	for _, p := range pages {
		if n := server.Requests(p.URL); n > 1 {
			t.Errorf("%s was asked for %d times", p.URL, n)
		}
	}
}

// TestScrapeWithBrowser: the program finds the browser by itself where a profile needs one, gives what the sample gives, and
// gives it again from its recording with neither browser nor network.
func TestScrapeWithBrowser(t *testing.T) {
	t.Parallel()
	if _, err := browser.Find(); err != nil {
		t.Skip(err)
	}
	pages, addresses := pocoInServed(t)
	server := scrapetest.Serve(t, pages, scrapetest.ServeOptions{})
	dir := t.TempDir()
	urls := filepath.Join(dir, "urls.txt")
	if err := os.WriteFile(urls, []byte(strings.Join(addresses, "\n")), 0o600); err != nil {
		t.Fatal(err)
	}
	args := []string{"poco.in", "--urls", urls, "--allow-private", "--rate", "0", "--wayback-url", "http://127.0.0.1:1"}
	for _, host := range []string{"poco.in", "www.poco.in"} {
		args = append(args, "--connect-to", host+"="+server.TLS, "--connect-to", host+":80="+server.Plain)
	}
	run, replay := filepath.Join(dir, "run"), filepath.Join(dir, "replay")
	scraped(t, run, args...)
	scraped(t, replay, "--from", filepath.Join(run, runfolder.CaptureFolder, "0001.wacz"), "poco.in")
	if d := cmp.Diff(snapshotOf(t, run, everything...), snapshotOf(t, replay, everything...)); d != "" {
		t.Errorf("the run and its replay (-run +replay):\n%s", d)
	}
	scraped(t, filepath.Join(dir, "sample"), "--sample", "poco.in")
	content := []string{snapshot.VariantsFile}
	if d := cmp.Diff(snapshotOf(t, filepath.Join(dir, "sample"), content...), snapshotOf(t, run, content...)); d != "" {
		t.Errorf("variants of the sample and of the browser (-sample +browser):\n%s", d)
	}
}

// TestHostilePagesAreNamed: pages that would hold a browser up are stopped, each with its reason in the report, and the
// pages beside them are read.
func TestHostilePagesAreNamed(t *testing.T) {
	t.Parallel()
	if _, err := browser.Find(); err != nil {
		t.Skip(err)
	}
	const base = "https://www.poco.in/product/"
	html := http.Header{"Content-Type": {"text/html"}}
	script := func(slug, code string) scrape.Page {
		return scrape.Page{URL: base + slug, Status: 200, Header: html, Body: []byte("<div id=root></div><script>" + code + "</script>")}
	}
	server := scrapetest.Serve(t, []scrape.Page{
		script("poco-alert", "for (;;) alert('buy')"),
		script("poco-away", "location = 'http://169.254.169.254/latest/meta-data/'"),
		script("poco-popup", "for (let i = 0; i < 9; i++) open('https://www.poco.in/popup/' + i)"),
		script("poco-f6", "document.write('<h1 class=pdp-title>POCO F6</h1>'); fetch('/api/product/poco-f6')"),
	}, scrapetest.ServeOptions{})
	dir := t.TempDir()
	urls := filepath.Join(dir, "urls.txt")
	list := base + "poco-alert\n" + base + "poco-away\n" + base + "poco-popup\n" + base + "poco-f6\n"
	if err := os.WriteFile(urls, []byte(list), 0o600); err != nil {
		t.Fatal(err)
	}
	args := []string{"scrape", "poco.in", "-q", "--from", "browser", "--urls", urls, "--allow-private", "--rate", "0", "-o", filepath.Join(dir, "run")}
	for _, host := range []string{"poco.in", "www.poco.in"} {
		args = append(args, "--connect-to", host+"="+server.TLS)
	}
	if status, stderr := pocomigrate(t, args...); status != statusGaps {
		t.Fatalf("ends with %d, want %d:\n%s", status, statusGaps, stderr)
	}
	var report struct {
		Gaps []catalog.Coverage `json:"gaps"`
	}
	data, err := os.ReadFile(filepath.Join(dir, "run", runfolder.ReportFile))
	if err == nil {
		err = json.Unmarshal(data, &report)
	}
	if err != nil {
		t.Fatal(err)
	}
	reasons := map[string]string{}
	for _, gap := range report.Gaps {
		reasons[gap.Slug] = gap.Reason
	}
	want := map[string]string{"poco-alert": "dialogs", "poco-away": "private_address", "poco-popup": "popups"}
	for slug, reason := range want {
		if reasons[slug] != reason {
			t.Errorf("%s is told as %q, want %q", slug, reasons[slug], reason)
		}
	}
	if reason, gap := reasons["poco-f6"]; gap {
		t.Errorf("poco-f6 beside them is a gap: %s", reason)
	}
}

// TestBrowserReadsBuyPage: the price of a buy page of mi.com comes from another host after the page, and is read there.
func TestBrowserReadsBuyPage(t *testing.T) {
	t.Parallel()
	shops, _ := loaded(t)
	const page, detail = "https://www.mi.com/uk/product/poco-x7/buy/", "https://ams-go.buy.mi.com/uk/v2/item/productdetail?tag=poco-x7&from=pc"
	data := served(t, detail, "application/json; charset=utf-8", filepath.Join(samplePages, "mi.com_uk", "poco-x7.productdetail.json"))
	data.Header.Set("Access-Control-Allow-Origin", "https://www.mi.com")
	data.Header.Set("Access-Control-Allow-Credentials", "true")
	data.Header.Set("Access-Control-Allow-Headers", "x-requested-with")
	server := scrapetest.Serve(t, []scrape.Page{
		served(t, page, "text/html; charset=utf-8", "../../testdata/rendered/mi.com/buy.html"),
		served(t, "https://www.mi.com/uk/static/buy.js", "text/javascript", "../../testdata/rendered/mi.com/buy.js"),
		data,
	}, scrapetest.ServeOptions{})
	source := browse(t, server, func(string) browser.Recipe {
		return browser.Recipe{Selector: ".information-section__product-price strong:not(:empty)"}
	}, nil)
	rendered, err := source.Fetch(t.Context(), page)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(rendered.Body), "<strong>£229</strong>") {
		t.Errorf("the rendered page shows no price: %s", rendered.Body)
	}
	if d := cmp.Diff([]string{detail}, source.Along(page)); d != "" {
		t.Fatalf("came along (-want +got):\n%s", d)
	}
	answer, err := source.Fetch(t.Context(), detail)
	if err != nil || string(answer.Body) != string(data.Body) {
		t.Fatalf("the gateway's answer = %v, %v, want it as it was sent", answer, err)
	}
	r, err := extract.NewReader(shops).Read(answer)
	if err != nil || len(r.Listings) != 1 || len(r.Listings[0].Rows) != 6 {
		t.Fatalf("reading of the answer = %+v, %v, want 6 rows", r, err)
	}
	if price := r.Listings[0].Rows[0].Prices[0].Text; price != "229" {
		t.Errorf("price = %q, want 229", price)
	}
}

// pocoInServed returns poco.in as a server gives it: shells, scripts, and the data that they ask for, made from the pages
// of the sample. Pages of the years before the app are served as they are. It returns the addresses that the sample holds.
func pocoInServed(tb testing.TB) (pages []scrape.Page, addresses []string) {
	tb.Helper()
	const base, html = "https://www.poco.in", "text/html; charset=utf-8"
	folder := filepath.Join(samplePages, "poco.in")
	file := func(name string) string {
		text, err := os.ReadFile(name)
		if err != nil {
			tb.Fatal(err)
		}
		return string(text)
	}
	data := func(path string, value any) {
		body, err := json.Marshal(value)
		if err != nil {
			tb.Fatal(err)
		}
		pages = append(pages, scrape.Page{URL: base + path, Header: http.Header{"Content-Type": {"application/json; charset=utf-8"}}, Body: body})
	}
	shell := "../../testdata/rendered/poco.in/shell.html"
	pages = append(
		pages,
		served(tb, base+"/static/js/main.js", "text/javascript; charset=utf-8", "../../testdata/rendered/poco.in/main.js"),
		scrape.Page{URL: base + "/static/css/main.css", Header: http.Header{"Content-Type": {"text/css"}}, Body: []byte("body { margin: 0 }")},
	)
	for line := range strings.Lines(file(filepath.Join(folder, "captures.jsonl"))) {
		var c struct{ File, URL, Type, Record string }
		if err := json.Unmarshal([]byte(line), &c); err != nil {
			tb.Fatal(err)
		}
		addresses = append(addresses, c.URL)
		text := file(filepath.Join(folder, c.File))
		slug := strings.TrimPrefix(c.URL, base+"/product/")
		switch {
		case strings.Contains(c.File, ".shell."):
		case c.File == "home.html":
			pages = append(pages, served(tb, c.URL, html, shell))
			front, first, last := splitTiles(tb, text)
			data("/api/content/home", map[string]string{"html": front})
			data("/api/tiles?page=0", map[string]any{"html": first, "more": true})
			data("/api/tiles?page=1", map[string]any{"html": last, "more": false})
		case strings.Contains(text, `<main class="pdp`):
			pages = append(pages, served(tb, c.URL, html, shell))
			price := regexp.MustCompile(`(?s)(<p class="pdp-price">).*?(</p>)`)
			data("/api/content/"+slug, map[string]string{
				"title": between(tb, text, "<title>", "</title>"), "html": price.ReplaceAllString(inRoot(tb, text), "$1$2"),
			})
		default:
			pages = append(pages, served(tb, c.URL, c.Type, filepath.Join(folder, c.File)))
		}
	}
	return pages, addresses
}

// inRoot returns what the app has put into its root element.
func inRoot(tb testing.TB, text string) string {
	tb.Helper()
	text = between(tb, text, `<div id="root">`, "</body>")
	text, _, _ = strings.Cut(text, "<script")
	return strings.TrimSuffix(strings.TrimSpace(text), "</div>")
}

// splitTiles takes the tiles off the front page, in two halves.
func splitTiles(tb testing.TB, text string) (front, first, last string) {
	tb.Helper()
	text = inRoot(tb, text)
	tiles := between(tb, text, `<section class="tiles">`, "</section>")
	lines := strings.SplitAfter(strings.TrimSpace(tiles), "\n")
	if len(lines) < 4 {
		tb.Fatalf("the front page has tiles %q", lines)
	}
	return strings.Replace(text, tiles, "", 1), strings.Join(lines[:2], ""), strings.Join(lines[2:], "")
}

func between(tb testing.TB, text, start, end string) string {
	tb.Helper()
	_, text, found := strings.Cut(text, start)
	text, _, closed := strings.Cut(text, end)
	if !found || !closed {
		tb.Fatalf("a page of the sample lacks %s…%s", start, end)
	}
	return text
}

// served is a page made of a file.
func served(tb testing.TB, address, kind, name string) scrape.Page {
	tb.Helper()
	body, err := os.ReadFile(name)
	if err != nil {
		tb.Fatal(err)
	}
	return scrape.Page{URL: address, Status: 200, Header: http.Header{"Content-Type": {kind}}, Body: body}
}

// browse returns a browser that is led to a server. It skips the test where none is installed.
func browse(tb testing.TB, server *scrapetest.Server, recipe func(string) browser.Recipe, r scrape.Recorder) *browser.Source {
	tb.Helper()
	if _, err := browser.Find(); err != nil {
		tb.Skip(err)
	}
	led := map[string]string{}
	for _, host := range server.Hosts() {
		for _, name := range []string{host, strings.TrimPrefix(host, "www.")} {
			led[name+":443"], led[name+":80"] = server.TLS, server.Plain
		}
	}
	gate := live.New(live.Options{ConnectTo: led, AllowPrivate: true, Rate: live.Unlimited})
	source, err := browser.New(browser.Options{
		Gate: gate, AnyCertificate: gate.StandsIn(), Now: time.Now, Recorder: r, Rest: time.Second, Recipe: recipe,
	})
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := source.Close(); err != nil {
			tb.Error(err)
		}
	})
	return source
}

// archiver records into a WARC file in memory.
type archiver struct {
	mu   sync.Mutex
	file bytes.Buffer
	w    *warc.Writer
}

func (a *archiver) Record(x *scrape.Exchange) (string, string, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.w == nil {
		a.w = warc.NewWriter(&a.file)
	}
	ref, err := a.w.Exchange(x)
	return "0001.warc.gz", ref.Record, err
}

func (a *archiver) bytes() []byte {
	a.mu.Lock()
	defer a.mu.Unlock()
	return bytes.Clone(a.file.Bytes())
}

func loaded(tb testing.TB) (*site.Shops, *normalize.Vocabulary) {
	tb.Helper()
	shops, err := site.Load(nil)
	if err != nil {
		tb.Fatal(err)
	}
	words, err := normalize.Load(nil)
	if err != nil {
		tb.Fatal(err)
	}
	return shops, words
}

// variantRows walks and returns the variants in the columns of variants.tsv, by key.
func variantRows(t *testing.T, o crawl.Options, words *normalize.Vocabulary) map[string]map[string]string {
	t.Helper()
	catch, err := crawl.Run(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range catch.Coverage {
		if c.State != catalog.Found {
			t.Errorf("%s is %s: %s: %s", c.URL, c.State, c.Reason, c.Detail)
		}
	}
	rows := map[string]map[string]string{}
	for _, v := range understand(catch, o.Shops, words).Variants {
		rows[string(v.Key)] = asRow(v, workbook.Terms{Words: words}.Digits)
	}
	return rows
}

func compareWithSheet(t *testing.T, from string, got map[string]map[string]string) {
	t.Helper()
	want := map[string]map[string]string{}
	for _, row := range sheet(t, filepath.Join(samplePages, "poco.in", "variants.tsv")) {
		want[row["key"]] = row
	}
	for _, key := range slices.Sorted(maps.Keys(want)) {
		if d := cmp.Diff(want[key], got[key]); d != "" {
			t.Errorf("%s: %s (-want +got):\n%s", from, key, d)
		}
	}
	if len(got) != len(want) {
		t.Errorf("%s: %d variants, want %d", from, len(got), len(want))
	}
}
