package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/english"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/hint"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/oldshops"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/runfolder"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/terminal"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/whole"
	"github.com/pocomigrate/pocomigrate/mapping/redirect"
	"github.com/pocomigrate/pocomigrate/mapping/redirect/format"
	"github.com/pocomigrate/pocomigrate/scrape"
	"github.com/pocomigrate/pocomigrate/scrape/site"
)

// redirectOptions are what both commands about redirects are told: what the map of old addresses is made of.
type redirectOptions struct {
	*app
	dir      string
	policy   string
	lists    addressLists
	existing []string
	flatten  bool
}

func newRedirects(a *app) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "redirects",
		Short: "Where each old address leads: write it for web servers, check it",
		Long: `Where each old address leads: write it for web servers, check it.

  pocomigrate redirects check
  pocomigrate redirects export nginx -o redirects.conf`,
		Args: knownCommand,
		RunE: func(cmd *cobra.Command, _ []string) error {
			cmd.SetOut(a.Err)
			return cmd.Help()
		},

		SuggestionsMinimumDistance: 2,
	}
	cmd.AddCommand(newRedirectsExport(a), newRedirectsCheck(a))
	return cmd
}

func (o *redirectOptions) mapFlags(f *pflag.FlagSet) {
	f.StringVar(&o.dir, "run", runfolder.Default, "the run `folder` whose mappings and rulings decide")
	f.StringVar(&o.policy, "policy", "", "`file` with rows that are tried before ours; shipped prints ours, to start from")
	o.lists.flags(f)
	f.Lookup("host").Usage = "the `host` of addresses that name none, in --urls and in --existing, such as www.po.co"
	f.StringArrayVar(&o.existing, "existing", nil, "`file` of redirects that are in place and win: nginx, Apache, Caddy, _redirects, CSV; repeatable")
	f.BoolVar(&o.flatten, "flatten", false, "lead each old address straight to the end of its chain")
}

// built is the map of old addresses with what could not be read of the redirects in place.
type built struct {
	*redirect.Map
	shops  *site.Shops
	unread []redirect.Unread
}

// build makes the map.
func (o *redirectOptions) build() (*built, error) {
	shops, err := o.profiles()
	if err != nil {
		return nil, err
	}
	policy, err := o.readPolicy()
	if err != nil {
		return nil, err
	}
	c, err := runfolder.Read(o.dir)
	if err != nil {
		return nil, err
	}
	in := redirect.Input{
		Snapshot: c.Manifest.Digest(), Coverage: c.Coverage, Variants: c.Variants, Mappings: c.Mappings,
		Shops: oldshops.New(shops), Policy: policy,
	}
	if in.Listed, err = o.readLists(); err != nil {
		return nil, err
	}
	b := &built{shops: shops}
	if in.Existing, b.unread, err = o.readExisting(in.Shops); err != nil {
		return nil, err
	}
	b.Map = redirect.New(in)
	if !b.Sums.Closes() {
		return nil, fmt.Errorf("the sums of the redirects do not close: %+v", b.Sums)
	}
	if o.flatten {
		if n := b.Flatten(); n > 0 && !o.quiet {
			terminal.Say(o.Err, english.Plural(n, "redirect")+" made to lead straight to the end of the chain")
		}
	}
	return b, nil
}

// readPolicy reads the policy: the user's rows over ours.
func (o *redirectOptions) readPolicy() (redirect.Policy, error) {
	ours, err := redirect.ReadPolicy(strings.NewReader(redirect.ShippedPolicy()), "policy.csv")
	if err != nil || o.policy == "" || o.policy == "shipped" {
		return ours, err
	}
	theirs, err := readWith(o.policy, redirect.ReadPolicy)
	return theirs.Over(ours), err
}

// readExisting reads the redirects that are in place.
func (o *redirectOptions) readExisting(k redirect.Knowledge) ([]redirect.Existing, []redirect.Unread, error) {
	var all []redirect.Existing
	var unread []redirect.Unread
	for _, name := range o.existing {
		r, err := readWith(name, func(in io.Reader, name string) (format.Result, error) { return format.Read(in, name, o.lists.host) })
		if errors.Is(err, format.ErrNoHost) {
			return nil, nil, hint.Add(err, "say whose they are with --host www.po.co")
		}
		if err != nil {
			return nil, nil, err
		}
		unread = append(unread, r.Unread...)
		for _, e := range r.Existing {
			if keyed(k, e.From) {
				all = append(all, e)
			} else {
				unread = append(unread, redirect.Unread{Place: e.Place, Text: e.From, Why: "a query that tells no pages apart here"})
			}
		}
	}
	return all, unread, nil
}

// keyed reports whether an address stands for itself alone in a map: all of its query that is not about where a visitor came
// from is the one parameter that tells pages apart.
func keyed(k redirect.Knowledge, address string) bool {
	page, _ := k.Old(address)
	whole, err := redirect.ParseAddress(scrape.Canonical(address))
	return err == nil && whole.Query == page.Address.Query && page.Address.Plain()
}

type redirectsExportOptions struct {
	redirectOptions
	out   string
	allow []string
}

func newRedirectsExport(a *app) *cobra.Command {
	o := &redirectsExportOptions{redirectOptions: redirectOptions{app: a}}
	cmd := &cobra.Command{
		Use:   "export FORMAT",
		Short: "Write where each old address leads, for a web server or for people",
		Long:  exportHelp(),
		Args: func(cmd *cobra.Command, args []string) error {
			if o.policy == "shipped" && len(args) == 0 {
				return nil
			}
			if len(args) != 1 {
				return &usageError{text: "redirects export takes one format: " + joined(format.Names()), command: cmd.CommandPath()}
			}
			if _, ok := format.Find(args[0]); !ok {
				return hint.Add(
					&usageError{text: fmt.Sprintf("redirects export: there is no format %q", args[0]), command: cmd.CommandPath()},
					hint.OneOf(args[0], format.Names()),
				)
			}
			return nil
		},
		ValidArgsFunction: once(words(format.Names()...)),
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				_, err := io.WriteString(a.Out, redirect.ShippedPolicy())
				return err
			}
			f, _ := format.Find(args[0])
			return o.run(f)
		},
	}
	f := cmd.Flags()
	o.mapFlags(f)
	f.StringVarP(&o.out, "out", "o", "-", "`file` to write to, - for standard output")
	f.StringSliceVar(&o.allow, "allow", nil, "write the map in spite of faults with these `ids`")
	return cmd
}

func exportHelp() string {
	var b strings.Builder
	b.WriteString(`Write where each old address leads, for a web server or for people.

  pocomigrate scrape --sample
  pocomigrate redirects export nginx -o redirects.conf
  pocomigrate redirects export csv --urls testdata/examples/old-addresses.csv

`)
	for _, f := range format.All() {
		fmt.Fprintf(&b, "  %-11s %s\n", f.Name, f.About)
	}
	b.WriteString(`
What a format cannot do: keys of nginx do not look at case. Apache takes no line of 1,024 bytes or more, and no RewriteMap in
.htaccess. Caddy is slow beyond 10,000 rules, and takes no braces in a path. Netlify needs a page /gone.html for 410, takes
10,000 lines, and carries the query on. Cloudflare has neither 410 nor parameters, and a quota by plan.

Every old address that is known gets one of four states: redirect, gone (410), pending (somebody has to decide; no rule) and
ignored. Known are those of the snapshot, those of lists (--urls) and those of redirects in place (--existing), which win.
What a page leads to when no mapping speaks of it, the policy says; --policy shipped prints ours.

The map is checked before a byte is written, also by the rules of the format. Faults are told, and nothing is written: status
1, unless --allow names their ids. 'pocomigrate redirects check' tells more, and asks servers.

Addresses are answered with and without "www.", with and without a final slash. A parameter that tells pages apart (gid) has
rules of its own; any other is ignored. The query is not carried on to the new page.`)
	return b.String()
}

func (o *redirectsExportOptions) run(f format.Format) error {
	b, err := o.build()
	if err != nil {
		return err
	}
	findings := redirect.Sort(append(b.Check(redirect.CheckOptions{}), f.Check(b.Map)...))
	var faults []redirect.Finding
	for _, finding := range findings {
		if finding.Level == redirect.Fault && !slices.Contains(o.allow, finding.ID) {
			faults = append(faults, finding)
		}
	}
	if len(faults) > 0 {
		for _, fault := range faults {
			terminal.Say(o.Err, findingLine(fault))
		}
		return &statusError{statusNo, fmt.Sprintf("nothing is written: the map has %s; mend them, or name their ids with --allow", english.Plural(len(faults), "fault"))}
	}
	var data bytes.Buffer
	if err := f.Write(&data, b.Map); err != nil {
		return err
	}
	if err := whole.WriteOut(o.Out, o.out, data.Bytes()); err != nil {
		return err
	}
	if !o.quiet {
		terminal.Say(o.Err, o.summary(b, findings))
	}
	return nil
}

// summary says what the map holds, with sums that close, and what people should look at.
func (o *redirectOptions) summary(b *built, findings []redirect.Finding) string {
	s := b.Sums
	var text strings.Builder
	fmt.Fprintf(&text, "%d old addresses = %d redirect + %d gone + %d pending + %d ignored\n", s.Addresses, s.Redirect, s.Gone, s.Pending, s.Ignored)
	fmt.Fprintf(&text, "from %d = %d of the snapshot + %d links + %d of lists + %d in place + %d without their item number, less %d known already\n",
		s.In(), s.Coverage, s.Links, s.Listed, s.Existing, s.Implied, s.Respelled)
	if s.Clicks > 0 {
		fmt.Fprintf(&text, "clicks: %s of %d have a rule, %s lead to a page\n", share(s.Decided, s.Clicks), s.Clicks, share(s.Led, s.Clicks))
	}
	if n := len(b.unread); n > 0 {
		fmt.Fprintf(&text, "%s in place left alone, no redirect from one address to another; first %s: %s\n",
			english.Plural(n, "line"), b.unread[0].Place, b.unread[0].Why)
	}
	counts := map[string]int{}
	var order []redirect.Finding
	for _, f := range findings {
		if k := string(f.Level) + " " + f.ID; counts[k] == 0 {
			order = append(order, f)
		}
		counts[string(f.Level)+" "+f.ID]++
	}
	for _, f := range order {
		if n := counts[string(f.Level)+" "+f.ID]; n == 1 {
			fmt.Fprintf(&text, "%s\n", findingLine(f))
		} else {
			fmt.Fprintf(&text, "%s: %d × %s, first %s\n", f.Level, n, f.ID, f.Address)
		}
	}
	text.WriteString(o.pending(b))
	return text.String()
}

// pending lists the addresses that wait for somebody, those with most clicks first.
func (o *redirectOptions) pending(b *built) string {
	const most = 10 // what fits below a summary; the CSV has all
	waiting := b.Unmapped()
	if len(waiting) == 0 {
		return ""
	}
	var text strings.Builder
	fmt.Fprintf(&text, "pending, no rule is written for them:\n")
	for _, r := range waiting[:min(len(waiting), most)] {
		clicks := ""
		if r.Clicks > 0 {
			clicks = english.Plural(int(r.Clicks), "click") + ", "
		}
		fmt.Fprintf(&text, "  %s (%s%s: %s)\n", r.From.URL(), clicks, r.Reason, r.Detail)
	}
	if more := len(waiting) - most; more > 0 {
		fmt.Fprintf(&text, "  and %d more; 'pocomigrate redirects export csv' lists all\n", more)
	}
	return text.String()
}

func share(part, whole int64) string {
	return fmt.Sprintf("%.1f %%", 100*float64(part)/float64(max(whole, 1)))
}

func findingLine(f redirect.Finding) string {
	return fmt.Sprintf("%s: %s: %s: %s", f.Level, f.ID, f.Address, f.Evidence)
}

// readLists reads the lists of old addresses that --urls names, or what is kept of those that the run was given.
func (o *redirectOptions) readLists() ([]redirect.Listed, error) {
	if len(o.lists.files) == 0 {
		return o.keptClicks()
	}
	set, err := o.lists.addresses(o.app)
	if err != nil {
		return nil, err
	}
	var out []redirect.Listed
	for _, row := range set.Rows {
		s := row.Plainest()
		clicks, _ := row.Clicks()
		out = append(out, redirect.Listed{Address: s.Address, Clicks: clicks, Place: s.Place})
	}
	return out, nil
}

// keptClicks returns the addresses whose clicks the run folder holds.
func (o *redirectOptions) keptClicks() ([]redirect.Listed, error) {
	lines, err := runfolder.ReadClicks(o.dir)
	var out []redirect.Listed
	for i, l := range lines {
		out = append(out, redirect.Listed{Address: l.Address, Clicks: l.Clicks, Place: fmt.Sprintf("%s:%d", runfolder.ClicksFile, i+1)})
	}
	return out, err
}
