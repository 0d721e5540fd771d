package live

import (
	"cmp"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/pocomigrate/pocomigrate/scrape"
)

// Unlimited is the Rate that sets no distance between requests.
const Unlimited = -1

// Options say how to ask. The zero value asks politely: one request a second of each host, two at once, each four times at
// most.
type Options struct {
	UserAgent string // product token and version; "pocomigrate" when empty
	Contact   string // where a shop can complain, a mail address or URL; sent as part of the User-Agent header
	// Recorder keeps every exchange; nil keeps none.
	Recorder scrape.Recorder
	Via      string // name under which exchanges are recorded; "live" when empty

	Rate        float64       // requests a second of one host; 0 is one, less is [Unlimited]
	Concurrency int           // requests of one host at once; 0 is two
	Attempts    int           // how often one address is asked at most; 0 is four, 1 asks once
	BackOff     time.Duration // the rest after a first failure, which doubles from then on up to a minute; 0 is a second
	// Refused is how long a host rests at least that says 429 (Too Many Requests) and not for how long; 0 leaves it to BackOff.
	Refused time.Duration
	Timeout time.Duration // bounds one request with its whole answer; 0 is a minute
	// NoRobots asks without robots.txt, as is right for what is made for programs.
	NoRobots bool

	// ConnectTo leads a host, or a host:port before that, to another address, which may lack the port. A proxy is not asked
	// then. The certificate is still checked for the host that is asked for, unless the address is a loopback one: a stand-in
	// on this machine cannot hold it.
	ConnectTo map[string]string
	// AllowPrivate permits addresses that are not of the public internet, for ConnectTo as for any other.
	AllowPrivate bool
	// Proxy says through which proxy to ask; nil, or a nil result, asks directly. [http.ProxyFromEnvironment] is one.
	Proxy func(*http.Request) (*url.URL, error)
	// Transport, when not nil, takes the place of the network, proxies and checks of addresses included. For tests.
	Transport http.RoundTripper
	// Jitter returns numbers from 0 to 1 (excluded), which spread the rests; nil takes random ones.
	Jitter func() float64

	// Waiting is told when a host rests for another reason than Rate, until when and why, before what is wanted of it waits.
	// It may be called from several goroutines.
	Waiting func(host string, until time.Time, why string)
	Logger  *slog.Logger // nil discards
}

// withDefaults fills what was left empty.
func (o Options) withDefaults() Options {
	o.UserAgent = cmp.Or(headerWord(o.UserAgent), "pocomigrate")
	o.Contact = headerWord(o.Contact)
	o.Via = cmp.Or(o.Via, "live")
	o.Rate = cmp.Or(o.Rate, 1)
	o.Concurrency = max(cmp.Or(o.Concurrency, 2), 1)
	o.Attempts = max(cmp.Or(o.Attempts, 4), 1)
	o.BackOff = cmp.Or(max(o.BackOff, 0), time.Second)
	o.Timeout = cmp.Or(max(o.Timeout, 0), time.Minute)
	if o.Jitter == nil {
		o.Jitter = rand.Float64
	}
	if o.Waiting == nil {
		o.Waiting = func(string, time.Time, string) {}
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	return o
}

// agentOf returns the User-Agent header.
func agentOf(product, contact string) string {
	if contact == "" {
		return product
	}
	return product + " (+" + contact + ")"
}

// headerWord takes out of a setting what cannot stand in a header.
func headerWord(s string) string {
	return strings.TrimSpace(strings.Map(func(c rune) rune {
		if c < ' ' || c == 0x7f {
			return -1
		}
		return c
	}, s))
}
