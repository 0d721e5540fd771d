package main

import (
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pocomigrate/pocomigrate/catalog/snapshot"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/runfolder"
	"github.com/pocomigrate/pocomigrate/scrape/wayback/waybacktest"
)

// TestClosedShopComesFromTheArchive: a closed shop is looked for in the Wayback Machine without being told to, gives the
// catalogue that its own archive gives, and gives it again from the recording with the network off.
func TestClosedShopComesFromTheArchive(t *testing.T) {
	t.Parallel()
	archive := waybacktest.Serve(t, capturedPages(t))
	dir := t.TempDir()
	run, replay, want := filepath.Join(dir, "run"), filepath.Join(dir, "replay"), filepath.Join(dir, "sample")
	network := []string{"--wayback-url", archive, "--allow-private"}
	scraped(t, run, append(network, "po.co/fr")...)
	scraped(t, want, "--sample", "po.co/fr")
	content := []string{snapshot.VariantsFile, snapshot.MappingsFile}
	if d := cmp.Diff(snapshotOf(t, want, content...), snapshotOf(t, run, content...)); d != "" {
		t.Errorf("catalogue of the sample and of the archive (-sample +archive):\n%s", d)
	}
	scraped(t, replay, "--from", filepath.Join(run, runfolder.CaptureFolder, "0001.wacz"), "po.co/fr")
	if d := cmp.Diff(snapshotOf(t, run, everything...), snapshotOf(t, replay, everything...)); d != "" {
		t.Errorf("the run and its replay (-run +replay):\n%s", d)
	}
}

// TestAsOf: of the captures that the archive holds, those after a day are as good as none.
func TestAsOf(t *testing.T) {
	t.Parallel()
	archive := waybacktest.Serve(t, capturedPages(t))
	dir := t.TempDir()
	network := []string{"scrape", "-q", "--from", "wayback", "--wayback-url", archive, "--allow-private", "po.co/fr"}
	for day, want := range map[string]int{"2024-12-31": statusFine, "2020-01-01": statusTrouble} {
		status, stderr := pocomigrate(t, append(network, "-o", filepath.Join(dir, day), "--as-of", day)...)
		if status != want {
			t.Errorf("--as-of %s ends with %d, want %d:\n%s", day, status, want, stderr)
		}
	}
}

// TestIndexIsRefused: an archive that does not tell what it holds is named, since nobody knows what is missing.
func TestIndexIsRefused(t *testing.T) {
	archive := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusForbidden) }))
	t.Cleanup(archive.Close)
	status, stderr := pocomigrate(t, "scrape", "-q", "--from", "wayback", "--wayback-url", archive.URL, "--allow-private", "--rate", "0", "po.co/fr", "-o", t.TempDir())
	if status != statusGaps || !strings.Contains(stderr, "/productdetail: the archive's index answered 403") {
		t.Errorf("status %d, want %d:\n%s", status, statusGaps, stderr)
	}
}
