// Notice asks whether the tests would notice a mistake: it takes one line of logic out of a package, runs the tests of the
// package and of those that build on it, and says whether any of them failed.
//
//	go run ./.ci/notice [-n 10] [-seed 1] [-own] [-quiet] [PACKAGE…]
//
// The tree is not touched: the compiler is given a copy in which each line can be left out (go test -overlay), once for all
// of them, and the test programs are told which one to leave out. (A program that lost a line may itself write where it should
// not: look at git status afterwards.) Tests that take long are run one by one, and for a line only those that come by it; a
// line that none comes by is unreached, and unnoticed. What does not compile without the line counts for nothing, and another
// line is taken. The same seed takes the same lines of the same source; -n 0 takes every line.
// Tests that fail before anything is taken out would notice everything; they are named, and nothing is tried.
// The exit status is 1 when fewer than nine in ten were noticed, 2 when it cannot be said.
package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"slices"
	"time"
)

func main() {
	var w wish
	flag.IntVar(&w.lines, "n", 10, "how many `lines` to take out of each package; 0: every one")
	flag.Uint64Var(&w.seed, "seed", 1, "which lines")
	flag.BoolVar(&w.own, "own", false, "run the tests of the package alone, not of those that build on it")
	flag.BoolVar(&w.quiet, "quiet", false, "name only the lines whose loss was not noticed")
	flag.DurationVar(&w.limit, "timeout", 10*time.Second, "given up, which counts as noticed, are tests that take this much more than ten times their time")
	flag.Parse()
	noticed, all, err := run(flag.Args(), w)
	if err != nil {
		fmt.Fprintln(os.Stderr, "notice:", err)
		os.Exit(2)
	}
	fmt.Printf("the loss of %d lines in %d was noticed\n", noticed, all)
	if 10*noticed < 9*all {
		os.Exit(1)
	}
}

// wish is what the flags say.
type wish struct {
	lines      int
	seed       uint64
	own, quiet bool
	limit      time.Duration
}

// listed is what the go command says of a package.
type listed struct {
	ImportPath, Dir, Name                    string
	GoFiles, TestGoFiles, XTestGoFiles       []string
	Imports, Deps, TestImports, XTestImports []string
}

func (p listed) tested() bool { return len(p.TestGoFiles)+len(p.XTestGoFiles) > 0 }

func run(patterns []string, w wish) (noticed, all int, err error) {
	if len(patterns) == 0 {
		patterns = []string{"./..."}
	}
	tree, err := list("./...")
	if err != nil {
		return 0, 0, err
	}
	chosen, err := list(patterns...)
	if err != nil {
		return 0, 0, err
	}
	for _, p := range chosen {
		dir, err := os.MkdirTemp("", "notice")
		if err != nil {
			return 0, 0, err
		}
		t := trial{wish: w, pkg: p, tests: testsOf(p, tree, w.own), dir: dir}
		hit, tried, err := t.run(rand.New(rand.NewPCG(w.seed, 0)))
		os.RemoveAll(dir)
		if err != nil {
			return noticed, all, fmt.Errorf("%s: %w", p.ImportPath, err)
		}
		if tried > 0 {
			fmt.Printf("%-70s %d of %d\n", p.ImportPath, hit, tried)
		}
		noticed, all = noticed+hit, all+tried
	}
	return noticed, all, nil
}

func list(patterns ...string) ([]listed, error) {
	cmd := exec.Command("go", append([]string{"list", "-json"}, patterns...)...)
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("go list: %w", err)
	}
	var all []listed
	for dec := json.NewDecoder(bytes.NewReader(out)); ; {
		var p listed
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			return all, nil
		} else if err != nil {
			return nil, err
		}
		all = append(all, p)
	}
}

// testsOf returns the packages whose tests may notice a change of p: its own first, then those that build on it, the
// smaller ones first.
func testsOf(p listed, tree []listed, own bool) []listed {
	var tests, rest []listed
	for _, q := range tree {
		reaches := slices.Concat(q.Deps, q.TestImports, q.XTestImports)
		switch {
		case !q.tested():
		case q.ImportPath == p.ImportPath:
			tests = append(tests, q)
		case !own && slices.Contains(reaches, p.ImportPath):
			rest = append(rest, q)
		}
	}
	slices.SortStableFunc(rest, func(a, b listed) int { return len(a.Deps) - len(b.Deps) })
	return append(tests, rest...)
}
