package sources_test

import (
	"log/slog"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/sources"
	"github.com/pocomigrate/pocomigrate/scrape"
	"github.com/pocomigrate/pocomigrate/scrape/live"
)

// TestNetworkCheck: what cannot be is refused by the name of the flag that says it.
func TestNetworkCheck(t *testing.T) {
	with := func(change func(*sources.Network)) *sources.Network {
		n := &sources.Network{Rate: 1, Concurrency: 4}
		change(n)
		return n
	}
	to := func(list ...string) *sources.Network { return with(func(n *sources.Network) { n.ConnectTo = list }) }
	const form = "write it as HOST=ADDR:PORT, www.po.co=127.0.0.1:8443"
	for _, tt := range []struct {
		name string
		n    *sources.Network
		want string
	}{
		{"nothing wrong", with(func(*sources.Network) {}), ""},
		{"no limit, and one at a time", with(func(n *sources.Network) { n.Rate, n.Concurrency, n.Contact = 0, 1, "shops@example.com" }), ""},
		{"a rate below none", with(func(n *sources.Network) { n.Rate = -0.5 }), "--rate -0.5: it is a number of requests a second, or 0 for no limit"},
		{"no request at once", with(func(n *sources.Network) { n.Concurrency = 0 }), "--concurrency 0: it is a number of requests, 1 at least"},
		{"a contact of two lines", with(func(n *sources.Network) { n.Contact = "a\nb" }), `--contact "a\nb": it is a mail or web address`},
		{"a contact with a bracket", with(func(n *sources.Network) { n.Contact = "a (b)" }), `--contact "a (b)": it is a mail or web address`},
		{"two hosts, one of them twice", to("www.po.co=127.0.0.1:1", "www.mi.com=[::1]:2", "www.po.co=127.0.0.1:1"), ""},
		{"one host at two addresses", to("www.po.co=127.0.0.1:1", "www.po.co=127.0.0.1:2"), "--connect-to: www.po.co is to be reached at 127.0.0.1:1 and at 127.0.0.1:2"},
		{"no address", to("www.po.co"), `--connect-to "www.po.co": ` + form},
		{"no host", to("=127.0.0.1:1"), `--connect-to "=127.0.0.1:1": ` + form},
		{"no port", to("www.po.co=127.0.0.1"), `--connect-to "www.po.co=127.0.0.1": ` + form},
		{"an address alone", to("127.0.0.1:1"), `--connect-to "127.0.0.1:1": ` + form},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := ""
			if err := tt.n.Check(); err != nil {
				got = err.Error()
			}
			if got != tt.want {
				t.Errorf("Check = %q, want %q", got, tt.want)
			}
		})
	}
}

// recorder keeps nothing.
type recorder struct{}

func (recorder) Record(*scrape.Exchange) (archive, record string, err error) { return "", "", nil }

// TestNetworkOptions: the flags are what the network is asked with, and a rate of 0 is no limit.
func TestNetworkOptions(t *testing.T) {
	waited := ""
	log := slog.New(slog.DiscardHandler)
	watch := sources.Watch{Waiting: func(whom string, _ time.Time, _ string) { waited = whom }, Log: log}
	n := sources.Network{
		Agent: "pocomigrate/1", Contact: "shops@example.com", Rate: 2.5, Concurrency: 3, ConnectTo: []string{"www.po.co=127.0.0.1:1"}, AllowPrivate: true,
	}
	got, err := n.Options(recorder{}, watch)
	if err != nil {
		t.Fatal(err)
	}
	if got.Recorder != (recorder{}) || got.Logger != log || got.Proxy == nil || got.Waiting == nil {
		t.Errorf("recorder %v, logger %v, proxy or waiting nil", got.Recorder, got.Logger)
	} else if got.Waiting("www.po.co", time.Time{}, ""); waited != "www.po.co" {
		t.Errorf("who is waited for: %q", waited)
	}
	got.Recorder, got.Logger, got.Proxy, got.Waiting = nil, nil, nil, nil
	want := live.Options{
		UserAgent: "pocomigrate/1", Contact: "shops@example.com", Rate: 2.5, Concurrency: 3,
		ConnectTo: map[string]string{"www.po.co": "127.0.0.1:1"}, AllowPrivate: true,
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("options (-want +got):\n%s", d)
	}
	n.Rate = 0
	if got, err := n.Options(nil, watch); err != nil || got.Rate != live.Unlimited || got.Recorder != nil {
		t.Errorf("without limit: rate %v, recorder %v, error %v", got.Rate, got.Recorder, err)
	}
	n.ConnectTo = []string{"www.po.co"}
	if _, err := n.Options(nil, watch); err == nil {
		t.Error("an address that is none is taken")
	}
}
