package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/english"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/runfolder"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/terminal"
)

// welcome tells somebody who gave no command what to do next, by what lies in the folder where they are.
func (a *app) welcome() error {
	here, err := a.runHere()
	if err != nil {
		return err
	}
	if here == nil {
		here = []string{
			"pocomigrate carries Poco's product catalogue over to mi.com. Begin with the sample",
			"inside the program, which needs no network:",
			"",
			"  pocomigrate scrape --sample",
			"",
			"It writes poco-migration/review.xlsx, a workbook to look through and decide in.",
		}
	}
	text := strings.Join(append(here, "", "'pocomigrate --help' lists the commands."), "\n")
	_, err = fmt.Fprintln(a.Err, terminal.Reflow(text, terminal.TextWidth(a.Err)))
	return err
}

// runHere describes the run folder at hand and what is to be done with it, nil where there is none.
func (a *app) runHere() ([]string, error) {
	unfinished, err := filepath.Glob(filepath.Join(runfolder.Default, runfolder.CaptureFolder, "*.warc.gz"))
	if err != nil {
		return nil, err
	}
	if len(unfinished) > 0 {
		return []string{
			"A run into " + runfolder.Default + " was stopped, or is still going. Give the same scrape command again to",
			"go on where it was: what was fetched is kept in " + filepath.ToSlash(unfinished[0]) + ".",
		}, nil
	}
	s, err := runfolder.Open(runfolder.Default)
	if errors.Is(err, runfolder.ErrNoSnapshot) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	variants := 0
	for _, c := range s.Manifest.Shops {
		variants += c.Variants
	}
	next := []string{fmt.Sprintf("Here is a run folder, %s: %s of %s. What next:",
		runfolder.Default, english.Plural(variants, "variant"), english.Plural(len(s.Manifest.Shops), "shop")), ""}
	add := func(what, why string) { next = append(next, fmt.Sprintf("  %-34s  %s", what, why)) }
	book := filepath.Join(runfolder.Default, runfolder.WorkbookFile)
	if _, err := os.Stat(book); err == nil {
		add(book, "open it, and decide the rows of Review")
		add("pocomigrate review FILE", "hand back what was decided in it")
	}
	add("pocomigrate map", "propose again, by what was decided")
	add("pocomigrate redirects export nginx", "where each old address leads")
	add("pocomigrate export csv", "the catalogue as CSV")
	add("pocomigrate scrape …", "read again, and see what changed")
	return next, nil
}
