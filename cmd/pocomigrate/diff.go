package main

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/catalog/diff"
	"github.com/pocomigrate/pocomigrate/catalog/normalize"
)

func newDiff(a *app) *cobra.Command {
	var format string
	cmd := &cobra.Command{
		Use:   "diff OLD NEW",
		Short: "Say what changed between two snapshots",
		Long: `Say what changed between two snapshots: run folders, or snapshot folders.

  pocomigrate diff main/poco-migration poco-migration

Exit status 1 when anything changed, as diff(1) does. A record whose page is unknown in the new snapshot is not called
removed. --format json prints one object a line; see the package catalog/diff for its fields.`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) != 2 {
				return &usageError{text: fmt.Sprintf("diff takes two snapshots, not %d", len(args)), command: cmd.CommandPath()}
			}
			return nil
		},
		RunE: func(_ *cobra.Command, args []string) error { return a.diff(args[0], args[1], format) },
	}
	cmd.Flags().StringVar(&format, "format", "text", "text or json")
	return cmd
}

func (a *app) diff(before, after, format string) error {
	if format != "text" && format != "json" {
		return &usageError{text: "--format " + format + ": it is text or json", command: "pocomigrate diff"}
	}
	_, words, err := a.knowledge()
	if err != nil {
		return err
	}
	from, err := readContents(before)
	if err != nil {
		return err
	}
	to, err := readContents(after)
	if err != nil {
		return err
	}
	result, err := diff.Compare(from.records(), to.records(), diff.Options{Unknown: to.unknownPage(from)})
	if err != nil {
		return err
	}
	if format == "json" {
		err = diff.WriteJSON(a.out, result)
	} else {
		err = diff.WriteText(a.out, result, diff.TextOptions{Color: a.colorOn(a.out), Width: a.width(), Format: people(words)})
	}
	if err != nil {
		return err
	}
	if result.Differs() || result.EmptySide() != "" {
		return &statusError{status: statusNo}
	}
	return nil
}

// width returns how wide text for people may be; 0 where nobody said.
func (a *app) width() int {
	columns, _ := a.env("COLUMNS")
	n, err := strconv.Atoi(columns)
	if err != nil || n < 40 {
		return 0
	}
	return n
}

// records returns what two snapshots are compared by.
func (c *contents) records() []diff.Record {
	variants := map[string]*catalog.Variant{}
	out := make([]diff.Record, 0, len(c.variants)+len(c.mappings))
	for i := range c.variants {
		v := &c.variants[i]
		variants[string(v.Key)] = v
		out = append(out, v)
	}
	for _, m := range c.mappings {
		key := string(m.SourceKey())
		if m.SourceID == "" {
			key = string(catalog.NewKey(m.Target, "", catalog.ItemIdentity(m.TargetID)))
		}
		if v, ok := variants[key]; ok && m.SourceID != "" {
			out = append(out, mappingOf{m, v})
		} else if ok {
			out = append(out, titled{m, v})
		} else {
			out = append(out, m)
		}
	}
	return out
}

// titled is a record under the words of the variant that it is about.
type titled struct {
	diff.Record
	variant *catalog.Variant
}

func (t titled) RecordTitle() string { return t.variant.RecordTitle() }

// mappingOf is the mapping of a source variant. It can be found again by any identity of the variant, so that a variant
// whose key got better takes its mapping along.
type mappingOf struct {
	diff.Record
	variant *catalog.Variant
}

func (m mappingOf) RecordTitle() string { return m.variant.RecordTitle() }

func (m mappingOf) RecordIdentities() []string { return m.variant.RecordIdentities() }

// unknownPage reports which of the old records cannot be called removed: a page of their product is unknown now, or no
// page of it was met and a listing that might have named it is unknown.
func (c *contents) unknownPage(before *contents) func(kind, key string) bool {
	met, unknown := map[product]bool{}, map[product]bool{}
	for _, cov := range c.coverage {
		p := product{cov.Shop, cov.Market, cov.Slug}
		met[p] = true
		unknown[p] = unknown[p] || cov.State == catalog.Unknown
	}
	of := map[string]product{}
	for _, v := range before.variants {
		of[string(v.Key)] = product{v.Shop, v.Market, v.ItemGroupID}
	}
	return func(_, key string) bool {
		p, ok := of[key]
		return ok && (unknown[p] || (!met[p] && unknown[product{shop: p.shop, market: p.market}]))
	}
}

// people returns a function that turns the raw value of a field into what people write: "32900 GBP" into "329.00 GBP".
func people(words *normalize.Vocabulary) func(field, value string) string {
	return func(field, value string) string {
		amount, currency, ok := strings.Cut(value, " ")
		if !ok || !strings.HasSuffix(field, "price") || len(currency) != 3 {
			return value
		}
		digits, known := words.MinorDigits(currency)
		if !known || slices.ContainsFunc([]rune(amount), func(r rune) bool { return r < '0' || r > '9' }) {
			return value
		}
		return decimal(amount, digits) + " " + currency
	}
}

// decimal puts the point into an amount of minor units.
func decimal(amount string, digits int) string {
	if digits == 0 {
		return amount
	}
	for len(amount) <= digits {
		amount = "0" + amount
	}
	return amount[:len(amount)-digits] + "." + amount[len(amount)-digits:]
}
