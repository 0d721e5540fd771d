package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/hint"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/runfolder"
	"github.com/pocomigrate/pocomigrate/scrape/crawl"
	"github.com/pocomigrate/pocomigrate/scrape/drift"
	"github.com/pocomigrate/pocomigrate/scrape/site"
)

// lastReport reads the report that --against names: a run folder's, or the file itself.
func (o *checkOptions) lastReport() (*runfolder.Report, error) {
	name := o.against
	if info, err := os.Stat(name); err == nil && info.IsDir() {
		name = filepath.Join(name, runfolder.ReportFile)
	}
	last, err := runfolder.ReadReport(name)
	if err == nil && last == nil {
		return nil, hint.Add(
			fmt.Errorf("--against %s: %w", o.against, fs.ErrNotExist), "name a run folder that 'pocomigrate scrape' wrote, or its "+runfolder.ReportFile,
		)
	}
	return last, err
}

// compare reads the pages as scrape would, and notes of each shop that was checked how that compares with the last report.
func (o *checkOptions) compare(ctx context.Context, c *checkup, last *runfolder.Report) error {
	sources, err := o.open(c.profiles)
	if err != nil {
		return err
	}
	_, words, err := o.knowledge()
	var catch *crawl.Catch
	if err == nil {
		options := crawl.Options{Shops: c.profiles, Walk: c.walk, Workers: runtime.GOMAXPROCS(0)}
		for _, s := range sources {
			options.Sources = append(options.Sources, crawl.Source{Fetcher: s})
		}
		catch, err = crawl.Run(ctx, options)
	}
	for _, s := range sources {
		err = errors.Join(err, s.Close())
	}
	if err != nil {
		return err
	}
	for _, v := range understand(catch, c.profiles, words).Variants {
		catch.Readings[v.Shop].Variant(drift.Contradicted(&v))
	}
	for id, s := range c.shops {
		before := last.Reading(id)
		if before == nil {
			s.drift = &drift.Comparison{Note: drift.NoLastTime}
			continue
		}
		s.drift = &drift.Comparison{Lines: drift.Compare(*catch.Readings[id], *before, drift.Values{})}
	}
	return nil
}

// driftLines are what a shop's pages give beside the last run, each loss with the file to mend and what is looked for there.
func (s *shopCheck) driftLines(where func(file string, builtIn bool) string) []checkLine {
	if s.drift == nil {
		return nil
	}
	if s.drift.Note != "" {
		return []checkLine{{Shop: s.profile.ID, Reason: s.drift.Note}}
	}
	var out []checkLine
	for _, d := range s.drift.Lines {
		l := checkLine{
			Shop: s.profile.ID, Kind: d.Kind, Layout: strings.Join(d.Layouts, ", "), Field: d.Field, Found: d.Found, Of: d.Of,
			Measure: d.Measure, LastFound: d.LastFound, LastOf: d.LastOf, Fault: d.Warning,
		}
		for _, name := range d.Layouts {
			if lost := s.layouts[layoutKey{d.Kind, name}]; lost != nil && d.Warning != "" {
				l.File = where(lost.layout.File, lost.layout.BuiltIn)
				l.At = append(l.At, lookedFor(lost.layout, site.Field(d.Field))...)
			}
		}
		out = append(out, l)
	}
	return out
}

// lookedFor returns where a layout looks for a field, of a product or of its rows; of the page as a whole what it needs.
func lookedFor(l *site.Layout, field site.Field) []string {
	if field == "" {
		if l.Needs == "" {
			return nil
		}
		return []string{l.Needs}
	}
	var out []string
	for _, part := range l.Parts() {
		if part.Field == field {
			out = append(out, l.Expressions(part)...)
		}
	}
	return slices.Compact(out)
}
