package main

import (
	"bytes"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/terminal"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/terminal/terminaltest"
)

// shownOn runs a command with both streams on a terminal of so many columns and returns what it shows.
func shownOn(t *testing.T, columns uint16, env map[string]string, args ...string) string {
	t.Helper()
	term := terminaltest.Open(t, columns)
	s := terminal.Streams{
		In: strings.NewReader(""), Out: term.File, Err: term.File, Now: time.Now,
		Env: func(name string) (string, bool) { v, ok := env[name]; return v, ok },
	}
	run(t.Context(), args, s)
	return term.Shown(t)
}

const escape = "\x1b["

// TestTerminal: colour is for terminals that want it, and nobody else.
func TestTerminal(t *testing.T) {
	dir := t.TempDir()
	whole, part := filepath.Join(dir, "whole"), filepath.Join(dir, "part")
	scraped(t, whole, "--sample", "po.co/uk", "mi.com/uk")
	scraped(t, part, "--sample", "po.co/uk", "mi.com/uk", "--limit", "3")
	for _, tt := range []struct {
		name  string
		env   map[string]string
		args  []string
		color bool
	}{
		{"terminal", nil, nil, true},
		{"NO_COLOR", map[string]string{"NO_COLOR": "1"}, nil, false},
		{"empty NO_COLOR", map[string]string{"NO_COLOR": ""}, nil, true},
		{"dumb terminal", map[string]string{"TERM": "dumb"}, nil, false},
		{"--color never", nil, []string{"--color", "never"}, false},
		{"--color always", map[string]string{"NO_COLOR": "1", "TERM": "dumb"}, []string{"--color", "always"}, true},
		{"POCOMIGRATE_COLOR", map[string]string{"POCOMIGRATE_COLOR": "never"}, nil, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			said := shownOn(t, 80, tt.env, append([]string{"diff", part, whole}, tt.args...)...)
			if got := strings.Contains(said, escape); got != tt.color || len(said) < 100 {
				t.Errorf("colour %v, want %v:\n%q", got, tt.color, said)
			}
		})
	}

	t.Run("pipe", func(t *testing.T) {
		var out bytes.Buffer
		s := terminal.Streams{In: strings.NewReader(""), Out: &out, Err: &out, Env: func(string) (string, bool) { return "", false }, Now: time.Now}
		if status := run(t.Context(), []string{"diff", part, whole}, s); status != statusNo || strings.ContainsAny(out.String(), "\x1b\r") || out.Len() < 100 {
			t.Errorf("status %d, %q", status, out.String())
		}
	})

	t.Run("workbook", func(t *testing.T) {
		const want = "pocomigrate: a workbook is no text for a terminal: name a file with -o\r\npocomigrate: see 'pocomigrate export --help'\r\n"
		if said := shownOn(t, 80, nil, "export", "xlsx", "--run", whole); said != want {
			t.Errorf("export xlsx shows %q, want %q", said, want)
		}
	})

	t.Run("progress on a dumb terminal", func(t *testing.T) {
		said := shownOn(t, 80, map[string]string{"TERM": "dumb"}, "scrape", "--sample", "po.co/uk", "mi.com/uk", "-o", filepath.Join(dir, "again"))
		if strings.Contains(said, escape) || strings.Contains(strings.ReplaceAll(said, "\r\n", "\n"), "\r") {
			t.Errorf("a dumb terminal gets %q", said)
		}
	})
}

// TestNarrowTerminal: help is as wide as the terminal, but for examples, which are to be copied, and words that are longer.
func TestNarrowTerminal(t *testing.T) {
	for columns, widest := range map[uint16]int{200: 100, 100: 100, 60: 60, 40: 40, 10: terminal.Narrowest} {
		for _, args := range [][]string{{"help", "sources"}, {"help", "export"}, {"scrape", "--help"}, {}} {
			t.Chdir(t.TempDir())
			said := shownOn(t, columns, nil, args...)
			longest := 0
			for line := range strings.Lines(said) {
				line = strings.TrimRight(line, "\r\n")
				longest = max(longest, utf8.RuneCountInString(line))
				if utf8.RuneCountInString(line) > widest && strings.Contains(strings.TrimSpace(line), " ") && !isExample(line) && !inFlags(line) {
					t.Errorf("%q at %d columns has a line of %d: %q", args, columns, utf8.RuneCountInString(line), line)
				}
			}
			if widest >= 60 && longest < widest*3/4 {
				t.Errorf("%q at %d columns is only %d wide", args, columns, longest)
			}
		}
	}
}

// inFlags reports whether a line is of a list of flags, which the library breaks where it leaves 24 columns for their text.
func inFlags(line string) bool {
	return strings.HasPrefix(strings.TrimSpace(line), "-") || strings.HasPrefix(line, strings.Repeat(" ", 14))
}

// TestLinesFitTheTerminal: what is said to people keeps to the columns of their terminal, breaks at spaces and loses nothing.
func TestLinesFitTheTerminal(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "run")
	scraped(t, dir, "--sample", "po.co/uk", "mi.com/uk", "--limit", "3")
	const columns = 50
	shown := shownOn(t, columns, nil, "map", "--run", dir)
	if strings.Count(shown, "\n                       ") == 0 {
		t.Errorf("no line goes on below its text:\n%s", shown)
	}
	for line := range strings.Lines(shown) {
		line = strings.TrimRight(line, "\r\n")
		if utf8.RuneCountInString(line) > columns && strings.Contains(strings.TrimSpace(line), " ") && !strings.Contains(line, dir) {
			t.Errorf("%q is longer than %d columns", line, columns)
		}
	}
	whole := command(t, "map", "--run", dir, "-q") // the same run, said to nobody
	if !strings.Contains(shown, strings.TrimSpace(whole)) {
		t.Errorf("the path of the workbook, %s, is not left whole:\n%s", whole, shown)
	}
}
