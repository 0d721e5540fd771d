package browser_test

import (
	"bytes"
	"errors"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/pocomigrate/pocomigrate/scrape"
	"github.com/pocomigrate/pocomigrate/scrape/browser"
	"github.com/pocomigrate/pocomigrate/scrape/scrapetest"
)

// TestNotLoaded: a page gets its scripts, styles and data, and nothing else; scripts and styles only once for all pages.
func TestNotLoaded(t *testing.T) {
	t.Parallel()
	const body = `<!doctype html><link rel="stylesheet" href="/main.css"><link rel="preload" as="font" href="/f.woff2" crossorigin>
<link rel="prefetch" href="/next.html"><link rel="icon" href="/favicon.ico">
<img src="/a.png"><video src="/v.mp4" autoplay></video><audio src="/s.mp3" preload="auto"></audio><iframe src="/frame.html"></iframe><object data="/o.svg"></object>
<script src="https://www.google-analytics.com/analytics.js"></script><script src="https://sg.stat.appmifile.com/s.js"></script>
<script src="/main.js"></script>
<script>
  const tries = {
    beacon: () => navigator.sendBeacon("/beacon", "x"),
    socket: () => new WebSocket("wss://www.poco.in/socket"),
    events: () => new EventSource("/events"),
    worker: () => new Worker("/worker.js"),
    shared: () => new SharedWorker("/shared.js"),
    service: () => navigator.serviceWorker.register("/service.js").catch(() => {}),
    peer: () => new RTCPeerConnection({iceServers: [{urls: "stun:10.0.0.1"}]}),
    frame: () => { const f = document.createElement("iframe"); document.body.append(f); new f.contentWindow.WebSocket("wss://www.poco.in/socket"); },
    pixel: () => fetch("https://www.facebook.com/tr?x", {mode: "no-cors"}).catch(() => {}),
  };
  for (const name in tries) try { tries[name](); } catch (e) {}
  fetch("/data.json").then((r) => r.json()).then((d) => { document.body.append(d.text); });
</script>`
	wanted := []string{"/main.css", "/main.js", "/data.json"}
	pages := []scrape.Page{html(shop1+"/one", body), html(shop1+"/two", body), jsonPage(shop1+"/data.json", `{"text":"there it is"}`)}
	for path, kind := range map[string]string{"/main.css": "text/css", "/main.js": "text/javascript"} {
		p := html(shop1+path, "/* "+path+" */")
		p.Header.Set("Content-Type", kind)
		pages = append(pages, p)
	}
	s := open(t, pages, scrapetest.ServeOptions{}, nil)
	for _, path := range []string{"/one", "/two"} {
		page, err := s.Fetch(t.Context(), shop1+path)
		if err != nil || !strings.Contains(string(page.Body), "there it is") {
			t.Fatalf("Fetch(%s) = %v, %v", path, page, err)
		}
	}
	for _, path := range wanted {
		if n := s.server.Requests(shop1 + path); n == 0 || path != "/data.json" && n > 1 {
			t.Errorf("%s was asked for %d times", path, n)
		}
	}
	if total, want := s.server.Total(), 6; total != want {
		t.Errorf("%d requests in all, want %d; entered %q", total, want, s.gate.entered)
	}
	if d := cmp.Diff([]string{"www.poco.in:443"}, slices.Compact(slices.Sorted(slices.Values(s.gate.dialed)))); d != "" {
		t.Errorf("connections (-want +got):\n%s", d)
	}
	if n := len(s.notes.exchanges); n != 6 {
		t.Errorf("%d exchanges, want document, data and rendered document of each page", n)
	}
}

// TestGateIsAsked: the requests of a page are put to the gate like the page itself, redirects among them, and a page does
// without those that are refused.
func TestGateIsAsked(t *testing.T) {
	t.Parallel()
	const body = `<!doctype html><ul id="said"></ul><script>
  const say = (what) => { const li = document.createElement("li"); li.textContent = what; said.append(li); };
  const ask = (url) => fetch(url).then((r) => say(url + " " + r.status), () => say(url + " refused"));
  Promise.all(["/good", "/robots", "/to-private", "http://10.1.2.3/", "https://db.internal/", "http://[::1]:9222/json"].map(ask))
    .then(() => { said.id = "there"; });
</script>`
	away := html(shop1+"/to-private", "")
	away.Status, away.Header = 302, http.Header{"Location": {"https://192.168.0.1/router"}}
	s := open(t, []scrape.Page{html(shop1+"/page", body), jsonPage(shop1+"/good", "{}"), away}, scrapetest.ServeOptions{}, func(o *browser.Options) {
		o.Recipe = selector("#there")
	})
	s.gate.refuse = map[string]string{shop1 + "/robots": "robots"}
	page, err := s.Fetch(t.Context(), shop1+"/page")
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"/good 200", "/robots refused", "/to-private refused", "http://10.1.2.3/ refused", "https://db.internal/ refused", "http://[::1]:9222/json refused"} {
		if !strings.Contains(string(page.Body), "<li>"+want+"</li>") {
			t.Errorf("the page does not say %q: %s", want, page.Body)
		}
	}
	if s.server.Requests(shop1+"/robots") != 0 || s.server.Total() != 3 {
		t.Errorf("%d requests reached the server, want the page, /good and /to-private", s.server.Total())
	}
	for _, address := range []string{"https://192.168.0.1/router", "http://10.1.2.3/", "https://db.internal/"} {
		if !slices.Contains(s.gate.entered, address) {
			t.Errorf("the gate was not asked for %s", address)
		}
	}
	if entered, left := s.gate.balance(); entered != left {
		t.Errorf("the gate was entered %d times and left %d times", entered, left)
	}
	if xs := s.notes.of(shop1 + "/to-private"); len(xs) != 1 || xs[0].Status != 302 {
		t.Errorf("the redirect of a script's request is recorded as %v", xs)
	}
}

// TestWhatWasRefusedIsTold: a page that comes out all the same may lack what it was refused, and the log says what.
func TestWhatWasRefusedIsTold(t *testing.T) {
	t.Parallel()
	const body = `<!doctype html><a id="a" download href="/file.zip"></a><script>
  alert("Welcome\n  to POCO");
  open("/other");
  a.click();
  Promise.allSettled(["/secret", "https://dead.example/x"].map((url) => fetch(url))).then(() => { document.body.id = "there"; });
</script>`
	var log bytes.Buffer
	s := open(t, []scrape.Page{html(shop1+"/page", body)}, scrapetest.ServeOptions{}, func(o *browser.Options) {
		o.Recipe = selector("#there")
		o.Log = slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelWarn, ReplaceAttr: func(_ []string, a slog.Attr) slog.Attr {
			if a.Key == slog.TimeKey {
				return slog.Attr{}
			}
			return a
		}}))
	})
	s.gate.refuse = map[string]string{shop1 + "/secret": "robots"}
	if _, err := s.Fetch(t.Context(), shop1+"/page"); err != nil {
		t.Fatal(err)
	}
	const of = " url=https://www.poco.in/page "
	want := []string{
		`level=WARN msg="dialog dismissed"` + of + `text="Welcome to POCO"`,
		`level=WARN msg="download refused"` + of + `to=https://www.poco.in/file.zip`,
		`level=WARN msg="popup refused"` + of + `to=https://www.poco.in/other`,
		`level=WARN msg="request of a page got no answer"` + of + `to=https://dead.example/x error="connection refused for the test"`,
		`level=WARN msg="request of a page refused"` + of + `to=https://www.poco.in/secret error="fetch https://www.poco.in/secret: refused for its robots"`,
	}
	got := slices.Sorted(strings.SplitSeq(strings.TrimSpace(log.String()), "\n"))
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("the log says (-want +got):\n%s", d)
	}
}

func TestDocumentRefused(t *testing.T) {
	t.Parallel()
	s := open(t, nil, scrapetest.ServeOptions{}, nil)
	s.gate.refuse = map[string]string{shop1 + "/secret": "robots"}
	for _, tt := range []struct{ url, reason, detail string }{
		{shop1 + "/secret", "robots", "refused for its robots"},
		{"https://db.internal/", "private_address", "db.internal is not a public address"},
		{"http://db.internal/", "private_address", "db.internal is not a public address"},
		{"http://127.0.0.1:9222/json", "private_address", "127.0.0.1 is not a public address"},
		{"https://dead.example/", "unreachable", "connection refused for the test"},
		{"http://dead.example/", "unreachable", "connection refused for the test"},
	} {
		page, err := s.Fetch(t.Context(), tt.url)
		failed, ok := errors.AsType[*scrape.FailedError](err)
		if !ok || failed.Reason != tt.reason || !strings.Contains(failed.Detail, tt.detail) || failed.URL != tt.url || failed.Time.IsZero() {
			t.Errorf("Fetch(%q) = %v, %v, want reason %q, detail with %q", tt.url, page, err, tt.reason, tt.detail)
		}
	}
	for _, address := range []string{"file:///etc/passwd", "chrome://version", "javascript:alert(1)", "https://a:b@www.poco.in/", "https://", ""} {
		if page, err := s.Fetch(t.Context(), address); !errors.Is(err, scrape.ErrNotHeld) {
			t.Errorf("Fetch(%q) = %v, %v, want ErrNotHeld", address, page, err)
		}
	}
	if len(s.notes.exchanges) != 0 || s.server.Total() != 0 {
		t.Errorf("recorded %v of what was not asked", s.notes.exchanges)
	}
}

// TestGateMayTakeItsTime: what a page waits for its turn is not counted against it.
func TestGateMayTakeItsTime(t *testing.T) {
	t.Parallel()
	const url, api = shop1 + "/product/poco-f6", shop1 + "/api/product/poco-f6"
	s := open(t, []scrape.Page{html(url, shell), jsonPage(api, `{"name":"POCO F6"}`)}, scrapetest.ServeOptions{}, func(o *browser.Options) {
		o.Recipe, o.PageTime = selector("h1"), 4*time.Second
	})
	s.gate.delay = 5 * time.Second
	if page, err := s.Fetch(t.Context(), url); err != nil || !strings.Contains(string(page.Body), "<h1>POCO F6</h1>") {
		t.Errorf("Fetch = %v, %v", page, err)
	}
}

// TestAnyCertificateOnThisMachineOnly: a browser that checks no certificates connects to no other machine.
func TestAnyCertificateOnThisMachineOnly(t *testing.T) {
	t.Parallel()
	s := open(t, []scrape.Page{html(shop1+"/a", "<p>a")}, scrapetest.ServeOptions{}, nil)
	s.gate.far = true
	_, err := s.Fetch(t.Context(), shop1+"/a")
	if failed, ok := errors.AsType[*scrape.FailedError](err); !ok || failed.Reason != "unreachable" || !strings.Contains(failed.Detail, "certificates are not checked") {
		t.Errorf("Fetch = %v, want a failure that says why", err)
	}
	strict := open(t, []scrape.Page{html(shop1+"/a", "<p>a")}, scrapetest.ServeOptions{}, func(o *browser.Options) { o.AnyCertificate = false })
	_, err = strict.Fetch(t.Context(), shop1+"/a")
	if failed, ok := errors.AsType[*scrape.FailedError](err); !ok || failed.Reason != "unreachable" || !strings.Contains(failed.Detail, "ERR_CERT_AUTHORITY_INVALID") {
		t.Errorf("Fetch with a certificate that nobody vouches for = %v", err)
	}
}

// TestWhoAsks: the page is asked under a name that says who is behind it, in the language of the shop, with no cookie of
// another page.
func TestWhoAsks(t *testing.T) {
	t.Parallel()
	heads := make(chan http.Header, 10)
	act := func(r *http.Request, _ string, _ int) scrapetest.Action {
		heads <- r.Header
		return scrapetest.Action{Header: http.Header{"Set-Cookie": {"visitor=1; Path=/; Secure"}}}
	}
	s := open(t, []scrape.Page{html(shop1+"/a", "<p>a"), html(shop1+"/b", "<p>b")}, scrapetest.ServeOptions{Act: act}, func(o *browser.Options) {
		o.Agent = "pocomigrate/1.0 (+https://example.org/)"
		o.Recipe = func(string) browser.Recipe { return browser.Recipe{Language: "en-IN"} }
	})
	for _, path := range []string{"/a", "/b"} {
		if _, err := s.Fetch(t.Context(), shop1+path); err != nil {
			t.Fatal(err)
		}
		head := <-heads
		if agent := head.Get("User-Agent"); !strings.HasPrefix(agent, "Mozilla/5.0 ") || !strings.HasSuffix(agent, " pocomigrate/1.0 (+https://example.org/)") {
			t.Errorf("User-Agent = %q", agent)
		}
		if language, _, _ := strings.Cut(head.Get("Accept-Language"), ","); language != "en-IN" || head.Get("Cookie") != "" {
			t.Errorf("Accept-Language %q, Cookie %q", head.Get("Accept-Language"), head.Get("Cookie"))
		}
	}
}
