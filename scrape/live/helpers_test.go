package live_test

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/pocomigrate/pocomigrate/scrape"
	"github.com/pocomigrate/pocomigrate/scrape/live"
)

// reply is what a scripted host says.
type reply struct {
	status int // 200 when 0
	header http.Header
	body   string
	err    error         // instead of an answer
	takes  time.Duration // how long it takes
}

func status(code int, header ...string) reply {
	r := reply{status: code, header: http.Header{}}
	for i := 0; i+1 < len(header); i += 2 {
		r.header.Set(header[i], header[i+1])
	}
	return r
}

// hosts is a network on which any host answers by a script, so that tests need no time of their own. Where the script is
// silent about robots.txt, there is none.
type hosts struct {
	answer func(r *http.Request, nth int) reply // nth of its address, from 1

	mu     sync.Mutex
	begun  time.Time
	asked  []ask
	count  map[string]int
	flying int
	most   int // requests at once
}

// ask is one request that came in, at a time since the first.
type ask struct {
	at            time.Duration
	address, path string
}

func (n *hosts) RoundTrip(r *http.Request) (*http.Response, error) {
	n.mu.Lock()
	if n.count == nil {
		n.count, n.begun = map[string]int{}, time.Now()
	}
	n.asked = append(n.asked, ask{time.Since(n.begun), r.URL.String(), r.URL.Path})
	n.count[r.URL.String()]++
	nth := n.count[r.URL.String()]
	n.flying++
	n.most = max(n.most, n.flying)
	n.mu.Unlock()
	defer func() {
		n.mu.Lock()
		n.flying--
		n.mu.Unlock()
	}()
	answer := n.answer(r, nth)
	if r.URL.Path == "/robots.txt" && answer.status == 0 && answer.body == "" && answer.err == nil {
		answer = status(404)
	}
	select {
	case <-time.After(answer.takes):
	case <-r.Context().Done():
		return nil, r.Context().Err()
	}
	if answer.err != nil {
		return nil, answer.err
	}
	w := httptest.NewRecorder()
	maps.Copy(w.Header(), answer.header)
	if answer.status == 0 {
		answer.status = 200
	}
	w.WriteHeader(answer.status)
	w.Body.WriteString(answer.body)
	return w.Result(), nil
}

// times returns when each request for a path came in; with "" those for all but robots.txt.
func (n *hosts) times(path string) []time.Duration {
	n.mu.Lock()
	defer n.mu.Unlock()
	var out []time.Duration
	for _, a := range n.asked {
		if a.path == path || path == "" && a.path != "/robots.txt" {
			out = append(out, a.at)
		}
	}
	return out
}

// addresses returns what was asked for, in order.
func (n *hosts) addresses() []string {
	n.mu.Lock()
	defer n.mu.Unlock()
	var out []string
	for _, a := range n.asked {
		out = append(out, a.address)
	}
	return out
}

// recorder keeps exchanges in memory.
type recorder struct {
	mu   sync.Mutex
	kept []scrape.Exchange
	full bool // records no more
}

var errFull = errors.New("disk full")

func (r *recorder) Record(x *scrape.Exchange) (archive, record string, err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.full {
		return "", "", errFull
	}
	kept := *x
	kept.Body = bytes.Clone(x.Body)
	r.kept = append(r.kept, kept)
	return "0001.warc.gz", fmt.Sprint("record ", len(r.kept)), nil
}

// lines says which exchanges were recorded, as "status address".
func (r *recorder) lines() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	var out []string
	for _, x := range r.kept {
		out = append(out, fmt.Sprint(x.Status, " ", x.URL))
	}
	return out
}

// on returns a fetcher on a scripted network, without jitter.
func on(n http.RoundTripper, o live.Options) *live.Fetcher {
	o.Transport = n
	if o.UserAgent == "" {
		o.UserAgent = "pocomigrate/1.0"
	}
	if o.Jitter == nil {
		o.Jitter = func() float64 { return 1 }
	}
	return live.New(o)
}

// reason returns the reason of a [*scrape.FailedError], or what else came out.
func reason(page *scrape.Page, err error) string {
	if failed, ok := errors.AsType[*scrape.FailedError](err); ok {
		return failed.Reason
	}
	if err != nil {
		return err.Error()
	}
	return strconv.Itoa(page.Status)
}

// fetchAll fetches addresses side by side and returns their reasons in order.
func fetchAll(t *testing.T, f *live.Fetcher, addresses ...string) []string {
	t.Helper()
	out := make([]string, len(addresses))
	var wg sync.WaitGroup
	for i, address := range addresses {
		wg.Go(func() { out[i] = reason(f.Fetch(t.Context(), address)) })
	}
	wg.Wait()
	return out
}

// pages returns n addresses of one host.
func pages(n int) []string {
	out := make([]string, n)
	for i := range out {
		out[i] = fmt.Sprintf("https://shop.example/%02d", i)
	}
	return out
}

// gaps returns the times between one request and the next.
func gaps(times []time.Duration) []time.Duration {
	var out []time.Duration
	for i := range times[min(1, len(times)):] {
		out = append(out, times[i+1]-times[i])
	}
	return out
}

func tally(words []string) map[string]int {
	out := map[string]int{}
	for _, w := range slices.Sorted(slices.Values(words)) {
		out[w]++
	}
	return out
}
