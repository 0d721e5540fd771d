package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/english"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/oldshops"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/sources"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/terminal"
	"github.com/pocomigrate/pocomigrate/mapping/redirect"
	"github.com/pocomigrate/pocomigrate/scrape/live"
)

type redirectsCheckOptions struct {
	redirectOptions
	network
	from      string
	base      string
	failOn    string
	asJSON    bool
	manyToOne int
	maxHops   int
	oldOnly   bool
	scheme    string
	deadline  time.Duration
}

func newRedirectsCheck(a *app) *cobra.Command {
	o := &redirectsCheckOptions{redirectOptions: redirectOptions{app: a}}
	cmd := &cobra.Command{
		Use:   "check",
		Short: "Say what is wrong with where old addresses lead: by the map, a server or a capture",
		Long: `Follow every old address to its end and say what is wrong on the way: loops, chains, wrong or missing targets, soft 404s
(an error page, a bare front page or a list in place of a product, a page that says 404 with status 200), another region,
many addresses on one page, conflicts between redirects in place.

  pocomigrate redirects check                      by the map and the snapshot alone, nobody is asked
  pocomigrate redirects check --existing old.map   with the redirects that are in place
  pocomigrate redirects check --from live --connect-to www.po.co=127.0.0.1:8443 --allow-private --old-only
  pocomigrate redirects check --from crawl.wacz    what a capture saw

Each finding has an id, a level (error, warning, info), the address and the evidence: every hop with its status. With --json,
one object a line: {"kind":"finding"} with id, level, address, target, evidence and clicks; {"kind":"unknown"} with address
and evidence; at the end {"kind":"summary"} with the sums.

Exit status: 0 clean, 1 findings as grave as --fail-on, 2 trouble, 3 nothing as grave, but addresses about which nothing could
be found out (refused, unreachable, not captured).`,
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error { return o.run(cmd) },
	}
	f := cmd.Flags()
	o.mapFlags(f)
	o.addFlags(f)
	f.StringVar(&o.from, "from", "", "the `source` to follow: live, or a capture: a .wacz, .warc, .warc.gz or .har file, or a mirror folder")
	f.StringVar(&o.base, "base", "", "the `address` of what stands at the top of a mirror folder without host folders")
	f.StringVar(&o.failOn, "fail-on", string(redirect.Fault), "least grave `level` that ends in status 1: error, warning or info")
	f.BoolVar(&o.asJSON, "json", false, "one object a line")
	f.IntVar(&o.manyToOne, "many-to-one", redirect.DefaultManyToOne, "how `many` old products may lead to one page")
	f.IntVar(&o.maxHops, "max-hops", redirect.MaxHops, "how `many` redirects are followed")
	f.BoolVar(&o.oldOnly, "old-only", false, "ask the old hosts alone; where they lead is judged by the snapshot")
	f.StringVar(&o.scheme, "scheme", "https", "how old addresses are asked for: https or http")
	f.DurationVar(&o.deadline, "deadline", 0, "stop asking after this `time`, such as 10m; what was not asked is unknown")
	return cmd
}

func (o *redirectsCheckOptions) check(command string) (redirect.Level, error) {
	wrong := func(format string, args ...any) (redirect.Level, error) {
		return "", &usageError{text: fmt.Sprintf(format, args...), command: command}
	}
	level, err := redirect.ParseLevel(o.failOn)
	switch {
	case err != nil:
		return wrong("--fail-on: %v", err)
	case o.manyToOne < 1:
		return wrong("--many-to-one %d: it is a number of products, 1 at least", o.manyToOne)
	case o.maxHops < 1 || o.maxHops > 50:
		return wrong("--max-hops %d: it is a number of redirects from 1 to 50", o.maxHops)
	case o.scheme != "https" && o.scheme != "http":
		return wrong("--scheme %s: it is https or http", o.scheme)
	case o.deadline < 0:
		return wrong("--deadline %s: it is a time from now on", o.deadline)
	case o.from == sources.Browser || o.from == sources.Wayback:
		return wrong("--from %s: redirects are asked of live servers or read from a capture", o.from)
	}
	return level, o.network.check(command)
}

func (o *redirectsCheckOptions) run(cmd *cobra.Command) error {
	level, err := o.check(cmd.CommandPath())
	if err != nil {
		return err
	}
	b, err := o.build()
	if err != nil {
		return err
	}
	findings := b.Check(redirect.CheckOptions{ManyToOne: o.manyToOne})
	var unknown []redirect.Finding
	asked := 0
	if o.from != "" {
		more, none, n, err := o.ask(cmd.Context(), b)
		if err != nil {
			return err
		}
		findings, unknown, asked = joinFindings(more, findings), none, n
	}
	findings = redirect.Sort(findings)
	if err := o.tell(b, findings, redirect.Sort(unknown), asked); err != nil {
		return err
	}
	switch {
	case slices.ContainsFunc(findings, func(f redirect.Finding) bool { return f.Level.AtLeast(level) }):
		return &statusError{status: statusNo}
	case len(unknown) > 0:
		return &statusError{status: statusGaps}
	}
	return nil
}

// joinFindings adds to what was found by asking what the map alone says, where asking did not say the same.
func joinFindings(asked, alone []redirect.Finding) []redirect.Finding {
	known := map[[2]string]bool{}
	for _, f := range asked {
		known[[2]string{f.ID, f.Address}] = true
	}
	out := slices.Clone(asked)
	for _, f := range alone {
		if !known[[2]string{f.ID, f.Address}] {
			out = append(out, f)
		}
	}
	return out
}

// way is what became of one address that was asked.
type way struct {
	findings []redirect.Finding
	unknown  []redirect.Finding
	err      error
}

// ask follows every address that has a rule through the source, some of them side by side.
func (o *redirectsCheckOptions) ask(ctx context.Context, b *built) (findings, unknown []redirect.Finding, asked int, err error) {
	asker, done, err := o.asker(b)
	if err != nil {
		return nil, nil, 0, err
	}
	limited := ctx
	if o.deadline > 0 {
		var cancel context.CancelFunc
		limited, cancel = context.WithTimeout(ctx, o.deadline)
		defer cancel()
	}
	var rules []redirect.Rule
	for _, r := range b.Rules {
		if r.Answers() {
			rules = append(rules, r)
		}
	}
	ways := make([]way, len(rules))
	next := make(chan int)
	var workers sync.WaitGroup
	for range max(o.Concurrency, 1) {
		workers.Go(func() {
			for i := range next {
				ways[i] = o.follow(limited, b, asker, rules[i])
			}
		})
	}
	for i := range rules {
		next <- i
	}
	close(next)
	workers.Wait()
	for _, w := range ways {
		findings, unknown = append(findings, w.findings...), append(unknown, w.unknown...)
		if err == nil {
			err = w.err
		}
	}
	return findings, unknown, len(rules), errors.Join(err, done())
}

// follow asks for one address, and for what it leads to.
func (o *redirectsCheckOptions) follow(ctx context.Context, b *built, a redirect.Asker, r redirect.Rule) way {
	t, err := redirect.Follow(ctx, a, o.address(b, r), o.maxHops, o.leave(b))
	nothing := func(why string) way {
		return way{unknown: []redirect.Finding{{
			ID: "unknown", Level: redirect.Info, Address: r.From.URL(), Target: r.To, Evidence: why, Clicks: r.Clicks,
		}}}
	}
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		return nothing("not asked: the time of --deadline was over")
	case err != nil:
		return way{err: err}
	}
	findings, ok := b.Judge(r, t)
	if ok {
		return way{findings: findings}
	}
	w := nothing(t.String())
	w.findings = findings
	return w
}

// address returns how an old address is asked for: under the usual spelling of its host.
func (o *redirectsCheckOptions) address(b *built, r redirect.Rule) string {
	host := r.From.Host
	for _, h := range b.Hosts {
		if h.Name == host {
			host = h.Spellings[0]
		}
	}
	at := r.From
	at.Host = host
	if at.Path == "" {
		at.Path = "/"
	}
	return o.scheme + strings.TrimPrefix(at.URL(), "https")
}

// leave says which addresses are not asked any more.
func (o *redirectsCheckOptions) leave(b *built) func(string) bool {
	if !o.oldOnly {
		return nil
	}
	return func(address string) bool {
		a, err := redirect.ParseAddress(address)
		return err != nil || !slices.ContainsFunc(b.Hosts, func(h redirect.Host) bool { return h.Name == a.Host })
	}
}

// asker opens what is asked. The caller calls done in the end.
func (o *redirectsCheckOptions) asker(b *built) (a redirect.Asker, done func() error, err error) {
	if o.from == sources.Live {
		options, err := o.Options(nil, o.watch(terminal.NewProgress(o.Streams, o.quiet)))
		if err != nil {
			return nil, nil, err
		}
		f := live.New(options)
		return oldshops.NewAsker(b.shops, f), func() error { return nil }, nil
	}
	h, err := sources.OpenHeld(o.from, o.base, b.shops)
	if err != nil {
		return nil, nil, err
	}
	return oldshops.NewAsker(b.shops, h), h.Close, nil
}

// The lines of redirects check --json.
type (
	redirectFinding struct {
		Kind string `json:"kind"`
		redirect.Finding
	}
	redirectSummary struct {
		Kind string `json:"kind"`
		redirect.Sums
		Asked    int            `json:"asked"`
		Unknown  int            `json:"unknown"`
		Unread   int            `json:"unread"` // lines of redirects in place that were left alone
		Findings map[string]int `json:"findings"`
	}
)

// tell writes findings for people or for programs.
func (o *redirectsCheckOptions) tell(b *built, findings, unknown []redirect.Finding, asked int) error {
	summary := redirectSummary{
		Kind: "summary", Sums: b.Sums, Asked: asked, Unknown: len(unknown), Unread: len(b.unread), Findings: map[string]int{},
	}
	for _, f := range findings {
		summary.Findings[string(f.Level)]++
	}
	if o.asJSON {
		e := objects(o.Out)
		for _, f := range findings {
			if err := e.Encode(redirectFinding{"finding", f}); err != nil {
				return err
			}
		}
		for _, f := range unknown {
			if err := e.Encode(redirectFinding{"unknown", f}); err != nil {
				return err
			}
		}
		return e.Encode(summary)
	}
	for _, f := range slices.Concat(findings, unknown) {
		word := string(f.Level)
		if f.ID == "unknown" {
			word = "unknown"
		} else {
			word += " " + f.ID
		}
		if _, err := fmt.Fprintf(o.Out, "%s %s\n    %s\n", word, f.Address, f.Evidence); err != nil {
			return err
		}
	}
	if !o.quiet {
		text := o.summary(b, nil)
		if o.from != "" {
			text += fmt.Sprintf("%d asked, of %d of them nothing could be found out\n", asked, len(unknown))
		}
		text += fmt.Sprintf("%s, %s, %s\n",
			english.Plural(summary.Findings["error"], "error"), english.Plural(summary.Findings["warning"], "warning"), english.Plural(summary.Findings["info"], "remark"))
		terminal.Say(o.Err, text)
	}
	return nil
}
