package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// part is a group of the tests of a program that are run together.
type part struct {
	program int           // its place in the trial's programs
	run     string        // the pattern that chooses them; "" for all
	took    time.Duration // with nothing taken out
	reached map[int]bool  // the numbers of the lines that they come by
}

// quick is how long tests may take that are not run one by one.
const quick = 3 * time.Second

// split runs a part as it is and returns it, or where that takes long the tests in it, each as a part.
func (t *trial) split(p part) ([]part, error) {
	program := t.programs[p.program]
	if err := os.Remove(t.file("reached")); err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, err
	}
	begun := time.Now()
	out, err := t.test(program, p.run, "", 10*time.Minute)
	if err != nil {
		return nil, fmt.Errorf("the tests of %s (%s) fail as they are: %w\n%s", program.ImportPath, p.run, err, out)
	}
	p.took = time.Since(begun)
	inside := within(p.run, out)
	if p.took < quick || len(inside) < 2 {
		p.reached, err = t.reached()
		return []part{p}, err
	}
	var parts []part
	for _, run := range inside {
		smaller, err := t.split(part{program: p.program, run: run})
		if err != nil {
			return nil, err
		}
		parts = append(parts, smaller...)
	}
	return parts, nil
}

// within returns the patterns that choose the tests directly within those that another chooses, in their order, as a test
// program names them in its output. Tests within tests within tests stay together.
func within(run string, output []byte) []string {
	depth := 0
	if run != "" {
		depth = 1 + strings.Count(run, "/")
	}
	if depth > 1 {
		return nil
	}
	var all []string
	for line := range bytes.Lines(output) {
		name, ok := strings.CutPrefix(string(line), "=== RUN   ")
		names := strings.SplitN(strings.TrimSpace(name), "/", depth+2)
		if !ok || len(names) <= depth {
			continue
		}
		pattern := "^" + regexp.QuoteMeta(names[depth]) + "$"
		if run != "" {
			pattern = run + "/" + pattern
		}
		if !slices.Contains(all, pattern) {
			all = append(all, pattern)
		}
	}
	return all
}

// reached returns the numbers that the test programs left behind.
func (t *trial) reached() (map[int]bool, error) {
	data, err := os.ReadFile(t.file("reached"))
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, err
	}
	numbers := map[int]bool{}
	for field := range strings.FieldsSeq(string(data)) {
		n, err := strconv.Atoi(field)
		if err != nil {
			return nil, err
		}
		numbers[n] = true
	}
	return numbers, nil
}

// file names one of the files by which the trial and the test programs talk.
func (t *trial) file(name string) string { return filepath.Join(t.dir, name) }
