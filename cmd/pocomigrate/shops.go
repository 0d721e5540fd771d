package main

import (
	"fmt"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/hint"
	"github.com/pocomigrate/pocomigrate/scrape/site"
)

func newShops(a *app) *cobra.Command {
	var asJSON bool
	list := &cobra.Command{
		Use:   "list",
		Short: "List the shops",
		Long: `List the shops that pocomigrate knows: what they are to the migration, whether they still answer, where they move to.

  pocomigrate shops list
  pocomigrate shops list --json        one profile a line`,
		Args: func(cmd *cobra.Command, args []string) error { return exactly(cmd, args, 0) },
		RunE: func(*cobra.Command, []string) error { return a.listShops(asJSON) },
	}
	show := &cobra.Command{
		Use:   "show SHOP",
		Short: "Show the profile of a shop",
		Long: `Show the profile of one shop: its addresses, and which layouts its pages are read by.

  pocomigrate shops show po.co/uk

A profile is a JSON file; --shops FOLDER lays your own over the built-in ones.`,
		Args: func(cmd *cobra.Command, args []string) error { return exactly(cmd, args, 1) },
		RunE: func(_ *cobra.Command, args []string) error { return a.showShop(args[0], asJSON) },
	}
	cmd := &cobra.Command{
		Use:   "shops",
		Short: "List the shops, show a profile, check profiles against saved pages, or list unknown words",
		Long: `List the shops that pocomigrate knows, show the profile of one, check profiles against saved pages, or list the words of
a run that no table has.

  pocomigrate shops
  pocomigrate shops show po.co/uk
  pocomigrate shops check --from crawl.wacz po.co/uk
  pocomigrate shops words

A shop is one regional storefront. Those that are built in:

` + shopsLine + `

A profile is a JSON file; --shops FOLDER lays your own over the built-in ones. Without a command, the shops are listed;
'shops po.co/uk' is short for 'shops show po.co/uk'.`,
		Args: func(cmd *cobra.Command, args []string) error { return exactly(cmd, args, min(len(args), 1)) },
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return a.listShops(asJSON)
			}
			err := a.showShop(args[0], asJSON)
			if near := cmd.SuggestionsFor(args[0]); err != nil && len(near) > 0 {
				return hint.Add(err, "did you mean "+cmd.CommandPath()+" "+strings.Join(near, " or ")+"?")
			}
			return err
		},
		SuggestionsMinimumDistance: 2,
	}
	for _, c := range []*cobra.Command{cmd, list, show} {
		c.Flags().BoolVar(&asJSON, "json", false, "one profile a line")
	}
	cmd.AddCommand(list, show, newShopsCheck(a), newShopsWords(a))
	return cmd
}

// exactly refuses another number of shops than n.
func exactly(cmd *cobra.Command, args []string, n int) error {
	takes := "one shop"
	switch {
	case len(args) == n:
		return nil
	case n == 0:
		takes = "no shop"
	}
	return &usageError{text: fmt.Sprintf("%s takes %s, not %d", cmd.Name(), takes, len(args)), command: cmd.CommandPath()}
}

func (a *app) listShops(asJSON bool) error {
	shops, err := a.profiles()
	switch {
	case err != nil:
		return err
	case asJSON:
		return a.shopLines(shops.All())
	}
	return a.shopTable(shops)
}

func (a *app) shopTable(shops *site.Shops) error {
	w := tabwriter.NewWriter(a.Out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "SHOP\tROLE\tSTATE\tLANGUAGE\tCURRENCY\tMOVES TO")
	for _, p := range shops.All() {
		state := "answers"
		if p.Closed != "" {
			state = "closed " + p.Closed
		}
		var to []string
		for _, r := range p.Routes {
			to = append(to, string(r.To))
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\n", p.ID, p.Role, state, p.Lang, p.Currency, strings.Join(to, ", "))
	}
	return w.Flush()
}

func (a *app) shopLines(shops []*site.Profile) error {
	e := objects(a.Out)
	for _, p := range shops {
		if err := e.Encode(p); err != nil {
			return err
		}
	}
	return nil
}

func (a *app) showShop(name string, asJSON bool) error {
	shops, err := a.profiles()
	if err != nil {
		return err
	}
	p, ok := shops.Shop(catalog.ShopID(name))
	if !ok {
		return unknownShop(shops, catalog.ShopID(name))
	}
	if asJSON {
		return a.shopLines([]*site.Profile{p})
	}
	data, err := indented(p)
	if err != nil {
		return err
	}
	_, err = a.Out.Write(data)
	return err
}

// unknownShop says which shop was probably meant.
func unknownShop(shops *site.Shops, id catalog.ShopID) error {
	var names []string
	for _, p := range shops.All() {
		names = append(names, string(p.ID))
	}
	err := fmt.Errorf("shop %q is not known", id)
	if best := hint.Nearest(string(id), names); best != "" {
		return hint.Add(err, "did you mean "+best+"?")
	}
	return hint.Add(err, "'pocomigrate shops' lists the shops")
}
