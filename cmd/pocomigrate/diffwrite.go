package main

import (
	"errors"
	"io"
	"os"

	"github.com/pocomigrate/pocomigrate/catalog/diff"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/hint"
)

// diffFormats are the formats that a report can be written in.
var diffFormats = []string{"text", "markdown", "json", "github", "html"}

// writer returns the function that writes a report in the chosen format; title says what was compared.
func (o *diffOptions) writer(title string) (func(io.Writer, diff.Report) error, error) {
	_, words, err := o.knowledge()
	if err != nil {
		return nil, err
	}
	format, from := words.Written, diff.Info
	if o.anyChange() || o.failOn == diff.Ignore.String() {
		from = diff.Ignore // what ends in status 1 is shown
	}
	switch o.format {
	case "text":
		return func(w io.Writer, r diff.Report) error {
			opt := diff.TextOptions{Format: format, From: from}
			if o.out == "-" {
				opt.Color, opt.Width = o.Colored(o.Out, o.color), o.TableWidth(o.Out)
			}
			return diff.WriteText(w, r, opt)
		}, nil
	case "markdown":
		return func(w io.Writer, r diff.Report) error {
			return diff.WriteMarkdown(w, r, diff.MarkdownOptions{Format: format, From: from})
		}, nil
	case "json":
		return diff.WriteJSON, nil
	case "github":
		return func(w io.Writer, r diff.Report) error {
			return errors.Join(
				diff.WriteAnnotations(w, r, from, format),
				o.jobSummary(r, diff.MarkdownOptions{Format: format, From: from, Limit: diff.SummaryLimit}),
			)
		}, nil
	case "html":
		return func(w io.Writer, r diff.Report) error {
			return diff.WriteHTML(w, r, diff.HTMLOptions{Title: title, Format: format})
		}, nil
	}
	return nil, hint.Add(&usageError{text: "--format " + o.format + ": there is no such format", command: "pocomigrate diff"}, hint.OneOf(o.format, diffFormats))
}

// jobSummary appends the report to the file that GitHub Actions shows below a run, where it names one.
func (o *diffOptions) jobSummary(r diff.Report, opt diff.MarkdownOptions) error {
	name, ok := o.Env("GITHUB_STEP_SUMMARY")
	if !ok || name == "" {
		return nil
	}
	f, err := os.OpenFile(name, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	info, err := f.Stat()
	if err == nil {
		opt.Limit = max(1, opt.Limit-int(info.Size())) // the step may have said something before
		err = diff.WriteMarkdown(f, r, opt)
	}
	return errors.Join(err, f.Close())
}
