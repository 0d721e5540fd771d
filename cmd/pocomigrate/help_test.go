package main

import (
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/runfolder"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/sources"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/terminal"
	"github.com/pocomigrate/pocomigrate/scrape/site"
)

// tree returns the commands, as the program has them.
func tree(tb testing.TB) *cobra.Command {
	tb.Helper()
	s := terminal.Streams{In: strings.NewReader(""), Out: tb.Output(), Err: tb.Output(), Env: func(string) (string, bool) { return "", false }, Now: time.Now}
	return newRoot(&app{Streams: s})
}

// each calls f for every command that people see.
func each(cmd *cobra.Command, f func(cmd *cobra.Command)) {
	f(cmd)
	for _, c := range cmd.Commands() {
		if !c.Hidden {
			each(c, f)
		}
	}
}

// statusOfExample are the statuses of the examples that do not end with 0.
var statusOfExample = map[string]int{
	"pocomigrate review undo": statusNo, // nothing was ruled on the sample
}

// TestExamples runs the first example of every command in a folder where the sample was scraped, with the checkout's testdata beside
// it: the lines of its help up to the first that calls the command.
func TestExamples(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("sh"); err != nil {
		t.Skip("no shell here to run the examples")
	}
	top, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	run := sampleRun(t)
	each(tree(t), func(cmd *cobra.Command) {
		if !cmd.Runnable() && !cmd.HasAvailableSubCommands() {
			return // a topic
		}
		t.Run(cmd.CommandPath(), func(t *testing.T) {
			dir := t.TempDir()
			if err := os.Symlink(filepath.Join(top, "testdata"), filepath.Join(dir, "testdata")); err != nil {
				t.Skipf("cannot link folders here: %v", err)
			}
			if err := os.CopyFS(filepath.Join(dir, runfolder.Default), run); err != nil {
				t.Fatal(err)
			}
			lines := firstExample(cmd)
			if len(lines) == 0 {
				t.Fatalf("the help shows no example:\n%s", longText(cmd))
			}
			for i, line := range lines {
				sh := exec.CommandContext(t.Context(), "sh", "-c", line)
				sh.Dir = dir
				said, err := sh.CombinedOutput()
				want := 0
				if i == len(lines)-1 {
					want = statusOfExample[cmd.CommandPath()]
				}
				status := 0
				if exit, ok := errors.AsType[*exec.ExitError](err); ok {
					status, err = exit.ExitCode(), nil
				}
				if err != nil || status != want {
					t.Errorf("%s ends with %d, %v, want %d:\n%s", line, status, err, want, said)
				}
			}
		})
	})
}

// firstExample returns the example that a help opens with, without what is said beside its lines: they follow the first
// paragraph.
func firstExample(cmd *cobra.Command) []string {
	var out []string
	paragraphs := 0
	for line := range strings.SplitSeq(longText(cmd), "\n") {
		switch {
		case isExample(line):
			command, _, _ := strings.Cut(strings.TrimSpace(line), "  ")
			out = append(out, command)
			if strings.Contains(command, cmd.CommandPath()) {
				return out
			}
		case strings.TrimSpace(line) == "":
			paragraphs++
		}
		if paragraphs > 3 {
			break
		}
	}
	return nil
}

// TestHelpFits: no line of help is longer than 80 columns where it is no example to be copied, whatever the width nothing is
// lost, and each command says what it is in the list of commands.
func TestHelpFits(t *testing.T) {
	each(tree(t), func(cmd *cobra.Command) {
		var b strings.Builder
		showHelp(cmd, &b)
		for line := range strings.Lines(b.String()) {
			line = strings.TrimRight(line, "\n")
			word := strings.TrimSpace(line)
			if utf8.RuneCountInString(line) > terminal.PlainWidth && strings.Contains(word, " ") && !isExample(line) {
				t.Errorf("help of %s has a line of %d columns: %s", cmd.CommandPath(), utf8.RuneCountInString(line), line)
			}
		}
		cmd.Flags().VisitAll(func(f *pflag.Flag) {
			if cmd.Runnable() && !strings.Contains(b.String(), "--"+f.Name) {
				t.Errorf("help of %s does not name --%s", cmd.CommandPath(), f.Name)
			}
		})
		for _, columns := range []int{terminal.Narrowest, 50, terminal.PlainWidth, 132} {
			text := terminal.Reflow(longText(cmd), columns)
			if d := cmp.Diff(strings.Fields(longText(cmd)), strings.Fields(text)); d != "" {
				t.Errorf("help of %s at %d columns loses words:\n%s", cmd.CommandPath(), columns, d)
			}
		}
		if cmd.Short == "" || strings.HasSuffix(cmd.Short, ".") {
			t.Errorf("%s is told in short as %q", cmd.CommandPath(), cmd.Short)
		}
	})
}

// TestTopicsAreTrue: what the topics list is what the program has.
func TestTopicsAreTrue(t *testing.T) {
	shops, err := site.Load(nil)
	if err != nil {
		t.Fatal(err)
	}
	root := tree(t)
	about := func(name string) string {
		cmd, _, err := root.Find([]string{name})
		if err != nil {
			t.Fatal(err)
		}
		return withShops(cmd.Long)
	}
	for _, p := range shops.All() {
		if !strings.Contains(about("shops"), string(p.ID)) || p.Closed != "" && !strings.Contains(about("shops"), p.Closed) {
			t.Errorf("help shops does not tell of %s, closed %s", p.ID, p.Closed)
		}
	}
	for _, from := range []string{sources.Live, sources.Browser, sources.Wayback, ".wacz", ".warc", ".warc.gz", ".har", "--sample"} {
		if !strings.Contains(about("sources"), from) {
			t.Errorf("help sources does not name %s", from)
		}
	}
	for _, file := range []string{
		runfolder.WorkbookFile, runfolder.ReportFile, runfolder.LedgerFile, runfolder.LockFile, runfolder.CaptureFolder + "/", runfolder.SnapshotFolder + "/variants.jsonl", runfolder.SnapshotFolder + "/mappings.jsonl",
		runfolder.SnapshotFolder + "/coverage.jsonl", runfolder.SnapshotFolder + "/sources.jsonl", runfolder.SnapshotFolder + "/manifest.json",
	} {
		if !strings.Contains(about("files"), file) {
			t.Errorf("help files does not name %s", file)
		}
	}
	for _, status := range []string{"\n    0  ", "\n    1  ", "\n    2  ", "\n    3  ", "\n  130  "} {
		if !strings.Contains(about("exit-codes"), status) {
			t.Errorf("help exit-codes does not tell %q", status)
		}
	}
}

// TestDocuments: docs/ is what the commands say of themselves; -update rewrites it.
func TestDocuments(t *testing.T) {
	top := "docs"
	docs := documents(tree(t))
	written := t.TempDir()
	command(t, "docs", written)
	for name, text := range docs {
		if got, err := os.ReadFile(filepath.Join(written, filepath.FromSlash(name))); err != nil || string(got) != text {
			t.Errorf("the command docs writes %s in another way, %v", name, err)
		}
		file := filepath.Join(top, filepath.FromSlash(name))
		if *update {
			if err := errors.Join(os.MkdirAll(filepath.Dir(file), 0o750), os.WriteFile(file, []byte(text), 0o600), os.Chmod(file, 0o644)); err != nil { //nolint:gosec // a page of the repository
				t.Fatal(err)
			}
		}
		got, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(text, string(got)); d != "" {
			t.Errorf("%s is not what the commands say; go test ./cmd/pocomigrate -run Documents -update rewrites it (-want +got):\n%s", file, d)
		}
	}
	err := fs.WalkDir(os.DirFS(top), ".", func(name string, d fs.DirEntry, err error) error {
		if _, ok := docs[name]; !ok && !d.IsDir() {
			t.Errorf("%s is a page of no command", name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// BenchmarkStart runs the program, as it is built for users, for what asks least of it.
func BenchmarkStart(b *testing.B) {
	program := filepath.Join(b.TempDir(), "pocomigrate")
	if runtime.GOOS == "windows" {
		program += ".exe"
	}
	build := exec.CommandContext(b.Context(), "go", "build", "-o", program, ".")
	if said, err := build.CombinedOutput(); err != nil {
		b.Fatalf("%v\n%s", err, said)
	}
	for _, args := range []string{"--help", "scrape --help", "version", "shops list", "__complete scrape po"} {
		b.Run(args, func(b *testing.B) {
			for b.Loop() {
				if err := exec.CommandContext(b.Context(), program, strings.Fields(args)...).Run(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// isExample reports whether a line of help is a command to be copied, which is never broken.
func isExample(line string) bool {
	first, _, _ := strings.Cut(strings.TrimLeft(line, " "), " ")
	return strings.HasPrefix(line, " ") && slices.Contains([]string{"pocomigrate", "echo", "source"}, first)
}
