package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/pflag"

	"github.com/pocomigrate/pocomigrate/catalog/addresses"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/hint"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/intake"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/terminal"
	"github.com/pocomigrate/pocomigrate/scrape"
	"github.com/pocomigrate/pocomigrate/scrape/site"
)

// addressLists are the lists of old addresses that a command is given with --urls, and how they are read.
type addressLists struct {
	files   []string
	host    string
	columns []string
}

func (l *addressLists) flags(f *pflag.FlagSet) {
	f.StringArrayVar(&l.files, "urls", nil, "a `file` of old addresses, with clicks where it has them: plain list, CSV, .xlsx, Search Console, access log, … (- for standard input); repeatable")
	f.StringVar(&l.host, "host", "", "the `host` of addresses in --urls that begin with a slash, such as www.po.co")
	f.StringSliceVar(&l.columns, "columns", nil, "what each column of --urls holds, from the left, as `url,clicks,-`, where it is not recognised")
}

// addresses reads the lists and says what is to be known about each. The set is empty where no list is named.
func (l *addressLists) addresses(a *app) (*addresses.Set, error) {
	var lists []*addresses.List
	for _, name := range l.files {
		read, err := intake.Lists(a.In, name, addresses.Options{Host: l.host, Columns: l.columns, Canonical: scrape.Canonical})
		if err != nil {
			return nil, fmt.Errorf("--urls: %w", err)
		}
		lists = append(lists, read...)
	}
	set := addresses.Join(lists...)
	if !a.quiet {
		describeLists(a.Err, set)
	}
	return set, nil
}

// describeLists says of each list what it was taken for, the sum that its rows make, and what of it was not read.
func describeLists(w io.Writer, set *addresses.Set) {
	for _, l := range set.Lists {
		distinct := map[string]bool{}
		for _, e := range l.Entries {
			distinct[e.Canonical] = true
		}
		text := fmt.Sprintf("%s (%s): %d rows = %d addresses + %d folded into them", l.Name, l.Format, l.Rows, len(distinct), len(l.Entries)-len(distinct))
		if ignored := l.Rows - len(l.Entries); ignored > 0 {
			text += fmt.Sprintf(" + %d left out", ignored)
		}
		if l.Unit != "" {
			text += fmt.Sprintf("; %d %s", l.Total(), l.Unit)
		}
		if l.Period != "" {
			text += ", " + l.Period
		}
		terminal.Say(w, text)
		for _, i := range l.Ignored {
			text := fmt.Sprintf("  left out: %d %s", i.Rows, i.Reason)
			if i.Count > 0 {
				text += fmt.Sprintf(" (%d %s)", i.Count, l.Unit)
			}
			terminal.Say(w, text+", first "+i.First)
		}
		if len(l.Unknown) > 0 {
			terminal.Say(w, "  columns that are not understood, and not read: "+strings.Join(l.Unknown, ", "))
		}
		for _, note := range l.Notes {
			terminal.Say(w, "  "+note)
		}
	}
	for _, name := range set.Repeated {
		terminal.Say(w, name+": the same bytes as another list, and not counted again")
	}
}

func ofAShop(shops *site.Shops, address string) bool {
	url := scrape.Canonical(address)
	if _, _, ok := shops.Place(url); ok {
		return true
	}
	_, ok := shops.Owner(url)
	return ok
}

// expected returns the addresses that the lists of --urls ask for, each in one spelling, and says what in them belongs to
// no shop.
func (o *scrapeOptions) expected(shops *site.Shops) ([]string, error) {
	if len(o.lists.files) == 0 {
		return nil, nil
	}
	set, err := o.lists.addresses(o.app)
	if err != nil {
		return nil, err
	}
	o.listed = set
	var out, foreign []string
	for _, r := range set.Rows {
		s := r.Plainest()
		if ofAShop(shops, r.Canonical) {
			out = append(out, s.Address)
		} else {
			foreign = append(foreign, s.Place+": "+s.Address)
		}
	}
	if len(foreign) > 0 && !o.quiet {
		terminal.Say(o.Err, fmt.Sprintf("--urls: %d addresses of no shop, and not asked for, first %s", len(foreign), foreign[0]))
	}
	if len(out) == 0 {
		return nil, hint.Add(
			fmt.Errorf("--urls %s: no address of a shop in it", strings.Join(o.lists.files, ", ")),
			"an address is written such as https://www.po.co/uk/product/poco-f6/",
		)
	}
	return out, nil
}
