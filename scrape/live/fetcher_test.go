package live_test

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"strings"
	"syscall"
	"testing"
	"testing/iotest"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/pocomigrate/pocomigrate/scrape"
	"github.com/pocomigrate/pocomigrate/scrape/coding"
	"github.com/pocomigrate/pocomigrate/scrape/live"
)

var _ scrape.Conditional = (*live.Fetcher)(nil)

// TestExchangeIsRecorded: as it went over the wire, and named by the page.
func TestExchangeIsRecorded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		packed, err := coding.Encode("gzip", []byte("<h1>POCO F6</h1>"))
		if err != nil {
			t.Fatal(err)
		}
		answer := http.Header{"Content-Type": {"text/html"}, "Content-Encoding": {"gzip"}, "X-Twice": {"a", "b"}}
		n := &hosts{answer: func(*http.Request, int) reply { return reply{header: answer, body: string(packed)} }}
		rec := &recorder{}
		f := on(n, live.Options{Recorder: rec, NoRobots: true, Contact: "mailto:team@shop.example"})
		time.Sleep(1700 * time.Millisecond)
		at := time.Now().UTC().Truncate(s)
		page, err := f.Fetch(t.Context(), "https://www.po.co/uk/?b=1&a=%7E#top")
		if err != nil {
			t.Fatal(err)
		}
		wantPage := &scrape.Page{
			URL: "https://www.po.co/uk/?b=1&a=%7E", Status: 200, Header: answer, Body: []byte("<h1>POCO F6</h1>"), Time: at,
			Archive: "0001.warc.gz", Record: "record 1",
		}
		if d := cmp.Diff(wantPage, page); d != "" {
			t.Errorf("page (-want +got):\n%s", d)
		}
		want := []scrape.Exchange{{
			URL: "https://www.po.co/uk/?b=1&a=%7E", Time: at, Status: 200, Header: answer, Body: packed, Via: "live",
			Request: http.Header{
				"User-Agent": {"pocomigrate/1.0 (+mailto:team@shop.example)"}, "Accept": {"text/html,application/json;q=0.9,*/*;q=0.5"},
				"Accept-Encoding": {coding.AcceptEncoding},
			},
		}}
		if d := cmp.Diff(want, rec.kept); d != "" {
			t.Errorf("recorded (-want +got):\n%s", d)
		}
	})
}

// TestEveryAnswerIsRecorded: robots.txt and its redirect, refusals and the page's own redirect; what has no answer is not.
func TestEveryAnswerIsRecorded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := &hosts{answer: func(r *http.Request, nth int) reply {
			switch r.URL.Path {
			case "/robots.txt":
				return status(301, "Location", "https://www.shop.example/robots.txt2")
			case "/robots.txt2":
				return reply{body: "user-agent: *\n"}
			}
			return []reply{status(429), {err: errRefused}, status(503), status(302, "Location", "/new")}[nth-1]
		}}
		rec := &recorder{}
		page, err := on(n, live.Options{Recorder: rec}).Fetch(t.Context(), "https://shop.example/old")
		if err != nil || page.Location() != "/new" || page.Record != "record 5" {
			t.Errorf("Fetch = %+v, %v, want the redirect as it was recorded", page, err)
		}
		want := []string{
			"301 https://shop.example/robots.txt", "200 https://www.shop.example/robots.txt2",
			"429 https://shop.example/old", "503 https://shop.example/old", "302 https://shop.example/old",
		}
		if d := cmp.Diff(want, rec.lines()); d != "" {
			t.Errorf("recorded (-want +got):\n%s", d)
		}
	})
}

func TestWithoutRecorderPagesAreNamedBySource(t *testing.T) {
	n := &hosts{answer: ok}
	page, err := on(n, live.Options{NoRobots: true, Via: "wayback"}).Fetch(t.Context(), "https://shop.example/")
	if err != nil || page.Archive != "wayback" || page.Record != "" {
		t.Errorf("page = %+v, %v", page, err)
	}
}

func TestRecorderThatIsFullEndsTheWalk(t *testing.T) {
	n := &hosts{answer: ok}
	page, err := on(n, live.Options{NoRobots: true, Recorder: &recorder{full: true}}).Fetch(t.Context(), "https://shop.example/")
	if _, failed := errors.AsType[*scrape.FailedError](err); !errors.Is(err, errFull) || failed || len(n.addresses()) != 1 {
		t.Errorf("Fetch = %v, %v after %d requests, want the recorder's error after one", page, err, len(n.addresses()))
	}
}

// TestConditional: FetchIf names the earlier answer and may get 304; Fetch does not and may not.
func TestConditional(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var asked []http.Header
		n := &hosts{answer: func(r *http.Request, _ int) reply {
			h := http.Header{}
			for _, name := range []string{"If-None-Match", "If-Modified-Since"} {
				if v := r.Header.Values(name); v != nil {
					h[name] = v
				}
			}
			asked = append(asked, h)
			return status(304, "Etag", `"2"`)
		}}
		rec := &recorder{}
		f := on(n, live.Options{NoRobots: true, Attempts: 1, Recorder: rec})
		const day = "Tue, 01 Oct 2024 08:00:00 GMT"
		tests := []struct {
			v      scrape.Validators
			asked  http.Header
			reason string
		}{
			{scrape.Validators{ETag: `W/"1"`, LastModified: day}, http.Header{"If-None-Match": {`W/"1"`}, "If-Modified-Since": {day}}, "304"},
			{scrape.Validators{ETag: `"1"`}, http.Header{"If-None-Match": {`"1"`}}, "304"},
			{scrape.Validators{LastModified: day}, http.Header{"If-Modified-Since": {day}}, "304"},
			{scrape.Validators{ETag: "a\r\nX-Injected: 1", LastModified: strings.Repeat("x", 2000)}, http.Header{}, "torn"},
			{scrape.Validators{}, http.Header{}, "torn"},
		}
		for i, tt := range tests {
			page, err := f.FetchIf(t.Context(), "https://shop.example/", tt.v)
			if got := reason(page, err); got != tt.reason {
				t.Errorf("FetchIf(%+v) = %s, want %s", tt.v, got, tt.reason)
			}
			if page != nil && (len(page.Body) > 0 || page.Header.Get("ETag") != `"2"`) {
				t.Errorf("FetchIf(%+v) = %+v, want no body and the header", tt.v, page)
			}
			if d := cmp.Diff(tt.asked, asked[i]); d != "" {
				t.Errorf("FetchIf(%+v) asks (-want +got):\n%s", tt.v, d)
			}
		}
		if len(rec.lines()) != 3 {
			t.Errorf("recorded %q, want the three answers that were asked for", rec.lines())
		}
	})
}

func TestUserAgent(t *testing.T) {
	for _, tt := range []struct{ agent, contact, want string }{
		{"", "", "pocomigrate"},
		{"pocomigrate/1.2", "", "pocomigrate/1.2"},
		{"pocomigrate/1.2", "https://team.example/bot", "pocomigrate/1.2 (+https://team.example/bot)"},
		{"pocomigrate/1.2\r\nX: y", "a@b.example\n", "pocomigrate/1.2X: y (+a@b.example)"},
	} {
		got := ""
		n := &hosts{answer: func(r *http.Request, _ int) reply {
			got = r.UserAgent()
			return reply{}
		}}
		f := live.New(live.Options{UserAgent: tt.agent, Contact: tt.contact, Transport: n, NoRobots: true})
		if _, err := f.Fetch(t.Context(), "https://shop.example/"); err != nil || got != tt.want {
			t.Errorf("User-Agent of %q and %q = %q, %v, want %q", tt.agent, tt.contact, got, err, tt.want)
		}
	}
}

// TestCookies: what a host sets goes back to it, and to no other; what it sets without end does not pile up.
func TestCookies(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		sent := map[string][]string{}
		n := &hosts{answer: func(r *http.Request, _ int) reply {
			sent[r.URL.Host] = append(sent[r.URL.Host], r.Header.Get("Cookie"))
			set := http.Header{"Set-Cookie": {"xm_geo=UK; Path=/", "huge=" + strings.Repeat("x", 5000)}}
			if r.URL.Path == "/flood" {
				for i := range 1000 {
					set.Add("Set-Cookie", "c"+r.URL.RawQuery+string(rune('a'+i%26))+strings.Repeat("x", i/26)+"=1; Path=/")
				}
			}
			return reply{header: set}
		}}
		rec := &recorder{}
		f := on(n, live.Options{Rate: live.Unlimited, NoRobots: true, Recorder: rec})
		for _, address := range []string{"https://www.mi.com/uk/", "https://www.mi.com/flood?1", "https://www.mi.com/flood?2", "https://www.mi.com/uk/", "https://poco.in/"} {
			if got := reason(f.Fetch(t.Context(), address)); got != "200" {
				t.Errorf("Fetch(%s) = %s", address, got)
			}
		}
		if d := cmp.Diff([]string{""}, sent["poco.in"]); d != "" {
			t.Errorf("cookies sent to another host (-want +got):\n%s", d)
		}
		mi := sent["www.mi.com"]
		if mi[0] != "" || mi[1] != "xm_geo=UK" {
			t.Errorf("cookies sent = %q, want those that the host set", mi[:2])
		}
		if got := strings.Count(mi[3], "="); got != 100 {
			t.Errorf("%d cookies are kept after a flood, want 100", got)
		}
		if got := rec.kept[1].Request.Get("Cookie"); got != "xm_geo=UK" {
			t.Errorf("the recorded request has the cookies %q", got)
		}
	})
}

func TestRefusals(t *testing.T) {
	n := &hosts{answer: ok}
	f := on(n, live.Options{})
	for _, address := range []string{
		"ftp://shop.example/x", "file:///etc/hosts", "javascript:alert(1)", "nonsense", "", "//shop.example/x", "https://", "https:///x",
		"https://user:secret@shop.example/", "https://shop.example:port/", "https://shop.example/%zz", "https://shop.example/\x00",
	} {
		if page, err := f.Fetch(t.Context(), address); !errors.Is(err, scrape.ErrNotHeld) {
			t.Errorf("Fetch(%q) = %v, %v, want an error that wraps ErrNotHeld", address, page, err)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := f.Fetch(ctx, "https://shop.example/"); !errors.Is(err, context.Canceled) {
		t.Errorf("Fetch after cancel = %v, want context.Canceled", err)
	}
	if asked := n.addresses(); len(asked) > 0 {
		t.Errorf("asked for %q, want nothing", asked)
	}
}

// TestStop returns at once, during an answer and between two of a page that has trouble of its own. It is no outcome of the
// address.
func TestStop(t *testing.T) {
	for name, says := range map[string]reply{"during an answer": {takes: time.Hour}, "between two": status(500)} {
		for _, attempts := range []int{1, 4} {
			if name == "between two" && attempts == 1 {
				continue
			}
			synctest.Test(t, func(t *testing.T) {
				n := &hosts{answer: func(*http.Request, int) reply { return says }}
				f := on(n, live.Options{NoRobots: true, Timeout: 2 * time.Hour, Attempts: attempts, BackOff: time.Minute})
				ctx, cancel := context.WithTimeout(t.Context(), s)
				defer cancel()
				begun := time.Now()
				page, err := f.Fetch(ctx, "https://shop.example/")
				if _, failed := errors.AsType[*scrape.FailedError](err); !errors.Is(err, context.DeadlineExceeded) || failed || page != nil || time.Since(begun) != s {
					t.Errorf("%s: Fetch = %v, %v after %v, want ctx's error at once", name, page, err, time.Since(begun))
				}
				if asked := n.addresses(); len(asked) != 1 {
					t.Errorf("%s: asked for %q, want one request", name, asked)
				}
			})
		}
	}
}

// TestTimeout: an answer that does not come within it is none.
func TestTimeout(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := on(&hosts{answer: func(*http.Request, int) reply { return reply{takes: time.Hour} }}, live.Options{NoRobots: true, Attempts: 1})
		begun := time.Now()
		_, err := f.Fetch(t.Context(), "https://shop.example/x")
		want := &scrape.FailedError{URL: "https://shop.example/x", Time: begun.Add(time.Minute).UTC(), Via: "live", Reason: "unreachable", Detail: "no answer in time"}
		got, _ := errors.AsType[*scrape.FailedError](err)
		if d := cmp.Diff(want, got, cmp.FilterPath(func(p cmp.Path) bool { return p.String() == "Err" }, cmp.Ignore())); d != "" {
			t.Errorf("Fetch fails (-want +got):\n%s", d)
		}
		if !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("the cause is %v", errors.Unwrap(err))
		}
	})
}

// TestWordsForNoAnswer: the same trouble has the same words on every machine, without addresses and ports.
func TestWordsForNoAnswer(t *testing.T) {
	dial := func(err error) error { return &net.OpError{Op: "dial", Net: "tcp", Err: err} }
	for _, tt := range []struct {
		err  error
		want string
	}{
		{dial(&net.DNSError{IsNotFound: true}), "no such host"},
		{dial(&net.DNSError{IsTimeout: true}), "the name of the host could not be looked up in time"},
		{dial(&net.DNSError{Err: "server misbehaving"}), "the name of the host could not be looked up"},
		{dial(syscall.ECONNREFUSED), "connection refused"},
		{dial(syscall.EHOSTUNREACH), "no connection"},
		{dial(os.ErrDeadlineExceeded), "no answer in time"},
		{&net.OpError{Op: "proxyconnect", Err: dial(syscall.ECONNREFUSED)}, "no connection through the proxy"},
		{&net.OpError{Op: "read", Err: syscall.ECONNRESET}, "the connection was closed without an answer"},
		{io.EOF, "the connection was closed without an answer"},
		{&tls.CertificateVerificationError{Err: x509.UnknownAuthorityError{}}, "the certificate of the host is not valid"},
		{tls.AlertError(40), "no TLS connection"},
		{errors.New("http: server gave HTTP response to HTTPS client"), "no TLS connection"},
		{errors.New("anything else"), "no answer"},
	} {
		f := on(&hosts{answer: func(*http.Request, int) reply { return reply{err: tt.err} }}, live.Options{NoRobots: true, Attempts: 1})
		_, err := f.Fetch(t.Context(), "https://shop.example/")
		failed, _ := errors.AsType[*scrape.FailedError](err)
		if failed == nil || failed.Reason != "unreachable" || failed.Detail != tt.want || !errors.Is(err, tt.err) {
			t.Errorf("Fetch after %v = %v, want %q", tt.err, err, tt.want)
		}
	}
}

func TestReach(t *testing.T) {
	server := httptest.NewServer(http.NotFoundHandler())
	t.Cleanup(server.Close)
	at := strings.TrimPrefix(server.URL, "http://")
	proxy := func(*http.Request) (*url.URL, error) { return url.Parse(server.URL) }
	noProxy := func(*http.Request) (*url.URL, error) { return nil, errors.New("the list of proxies cannot be read") }
	for _, tt := range []struct {
		name    string
		o       live.Options
		address string
		want    string
	}{
		{"a server that listens", live.Options{AllowPrivate: true}, server.URL, ""},
		{"where it is led to", live.Options{AllowPrivate: true, ConnectTo: map[string]string{"www.po.co": at}}, "https://www.po.co/uk/", ""},
		{"through a proxy", live.Options{Proxy: proxy}, "https://www.po.co/uk/", ""},
		{"a closed port", live.Options{AllowPrivate: true}, "http://127.0.0.1:1", "127.0.0.1:1: connection refused"},
		{"a private address", live.Options{}, server.URL, "127.0.0.1 is not a public address"},
		{"led to a private address", live.Options{ConnectTo: map[string]string{"www.po.co": at}}, "https://www.po.co/uk/", "www.po.co: 127.0.0.1 is not a public address"},
		{"a private address through a proxy", live.Options{Proxy: proxy}, "https://10.0.0.1/", "10.0.0.1 is not a public address"},
		{"a proxy that nobody knows", live.Options{AllowPrivate: true, Proxy: noProxy}, server.URL, at + ": no answer"},
		{"led beside a proxy that nobody knows", live.Options{AllowPrivate: true, Proxy: noProxy, ConnectTo: map[string]string{"www.po.co": at}}, "https://www.po.co/uk/", ""},
		{"a transport in the place of the network", live.Options{Transport: &hosts{answer: ok}}, "https://www.po.co/uk/", ""},
		{"no address", live.Options{}, "shop", "fetches http and https"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			err := live.New(tt.o).Reach(t.Context(), tt.address)
			if (err == nil) != (tt.want == "") || err != nil && !strings.Contains(err.Error(), tt.want) {
				t.Errorf("Reach(%q) = %v, want %q", tt.address, err, tt.want)
			}
		})
	}
}

// FuzzRetryAfter: whatever a server says, it is no rest of less than nothing.
func FuzzRetryAfter(f *testing.F) {
	f.Add("120", "")
	f.Add("Fri, 31 Dec 9999 23:59:59 GMT", "Mon, 01 Jan 0001 00:00:00 GMT")
	f.Add("18446744073709551616", "x")
	f.Add("Thu, 09 Jan 2020 00:00:00 GMT", "")
	f.Fuzz(func(t *testing.T, value, date string) {
		h := http.Header{"Retry-After": {value}, "Date": {date}}
		if d, ok := live.RetryAfter(h, time.Date(2025, 1, 9, 0, 0, 0, 0, time.UTC)); d < 0 || !ok && d != 0 {
			t.Errorf("Retry-After %q, Date %q: %v, %v", value, date, d, ok)
		}
	})
}

// TestWhatIsSent: addresses are written by people, and are sent as HTTP wants them; the page keeps the address as it was.
func TestWhatIsSent(t *testing.T) {
	var sent string
	n := &hosts{answer: func(r *http.Request, _ int) reply {
		sent = r.URL.RequestURI()
		return reply{}
	}}
	f := on(n, live.Options{NoRobots: true, Rate: live.Unlimited})
	for address, want := range map[string]string{
		"https://www.mi.com":                           "/",
		"https://www.mi.com?a=1":                       "/?a=1",
		"https://www.mi.com/t\u00e9l\u00e9/POCO F6":    "/t%C3%A9l%C3%A9/POCO%20F6",
		"https://www.mi.com/?q=POCO F6&l=t\u00e9l|%7e": "/?q=POCO%20F6&l=t%C3%A9l%7C%7e",
	} {
		page, err := f.Fetch(t.Context(), address)
		if err != nil || sent != want || page.URL != address {
			t.Errorf("Fetch(%q) asks for %q and returns %q, %v; want %q", address, sent, page.URL, err, want)
		}
	}
}

// closing is an answer whose body notes that it is closed.
type closing struct {
	reply  http.Response
	body   io.Reader
	closed bool
}

func (c *closing) RoundTrip(*http.Request) (*http.Response, error) {
	answer := c.reply
	answer.Body = c
	return &answer, nil
}

func (c *closing) Read(p []byte) (int, error) { return c.body.Read(p) }

func (c *closing) Close() error {
	c.closed = true
	return nil
}

// TestAnswersAreClosed, whatever they are: another request may have the connection then.
func TestAnswersAreClosed(t *testing.T) {
	for _, tt := range []struct {
		reply http.Response
		body  io.Reader
		want  string
	}{
		{http.Response{StatusCode: 200}, strings.NewReader("x"), "200"},
		{http.Response{StatusCode: 304}, strings.NewReader(""), "torn"},
		{http.Response{StatusCode: 200, ContentLength: 1 << 40}, strings.NewReader("x"), "too_large"},
		{http.Response{StatusCode: 200}, iotest.ErrReader(io.ErrUnexpectedEOF), "torn"},
	} {
		c := &closing{reply: tt.reply, body: tt.body}
		f := on(c, live.Options{NoRobots: true, Attempts: 1})
		if got := reason(f.Fetch(t.Context(), "https://shop.example/")); got != tt.want || !c.closed {
			t.Errorf("Fetch = %s, want %s; its body is closed: %v", got, tt.want, c.closed)
		}
	}
}

// leaving is an answer that ends, well-formed, when the client goes: handlers of package net/http do so over TLS.
type leaving struct{ ctx context.Context } //nolint:containedctx // of the request that it answers

func (l leaving) RoundTrip(r *http.Request) (*http.Response, error) {
	return &http.Response{StatusCode: 200, Header: http.Header{}, Body: io.NopCloser(leaving{r.Context()}), ContentLength: -1}, nil
}

func (l leaving) Read([]byte) (int, error) {
	<-l.ctx.Done()
	return 0, io.EOF
}

// TestAnswerThatEndsBecauseWeLeave is not whole, and neither kept nor recorded.
func TestAnswerThatEndsBecauseWeLeave(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		rec := &recorder{}
		f := on(leaving{}, live.Options{NoRobots: true, Attempts: 1, Recorder: rec})
		if got := reason(f.Fetch(t.Context(), "https://shop.example/")); got != "unreachable" {
			t.Errorf("Fetch that timed out = %s", got)
		}
		ctx, cancel := context.WithTimeout(t.Context(), s)
		defer cancel()
		if page, err := f.Fetch(ctx, "https://shop.example/"); !errors.Is(err, context.DeadlineExceeded) || page != nil {
			t.Errorf("Fetch that was stopped = %v, %v", page, err)
		}
		if len(rec.lines()) > 0 {
			t.Errorf("recorded %q", rec.lines())
		}
	})
}
