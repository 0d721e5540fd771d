package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/pocomigrate/pocomigrate/catalog/normalize"
)

func builtInWords(tb testing.TB) *normalize.Vocabulary {
	tb.Helper()
	words, err := normalize.Load(nil)
	if err != nil {
		tb.Fatal(err)
	}
	return words
}

// parsed returns the lines that parse writes for an input.
func parsed(t *testing.T, words *normalize.Vocabulary, kind string, in io.Reader) []map[string]any {
	t.Helper()
	var out strings.Builder
	if err := parseLines(t.Context(), in, &out, parseLine{}, func(l parseLine) any { return parseKinds[kind](words, l) }); err != nil {
		t.Fatal(err)
	}
	var answers []map[string]any
	for line := range strings.Lines(out.String()) {
		var a map[string]any
		if err := json.Unmarshal([]byte(line), &a); err != nil {
			t.Fatalf("%q is no JSON: %v", line, err)
		}
		answers = append(answers, a)
	}
	return answers
}

// TestParseBadInput checks that whatever stands on a line, each line has one answer.
func TestParseBadInput(t *testing.T) {
	words := builtInWords(t)
	long := strings.Repeat("x", maxLine+1)
	for _, tt := range []struct {
		name, in string
		answers  int
		errors   int
	}{
		{"long line", long + "\n£5\n", 2, 1},
		{"long last line", "£5\n" + long, 2, 1},
		{"longest line", strings.Repeat("x", maxLine-1) + "\n£5", 2, 0},
		{"nul", "£\x005\n\x00\n", 2, 0},
		{"invalid UTF-8", "\xff\xfe£5\n{\"input\":\"\xff\"}\n", 2, 0},
		{"bidi marks", "\u202e£5\u202c\n", 1, 0},
		{"huge number", strings.Repeat("9", 60000) + "\n", 1, 0},
		{"blank lines", "\n\r\n\n", 3, 0},
		{"mark at the start", "\ufeff£5", 1, 0},
		{"deep nesting", "{\"input\":" + strings.Repeat("[", 20000) + "\n", 1, 1},
	} {
		for kind := range parseKinds {
			t.Run(tt.name+", "+kind, func(t *testing.T) {
				answers := parsed(t, words, kind, strings.NewReader(tt.in))
				failed := 0
				for _, a := range answers {
					if a["error"] != nil {
						failed++
					}
				}
				if len(answers) != tt.answers || failed != tt.errors {
					t.Errorf("%d answers with %d errors, want %d with %d", len(answers), failed, tt.answers, tt.errors)
				}
			})
		}
	}
}

// TestParseShowsWholeRunes: of a line that is answered with an error its beginning is shown, as far as whole runes go.
func TestParseShowsWholeRunes(t *testing.T) {
	words := builtInWords(t)
	for _, line := range []string{"{" + strings.Repeat("€", maxShown), strings.Repeat("€", 66) + "x" + strings.Repeat("€", maxLine)} {
		got := fmt.Sprint(parsed(t, words, "title", strings.NewReader(line))[0]["input"])
		whole, cut := strings.CutSuffix(got, "…")
		if !cut || !strings.HasPrefix(line, whole) || len(whole) != 199 {
			t.Errorf("shown of a line of %d bytes: %q", len(line), got)
		}
	}
}

// TestParseMark: the mark with which some programs begin a file is no part of its first line.
func TestParseMark(t *testing.T) {
	got := parsed(t, builtInWords(t), "price", strings.NewReader("\ufeff{\"input\":\"£5\"}"))[0]
	if got["input"] != "£5" || got["amount"] != "5" {
		t.Errorf("behind a byte order mark: %v", got)
	}
}

// TestParseStreams: input that cannot be read and output that cannot be written end with an error that says which it was.
func TestParseStreams(t *testing.T) {
	gone := errors.New("gone")
	closed, out := io.Pipe()
	if err := closed.CloseWithError(gone); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name string
		in   io.Reader
		out  io.Writer
		want string
	}{
		{"input", iotest.ErrReader(gone), io.Discard, "read standard input: gone"},
		{"output", strings.NewReader("£5\n£5"), out, "write standard output: gone"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			err := parseLines(t.Context(), tt.in, tt.out, parseLine{}, func(l parseLine) any { return l })
			if err == nil || err.Error() != tt.want || !errors.Is(err, gone) {
				t.Errorf("%v, want %s", err, tt.want)
			}
		})
	}
}

// TestParseWritesAtOnce checks that an answer does not wait for the next line.
func TestParseWritesAtOnce(t *testing.T) {
	words := builtInWords(t)
	in, feed := io.Pipe()
	answers, out := io.Pipe()
	done := make(chan error, 1)
	go func() {
		done <- parseLines(t.Context(), in, out, parseLine{}, func(l parseLine) any { return parsedPrice(words, l) })
	}()
	decoder := json.NewDecoder(answers)
	for range 3 {
		if _, err := io.WriteString(feed, "£5\n"); err != nil {
			t.Fatal(err)
		}
		var a struct{ Amount string }
		if err := decoder.Decode(&a); err != nil || a.Amount != "5" {
			t.Fatalf("amount %q, error %v", a.Amount, err)
		}
	}
	if err := feed.Close(); err != nil {
		t.Fatal(err)
	}
	if err := <-done; err != nil {
		t.Fatal(err)
	}
}

// FuzzParse checks that each line has one answer, which is JSON.
func FuzzParse(f *testing.F) {
	for _, s := range []string{"£5", `{"input":"£5","currency":"GBP"}`, "{", "\x00", "\n\n", `{"input":null}`} {
		f.Add(s)
	}
	words := builtInWords(f)
	f.Fuzz(func(t *testing.T, s string) {
		want := strings.Count(s, "\n")
		if !strings.HasSuffix(s, "\n") && s != "" {
			want++
		}
		if answers := parsed(t, words, "price", strings.NewReader(s)); len(answers) != want {
			t.Errorf("%d answers to %d lines", len(answers), want)
		}
	})
}
