package main

import (
	"encoding/json"
	"fmt"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/scrape/site"
)

func newShops(a *app) *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "shops [SHOP]",
		Short: "List the shops, or show one profile",
		Long: `List the shops that pocomigrate knows, or show the profile of one.

  pocomigrate shops
  pocomigrate shops po.co/uk
  pocomigrate shops words            lists the words of a run that no table has

A profile is a JSON file; --shops FOLDER lays your own over the built-in ones.`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) > 1 {
				return &usageError{text: fmt.Sprintf("shops takes one shop, not %d", len(args)), command: cmd.CommandPath()}
			}
			return nil
		},
		RunE: func(_ *cobra.Command, args []string) error {
			shops, err := a.profiles()
			if err != nil {
				return err
			}
			switch {
			case len(args) == 1:
				return a.showShop(shops, catalog.ShopID(args[0]), asJSON)
			case asJSON:
				return a.shopLines(shops.All())
			}
			return a.shopTable(shops)
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "one profile a line")
	cmd.AddCommand(newShopsWords(a))
	return cmd
}

func (a *app) shopTable(shops *site.Shops) error {
	w := tabwriter.NewWriter(a.out, 0, 0, 2, ' ', 0)
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
	e := json.NewEncoder(a.out)
	e.SetEscapeHTML(false)
	for _, p := range shops {
		if err := e.Encode(p); err != nil {
			return err
		}
	}
	return nil
}

func (a *app) showShop(shops *site.Shops, id catalog.ShopID, asJSON bool) error {
	p, ok := shops.Shop(id)
	if !ok {
		return unknownShop(shops, id)
	}
	if asJSON {
		return a.shopLines([]*site.Profile{p})
	}
	data, err := indented(p)
	if err != nil {
		return err
	}
	_, err = a.out.Write(data)
	return err
}

// unknownShop says which shop was probably meant.
func unknownShop(shops *site.Shops, id catalog.ShopID) error {
	var names []string
	for _, p := range shops.All() {
		names = append(names, string(p.ID))
	}
	err := fmt.Errorf("shop %q is not known", id)
	if best := nearest(string(id), names); best != "" {
		return &hintError{err, "did you mean " + best + "?"}
	}
	return &hintError{err, "'pocomigrate shops' lists the shops"}
}

// nearest returns the name that a word was probably meant to be, or "".
func nearest(word string, names []string) string {
	best, distance := "", 4
	for _, name := range names {
		if d := editDistance(word, name); d < distance {
			best, distance = name, d
		}
	}
	return best
}

// editDistance is Levenshtein's: how many letters must be changed, added or dropped to turn a into b.
func editDistance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			diagonal, row[j+1] = row[j+1], min(diagonal+cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
