package main

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/pocomigrate/pocomigrate/catalog/snapshot"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/runfolder"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/terminal"
	"github.com/pocomigrate/pocomigrate/scrape"
	"github.com/pocomigrate/pocomigrate/scrape/sample"
	"github.com/pocomigrate/pocomigrate/scrape/scrapetest"
)

// standIn is a server on this machine that answers for the shops of the sample under their real names.
type standIn struct {
	*scrapetest.Server
	flags []string // that lead the program there
	urls  string   // file with the address of every page
	pages []scrape.Page
}

func newStandIn(t *testing.T, o scrapetest.ServeOptions) *standIn {
	t.Helper()
	pages := standing(capturedPages(t))
	s := &standIn{Server: scrapetest.Serve(t, pages, o), pages: pages, urls: filepath.Join(t.TempDir(), "urls.txt")}
	s.flags = []string{"--allow-private", "--rate", "0", "--from", "live", "--urls", s.urls}
	for _, host := range s.Hosts() {
		bare := strings.TrimPrefix(host, "www.") // pages link to either
		for _, host := range []string{bare, "www." + bare} {
			s.flags = append(s.flags, "--connect-to", host+"="+s.TLS, "--connect-to", host+":80="+s.Plain)
		}
	}
	var list bytes.Buffer
	for _, p := range pages {
		fmt.Fprintln(&list, strings.Replace(p.URL, "http://", "https://", 1))
	}
	if err := os.WriteFile(s.urls, list.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return s
}

// capturedPages returns every page of the sample.
func capturedPages(t *testing.T) []scrape.Page {
	t.Helper()
	archive, err := sample.Archive()
	if err != nil {
		t.Fatal(err)
	}
	var pages []scrape.Page
	for c, err := range archive.List(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		p, err := archive.Open(t.Context(), c)
		if err != nil {
			t.Fatal(err)
		}
		pages = append(pages, *p)
	}
	return pages
}

// standing drops the answers that a shop gave after it had closed where it gave a page before: the shops as they stood.
func standing(pages []scrape.Page) []scrape.Page {
	good := map[string]bool{}
	for _, p := range pages {
		good[scrape.Canonical(p.URL)] = good[scrape.Canonical(p.URL)] || p.Status == http.StatusOK
	}
	return slices.DeleteFunc(pages, func(p scrape.Page) bool {
		return p.Status != http.StatusOK && good[scrape.Canonical(p.URL)]
	})
}

// pocomigrate runs a command line in this process and returns its status and standard error.
func pocomigrate(t *testing.T, args ...string) (status int, stderr string) {
	t.Helper()
	var out, err bytes.Buffer
	s := terminal.Streams{
		In: strings.NewReader(""), Out: &out, Err: &err, Env: func(string) (string, bool) { return "", false }, Now: time.Now,
	}
	status = run(t.Context(), args, s)
	return status, err.String()
}

// scraped runs scrape into a folder and fails the test unless it ends with one of the statuses.
func scraped(t *testing.T, dir string, args ...string) {
	t.Helper()
	args = append([]string{"scrape", "-o", dir, "-q"}, args...)
	if status, stderr := pocomigrate(t, args...); status != statusFine && status != statusGaps {
		t.Fatalf("%q ends with %d:\n%s", args, status, stderr)
	}
}

// snapshotOf returns the lines of files of the snapshot in a run folder.
func snapshotOf(t *testing.T, dir string, names ...string) map[string][]string {
	t.Helper()
	out := map[string][]string{}
	for _, name := range names {
		data, err := os.ReadFile(filepath.Join(dir, runfolder.SnapshotFolder, name))
		if err != nil {
			t.Fatal(err)
		}
		out[name] = strings.Split(string(data), "\n")
	}
	return out
}

// everything is all that a snapshot says, where it was read included.
var everything = []string{
	snapshot.ManifestFile, snapshot.VariantsFile, snapshot.MappingsFile, snapshot.CoverageFile, snapshot.SourcesFile,
}

// TestLiveGivesTheSample: the shops, asked over the network, give the catalogue that their archive gives; the recording
// gives it again, byte for byte, with the network off; and asking again costs answers without bodies.
func TestLiveGivesTheSample(t *testing.T) {
	t.Parallel()
	server := newStandIn(t, scrapetest.ServeOptions{})
	dir := t.TempDir()
	run, replay, again := filepath.Join(dir, "run"), filepath.Join(dir, "replay"), filepath.Join(dir, "again")
	scraped(t, run, append(server.flags, "--concurrency", "4")...)
	scraped(t, filepath.Join(dir, "sample"), "--sample")
	content := []string{snapshot.VariantsFile, snapshot.MappingsFile}
	if d := cmp.Diff(snapshotOf(t, filepath.Join(dir, "sample"), content...), snapshotOf(t, run, content...)); d != "" {
		t.Errorf("catalogue of the sample and of its shops asked live (-sample +live):\n%s", d)
	}

	recording := filepath.Join(run, runfolder.CaptureFolder, "0001.wacz")
	scraped(t, replay, "--from", recording)
	if d := cmp.Diff(snapshotOf(t, run, everything...), snapshotOf(t, replay, everything...)); d != "" {
		t.Errorf("the run and its replay (-run +replay):\n%s", d)
	}

	asked := server.Total()
	scraped(t, run, server.flags...)
	if server.Total() == asked {
		t.Error("the second run asked for nothing")
	}
	scraped(t, again, "--from", filepath.Join(run, runfolder.CaptureFolder, "0002.wacz"))
	content = append(content, snapshot.CoverageFile)
	if d := cmp.Diff(snapshotOf(t, replay, content...), snapshotOf(t, again, content...)); d != "" {
		t.Errorf("replays of the first and of the second recording (-first +second):\n%s", d)
	}
}

// TestRunsThatAreKilled: twenty runs are killed at random moments, each goes on where the one before was, and the last
// gives what an undisturbed run gives.
func TestRunsThatAreKilled(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("starts the program twenty times")
	}
	program := installed(t)
	server := newStandIn(t, scrapetest.ServeOptions{Latency: 4 * time.Millisecond})
	dir := t.TempDir()
	calm, killed := filepath.Join(dir, "calm"), filepath.Join(dir, "killed")
	shops := []string{"po.co/uk", "po.co/fr", "mi.com/uk", "mi.com/fr", "poco.in"}
	args := slices.Concat(server.flags, []string{"--concurrency", "2"}, shops)
	scraped(t, calm, args...)

	random := rand.New(rand.NewPCG(1, 2))
	ended := 0
	for range 20 {
		cmd := exec.CommandContext(t.Context(), program, slices.Concat([]string{"scrape", "-q", "-o", killed}, args)...)
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		timer := time.AfterFunc(time.Duration(60+random.IntN(400))*time.Millisecond, func() {
			if err := cmd.Process.Kill(); err != nil {
				return // it has ended
			}
		})
		if err := cmd.Wait(); err == nil || cmd.ProcessState.Exited() {
			ended++
		}
		timer.Stop()
	}
	if ended > 15 {
		t.Errorf("%d of 20 runs had ended before they were killed: the test tests nothing", ended)
	}
	scraped(t, killed, args...)
	content := []string{snapshot.VariantsFile, snapshot.MappingsFile, snapshot.CoverageFile}
	if d := cmp.Diff(snapshotOf(t, calm, content...), snapshotOf(t, killed, content...)); d != "" {
		t.Errorf("an undisturbed run and one that was killed (-undisturbed +killed):\n%s", d)
	}
	for name := range snapshotOf(t, killed, content...) {
		t.Logf("%s is the same", name)
	}
	left, err := filepath.Glob(filepath.Join(killed, runfolder.CaptureFolder, "*.warc.gz"))
	if err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

// TestRunThatIsInterrupted: a first Ctrl-C ends a run in order with status 130, says how to go on, and the same command goes
// on to what an undisturbed run gives.
func TestRunThatIsInterrupted(t *testing.T) {
	ctx, interrupt := context.WithCancel(t.Context())
	var asked atomic.Int32
	server := newStandIn(t, scrapetest.ServeOptions{Act: func(*http.Request, string, int) scrapetest.Action {
		if asked.Add(1) == 40 {
			interrupt()
		}
		return scrapetest.Action{}
	}})
	dir := t.TempDir()
	calm, stopped := filepath.Join(dir, "calm"), filepath.Join(dir, "stopped")
	args := append(server.flags, "po.co/uk", "mi.com/uk")
	var out, said bytes.Buffer
	s := terminal.Streams{
		In: strings.NewReader(""), Out: &out, Err: &said, Env: func(string) (string, bool) { return "", false }, Now: time.Now,
	}
	if code := run(ctx, slices.Concat([]string{"scrape", "-q", "-o", stopped}, args), s); code != statusInterrupted || out.Len() > 0 {
		t.Errorf("status %d, want %d; stdout %q", code, statusInterrupted, out.String())
	}
	if !strings.Contains(said.String(), "the same command goes on where this run was") {
		t.Errorf("it does not say how to go on:\n%s", said.String())
	}
	before := server.Total()
	status, stderr := pocomigrate(t, slices.Concat([]string{"scrape", "-o", stopped}, args)...)
	if !strings.Contains(stderr, "0001.warc.gz, which was interrupted: it holds ") {
		t.Errorf("status %d; it does not say that it goes on:\n%s", status, stderr)
	}
	asks := server.Total() - before
	before = server.Total()
	scraped(t, calm, args...)
	if all := server.Total() - before; asks > all-15 {
		t.Errorf("the run that went on asked %d times, an undisturbed one %d times", asks, all)
	}
	content := []string{snapshot.VariantsFile, snapshot.MappingsFile, snapshot.CoverageFile}
	if d := cmp.Diff(snapshotOf(t, calm, content...), snapshotOf(t, stopped, content...)); d != "" {
		t.Errorf("an undisturbed run and one that was stopped (-undisturbed +stopped):\n%s", d)
	}
}

// TestTwoRunsIntoOneFolder: the second is refused while the first writes, whichever of the commands they are. One that writes
// elsewhere is not.
func TestTwoRunsIntoOneFolder(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "run")
	scrape, again := []string{"scrape", "--sample", "-q", "-o", dir, "po.co/de"}, []string{"map", "-q", "--run", dir}
	canonical := []string{"snapshot", "fmt", "-q", dir}
	if status, stderr := pocomigrate(t, scrape...); status != statusFine {
		t.Fatalf("status %d:\n%s", status, stderr)
	}
	lock := &runfolder.Lock{Dir: dir}
	if err := lock.Take(); err != nil {
		t.Fatal(err)
	}
	imported := []string{"import", "-q", "../../testdata/examples/old-shop.csv", "--shop-column", "vendor", "-o", dir}
	for _, args := range [][]string{scrape, again, canonical, imported} {
		status, stderr := pocomigrate(t, args...)
		if status != statusTrouble || !strings.Contains(stderr, "another run of pocomigrate writes to it") {
			t.Errorf("%s: status %d:\n%s", args[0], status, stderr)
		}
	}
	if status, stderr := pocomigrate(t, append(again, "-o", filepath.Join(t.TempDir(), "mappings.jsonl"))...); status != statusFine {
		t.Errorf("map to a file of its own: status %d:\n%s", status, stderr)
	}
	if err := lock.Release(); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{scrape, again, canonical} {
		if status, stderr := pocomigrate(t, args...); status != statusFine {
			t.Errorf("%s: status %d after the first run ended:\n%s", args[0], status, stderr)
		}
	}
}

// installed returns a path under which this test binary is the program itself.
func installed(t *testing.T) string {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(t.TempDir(), "pocomigrate")
	if runtime.GOOS == "windows" {
		name += ".exe"
	}
	data, err := os.ReadFile(self)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, data, 0o700); err != nil {
		t.Fatal(err)
	}
	return name
}

// TestGapsAreReplayed: an address that the shop refuses is a gap in the run and in its replay, in
// the same words.
func TestGapsAreReplayed(t *testing.T) {
	t.Parallel()
	refuse := func(_ *http.Request, url string, _ int) scrapetest.Action {
		switch {
		case strings.HasSuffix(url, "/product/poco-f6"):
			return scrapetest.Action{Status: http.StatusForbidden, Body: []byte("<h1>Access Denied</h1>")}
		case strings.HasSuffix(url, "/product/poco-c75"):
			return scrapetest.Action{Cut: true}
		case strings.HasSuffix(url, "/product/poco-c65"): // live takes it, archives do not
			return scrapetest.Action{Header: http.Header{"X-Long": {strings.Repeat("x", 100<<10)}}}
		case strings.HasSuffix(url, "/robots.txt"):
			return scrapetest.Action{Status: http.StatusOK, Body: []byte("User-agent: *\nDisallow: /uk/product/poco-f6-pro/\n")}
		}
		return scrapetest.Action{}
	}
	server := newStandIn(t, scrapetest.ServeOptions{Act: refuse})
	dir := t.TempDir()
	run, replay := filepath.Join(dir, "run"), filepath.Join(dir, "replay")
	scraped(t, run, append(server.flags, "po.co/uk")...)
	scraped(t, replay, "--from", filepath.Join(run, runfolder.CaptureFolder, "0001.wacz"), "po.co/uk")
	if d := cmp.Diff(snapshotOf(t, run, everything...), snapshotOf(t, replay, everything...)); d != "" {
		t.Errorf("the run and its replay (-run +replay):\n%s", d)
	}
	coverage := strings.Join(snapshotOf(t, run, snapshot.CoverageFile)[snapshot.CoverageFile], "\n")
	for _, want := range []string{`"reason":"blocked"`, `"reason":"robots"`, `"reason":"unreachable"`, `"reason":"too_large"`} {
		if !strings.Contains(coverage, want) {
			t.Errorf("coverage has no line with %s", want)
		}
	}
}
