package wayback_test

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/pocomigrate/pocomigrate/scrape"
	"github.com/pocomigrate/pocomigrate/scrape/coding"
	"github.com/pocomigrate/pocomigrate/scrape/warc"
	"github.com/pocomigrate/pocomigrate/scrape/wayback"
)

// atOnce is a pace for tests over a real connection, which cannot be given a clock of their own.
var atOnce = wayback.Pace{
	Index: 1_000_000, Mementos: 1_000_000, Rest: time.Millisecond, MaxRest: time.Millisecond, Backoff: time.Millisecond, Tries: 2,
}

// open returns a source; what the options leave out is filled in.
func open(tb testing.TB, o wayback.Options) *wayback.Source {
	tb.Helper()
	if o.Now == nil {
		o.Now = time.Now
	}
	s, err := wayback.New(o)
	if err != nil {
		tb.Fatalf("New(%+v) error: %v", o, err)
	}
	return s
}

// serve returns a source over an archive that a handler plays.
func serve(tb testing.TB, h http.Handler, o wayback.Options) *wayback.Source {
	tb.Helper()
	server := httptest.NewServer(h)
	tb.Cleanup(server.Close)
	o.Endpoint, o.Pace = server.URL+"/", atOnce
	if o.Fetcher == nil {
		o.Fetcher = &asker{}
	}
	return open(tb, o)
}

// asker is a fetcher on the loopback that asks once, records and decodes, as the source wants it.
type asker struct{ recorder scrape.Recorder }

func (a *asker) Fetch(ctx context.Context, address string) (*scrape.Page, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, err
	}
	req.Header.Set("Accept-Encoding", "gzip")
	resp, err := http.DefaultTransport.RoundTrip(req)
	if err != nil {
		return nil, &scrape.FailedError{URL: address, Reason: "unreachable", Detail: err.Error(), Err: err}
	}
	raw, err := io.ReadAll(resp.Body)
	if err == nil {
		err = resp.Body.Close()
	}
	if err != nil {
		return nil, &scrape.FailedError{URL: address, Reason: "torn", Detail: err.Error(), Err: err}
	}
	body, err := coding.Decode(resp.StatusCode, resp.Header, raw)
	if err != nil {
		return nil, &scrape.DamagedError{URL: address, What: "body", Err: err}
	}
	p := &scrape.Page{URL: address, Status: resp.StatusCode, Header: resp.Header, Body: body, Time: time.Now().UTC(), Archive: "live"}
	if a.recorder != nil {
		p.Archive, p.Record, err = a.recorder.Record(&scrape.Exchange{
			URL: address, Time: p.Time, Request: req.Header, Status: p.Status, Header: resp.Header, Body: raw, Via: "live",
		})
	}
	return p, err
}

// fetch is a fetcher made of a function.
type fetch func(ctx context.Context, address string) (*scrape.Page, error)

func (f fetch) Fetch(ctx context.Context, address string) (*scrape.Page, error) {
	return f(ctx, address)
}

// text returns an answer of the archive itself.
func text(status int, body string, header ...string) *scrape.Page {
	h := http.Header{}
	for i := 0; i < len(header); i += 2 {
		h.Set(header[i], header[i+1])
	}
	return &scrape.Page{Status: status, Header: h, Body: []byte(body)}
}

// says returns a source whose archive gives every question to the index the same answer.
func says(tb testing.TB, body string, areas ...string) *wayback.Source {
	tb.Helper()
	return open(tb, wayback.Options{Areas: areas, Fetcher: fetch(func(context.Context, string) (*scrape.Page, error) {
		return text(200, body), nil
	})})
}

// contents lists a source as lines: its captures' records, or "! " and what is wrong.
func contents(tb testing.TB, l scrape.Lister) []string {
	tb.Helper()
	var lines []string
	for c, err := range l.List(tb.Context()) {
		if err != nil {
			lines = append(lines, "! "+err.Error())
			continue
		}
		lines = append(lines, c.Record)
	}
	return lines
}

// tape is a recorder that writes an archive.
type tape struct {
	mu        sync.Mutex
	exchanges []scrape.Exchange
	b         bytes.Buffer
}

func (t *tape) Record(x *scrape.Exchange) (archive, record string, err error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.exchanges = append(t.exchanges, *x)
	ref, err := warc.NewWriter(&t.b).Exchange(x)
	return "run.warc.gz", ref.Record, err
}

// rewind returns what was written as a source.
func (t *tape) rewind(tb testing.TB) *warc.Archive {
	tb.Helper()
	a, err := warc.OpenBytes("run.warc.gz", t.b.Bytes())
	if err != nil {
		tb.Fatal(err)
	}
	return a
}

// day returns noon of a day.
func day(tb testing.TB, date string) time.Time {
	tb.Helper()
	at, err := time.Parse(time.DateOnly, date)
	if err != nil {
		tb.Fatal(err)
	}
	return at.Add(12 * time.Hour)
}

// page returns a captured page of HTML.
func page(tb testing.TB, date, address string, status int, body string, header ...string) scrape.Page {
	tb.Helper()
	p := scrape.Page{URL: address, Status: status, Body: []byte(body), Time: day(tb, date), Header: http.Header{"Content-Type": {"text/html; charset=utf-8"}}}
	for i := 0; i < len(header); i += 2 {
		p.Header[http.CanonicalHeaderKey(header[i])] = strings.Split(header[i+1], "\n")
	}
	return p
}
