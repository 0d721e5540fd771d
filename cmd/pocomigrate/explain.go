package main

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/catalog/snapshot"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/english"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/hint"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/runfolder"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/workbook"
	"github.com/pocomigrate/pocomigrate/mapping"
)

func newExplain(a *app) *cobra.Command {
	var (
		dir, mappings string
		asJSON        bool
	)
	cmd := &cobra.Command{
		Use:   "explain KEY",
		Short: "Say where each value of a variant comes from, and why it was mapped as it was",
		Long: `Say where each value of a variant comes from (archive record, address, reader, pointer or selector), by which rule it was
read (a row of a table, a form of words), and why it was mapped to its SKU.

  pocomigrate explain po.co/uk#item:4101500031
  pocomigrate explain 24 --mappings mappings.jsonl

A mapping argues its case: the comparisons with their bits (each bit makes the target twice as likely, a negative one half
as likely), the two sides in their own words, the runner-up and further targets with the reason against each, and what
would change the answer. With --mappings the lines come from a file that map wrote.

The key is the Row id in the workbook. The number alone, the end of a key, or a product's slug
will do as long as only one variant has it.`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) != 1 || args[0] == "" {
				return &usageError{text: "explain takes one key", command: cmd.CommandPath()}
			}
			return nil
		},
		RunE: func(_ *cobra.Command, args []string) error {
			if mappings != "" {
				return a.explainLines(mappings, args[0], asJSON)
			}
			shops, words, err := a.knowledge()
			if err != nil {
				return err
			}
			c, err := runfolder.Read(dir)
			if err != nil {
				return err
			}
			v, err := lookUp(c, args[0])
			if err != nil {
				return err
			}
			if asJSON {
				return a.explainJSON(c, v)
			}
			_, err = a.Out.Write([]byte(explanation(c, v, workbook.Terms{Shops: shops, Words: words})))
			return err
		},
	}
	cmd.Flags().StringVar(&dir, "run", runfolder.Default, "the run `folder` to read")
	cmd.Flags().StringVar(&mappings, "mappings", "", "take the mapping from this `file` that map wrote, by the source's id")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print one object with variant, sources and mappings")
	return cmd
}

// explainLines prints the mapping lines of a source in a file: one for each shop that has the id.
func (a *app) explainLines(name, id string, asJSON bool) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	lines, err := snapshot.Decode[mapping.Mapping](f, name)
	if err := errors.Join(err, f.Close()); err != nil {
		return err
	}
	lines = slices.DeleteFunc(lines, func(m mapping.Mapping) bool {
		return m.SourceID == "" || string(m.SourceID) != id && m.SourceID.Value() != id && string(m.SourceKey()) != id
	})
	if len(lines) == 0 {
		return hint.Add(fmt.Errorf("%s: no line is about %q", name, id), "name a source_id, as it stands in the file")
	}
	if asJSON {
		e := objects(a.Out)
		return e.Encode(map[string]any{"mappings": lines})
	}
	var b strings.Builder
	for _, m := range lines {
		writeMapping(&b, m, func(_, value string) string { return value })
	}
	_, err = fmt.Fprint(a.Out, strings.TrimPrefix(b.String(), "\n"))
	return err
}

// lookUp returns the one variant that a person means by a key or a part of it.
func lookUp(c *runfolder.Contents, text string) (catalog.Variant, error) {
	for _, same := range []func(catalog.Variant) bool{
		func(v catalog.Variant) bool { return string(v.Key) == text },
		func(v catalog.Variant) bool {
			return slices.ContainsFunc(v.Identities, func(i catalog.Identity) bool { return string(i) == text || i.Value() == text })
		},
		func(v catalog.Variant) bool { return v.ItemGroupID == text },
		func(v catalog.Variant) bool { return strings.Contains(string(v.Key), text) },
	} {
		var found []catalog.Variant
		for _, v := range c.Variants {
			if same(v) {
				found = append(found, v)
			}
		}
		if len(found) == 1 {
			return found[0], nil
		}
		if len(found) > 1 {
			return catalog.Variant{}, ambiguous(text, found)
		}
	}
	return catalog.Variant{}, hint.Add(
		fmt.Errorf("%q: no variant has this key", text), "keys are the Row ids of the workbook, and stand in snapshot/variants.jsonl",
	)
}

func ambiguous(text string, found []catalog.Variant) error {
	const most = 12
	var b strings.Builder
	b.WriteString("name one of these:")
	for _, v := range found[:min(len(found), most)] {
		fmt.Fprintf(&b, "\n  %s  %s", v.Key, v.RecordTitle())
	}
	if more := len(found) - most; more > 0 {
		fmt.Fprintf(&b, "\n  and %d more", more)
	}
	return hint.Add(fmt.Errorf("%q: %d variants have this", text, len(found)), b.String())
}

// mappingsOf returns the mappings that a variant is a side of.
func mappingsOf(c *runfolder.Contents, v catalog.Variant) []mapping.Mapping {
	var out []mapping.Mapping
	for _, m := range c.Mappings {
		target := m.Target == v.Shop && m.TargetID != "" && (m.TargetID == v.SKU || slices.Contains(v.Identities, catalog.Identity(m.TargetID)))
		if m.SourceKey() == v.Key || target {
			out = append(out, m)
		}
	}
	return out
}

func provenanceOf(c *runfolder.Contents, v catalog.Variant) []catalog.Provenance {
	for _, s := range c.Sources {
		if s.Key == v.Key {
			return s.Provenance()
		}
	}
	return nil
}

func (a *app) explainJSON(c *runfolder.Contents, v catalog.Variant) error {
	e := objects(a.Out)
	return e.Encode(map[string]any{"variant": v, "sources": provenanceOf(c, v), "mappings": mappingsOf(c, v)})
}

// explanation is what explain prints for people. Each capture stands once, under a number, at the end.
func explanation(c *runfolder.Contents, v catalog.Variant, t workbook.Terms) string {
	var b strings.Builder
	format := t.Words.Written
	fmt.Fprintf(&b, "%s\n%s\n%s\n", v.Key, v.Title, v.Link)
	b.WriteString("\nwhat we read, and where (the numbers are captures, listed below)\n")
	var captures []catalog.Locator
	sources := provenanceOf(c, v)
	from := func(field string) {
		for _, s := range sources {
			if s.Field != field {
				continue
			}
			var n int
			captures, n = numbered(captures, s.At)
			fmt.Fprintf(&b, "      [%d] ", n)
			if !s.Used {
				b.WriteString("not used: ")
			}
			if s.Raw != "" {
				fmt.Fprintf(&b, "%q  ", s.Raw)
			}
			b.WriteString(strings.TrimSuffix(s.At.Reader+" "+s.At.Path, " ") + "\n")
			if s.Rule != "" {
				fmt.Fprintf(&b, "          rule: %s\n", s.Rule)
			}
		}
	}
	for field, value := range v.RecordFields() {
		if !strings.HasPrefix(field, catalog.DetailField) {
			fmt.Fprintf(&b, "  %-18s %s\n", field, format(field, value))
			from(field)
		}
	}
	if len(v.ProductDetails) > 0 {
		fmt.Fprintf(&b, "  %-18s %s\n", "product_detail", english.Plural(len(v.ProductDetails), "line"))
		from("product_detail")
	}
	for _, d := range v.ProductDetails {
		fmt.Fprintf(&b, "        %-30s %s\n", d.Label, d.Value)
	}
	for _, i := range v.Issues {
		fmt.Fprintf(&b, "  doubt: %s (%s)\n", i.Text, i.Code)
	}
	for _, m := range mappingsOf(c, v) {
		writeMapping(&b, m, format)
	}
	if t.Alone(v.Shop) {
		fmt.Fprintf(&b, "\nno mapping: no old shop moves to %s\n", v.Shop)
	}
	b.WriteString("\ncaptures\n")
	for i, at := range captures {
		fmt.Fprintf(&b, "  [%d] %s\n", i+1, cmp.Or(at.URL, at.Archive)) // a row of a list has no address
		if at.Record != "" {
			fmt.Fprintf(&b, "      %s, record %s, captured %s\n", at.Archive, at.Record, at.Time.Format("2006-01-02 15:04:05"))
		}
	}
	return b.String()
}

// numbered returns the number of the capture that a locator lies in, counted from 1, and notes it when it is new.
func numbered(known []catalog.Locator, at catalog.Locator) ([]catalog.Locator, int) {
	i := slices.IndexFunc(known, func(k catalog.Locator) bool {
		return k.Archive == at.Archive && k.Record == at.Record && k.URL == at.URL
	})
	if i >= 0 {
		return known, i + 1
	}
	return append(known, at), len(known) + 1
}

func writeMapping(b *strings.Builder, m mapping.Mapping, format func(field, value string) string) {
	from := string(m.SourceKey())
	if from == "" {
		from = "nothing old"
	}
	fmt.Fprintf(b, "\nmapping of %s to %s\n", from, m.Target)
	fmt.Fprintf(b, "  %s", m.Status)
	if m.TargetID != "" {
		fmt.Fprintf(b, " %s", m.TargetID)
	}
	if m.Score > 0 {
		fmt.Fprintf(b, ", score %.4f", float64(m.Score))
	}
	if m.Ruling != "" {
		fmt.Fprintf(b, "; a person ruled: %s", m.Ruling)
	}
	fmt.Fprintf(b, "\n  because %s\n", m.Reason)
	writeArgument(b, m, format)
	if len(m.Flags) > 0 {
		fmt.Fprintf(b, "  flags %s\n", joined(m.Flags))
	}
}

// writeArgument writes what a mapping rests on: the comparisons, what else was considered, and what would change it.
func writeArgument(b *strings.Builder, m mapping.Mapping, format func(field, value string) string) {
	total := 0.0
	for _, e := range m.Evidence {
		writeEvidence(b, e, format(e.Attribute, e.Source), format(e.Attribute, e.Target))
		total += float64(e.Bits)
	}
	if len(m.Evidence) > 0 {
		fmt.Fprintf(b, "    %-29s %+7.2f bits, each bit twice as likely as by chance\n", "together", total)
	}
	if r := m.RunnerUp; r != nil {
		fmt.Fprintf(b, "  runner-up %s %s, score %.4f: %s\n", r.TargetID, r.Title, float64(r.Score), r.Reason)
	}
	for _, o := range m.Others {
		fmt.Fprintf(b, "  also considered %s %s, score %.4f: %s\n", o.TargetID, o.Title, float64(o.Score), o.Reason)
	}
	if m.Forgone > 0 {
		fmt.Fprintf(b, "  its own best target had %.2f bits more, and took the place of another variant\n", float64(m.Forgone))
	}
	if m.Change != "" {
		fmt.Fprintf(b, "  what would change it: %s\n", m.Change)
	}
}

// writeEvidence writes one comparison: the bits, and the two sides in their own words.
func writeEvidence(b *strings.Builder, e mapping.Evidence, source, target string) {
	fmt.Fprintf(b, "    %-18s %-10s %+7.2f bits  %s | %s", e.Attribute, e.Level, float64(e.Bits), dash(source), dash(target))
	if e.Veto {
		b.WriteString("  rules it out")
	}
	b.WriteByte('\n')
	if e.Detail != "" {
		fmt.Fprintf(b, "        %s\n", e.Detail)
	}
}

func dash(s string) string {
	if s == "" {
		return "–"
	}
	return s
}
