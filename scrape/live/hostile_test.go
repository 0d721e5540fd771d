package live_test

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/pocomigrate/pocomigrate/scrape"
	"github.com/pocomigrate/pocomigrate/scrape/coding"
	"github.com/pocomigrate/pocomigrate/scrape/live"
)

// hostile is one way in which a shop can misbehave: with its page /bad or with its robots.txt.
type hostile struct {
	name   string
	page   http.HandlerFunc
	robots http.HandlerFunc
	wire   func(net.Conn) // instead of the page, on the bare connection of HTTP/1.1

	want     string // the reason of the failure, or the status of the page
	says     string // part of the failure's words, or the page's body
	requests int32  // made of what misbehaves, at most; 1 where 0
	rests    bool   // the host rests before its next page
	strict   bool   // private addresses are refused
	next     string // what becomes of the shop's next page; "200" where empty
	memory   uint64 // allocated until then, client and server together, in MiB; 16 where 0
}

// TestHostileServers: each ends as the outcome that says what happened, costs a bounded number of requests and a bounded
// memory, and leaves the next page of the shop as it was. An address is asked three times at most, and rests take a
// millisecond; how long they are is in manners_test.go.
func TestHostileServers(t *testing.T) {
	const large = 256 // for a body that is read up to the cap of 32 MiB, while its buffer grows
	tests := []hostile{
		{name: "429 storm", page: always(429), want: "429", requests: 3, rests: true},
		{name: "503 storm", page: always(503), want: "503", requests: 3, rests: true},
		{name: "Retry-After in seconds", page: always(429, "Retry-After", "0"), want: "429", requests: 3, rests: true},
		{name: "Retry-After in seconds, for a day", page: always(503, "Retry-After", "86400"), want: "503", next: "gave_up"},
		{name: "Retry-After as a date", page: always(429, "Retry-After", "Thu, 09 Jan 2025 00:00:00 GMT"), want: "429", requests: 3, rests: true},
		{name: "Retry-After as a date, for ever", page: always(429, "Retry-After", "Fri, 31 Dec 9999 23:59:59 GMT"), want: "429", next: "gave_up"},
		{name: "Retry-After of nonsense", page: always(503, "Retry-After", "-1e9"), want: "503", requests: 3, rests: true},

		{name: "a page redirects to itself", page: always(302, "Location", "/bad"), want: "302"},
		{name: "a page redirects to a private address", page: always(302, "Location", "http://169.254.169.254/"), want: "302"},
		{name: "a page redirects nowhere", page: always(302), want: "302"},
		{name: "robots.txt redirects to itself", robots: always(302, "Location", "/robots.txt"), want: "200", requests: 6},
		{name: "robots.txt redirects on and on", robots: onAndOn, want: "200", requests: 6},
		{name: "robots.txt redirects to a private address", robots: always(302, "Location", "http://169.254.169.254/"), want: "robots", says: "robots.txt cannot be had: 169.254.169.254 is not a public address", strict: true, next: "robots"},
		{name: "robots.txt has status 500", robots: always(500), want: "robots", says: "robots.txt cannot be had: status 500", requests: 3, next: "robots"},
		{name: "robots.txt is a bomb", robots: bomb("gzip"), want: "robots", says: "robots.txt cannot be had: body grows", next: "robots", memory: 128},
		{name: "robots.txt has 50 MB", robots: fifty, want: "robots", says: "robots.txt cannot be had: body is larger than 32 MiB", next: "robots"},

		{name: "gzip bomb", page: bomb("gzip"), want: "too_large", says: "body grows to more than 200 times what was sent", memory: 128},
		{name: "br bomb", page: bomb("br"), want: "too_large", says: "body grows to more than 200 times what was sent", memory: 64},
		{name: "zstd bomb", page: bomb("zstd"), want: "too_large", says: "body grows to more than 200 times what was sent", memory: 64},
		{name: "a bomb in a bomb", page: bomb("gzip", "gzip"), want: "too_large", says: "body grows to more than 200 times what was sent", memory: 64},
		{name: "50 MB page", page: fifty, want: "too_large", says: "body is larger than 32 MiB"},
		{name: "50 MB page of unknown length", page: fiftyChunked, want: "too_large", says: "body is larger than 32 MiB", memory: large},
		{name: "header flood", page: headerFlood, want: "too_large", says: "headers are larger than 256 KiB"},
		{name: "headers without end", wire: forever("HTTP/1.1 200 OK\r\n", "X: "+strings.Repeat("y", 1000)+"\r\n"), want: "too_large", says: "headers are larger than 256 KiB"},
		{name: "a header without end", wire: forever("HTTP/1.1 200 OK\r\nX: ", strings.Repeat("y", 1000)), want: "too_large", says: "headers are larger than 256 KiB"},
		{name: "a status line without end", wire: forever("HTTP/1.1 200 ", strings.Repeat("OK", 500)), want: "too_large", says: "headers are larger than 256 KiB"},
		{name: "provisional answers without end", wire: forever("", "HTTP/1.1 103 Early Hints\r\nX: "+strings.Repeat("y", 1000)+"\r\n\r\n"), want: "too_large", says: "headers are larger than 256 KiB"},

		{name: "Content-Length too long", wire: send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort"), want: "torn", says: "the answer breaks off", requests: 3},
		{name: "Content-Length too short", wire: send("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\nshorter"), want: "200", says: "short"},
		{name: "Content-Length of 32 MiB with nothing sent", wire: send("HTTP/1.1 200 OK\r\nContent-Length: 33554432\r\n\r\nx"), want: "torn", says: "the answer breaks off", requests: 3},
		{name: "Content-Length of nonsense", wire: send("HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\nx"), want: "torn", says: "no HTTP answer", requests: 3},
		{name: "Content-Length twice", wire: send("HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxy"), want: "torn", says: "no HTTP answer", requests: 3},
		{name: "chunks cut", wire: send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nshort\r\n"), want: "torn", says: "the answer breaks off", requests: 3},
		{name: "a chunk cut", wire: send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\nshort"), want: "torn", says: "the answer breaks off", requests: 3},
		{name: "a chunk of nonsense", wire: send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nshort\r\n0\r\n\r\n"), want: "torn", says: "the answer breaks off", requests: 3},
		{name: "breaks off", page: breakOff, want: "torn", says: "the answer breaks off", requests: 3},
		{name: "gzip cut", page: cutGzip, want: "torn", says: "content encoding gzip: unexpected EOF", requests: 3},
		{name: "an encoding that nobody knows", page: encoded("exi", "x"), want: "torn", says: "content encoding exi: not understood", requests: 3},
		{name: "said to be gzip, and is not", page: encoded("gzip", "plain"), want: "200", says: "plain"},
		{name: "wrong charset", page: wrongCharset, want: "200", says: "\xe9t\xe9"},

		{name: "no answer", wire: send(""), want: "unreachable", says: "closed without an answer", requests: 4, rests: true}, // one by package net/http, to whom a kept connection is stale
		{name: "garbage for a status", wire: send("\x00\xff garbage\r\n\r\n"), want: "torn", says: "no HTTP answer", requests: 3},
		{name: "a status that is none", wire: send("HTTP/1.1 000 Huh\r\nContent-Length: 0\r\n\r\n"), want: "torn", says: "the status is none of an answer", requests: 3},
		{name: "switches protocols unasked", wire: send("HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\nxxxx"), want: "torn", says: "the status is none of an answer", requests: 3},
		{name: "304 without having been asked", page: always(304), want: "torn", says: "status 304, and no earlier answer was named", requests: 3},
		{name: "slow drip", page: drip, want: "unreachable", says: "the answer did not end in time", requests: 2},
		{name: "slow drip of headers", wire: dripHeaders, want: "unreachable", says: "no answer in time", requests: 2, rests: true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if tt.wire == nil {
				tt.run(t, true)
			}
			tt.run(t, false)
		})
	}
}

// run plays the shop over HTTP/2 or HTTP/1.1.
func (h *hostile) run(t *testing.T, http2 bool) {
	t.Helper()
	var requests atomic.Int32
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if want := map[bool]int{true: 2, false: 1}[http2]; r.ProtoMajor != want {
			t.Errorf("asked over %s", r.Proto)
		}
		switch {
		case strings.HasPrefix(r.URL.Path, "/robots.txt") && h.robots != nil:
			requests.Add(1)
			h.robots(w, r)
		case r.URL.Path == "/bad" && h.robots == nil:
			requests.Add(1)
			if h.wire != nil {
				onWire(t, w, h.wire)
				return
			}
			h.page(w, r)
		case r.URL.Path == "/robots.txt":
			http.NotFound(w, r)
		default:
			answer(w, "well")
		}
	}))
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.EnableHTTP2 = http2
	server.StartTLS()
	defer server.Close()

	at := server.Listener.Addr().String()
	o := live.Options{
		AllowPrivate: true, Rate: live.Unlimited, Attempts: 3, BackOff: time.Millisecond, ConnectTo: map[string]string{"www.po.co": at},
	}
	if h.strict { // the shop is on a private address itself, and so is reached by other means
		o.AllowPrivate, o.Transport = false, transportTo(at, http2)
	}
	if strings.Contains(h.says, "in time") { // long enough for a busy machine to get as far as it should, and less often for it
		o.Timeout, o.Attempts = 600*time.Millisecond, 2
	}
	var rested atomic.Bool
	o.Waiting = func(string, time.Time, string) { rested.Store(true) }
	f := live.New(o)
	before := allocated()
	page, err := f.Fetch(t.Context(), "https://www.po.co/bad")
	h.check(t, page, err)
	if got := reason(f.Fetch(t.Context(), "https://www.po.co/next")); got != orWell(h.next) {
		t.Errorf("the next page = %s, want %s", got, orWell(h.next))
	}
	if rested.Load() != h.rests {
		t.Errorf("the host rested = %v, want %v", rested.Load(), h.rests)
	}
	if got, most := requests.Load(), max(h.requests, 1); got > most {
		t.Errorf("%d requests were made, want %d at most", got, most)
	}
	if got, most := (allocated()-before)>>20, max(h.memory, 16); got > most {
		t.Errorf("%d MiB were allocated, want %d at most", got, most)
	}
}

// TestNamesThatLeadToPrivateAddresses are refused when they are dialled, whatever stands in the address.
func TestNamesThatLeadToPrivateAddresses(t *testing.T) {
	t.Parallel()
	var asked atomic.Int32
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked.Add(1) }))
	t.Cleanup(server.Close)
	_, port, err := net.SplitHostPort(server.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	ways := map[string]string{"by name": "localhost:" + port, "by address": "127.0.0.1:" + port, "without a port": "127.0.0.1"}
	if _, err := net.DefaultResolver.LookupHost(t.Context(), "localhost"); err != nil {
		t.Log("not tried by name, since localhost is none here: ", err)
		delete(ways, "by name")
	}
	for name, to := range ways {
		f := live.New(live.Options{
			Rate: live.Unlimited, NoRobots: true, ConnectTo: map[string]string{"shop.example": to},
			Waiting: func(string, time.Time, string) { t.Errorf("%s: the host rests, which was not asked", name) },
		})
		reason(f.Fetch(t.Context(), "http://shop.example:"+port+"/"))
		_, err := f.Fetch(t.Context(), "http://shop.example:"+port+"/")
		failed, _ := errors.AsType[*scrape.FailedError](err)
		if failed == nil || failed.Reason != "private_address" || !strings.HasSuffix(failed.Detail, " is not a public address") {
			t.Errorf("%s: Fetch = %v, want a private address", name, err)
		}
		withRobots := live.New(live.Options{Rate: live.Unlimited, ConnectTo: map[string]string{"shop.example": to}})
		_, err = withRobots.Fetch(t.Context(), "http://shop.example:"+port+"/")
		if failed, _ := errors.AsType[*scrape.FailedError](err); failed == nil || failed.Reason != "private_address" || strings.Contains(failed.Detail, "robots") {
			t.Errorf("%s: Fetch by robots.txt = %v, want a private address", name, err)
		}
	}
	if asked.Load() != 0 {
		t.Errorf("the server was asked %d times", asked.Load())
	}
	f := live.New(live.Options{Rate: live.Unlimited, ConnectTo: map[string]string{"shop.example": "127.0.0.1"}, AllowPrivate: true})
	if got := reason(f.Fetch(t.Context(), "http://shop.example:"+port+"/")); got != "200" {
		t.Errorf("Fetch where it is allowed = %s", got)
	}
}

// check compares what became of the page.
func (h *hostile) check(t *testing.T, page *scrape.Page, err error) {
	t.Helper()
	if got := reason(page, err); got != h.want {
		t.Errorf("the page = %s (%v), want %s", got, err, h.want)
		return
	}
	said := ""
	if failed, ok := errors.AsType[*scrape.FailedError](err); ok {
		said = failed.Detail
	} else {
		said = string(page.Body)
	}
	if !strings.Contains(said, h.says) {
		t.Errorf("the page says %q, want %q", said, h.says)
	}
}

// transportTo leads everything to one address.
func transportTo(address string, http2 bool) *http.Transport {
	return &http.Transport{
		TLSClientConfig: &tls.Config{InsecureSkipVerify: true}, ForceAttemptHTTP2: http2,
		DialContext: func(ctx context.Context, network, _ string) (net.Conn, error) {
			return (&net.Dialer{}).DialContext(ctx, network, address)
		},
	}
}

func orWell(outcome string) string {
	if outcome == "" {
		return "200"
	}
	return outcome
}

func allocated() uint64 {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.TotalAlloc
}

// answer writes a body; a client that hangs up is what these tests expect.
func answer(w io.Writer, body string) bool {
	_, err := io.WriteString(w, body)
	return err == nil
}

func always(code int, header ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		for i := 0; i+1 < len(header); i += 2 {
			w.Header().Set(header[i], header[i+1])
		}
		w.WriteHeader(code)
	}
}

// onAndOn redirects to an address that nobody has seen yet.
func onAndOn(w http.ResponseWriter, r *http.Request) {
	n, err := strconv.Atoi(strings.TrimPrefix(r.URL.Path, "/robots.txt"))
	if err != nil {
		n = 0
	}
	http.Redirect(w, r, "/robots.txt"+strconv.Itoa(n+1), http.StatusFound)
}

// bomb answers with 24 MiB of one letter, packed by each of some encodings.
func bomb(encodings ...string) http.HandlerFunc {
	body := []byte(strings.Repeat("x", 24<<20))
	for _, encoding := range encodings {
		var err error
		if body, err = coding.Encode(encoding, body); err != nil {
			panic(err)
		}
	}
	return encoded(strings.Join(encodings, ", "), string(body))
}

func encoded(encoding, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Encoding", encoding)
		answer(w, body)
	}
}

func cutGzip(w http.ResponseWriter, r *http.Request) {
	body, err := coding.Encode("gzip", []byte(strings.Repeat("POCO F6 ", 100)))
	if err != nil {
		panic(err)
	}
	encoded("gzip", string(body[:len(body)-9]))(w, r)
}

func fifty(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Length", "50000000")
	fiftyChunked(w, r)
}

func fiftyChunked(w http.ResponseWriter, _ *http.Request) {
	for part := strings.Repeat("x", 50_000); answer(w, part); {
	}
}

func headerFlood(w http.ResponseWriter, _ *http.Request) {
	for i := range 1000 {
		w.Header().Set("X-"+strconv.Itoa(i), strings.Repeat("y", 1000))
	}
	answer(w, "x")
}

func breakOff(w http.ResponseWriter, _ *http.Request) {
	answer(w, "short")
	if err := http.NewResponseController(w).Flush(); err != nil {
		panic(err)
	}
	panic(http.ErrAbortHandler)
}

func drip(w http.ResponseWriter, r *http.Request) {
	for answer(w, "x") && http.NewResponseController(w).Flush() == nil {
		select {
		case <-r.Context().Done():
			return
		case <-time.After(5 * time.Millisecond):
		}
	}
}

func wrongCharset(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	answer(w, "\xe9t\xe9")
}

// onWire hands the bare connection to a shop that does not keep to HTTP, and closes it.
func onWire(t *testing.T, w http.ResponseWriter, talk func(net.Conn)) {
	t.Helper()
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		t.Errorf("hijack: %v", err)
		return
	}
	talk(conn)
	conn.Close() //nolint:errcheck,gosec // the client may have gone first
}

func send(text string) func(net.Conn) {
	return func(c net.Conn) { answer(c, text) }
}

func forever(begin, on string) func(net.Conn) {
	return func(c net.Conn) {
		for ok := answer(c, begin); ok; ok = answer(c, on) {
		}
	}
}

func dripHeaders(c net.Conn) {
	for ok := answer(c, "HTTP/1.1 200 OK\r\nX: "); ok; ok = answer(c, "y") {
		time.Sleep(5 * time.Millisecond)
	}
}
