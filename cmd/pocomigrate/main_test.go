package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/runfolder"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/terminal"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/workbook"
)

// TestInterrupted: a run that is stopped ends with 130, says so, and leaves nothing behind.
func TestInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	dir := filepath.Join(t.TempDir(), "run")
	var out, err bytes.Buffer
	s := terminal.Streams{In: strings.NewReader(""), Out: &out, Err: &err, Env: func(string) (string, bool) { return "", false }, Now: time.Now}
	if code := run(ctx, []string{"scrape", "--sample", "-o", dir}, s); code != statusInterrupted {
		t.Errorf("status %d, want %d:\n%s", code, statusInterrupted, err.String())
	}
	if !strings.Contains(err.String(), "interrupted") || out.Len() > 0 {
		t.Errorf("stdout %q, stderr %q", out.String(), err.String())
	}
	if _, err := os.Stat(dir); err == nil {
		t.Error("the run folder was made")
	}
}

// TestInterruptedCheck: redirects check that is stopped ends with 130 and tells nothing of what it did not ask.
func TestInterruptedCheck(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "run")
	scraped(t, dir, "--sample", "po.co/uk", "mi.com/uk")
	for _, from := range []string{"live", "../../testdata/trouble.wacz", "../../testdata/examples/mi.com.har", "../../testdata/sample"} {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		var out, err bytes.Buffer
		s := terminal.Streams{In: strings.NewReader(""), Out: &out, Err: &err, Env: func(string) (string, bool) { return "", false }, Now: time.Now}
		if code := run(ctx, []string{"redirects", "check", "--run", dir, "--from", from}, s); code != statusInterrupted || out.Len() > 0 {
			t.Errorf("from %s: status %d, want %d, stdout %q, stderr %q", from, code, statusInterrupted, out.String(), err.String())
		}
	}
}

func TestSummaryNamesWhatCannotBeRead(t *testing.T) {
	r := &runResult{
		report:   &runfolder.Report{Damaged: []string{"a.wacz: record 7: no header"}},
		workbook: workbook.Written{Divided: []string{"Review has 60000 rows"}}, foreign: []string{"https://example.com/"},
	}
	quiet, loud := r.summary(false), r.summary(true)
	for _, want := range []string{"0 unknown; 1 capture damaged\n", "damaged   a.wacz: record 7: no header\n", "divided   Review has 60000 rows\n", "workbook  none written"} {
		if !strings.Contains(quiet, want) {
			t.Errorf("the summary does not say %q:\n%s", want, quiet)
		}
	}
	if strings.Contains(quiet, "example.com") || !strings.Contains(loud, "foreign   https://example.com/\n") {
		t.Errorf("addresses of nobody are for --verbose:\n%s", loud)
	}
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}
