package main

import (
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"strings"

	"github.com/spf13/pflag"

	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/terminal"
	"github.com/pocomigrate/pocomigrate/scrape"
	"github.com/pocomigrate/pocomigrate/scrape/live"
)

// network says how pages are asked for on the network. Every command that asks has the same flags.
type network struct {
	contact      string
	rate         float64
	concurrency  int
	connectTo    []string
	allowPrivate bool
}

func (n *network) addFlags(f *pflag.FlagSet) {
	f.StringVar(&n.contact, "contact", "", "`address` (mail or web) that the User-Agent names, for shops that want to ask back")
	f.Float64Var(&n.rate, "rate", 1, "requests a second to one host at most (0: no limit of ours)")
	f.IntVar(&n.concurrency, "concurrency", 4, "requests at once to one host at most")
	f.StringArrayVar(&n.connectTo, "connect-to", nil, "reach a host elsewhere: `HOST=ADDR`, such as www.po.co=127.0.0.1:8443; repeatable, for tests")
	f.BoolVar(&n.allowPrivate, "allow-private", false, "ask private and loopback addresses, too")
}

func (n *network) check(command string) error {
	wrong := func(format string, args ...any) error {
		return &usageError{text: fmt.Sprintf(format, args...), command: command}
	}
	switch {
	case n.rate < 0:
		return wrong("--rate %g: it is a number of requests a second, or 0 for no limit", n.rate)
	case n.concurrency < 1:
		return wrong("--concurrency %d: it is a number of requests, 1 at least", n.concurrency)
	case strings.ContainsAny(n.contact, "\r\n()"):
		return wrong("--contact %q: it is a mail or web address", n.contact)
	}
	if _, err := n.detours(); err != nil {
		return wrong("%v", err)
	}
	return nil
}

// detours returns where the hosts of --connect-to are reached.
func (n *network) detours() (map[string]string, error) {
	out := map[string]string{}
	for _, text := range n.connectTo {
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

// options returns how the network is asked; what is got is given to the recorder, when it is not nil.
func (n *network) options(detours map[string]string, r scrape.Recorder, tell *terminal.Progress, log *slog.Logger) live.Options {
	rate := n.rate
	if rate == 0 {
		rate = live.Unlimited
	}
	return live.Options{
		UserAgent: userAgent(), Contact: n.contact,
		Rate: rate, Concurrency: n.concurrency, ConnectTo: detours, AllowPrivate: n.allowPrivate,
		Proxy: http.ProxyFromEnvironment, Recorder: r, Waiting: tell.Wait, Logger: log,
	}
}

// userAgent is the name under which the program asks.
func userAgent() string { return "pocomigrate/" + strings.Fields(version())[1] }

// agent is what is added to the name of a browser: who asks, and where to write to.
func (n *network) agent() string {
	if n.contact == "" {
		return userAgent()
	}
	return userAgent() + " (+" + n.contact + ")"
}
