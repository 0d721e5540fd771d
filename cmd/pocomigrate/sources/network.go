package sources

import (
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"time"

	"github.com/pocomigrate/pocomigrate/scrape"
	"github.com/pocomigrate/pocomigrate/scrape/live"
)

// Network says how pages are asked for on the network, and who asks.
type Network struct {
	Agent        string   // the name under which the program asks, as in a User-Agent
	Contact      string   // mail or web address that the name is followed by; may be empty
	Rate         float64  // requests a second to one host at most; 0 for no limit of ours
	Concurrency  int      // requests at once to one host at most
	ConnectTo    []string // HOST=ADDR:PORT, where a host is reached that is not where its name leads
	AllowPrivate bool     // ask private and loopback addresses, too
}

// Watch is told what goes on while the network is asked.
type Watch struct {
	Waiting func(whom string, until time.Time, why string) // that a source waits before it asks on
	Log     *slog.Logger
}

// Check says which of the settings cannot be, by the name of its flag.
func (n *Network) Check() error {
	switch {
	case n.Rate < 0:
		return fmt.Errorf("--rate %g: it is a number of requests a second, or 0 for no limit", n.Rate)
	case n.Concurrency < 1:
		return fmt.Errorf("--concurrency %d: it is a number of requests, 1 at least", n.Concurrency)
	case strings.ContainsAny(n.Contact, "\r\n()"):
		return fmt.Errorf("--contact %q: it is a mail or web address", n.Contact)
	}
	_, err := n.detours()
	return err
}

// detours returns where the hosts of --connect-to are reached.
func (n *Network) detours() (map[string]string, error) {
	out := map[string]string{}
	for _, text := range n.ConnectTo {
		host, address, ok := strings.Cut(text, "=")
		if _, _, err := net.SplitHostPort(address); !ok || host == "" || err != nil {
			return nil, fmt.Errorf("--connect-to %q: write it as HOST=ADDR:PORT, www.po.co=127.0.0.1:8443", text)
		}
		if before, taken := out[host]; taken && before != address {
			return nil, fmt.Errorf("--connect-to: %s is to be reached at %s and at %s", host, before, address)
		}
		out[host] = address
	}
	return out, nil
}

// Options returns how the network is asked; what is got is given to the recorder, when it is not nil.
func (n *Network) Options(r scrape.Recorder, w Watch) (live.Options, error) {
	detours, err := n.detours()
	rate := n.Rate
	if rate == 0 {
		rate = live.Unlimited
	}
	return live.Options{
		UserAgent: n.Agent, Contact: n.Contact,
		Rate: rate, Concurrency: n.Concurrency, ConnectTo: detours, AllowPrivate: n.AllowPrivate,
		Proxy: http.ProxyFromEnvironment, Recorder: r, Waiting: w.Waiting, Logger: w.Log,
	}, err
}

// agent is what is added to the name of a browser: who asks, and where to write to.
func (n *Network) agent() string {
	if n.Contact == "" {
		return n.Agent
	}
	return n.Agent + " (+" + n.Contact + ")"
}
