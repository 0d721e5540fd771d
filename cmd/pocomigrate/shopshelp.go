package main

import (
	"fmt"
	"strings"
	"text/tabwriter"

	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/workbook"
	"github.com/pocomigrate/pocomigrate/scrape/site"
)

// shopsLine stands in a help for the built-in shops. The documents keep it as it is, so that a new shop leaves them alone; a
// terminal shows the shops.
const shopsLine = "  old and new     listed with what becomes of each by 'pocomigrate help shops', and as a table by 'pocomigrate shops'"

// withShops puts the built-in shops in the place of [shopsLine].
func withShops(help string) string {
	if !strings.Contains(help, shopsLine) {
		return help // as most do, and the profiles need not be read
	}
	return strings.Replace(help, shopsLine, strings.TrimRight(builtInShops(), "\n"), 1)
}

// builtInShops returns what the help says of the built-in shops, a line for each, old ones first. It is made of the profiles,
// so that a new one is all that a new shop takes.
func builtInShops() string {
	shops, err := site.Load(nil)
	if err != nil {
		return "" // a bug that every command and every test says
	}
	var b strings.Builder
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	for _, role := range []site.Role{site.Source, site.Target} {
		for _, p := range shops.All() {
			if p.Role == role {
				fmt.Fprintf(w, "  %s\t%s\n", p.ID, fate(shops, p))
			}
		}
	}
	w.Flush() //nolint:errcheck // a Builder takes everything
	return b.String()
}

// fate says in a few words what becomes of a shop's catalogue, or whose it receives.
func fate(shops *site.Shops, p *site.Profile) string {
	if p.Role == site.Target {
		var from []string
		for _, old := range shops.All() {
			if workbook.Leads(old, p.ID) {
				from = append(from, string(old.ID))
			}
		}
		if len(from) == 0 {
			return "receives none of these"
		}
		return "receives " + strings.Join(from, ", ")
	}
	state := "still answers"
	if p.Closed != "" {
		state = "closed on " + p.Closed
	}
	if len(p.Markets) > 0 {
		return state + "; each market moves to its own shop"
	}
	var to []string
	for _, r := range p.Routes {
		to = append(to, string(r.To))
	}
	return state + "; moves to " + strings.Join(to, ", ")
}
