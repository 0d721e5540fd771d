package main

import (
	"strings"

	"github.com/spf13/pflag"

	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/sources"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/terminal"
)

// network says how pages are asked for on the network. Every command that asks has the same flags.
type network struct{ sources.Network }

func (n *network) addFlags(f *pflag.FlagSet) {
	n.Agent = "pocomigrate/" + strings.Fields(version())[1]
	f.StringVar(&n.Contact, "contact", "", "`address` (mail or web) that the User-Agent names, for shops that want to ask back")
	f.Float64Var(&n.Rate, "rate", 1, "requests a second to one host at most (0: no limit of ours)")
	f.IntVar(&n.Concurrency, "concurrency", 4, "requests at once to one host at most")
	f.StringArrayVar(&n.ConnectTo, "connect-to", nil, "reach a host elsewhere: `HOST=ADDR`, such as www.po.co=127.0.0.1:8443; repeatable, for tests")
	f.BoolVar(&n.AllowPrivate, "allow-private", false, "ask private and loopback addresses, too")
}

func (n *network) check(command string) error {
	if err := n.Check(); err != nil {
		return &usageError{text: err.Error(), command: command}
	}
	return nil
}

// watch tells on p, and in the log, what goes on while the network is asked.
func (a *app) watch(p *terminal.Progress) sources.Watch {
	return sources.Watch{Waiting: p.Wait, Log: terminal.NewLogger(a.Err, a.quiet, a.verbose)}
}
