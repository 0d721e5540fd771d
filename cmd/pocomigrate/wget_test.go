package main

import (
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pocomigrate/pocomigrate/catalog/snapshot"
	"github.com/pocomigrate/pocomigrate/scrape/scrapetest"
)

// TestWARCOfWget: the shops of the sample, fetched by wget through a proxy into a WARC of its own making, give the
// catalogue of the sample.
func TestWARCOfWget(t *testing.T) {
	t.Parallel()
	wget, err := exec.LookPath("wget")
	if err != nil {
		t.Skip("wget is not installed here")
	}
	server := newStandIn(t, scrapetest.ServeOptions{})
	dir := t.TempDir()
	cmd := exec.CommandContext(t.Context(), wget, "--quiet", "--no-config", "--input-file="+server.urls, "--output-document=/dev/null",
		"--warc-file="+filepath.Join(dir, "shops"), "--warc-tempdir="+dir, "--max-redirect=0", "--tries=1", "--timeout=20",
		"--ca-certificate="+server.CertFile, "--execute=use_proxy=yes", "--execute=http_proxy=http://"+server.Plain,
		"--execute=https_proxy=http://"+server.Plain, "--execute=no_proxy=")
	out, err := cmd.CombinedOutput()
	// Status 8 says that a server answered with an error; the sample has pages that are gone.
	if exit, ok := err.(*exec.ExitError); err != nil && (!ok || exit.ExitCode() != 8) { //nolint:errorlint // as os/exec returns it
		t.Fatalf("wget: %v\n%s", err, out)
	}
	scraped(t, filepath.Join(dir, "wget"), "--from", filepath.Join(dir, "shops.warc.gz"))
	scraped(t, filepath.Join(dir, "sample"), "--sample")
	content := []string{snapshot.VariantsFile, snapshot.MappingsFile, snapshot.CoverageFile}
	if d := cmp.Diff(snapshotOf(t, filepath.Join(dir, "sample"), content...), snapshotOf(t, filepath.Join(dir, "wget"), content...)); d != "" {
		t.Errorf("snapshot of the sample and of wget's WARC (-sample +wget):\n%s", d)
	}
}
