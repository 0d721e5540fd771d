package browser_test

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/pocomigrate/pocomigrate/scrape"
	"github.com/pocomigrate/pocomigrate/scrape/browser"
	"github.com/pocomigrate/pocomigrate/scrape/scrapetest"
)

// hostile are pages that a browser must not be hurt by: what each does, the reason it is named with, and words of the
// detail.
var hostile = []struct{ name, body, reason, detail string }{
	{"alert loop", `<script>for (;;) alert("Win!")</script>`, "dialogs", "one dialog after the other"},
	{"confirm, then nothing", `<script>confirm("Really?")</script>`, "dialogs", "shows nothing else"},
	{"endless loop", `<script>for (;;) {}</script>`, "hung", "a script of the page kept running"},
	{"endless loop that talks", `<script>for (;;) console.log("x".repeat(1000))</script>`, "hung", "kept running"},
	{"loop that makes nodes", `<script>for (;;) document.body?.append("x")</script>`, "hung", "kept running"},
	{"leads to a private address", `<script>location.href = "http://10.0.0.1/admin"</script>`, "private_address", "http://10.0.0.1/admin"},
	{"leads to this machine", `<script>location.replace("http://localhost:9222/json")</script>`, "private_address", "http://localhost:9222/json"},
	{"leads to a cloud's metadata", `<meta http-equiv="refresh" content="0; url=http://169.254.169.254/latest/">`, "private_address", "169.254.169.254"},
	{"leads far away", `<script>location.href = "https://www.example.com/" + "x".repeat(100000)</script>`, "script_redirect", "xxx…, which"},
	{"leads elsewhere", `<script>location.href = "https://www.example.com/"</script>`, "script_redirect", "https://www.example.com/"},
	{"sends a form elsewhere", `<form method="post" action="https://www.example.com/f"></form><script>document.forms[0].submit()</script>`, "script_redirect", "https://www.example.com/f"},
	{"reloads for ever", `<script>location.reload()</script>`, "restless", "again and again"},
	{"download by a link", `<a id="a" download href="/file.zip"></a><script>a.click()</script>`, "download", "starts a download"},
	{"download made by the script", `<a id="a" download="x"></a><script>a.href = URL.createObjectURL(new Blob(["x"])); a.click()</script>`, "download", "starts a download"},
	{"popup", `<script>open("/other")</script>`, "popups", "opens another window"},
	{"popups without end", `<script>setInterval(() => open("/other"), 5)</script>`, "popups", "one window after the other"},
	{"polling without end", `<script>setInterval(() => fetch("/stock"), 20)</script>`, "restless", "asks for more than can be of use"},
	{"requests without end", `<script>for (let i = 0; i < 5000; i++) fetch("/stock?" + i)</script>`, "restless", "asks for more than can be of use"},
	{"data without end", `<script>fetch("/large")</script>`, "too_large", "what the page asks for is larger than 4 MiB: https://www.poco.in/large"},
	{"changes without end", `<p id="p"></p><script>setInterval(() => { p.textContent = Math.random() }, 20)</script>`, "restless", "kept changing"},
	{"document that grows in the browser", `<template id="there"></template><script>there.content.append("x".repeat(9 << 20))</script>`, "too_large", "larger than 4 MiB"},
	{"memory without end", `<script>const a = []; for (;;) a.push(new Array(4e6).fill(1.5))</script>`, "crashed", "brought its part of the browser down"},
}

// TestHostilePages opens them one after the other in one browser: each is stopped and named, and the page after it works.
func TestHostilePages(t *testing.T) { //nolint:tparallel // one after the other in one browser
	t.Parallel()
	const good = "https://www.poco.in/product/good"
	pages := []scrape.Page{
		html(good, `<h1 id="there">good</h1>`), jsonPage("https://www.poco.in/stock", `{"left":1}`),
		jsonPage("https://www.poco.in/large", `"`+strings.Repeat("x", 5<<20)+`"`),
	}
	url := func(i int) string { return fmt.Sprintf("https://www.poco.in/product/%d", i) }
	for i, h := range hostile {
		pages = append(pages, html(url(i), "<!doctype html><title>"+h.name+"</title><body>"+h.body))
	}
	s := open(t, pages, scrapetest.ServeOptions{}, func(o *browser.Options) {
		o.Recipe, o.PageTime, o.MaxBody, o.Requests = selector("#there"), 5*time.Second, 4<<20, 60
	})
	for i, h := range hostile {
		t.Run(h.name, func(t *testing.T) {
			start := time.Now()
			page, err := s.Fetch(t.Context(), url(i))
			failed, ok := errors.AsType[*scrape.FailedError](err)
			if !ok || failed.Reason != h.reason || !strings.Contains(failed.Detail, h.detail) || failed.URL != url(i) || failed.Via != "browser" {
				t.Errorf("Fetch = %v, %#v (%v), want reason %q, detail with %q", page, err, err, h.reason, h.detail)
			}
			t.Logf("%v after %v", err, time.Since(start))
			if page, err = s.Fetch(t.Context(), good); err != nil || !strings.Contains(string(page.Body), ">good</h1>") {
				t.Fatalf("the next page = %v, %v", page, err)
			}
		})
	}
	if entered, left := s.gate.balance(); entered != left {
		t.Errorf("the gate was entered %d times and left %d times", entered, left)
	}
	for _, address := range s.gate.dialed {
		if address != "www.poco.in:443" {
			t.Errorf("connected to %s", address)
		}
	}
}

// TestHostileAnswers are documents that no browser should get whole.
func TestHostileAnswers(t *testing.T) {
	t.Parallel()
	const limit = 4 << 20
	big := strings.Repeat("<p>"+strings.Repeat("x", 1017)+"</p>", 50<<10)
	answers := map[string]http.HandlerFunc{
		"/announced": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", strconv.Itoa(len(big)))
			fmt.Fprint(w, big)
		},
		"/chunked": func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, big) },
		"/attachment": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Disposition", `attachment; filename="a.zip"`)
		},
		"/zip": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/zip")
			fmt.Fprint(w, "PK")
		},
		"/cut": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "1000")
			half(w)
		},
		"/cut-chunked": func(w http.ResponseWriter, _ *http.Request) { half(w) },
		"/dripping": func(w http.ResponseWriter, r *http.Request) {
			for r.Context().Err() == nil {
				fmt.Fprint(w, "<p>x</p>")
				http.NewResponseController(w).Flush() //nolint:errcheck // a client that has gone
				time.Sleep(10 * time.Millisecond)
			}
		},
		"/asks-silent": func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, `<script>fetch("/silent")</script>`) },
		"/silent":      func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() },
		"/gone":        func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) },
	}
	act := func(r *http.Request, _ string, _ int) scrapetest.Action {
		h, ok := answers[r.URL.Path]
		if !ok {
			return scrapetest.Action{}
		}
		return scrapetest.Action{Header: http.Header{"Content-Type": {"text/html"}}, Handler: h}
	}
	for _, scheme := range []string{"http", "https"} {
		t.Run(scheme, func(t *testing.T) {
			t.Parallel()
			s := open(t, []scrape.Page{html(scheme+"://www.poco.in/good", "good")}, scrapetest.ServeOptions{Act: act}, func(o *browser.Options) {
				o.PageTime, o.MaxBody = 5*time.Second, limit
			})
			for _, tt := range []struct{ path, reason, detail string }{
				{"/announced", "too_large", "the answer is larger than 4 MiB"},
				{"/chunked", "too_large", "larger than 4 MiB"},
				{"/attachment", "download", "a file to download"},
				{"/zip", "download", "a file to download"},
				{"/cut", "torn", "broke off"},
				{"/cut-chunked", "torn", "broke off"},
				{"/dripping", "gave_up", "the answer did not end within 5s"},
				{"/silent", "gave_up", "no answer came within 5s"},
				{"/asks-silent", "restless", "the page kept asking for more until its 5s were over"},
				{"/gone", "unreachable", "no answer came"},
			} {
				t.Run(tt.path, func(t *testing.T) {
					page, err := s.Fetch(t.Context(), scheme+"://www.poco.in"+tt.path)
					failed, ok := errors.AsType[*scrape.FailedError](err)
					if !ok || failed.Reason != tt.reason || !strings.Contains(failed.Detail, tt.detail) {
						t.Errorf("Fetch = %v, %v, want reason %q, detail with %q", page, err, tt.reason, tt.detail)
					}
					if _, err = s.Fetch(t.Context(), scheme+"://www.poco.in/good"); err != nil {
						t.Fatalf("the next page: %v", err)
					}
				})
			}
		})
	}
}

// half sends a part of an answer and breaks off.
func half(w http.ResponseWriter) {
	fmt.Fprint(w, "<h1>half")
	http.NewResponseController(w).Flush() //nolint:errcheck // it breaks off all the same
	time.Sleep(200 * time.Millisecond)    // or the end may be heard of before the beginning
	panic(http.ErrAbortHandler)
}
