package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/pflag"

	"github.com/pocomigrate/pocomigrate/catalog/addresses"
	"github.com/pocomigrate/pocomigrate/catalog/xlsx"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/hint"
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
		read, err := l.read(a.In, name)
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

// read reads the lists in one file.
func (l *addressLists) read(stdin io.Reader, name string) ([]*addresses.List, error) {
	in := stdin
	if name == "-" {
		name = "standard input"
	} else {
		f, err := os.Open(name)
		if err != nil {
			return nil, err
		}
		defer f.Close() //nolint:errcheck // read-only
		in = f
	}
	data, err := io.ReadAll(io.LimitReader(in, addresses.MaxFile+1))
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", name, err)
	}
	o := addresses.Options{Host: l.host, Columns: l.columns, Canonical: scrape.Canonical}
	if !bytes.HasPrefix(data, []byte("PK\x03\x04")) || !bytes.Contains(data, []byte("xl/workbook.xml")) {
		return addresses.Read(data, name, o)
	}
	return listsOfBook(data, name, o)
}

// listsOfBook reads every sheet of a workbook that holds addresses.
func listsOfBook(data []byte, name string, o addresses.Options) ([]*addresses.List, error) {
	book, err := xlsx.Read(bytes.NewReader(data), name)
	if err != nil {
		return nil, err
	}
	var lists []*addresses.List
	var without []string
	for _, s := range book.Sheets {
		if len(s.Rows) == 0 {
			continue
		}
		list, err := addresses.ReadSheet(s, name+" ("+s.Name+")", o)
		switch {
		case errors.Is(err, addresses.ErrNoAddresses):
			without = append(without, s.Name)
		case err != nil:
			return nil, err
		default:
			lists = append(lists, list)
		}
	}
	if len(lists) == 0 {
		return nil, fmt.Errorf("%s: none of its sheets holds addresses: %s; %w", name, strings.Join(without, ", "), addresses.ErrNoAddresses)
	}
	if len(without) > 0 {
		lists[0].Notes = append(lists[0].Notes, "beside it stand the sheets "+strings.Join(without, ", ")+", which hold no addresses")
	}
	return lists, nil
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
