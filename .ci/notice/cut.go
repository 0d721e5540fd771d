package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// cut is a piece of a file that can be left out.
type cut struct {
	file     string
	from, to int // offsets in bytes
	line     int
	number   int
	kind     kind
	cases    []ast.Expr // of a condition
	body     int        // where what it guards begins
	start    token.Pos  // of the file
}

// kind says how a cut is left out.
type kind int

const (
	statement kind = iota // behind a condition
	condition             // of a case, which then does not hold
	whole                 // only by compiling the file without it
)

func (c cut) words(files map[string][]byte) string {
	words := strings.Join(strings.Fields(string(files[c.file][c.from:c.to])), " ")
	if len(words) > 90 {
		words = words[:90] + "…"
	}
	return words
}

// read returns the files of the package and every statement and clause that might be left out, in their order.
func (t *trial) read() (map[string][]byte, []cut, error) {
	files := map[string][]byte{}
	var cuts []cut
	for _, name := range t.pkg.GoFiles {
		file := filepath.Join(t.pkg.Dir, name)
		text, err := os.ReadFile(file)
		if err != nil {
			return nil, nil, err
		}
		fset := token.NewFileSet()
		tree, err := parser.ParseFile(fset, file, text, parser.ParseComments)
		if err != nil {
			return nil, nil, err
		}
		if ast.IsGenerated(tree) {
			continue
		}
		files[file] = text
		f := finder{needed: map[ast.Stmt]bool{}}
		ast.Inspect(tree, f.find)
		for _, c := range f.cuts {
			at, body := fset.Position(c.node.Pos()), fset.Position(c.node.Pos())
			if clause, ok := c.node.(*ast.CaseClause); ok {
				body = fset.Position(clause.Colon + 1)
			}
			cuts = append(cuts, cut{
				file: file, from: at.Offset, to: fset.Position(c.node.End()).Offset, line: at.Line, number: len(cuts) + 1,
				kind: c.kind, cases: c.cases, body: body.Offset, start: tree.FileStart,
			})
		}
	}
	return files, cuts, nil
}

// finder collects what might be left out of a file.
type finder struct {
	cuts []struct {
		node  ast.Node
		kind  kind
		cases []ast.Expr
	}
	needed map[ast.Stmt]bool // without which a function has no end that the compiler sees
}

func (f *finder) take(n ast.Node, k kind, cases ...ast.Expr) {
	f.cuts = append(f.cuts, struct {
		node  ast.Node
		kind  kind
		cases []ast.Expr
	}{n, k, cases})
}

func (f *finder) find(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.FuncDecl:
		f.function(n.Type, n.Body)
	case *ast.FuncLit:
		f.function(n.Type, n.Body)
	case *ast.BlockStmt:
		f.list(n.List)
	case *ast.CaseClause:
		f.list(n.Body)
	case *ast.CommClause:
		f.list(n.Body)
	case *ast.SwitchStmt:
		for i, s := range n.Body.List {
			guards := defaults(n.Body) || n.Tag == nil && i+1 < len(n.Body.List)
			c := s.(*ast.CaseClause)
			switch {
			case len(c.Body) == 0 && (c.List == nil || !guards):
			case n.Tag == nil && c.List != nil:
				f.take(c, condition, c.List...)
			default:
				f.take(c, whole)
			}
		}
	case *ast.TypeSwitchStmt:
		for _, c := range n.Body.List {
			f.take(c, whole)
		}
	}
	return true
}

// defaults says whether a switch does something where no case holds. An empty case of another, or after all others, is there
// for the reader alone: nothing can notice its loss.
func defaults(cases *ast.BlockStmt) bool {
	return slices.ContainsFunc(cases.List, func(s ast.Stmt) bool {
		c, ok := s.(*ast.CaseClause)
		return ok && c.List == nil && len(c.Body) > 0
	})
}

// list takes the statements whose loss may compile.
func (f *finder) list(all []ast.Stmt) {
	for _, s := range all {
		switch s := s.(type) {
		case *ast.AssignStmt:
			if s.Tok != token.DEFINE {
				f.take(s, statement)
			}
		case *ast.BranchStmt:
			if s.Tok == token.FALLTHROUGH {
				f.take(s, whole)
			} else {
				f.take(s, statement)
			}
		case *ast.ExprStmt, *ast.IncDecStmt, *ast.IfStmt, *ast.ReturnStmt, *ast.DeferStmt, *ast.SendStmt, *ast.GoStmt:
			if !f.needed[s] {
				f.take(s, statement)
			}
		}
	}
}

// function notes the statements that a function with results must end with.
func (f *finder) function(of *ast.FuncType, body *ast.BlockStmt) {
	if of.Results != nil && body != nil {
		f.need(body.List)
	}
}

func (f *finder) need(list []ast.Stmt) {
	if len(list) == 0 {
		return
	}
	last := list[len(list)-1]
	f.needed[last] = true
	switch s := last.(type) {
	case *ast.BlockStmt:
		f.need(s.List)
	case *ast.IfStmt:
		f.need(s.Body.List)
		if s.Else != nil {
			f.need([]ast.Stmt{s.Else})
		}
	case *ast.LabeledStmt:
		f.need([]ast.Stmt{s.Stmt})
	case *ast.SwitchStmt:
		f.need(s.Body.List)
		for _, c := range s.Body.List {
			f.need(c.(*ast.CaseClause).Body)
		}
	case *ast.TypeSwitchStmt:
		for _, c := range s.Body.List {
			f.need(c.(*ast.CaseClause).Body)
		}
	case *ast.SelectStmt:
		for _, c := range s.Body.List {
			f.need(c.(*ast.CommClause).Body)
		}
	}
}
