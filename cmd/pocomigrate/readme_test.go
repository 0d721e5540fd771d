package main

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/sources"
	"github.com/pocomigrate/pocomigrate/scrape/scrapetest"
	"github.com/pocomigrate/pocomigrate/scrape/wayback/waybacktest"
)

// TestSourcesOfReadme runs every command that the README's table of sources shows, one after the other in one folder, with
// shops and archive on this machine. A command may end with gaps, as the README's files leave some, and with nothing worse.
func TestSourcesOfReadme(t *testing.T) {
	top, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	readme, err := os.ReadFile(filepath.Join(top, "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	_, table, _ := strings.Cut(string(readme), "## Which source to use when")
	table, _, _ = strings.Cut(table, "The run folder")
	commands := regexp.MustCompile("`pocomigrate ([^`]+)`").FindAllStringSubmatch(table, -1)
	if len(commands) < 8 {
		t.Fatalf("the table shows %d commands, want one for each source", len(commands))
	}

	server := newStandIn(t, scrapetest.ServeOptions{})
	network := slices.Concat(server.flags, []string{"--wayback-url", waybacktest.Serve(t, server.pages)})
	network = slices.DeleteFunc(network, func(flag string) bool { return flag == "--from" || flag == sources.Live })
	network = slices.Delete(network, slices.Index(network, "--urls"), slices.Index(network, "--urls")+2)
	t.Chdir(t.TempDir())
	for _, folder := range []string{"testdata", "scrape"} {
		if err := os.Symlink(filepath.Join(top, folder), folder); err != nil {
			t.Skipf("cannot link folders here: %v", err)
		}
	}
	for _, command := range commands {
		args := slices.Concat(strings.Fields(command[1]), []string{"-q"}, network)
		status, stderr := pocomigrate(t, args...)
		if status != statusFine && status != statusGaps {
			t.Errorf("%q ends with %d:\n%s", command[1], status, stderr)
		}
	}
}

// TestExplainOfReadme: the README shows lines that explain prints, in their order.
func TestExplainOfReadme(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, block, _ := strings.Cut(string(readme), "explain po.co/uk#item:4101500071` says\n\n```\n")
	block, _, _ = strings.Cut(block, "```")
	dir := filepath.Join(t.TempDir(), "run")
	scraped(t, dir, "--sample", "po.co/uk", "mi.com/uk")
	said := command(t, "explain", "--run", dir, "po.co/uk#item:4101500071")
	shown := 0
	for line := range strings.Lines(block) {
		_, rest, found := strings.Cut(said, line)
		if !found {
			t.Errorf("explain does not print %q, or not here", line)
			continue
		}
		said = rest
		shown++
	}
	if shown < 8 {
		t.Errorf("the README shows %d lines of explain", shown)
	}
}
