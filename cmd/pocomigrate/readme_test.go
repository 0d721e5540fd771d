package main

import (
	"archive/zip"
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/runfolder"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/sources"
	"github.com/pocomigrate/pocomigrate/scrape/browser"
	"github.com/pocomigrate/pocomigrate/scrape/scrapetest"
	"github.com/pocomigrate/pocomigrate/scrape/wayback/waybacktest"
)

// readme is the README at the top of the repository.
func readme(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// readmeCommand is a command that the README shows: after a $ in a block of code, or as a span of code that begins with the program's name.
type readmeCommand struct {
	line  string
	table bool // it stands in a table
}

func (c readmeCommand) has(part string) bool { return strings.Contains(c.line, part) }

// commandsOf returns the commands of a text in their order, each once, without what is said beside them.
func commandsOf(text string) []readmeCommand {
	span := regexp.MustCompile("`(pocomigrate(?: [^`]+)?)`")
	comment := regexp.MustCompile(`\s+# .*`)
	var out []readmeCommand
	add := func(line string, table bool) {
		if c := (readmeCommand{line, table}); !slices.Contains(out, c) {
			out = append(out, c)
		}
	}
	code := false
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\n")
		switch command, isCommand := strings.CutPrefix(line, "$ "); {
		case strings.HasPrefix(line, "```"):
			code = !code
		case code && isCommand:
			add(comment.ReplaceAllString(command, ""), false)
		case !code:
			for _, m := range span.FindAllStringSubmatch(line, -1) {
				add(m[1], strings.HasPrefix(line, "|"))
			}
		}
	}
	return out
}

// TestCommandsOfReadme runs every command that the README shows, in its order: those of the table of sources in a folder of their
// own, with shops and archive on this machine, the others in one where the first of them scrapes the sample. Not run are the two at
// the top, which are this test and the main job, and those that install the program.
func TestCommandsOfReadme(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("sh"); err != nil {
		t.Skip("no shell here to run the commands")
	}
	text := readme(t)
	commands := slices.DeleteFunc(commandsOf(text), func(c readmeCommand) bool {
		return strings.HasPrefix(c.line, "go install") || c.line == "pocomigrate"
	})
	if len(commands) < 40 {
		t.Fatalf("the README shows %d commands: are they still found?", len(commands))
	}
	server := newStandIn(t, scrapetest.ServeOptions{})
	network := slices.DeleteFunc(slices.Clone(server.flags), func(f string) bool {
		return f == "--from" || f == sources.Live || f == "--urls" || f == server.urls
	})
	asked := strings.Join(append(network, "--wayback-url", waybacktest.Serve(t, server.pages), "-q"), " ")

	sources, run := readmeFolder(t), readmeFolder(t)
	for _, c := range commands {
		dir, line, allowed := run, c.line, []int{statusFine}
		switch {
		case c.table && c.has("pocomigrate scrape"):
			dir, line, allowed = sources, line+" "+asked, []int{statusFine, statusGaps}
			if _, err := browser.Find(); err != nil && c.has("--from browser") { // it says which program to install
				allowed = []int{statusTrouble}
			}
		case c.has("git:origin/main"):
			if _, err := exec.LookPath("git"); err != nil {
				continue
			}
			shell(t, run, "git init -q && git add poco-migration/snapshot && git -c user.name=x -c user.email=x@example.com commit -qm base && "+
				"git update-ref refs/remotes/origin/main HEAD")
		case c.has("old.zip"):
			write(t, filepath.Join(run, "old.zip"), zipped(t, filepath.Join(run, runfolder.Default, runfolder.SnapshotFolder)))
		case c.has("redirects-in-place.csv"): // a fault stands in it
			allowed = []int{statusNo}
		case c.has("--from live"): // the stand-in gives pages, where a staging server would redirect
			line = strings.ReplaceAll(line, "127.0.0.1:8443", server.TLS) + " --rate 0 " + strings.Join(network[slices.Index(network, "--connect-to"):], " ")
			allowed = []int{statusNo}
		}
		line = strings.ReplaceAll(line, "SHOP", "po.co/uk")
		said, status := shell(t, dir, line)
		if !slices.Contains(allowed, status) {
			t.Errorf("%s\nends with %d, want %v:\n%s", c.line, status, allowed, said)
		}
		t.Logf("%d  %s", status, c.line)
		if c.has("-o decide.csv") {
			decideByHand(t, filepath.Join(run, "decide.csv"))
		}
	}
	for name, holds := range map[string]string{
		"poco-migration/decisions.jsonl": `"ruling":"not_sold","reviewer":"NAME"`, "pocomigrate.conf": "map_hash_bucket_size", "redirects.csv": "po.co",
		"policy.csv": "id,kind,shop", "mappings.jsonl": "source_id", "my-shops/mi.com_it.json": `"mi.com/it"`,
	} {
		if data, err := os.ReadFile(filepath.Join(run, name)); err != nil || !strings.Contains(string(data), holds) {
			t.Errorf("%s does not hold %s: %v", name, holds, err)
		}
	}
}

// decideByHand does what the README says that an editor is good for: a word before the comma that a row begins with.
func decideByHand(t *testing.T, name string) {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	const row = "\n,POCO M5s · 4/128 · Blue,"
	if !bytes.Contains(data, []byte(row)) {
		t.Fatalf("%s has no row that begins with %q", name, row)
	}
	write(t, name, strings.Replace(string(data), row, "\nnot_sold"+row[1:], 1))
}

// TestPolicyOfReadme: diff takes the rules and the accepted changes that the README shows.
func TestPolicyOfReadme(t *testing.T) {
	text := readme(t)
	dir := t.TempDir()
	scraped(t, filepath.Join(dir, "run"), "--sample", "po.co/uk", "mi.com/uk")
	for head, flag := range map[string]string{"id,kind,shop,": "--policy", "kind,key,field,": "--baseline"} {
		_, block, found := strings.Cut(text, "```\n"+head)
		if !found {
			t.Fatalf("the README shows no file that begins with %s", head)
		}
		block, _, _ = strings.Cut(block, "```")
		name := filepath.Join(dir, "shown.csv")
		write(t, name, head+block)
		if said := command(t, "diff", flag, name, "--fail-on", "error", filepath.Join(dir, "run"), filepath.Join(dir, "run")); !strings.Contains(said, "no differences") {
			t.Errorf("diff %s says %q", flag, said)
		}
	}
}

// TestExplainOfReadme: the README shows lines that explain prints, in their order.
func TestExplainOfReadme(t *testing.T) {
	_, block, _ := strings.Cut(readme(t), "explain po.co/uk#item:4101500071` says\n\n```\n")
	block, _, _ = strings.Cut(block, "```")
	dir := filepath.Join(t.TempDir(), "run")
	scraped(t, dir, "--sample", "po.co/uk", "mi.com/uk")
	said := command(t, "explain", "--run", dir, "po.co/uk#item:4101500071")
	lines := 0
	for line := range strings.Lines(block) {
		_, rest, found := strings.Cut(said, line)
		if !found {
			t.Errorf("explain does not print %q, or not here", line)
			continue
		}
		said = rest
		lines++
	}
	if lines < 8 {
		t.Errorf("the README shows %d lines of explain", lines)
	}
}

// readmeFolder is a new folder with the repository's testdata and scrape in it, as if it were the top of a clone.
func readmeFolder(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for _, folder := range []string{"testdata", "scrape"} {
		top, err := filepath.Abs(filepath.Join("../..", folder))
		if err != nil {
			t.Fatal(err)
		}
		if err := os.Symlink(top, filepath.Join(dir, folder)); err != nil {
			t.Skipf("cannot link folders here: %v", err)
		}
	}
	return dir
}

// shell runs a line in a folder and returns what it says and its exit status.
func shell(t *testing.T, dir, line string) (said string, status int) {
	t.Helper()
	sh := exec.CommandContext(t.Context(), "sh", "-c", line)
	sh.Dir = dir
	out, err := sh.CombinedOutput()
	if exit, ok := errors.AsType[*exec.ExitError](err); ok {
		return string(out), exit.ExitCode()
	}
	if err != nil {
		t.Fatalf("%s: %v", line, err)
	}
	return string(out), 0
}

// zipped packs what is in a folder.
func zipped(t *testing.T, dir string) string {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	if err := w.AddFS(os.DirFS(dir)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}
