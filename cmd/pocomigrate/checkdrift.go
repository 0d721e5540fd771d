package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/hint"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/runfolder"
	"github.com/pocomigrate/pocomigrate/scrape/checkup"
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
func (o *checkOptions) compare(ctx context.Context, c *checkup.Checkup, shops *site.Shops, walk []catalog.ShopID, last *runfolder.Report) error {
	sources, err := o.open(shops)
	if err != nil {
		return err
	}
	_, words, err := o.knowledge()
	var catch *crawl.Catch
	if err == nil {
		options := crawl.Options{Shops: shops, Walk: walk, Workers: runtime.GOMAXPROCS(0)}
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
	for _, v := range understand(catch, shops, words).Variants {
		catch.Readings[v.Shop].Variant(drift.Contradicted(&v))
	}
	for _, id := range c.Checked() {
		with := drift.Comparison{Note: drift.NoLastTime}
		if before := last.Reading(id); before != nil {
			with = drift.Comparison{Lines: drift.Compare(*catch.Readings[id], *before, drift.Values{})}
		}
		c.Compared(id, with)
	}
	return nil
}
