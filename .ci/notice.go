//go:build ignore

// Notice asks whether the tests would notice a mistake: it takes one line of logic out of a package, runs the tests of the
// package and of those that build on it, and says whether any of them failed.
//
//	go run .ci/notice.go [-n 10] [-seed 1] [-own] [PACKAGE…]
//
// The tree is not touched: the compiler is given the changed file in its place (go test -overlay). What does not compile
// without the line counts for nothing, and another line is taken. The same seed takes the same lines of the same source.
// Tests that fail before anything is taken out would notice everything; they are named, and nothing is tried.
// The exit status is 1 when fewer than nine in ten were noticed, 2 when it cannot be said.
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

func main() {
	n := flag.Int("n", 10, "how many `lines` to take out of each package")
	seed := flag.Uint64("seed", 1, "which lines")
	own := flag.Bool("own", false, "run the tests of the package alone, not of those that build on it")
	limit := flag.Duration("timeout", 3*time.Minute, "when the tests of one package are given up; that counts as noticed")
	flag.Parse()
	noticed, all, err := run(flag.Args(), *n, *seed, *own, *limit)
	if err != nil {
		fmt.Fprintln(os.Stderr, "notice:", err)
		os.Exit(2)
	}
	fmt.Printf("the loss of %d lines in %d was noticed\n", noticed, all)
	if 10*noticed < 9*all {
		os.Exit(1)
	}
}

// listed is what the go command says of a package.
type listed struct {
	ImportPath, Dir                          string
	GoFiles, TestGoFiles, XTestGoFiles       []string
	Imports, Deps, TestImports, XTestImports []string
}

func (p listed) tested() bool { return len(p.TestGoFiles)+len(p.XTestGoFiles) > 0 }

func run(patterns []string, n int, seed uint64, own bool, limit time.Duration) (noticed, all int, err error) {
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
	dir, err := os.MkdirTemp("", "notice")
	if err != nil {
		return 0, 0, err
	}
	defer os.RemoveAll(dir)
	for _, p := range chosen {
		t := trial{pkg: p, tests: testsOf(p, tree, own), dir: dir, limit: limit}
		hit, tried, err := t.run(n, rand.New(rand.NewPCG(seed, 0)))
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
func testsOf(p listed, tree []listed, own bool) []string {
	var tests []string
	if p.tested() {
		tests = append(tests, p.ImportPath)
	}
	if own {
		return tests
	}
	var rest []listed
	for _, q := range tree {
		reaches := slices.Concat(q.Deps, q.TestImports, q.XTestImports)
		if q.tested() && q.ImportPath != p.ImportPath && slices.Contains(reaches, p.ImportPath) {
			rest = append(rest, q)
		}
	}
	slices.SortStableFunc(rest, func(a, b listed) int { return len(a.Deps) - len(b.Deps) })
	for _, q := range rest {
		tests = append(tests, q.ImportPath)
	}
	return tests
}

// trial takes lines out of one package.
type trial struct {
	pkg   listed
	tests []string
	dir   string // for the changed files
	limit time.Duration
}

// cut is a piece of a file that can be left out.
type cut struct {
	file     string
	from, to int // offsets in bytes
	line     int
}

func (t trial) run(n int, random *rand.Rand) (noticed, tried int, err error) {
	cuts, err := t.cuts()
	if err != nil {
		return 0, 0, err
	}
	if len(cuts) == 0 {
		return 0, 0, nil
	}
	if p := t.noticedBy(""); p != "" {
		return 0, 0, fmt.Errorf("the tests of %s fail as they are", p)
	}
	random.Shuffle(len(cuts), func(i, j int) { cuts[i], cuts[j] = cuts[j], cuts[i] })
	for _, c := range cuts {
		if tried == n {
			break
		}
		words, overlay, err := t.without(c)
		if err != nil {
			return noticed, tried, err
		}
		if !t.compiles(overlay) {
			continue
		}
		tried++
		by := t.noticedBy(overlay)
		place := fmt.Sprintf("%s:%d", filepath.Base(c.file), c.line)
		if by != "" {
			noticed++
			fmt.Printf("  noticed   %-28s %s\n", place, words)
		} else {
			fmt.Printf("  UNNOTICED %-28s %s\n", place, words)
		}
	}
	return noticed, tried, nil
}

// cuts returns every statement and clause of the package that might be left out, in the order of the files.
func (t trial) cuts() ([]cut, error) {
	var out []cut
	for _, name := range t.pkg.GoFiles {
		file := filepath.Join(t.pkg.Dir, name)
		fset := token.NewFileSet()
		tree, err := parser.ParseFile(fset, file, nil, parser.ParseComments)
		if err != nil {
			return nil, err
		}
		if ast.IsGenerated(tree) {
			continue
		}
		take := func(n ast.Node) {
			out = append(out, cut{
				file: file, from: fset.Position(n.Pos()).Offset, to: fset.Position(n.End()).Offset, line: fset.Position(n.Pos()).Line,
			})
		}
		ast.Inspect(tree, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.BlockStmt:
				for _, s := range n.List {
					if removable(s) {
						take(s)
					}
				}
			case *ast.CaseClause:
				for _, s := range n.Body {
					if removable(s) {
						take(s)
					}
				}
			case *ast.CommClause:
				for _, s := range n.Body {
					if removable(s) {
						take(s)
					}
				}
			case *ast.SwitchStmt:
				for i, s := range n.Body.List {
					guards := defaults(n.Body) || n.Tag == nil && i+1 < len(n.Body.List)
					if c := s.(*ast.CaseClause); len(c.Body) > 0 || c.List != nil && guards {
						take(c)
					}
				}
			case *ast.TypeSwitchStmt:
				for _, c := range n.Body.List {
					take(c)
				}
			}
			return true
		})
	}
	return out, nil
}

// defaults says whether a switch does something where no case holds. An empty case of another, or after all others, is there
// for the reader alone: nothing can notice its loss.
func defaults(cases *ast.BlockStmt) bool {
	return slices.ContainsFunc(cases.List, func(s ast.Stmt) bool {
		c, ok := s.(*ast.CaseClause)
		return ok && c.List == nil && len(c.Body) > 0
	})
}

// removable says whether a statement is a line of logic whose loss may compile.
func removable(s ast.Stmt) bool {
	switch s := s.(type) {
	case *ast.AssignStmt:
		return s.Tok != token.DEFINE
	case *ast.ExprStmt, *ast.IncDecStmt, *ast.IfStmt, *ast.BranchStmt, *ast.ReturnStmt, *ast.DeferStmt, *ast.SendStmt, *ast.GoStmt:
		return true
	}
	return false
}

// without writes the file without the cut, and the overlay that puts it in the file's place.
func (t trial) without(c cut) (words, overlay string, err error) {
	source, err := os.ReadFile(c.file)
	if err != nil {
		return "", "", err
	}
	words = strings.Join(strings.Fields(string(source[c.from:c.to])), " ")
	if len(words) > 90 {
		words = words[:90] + "…"
	}
	changed := filepath.Join(t.dir, "changed.go")
	if err := os.WriteFile(changed, slices.Concat(source[:c.from], source[c.to:]), 0o600); err != nil {
		return "", "", err
	}
	data, err := json.Marshal(map[string]map[string]string{"Replace": {c.file: changed}})
	if err != nil {
		return "", "", err
	}
	overlay = filepath.Join(t.dir, "overlay.json")
	return words, overlay, os.WriteFile(overlay, data, 0o600)
}

func (t trial) compiles(overlay string) bool {
	return exec.Command("go", "build", "-overlay", overlay, "-o", os.DevNull, t.pkg.ImportPath).Run() == nil
}

// noticedBy returns the first package whose tests fail, or do not end in time, and "" when all pass; with no overlay those
// of the tree as it is.
func (t trial) noticedBy(overlay string) string {
	for _, p := range t.tests {
		ctx, cancel := context.WithTimeout(context.Background(), t.limit+time.Minute)
		args := []string{"test", "-vet=off", "-failfast", "-timeout", t.limit.String()}
		if overlay != "" {
			args = append(args, "-overlay", overlay)
		}
		if _, err := exec.LookPath("prlimit"); err == nil && !strings.Contains(p, "browser") && !strings.Contains(p, "cmd/") {
			args = append(args, "-exec", "prlimit --as=8589934592") // a loop that lost its end may fill the memory; browsers reserve more
		}
		err := exec.CommandContext(ctx, "go", append(args, p)...).Run()
		cancel()
		if err != nil {
			return p
		}
	}
	return ""
}
