package live

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/pocomigrate/pocomigrate/scrape"
	"github.com/pocomigrate/pocomigrate/scrape/robots"
)

// Fetcher is a [scrape.Conditional] on the network. It may be called from several goroutines, which is how several hosts,
// or several pages of one, are asked at once.
type Fetcher struct {
	o       Options
	agent   string // User-Agent header
	token   string // product token, by which robots.txt names us
	manners *manners
	ways    *ways // nil where Options.Transport takes their place
	road    http.RoundTripper
	cookies *cookies

	mu    sync.Mutex
	hosts map[string]*host
}

// New returns a fetcher. It opens no connection yet; those that it opens close by themselves when they are not used.
func New(o Options) *Fetcher {
	o = o.withDefaults()
	f := &Fetcher{
		o: o, agent: agentOf(o.UserAgent, o.Contact), token: robots.Token(o.UserAgent),
		manners: mannersOf(&o), cookies: newCookies(), hosts: map[string]*host{},
	}
	if f.road = o.Transport; f.road == nil {
		f.ways = newWays(&o)
		f.road = f.ways
	}
	return f
}

// Fetch asks for one address and waits for as long as its host has to rest. The error is a [*scrape.FailedError] where no
// answer came that can be kept, wraps [scrape.ErrNotHeld] for what is no http or https address, ctx's error when stopped,
// and the recorder's when that can record nothing more.
func (f *Fetcher) Fetch(ctx context.Context, address string) (*scrape.Page, error) {
	return f.FetchIf(ctx, address, scrape.Validators{})
}

// FetchIf is Fetch, except that the page may have status 304 and no body where v holds anything.
func (f *Fetcher) FetchIf(ctx context.Context, address string, v scrape.Validators) (*scrape.Page, error) {
	if err := ctx.Err(); err != nil { // what is known of a host, such as that it gives no robots.txt, is no answer then
		return nil, fmt.Errorf("fetch %s: %w", address, err)
	}
	q, err := newQuery(address)
	if err != nil {
		return nil, err
	}
	q.Validators = v
	if !f.o.NoRobots {
		if err := f.permit(ctx, f.host(q.url), q); err != nil {
			return nil, err
		}
	}
	return f.ask(ctx, q)
}

// query is one address that is asked for.
type query struct {
	address string
	url     *url.URL
	scrape.Validators
}

func newQuery(address string) (query, error) {
	address, _, _ = strings.Cut(address, "#")
	u, err := url.Parse(address)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Hostname() == "" || u.User != nil {
		return query{}, fmt.Errorf("fetch %q: %w, which fetches http and https addresses", address, scrape.ErrNotHeld)
	}
	u.RawQuery = escaped(u.RawQuery)
	return query{address: address, url: u}, nil
}

// escaped returns a query as it can be sent: links are written with spaces and letters of every language, which package
// net/url escapes in paths alone.
func escaped(query string) string {
	const hex = "0123456789ABCDEF"
	var out []byte
	for i := range len(query) {
		c := query[i]
		if c > ' ' && c < 0x7f && strings.IndexByte("\"<>\\^`{|}", c) < 0 {
			out = append(out, c)
		} else {
			out = append(out, '%', hex[c>>4], hex[c&15])
		}
	}
	return string(out)
}

// mayAsk refuses an address whose host is private as it stands there, before a proxy is asked for it.
func (f *Fetcher) mayAsk(q query) error {
	if f.o.AllowPrivate {
		return nil
	}
	if err := checkHost(q.url); err != nil {
		return f.failed(q, noAnswer(err))
	}
	return nil
}

// failed makes a failure the outcome of an address.
func (f *Fetcher) failed(q query, what failure) *scrape.FailedError {
	return &scrape.FailedError{URL: q.address, Time: stamp(), Via: f.o.Via, Reason: what.reason, Detail: what.detail, Err: what.err}
}

// stamp is the time of what happens now, as captures have it.
func stamp() time.Time { return now().UTC().Truncate(time.Second) }

// host returns what is known of the host of an address.
func (f *Fetcher) host(u *url.URL) *host {
	key := u.Scheme + "://" + strings.ToLower(hostPort(u))
	f.mu.Lock()
	defer f.mu.Unlock()
	h, ok := f.hosts[key]
	if !ok {
		h = newHost(strings.ToLower(u.Host), f.manners)
		f.hosts[key] = h
	}
	return h
}

// Reach reports whether the host of an address, or the proxy on the way to it, can be connected to at all, within a few
// seconds. It sends no request. A [Options.Transport] is taken to reach everything.
func (f *Fetcher) Reach(ctx context.Context, address string) error {
	q, err := newQuery(address)
	if err != nil {
		return err
	}
	if err := f.mayAsk(q); err != nil {
		return err
	}
	if f.ways == nil {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	if err := f.ways.reach(ctx, f.request(ctx, q)); err != nil {
		what := noAnswer(err)
		return fmt.Errorf("%s: %s", q.url.Host, what.detail)
	}
	return nil
}
