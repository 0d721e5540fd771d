package main

import (
	"errors"
	"fmt"
	"slices"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/catalog/normalize"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/hint"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/intake"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/runfolder"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/terminal"
	"github.com/pocomigrate/pocomigrate/mapping"
	"github.com/pocomigrate/pocomigrate/mapping/match"
	"github.com/pocomigrate/pocomigrate/scrape/site"
)

// pair maps the shops of one catalogue to those of another and writes the mappings.
func (o *mapOptions) pair(shops *site.Shops, words *normalize.Vocabulary) error {
	target := intake.Reading{Columns: o.targetColumns, Sheet: o.Sheet, Locale: o.Locale}
	from, err := o.Catalogue(o.source, words)
	to, err2 := target.Catalogue(o.target, words)
	if err := errors.Join(err, err2); err != nil {
		return err
	}
	if !knows(shops, sold(to), site.Target) {
		if err := renameShop(to, freeName(sold(to), sold(from))); err != nil {
			return hint.Add(fmt.Errorf("%s: %w", o.target, err), "what is mapped to is named by its id alone: give each article one of its own")
		}
	}
	c, in, err := meet(from, to, shops)
	if err != nil {
		return err
	}
	rulings, err := runfolder.Ledger(o.ledger, o.dir)
	if err != nil {
		return err
	}
	for _, r := range in.Routes {
		if !slices.Contains(sold(to), r.To) {
			terminal.Say(o.Err, fmt.Sprintf("%s: it holds no %s, where %s leads", o.target, r.To, r.From))
		}
	}
	if err := o.propose(c, o.input(in, rulings), rulings, o.ledger); err != nil {
		return err
	}
	for i := range c.Mappings {
		m := &c.Mappings[i]
		if byTitle(in.Routes, m.Source) && m.SourceID.Kind() == "item" {
			m.SourceID = catalog.Identity(m.SourceID.Value()) // as it stands in the file
		}
	}
	if !o.quiet {
		terminal.Say(o.Err, outcome(c))
	}
	return o.write(c)
}

// outcome says in a line what the mapping came to, and in another what being one-to-one cost.
func outcome(c *runfolder.Contents) string {
	count := map[mapping.Status]int{}
	forgone, bits := 0, 0.0
	for i := range c.Mappings {
		m := &c.Mappings[i]
		count[m.Status]++
		if m.Forgone > 0 {
			forgone++
			bits += float64(m.Forgone)
		}
	}
	out := fmt.Sprintf("%d matched, %d to review, %d product only, %d unmapped, %d new", count[mapping.Matched],
		count[mapping.NeedsReview], count[mapping.ProductOnly], count[mapping.Unmapped], count[mapping.New])
	if forgone > 0 {
		out += fmt.Sprintf("\none-to-one: %d got another target than their own best, %.1f bits less in all", forgone, bits)
	}
	return out
}

// meet puts a source and a target catalogue together and says which way each source shop goes: that of its profile where
// the target holds shops that profiles know, else to the one shop that the target holds.
func meet(from, to *runfolder.Contents, shops *site.Shops) (*runfolder.Contents, match.Input, error) {
	targets := sold(to)
	known := knows(shops, targets, site.Target)
	out := &runfolder.Contents{}
	in := match.Input{}
	for _, id := range sold(from) {
		p, ok := shops.Shop(id)
		switch {
		case ok && p.Role == site.Target && known:
			continue // a run folder holds both sides
		case ok && known:
			for _, r := range p.Routes {
				in.Routes = append(in.Routes, match.Route{From: id, Market: r.Market, To: r.To})
			}
		case len(targets) == 1:
			for _, market := range marketsOf(from, id) {
				in.Routes = append(in.Routes, match.Route{From: id, Market: market, To: targets[0], ByTitle: true})
			}
		default:
			return nil, in, fmt.Errorf("%s: no profile says where its catalogue goes, and the target holds %d shops: %s", id, len(targets), joined(targets))
		}
		take(out, from, id)
	}
	for _, id := range targets {
		if p, ok := shops.Shop(id); !ok || p.Role == site.Target {
			take(out, to, id)
			in.Targets = append(in.Targets, id)
		}
	}
	return out, in, nil
}

func byTitle(routes []match.Route, from catalog.ShopID) bool {
	return slices.ContainsFunc(routes, func(r match.Route) bool { return r.From == from && r.ByTitle })
}

// knows says whether any of the shops is one of a role that a profile describes.
func knows(shops *site.Shops, ids []catalog.ShopID, role site.Role) bool {
	return slices.ContainsFunc(ids, func(id catalog.ShopID) bool {
		p, ok := shops.Shop(id)
		return ok && p.Role == role
	})
}

// sold returns the shops that the snapshot holds variants of, sorted.
func sold(c *runfolder.Contents) []catalog.ShopID {
	var out []catalog.ShopID
	seen := map[catalog.ShopID]bool{}
	for i := range c.Variants {
		if id := c.Variants[i].Shop; !seen[id] {
			seen[id] = true
			out = append(out, id)
		}
	}
	slices.Sort(out)
	return out
}

// marketsOf returns the markets that a shop serves, sorted; one without a name where it does not say.
func marketsOf(c *runfolder.Contents, id catalog.ShopID) []string {
	var out []string
	for i := range c.Variants {
		if v := &c.Variants[i]; v.Shop == id && !slices.Contains(out, v.Market) {
			out = append(out, v.Market)
		}
	}
	slices.Sort(out)
	return out
}

// take adds to a snapshot what another snapshot knows of one shop.
func take(c, from *runfolder.Contents, id catalog.ShopID) {
	for i := range from.Variants {
		if from.Variants[i].Shop == id {
			c.Variants = append(c.Variants, from.Variants[i])
		}
	}
	for _, cov := range from.Coverage {
		if cov.Shop == id {
			c.Coverage = append(c.Coverage, cov)
		}
	}
}

// renameShop makes all variants those of one shop: a column of sellers says nothing about where a target stands. Two sellers that
// give one id to two articles are an error.
func renameShop(c *runfolder.Contents, id catalog.ShopID) error {
	of := map[catalog.Identity]catalog.ShopID{}
	for i := range c.Variants {
		v := &c.Variants[i]
		identity := v.Key.Identity()
		if first, ok := of[identity]; ok {
			return fmt.Errorf("id %q is that of an article of %s, and of another of %s", identity.Value(), first, v.Shop)
		}
		of[identity] = v.Shop
		v.Shop, v.Market, v.Key = id, "", catalog.NewKey(id, "", identity)
	}
	return nil
}

// freeName returns the name of the target's first shop, or one that no source shop has.
func freeName(targets, sources []catalog.ShopID) catalog.ShopID {
	name := catalog.ShopID("target")
	if len(targets) == 1 {
		name = targets[0]
	}
	for slices.Contains(sources, name) {
		name += "'"
	}
	return name
}
