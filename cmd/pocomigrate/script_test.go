package main

import (
	"archive/zip"
	"bytes"
	"flag"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/pocomigrate/pocomigrate/catalog/table"
	"github.com/pocomigrate/pocomigrate/catalog/xlsx"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/terminal"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/workbook"
)

var update = flag.Bool("update", false, "rewrite what the scripts expect")

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"pocomigrate": main, "holdmemory": holdMemory})
}

// TestScripts runs the scripts of testdata/script with the real main. Beside the commands of testscript they have
//
//	status N program [argument…]    runs the program and expects the exit status N
//	edit FILE LINE OLD NEW          replaces OLD by NEW in the lines of FILE that hold LINE; one at least must change
//	steps WORKFLOW FOLDER           writes each shell step of a workflow into FOLDER, under the step's name
//	zip ARCHIVE FOLDER              packs what is in FOLDER
//	enter FILE ID COLUMN TEXT        enters TEXT below the header COLUMN in the rows of a .xlsx or .csv file that hold ID
//	sample FOLDER                   makes FOLDER a run folder of the sample, of scriptedShops
//	shop FOLDER ADDRESS             serves FOLDER at $SHOP, and leaves requests for ADDRESS waiting
//	shop-asked                      waits until ADDRESS was asked for
//	shop-answers                    lets ADDRESS be answered
//
// and the variable TESTDATA, the folder of pages and archives at the top of the repository.
func TestScripts(t *testing.T) {
	top, err := filepath.Abs("../../testdata")
	if err != nil {
		t.Fatal(err)
	}
	run := sampleRun(t, strings.Fields(scriptedShops)...)
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		UpdateScripts:       *update,
		Setup: func(e *testscript.Env) error {
			e.Setenv("TESTDATA", top)
			e.Values[scriptShopKey{}] = new(*scriptShop)
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"status": status,
			"edit":   edit,
			"zip":    pack,
			"enter":  fillIn,
			"steps":  steps,
			"shop":   openShop, "shop-asked": heldShop(untilAsked), "shop-answers": heldShop(release),
			"sample": func(ts *testscript.TestScript, neg bool, args []string) {
				if neg || len(args) != 1 {
					ts.Fatalf("usage: sample FOLDER")
				}
				ts.Check(os.CopyFS(ts.MkAbs(args[0]), run))
			},
		},
	})
}

// scriptedShops are the shops of the run folder that scripts start from. Scripts count its rows, which a shop that is added
// leaves as they are; the tests of the sample itself go through all shops.
const scriptedShops = "mi.com/de mi.com/fr mi.com/global mi.com/in mi.com/uk po.co/de po.co/fr po.co/global po.co/uk poco-store-app poco.in"

// sampleRun returns a run folder of the sample, of some shops or, where none is named, of all. It is made once for all tests that
// start from it.
func sampleRun(t *testing.T, shops ...string) fs.FS {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "run")
	var said bytes.Buffer
	s := terminal.Streams{In: strings.NewReader(""), Out: &said, Err: &said, Env: func(string) (string, bool) { return "", false }, Now: time.Now}
	if code := run(t.Context(), append([]string{"scrape", "--sample", "-q", "-o", dir}, shops...), s); code != 0 {
		t.Fatalf("scrape --sample ends with %d:\n%s", code, said.String())
	}
	return os.DirFS(dir)
}

func status(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: status N program [argument…]")
	}
	want, err := strconv.Atoi(args[0])
	if err != nil {
		ts.Fatalf("status %q: %v", args[0], err)
	}
	err = ts.Exec(args[1], args[2:]...)
	got := 0
	if exit, ok := err.(*exec.ExitError); ok { //nolint:errorlint // testscript returns it unwrapped
		got = exit.ExitCode()
	} else if err != nil {
		ts.Fatalf("%v", err)
	}
	if got != want {
		ts.Fatalf("exit status %d, want %d", got, want)
	}
}

func steps(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: steps WORKFLOW FOLDER")
	}
	const begin, indent = "        run: |", "          "
	ts.Check(os.MkdirAll(ts.MkAbs(args[1]), 0o750))
	name, text := "", ""
	for line := range strings.Lines(ts.ReadFile(args[0]) + "end\n") {
		if text != "" && !strings.HasPrefix(line, indent) {
			ts.Check(os.WriteFile(ts.MkAbs(filepath.Join(args[1], name+".sh")), []byte(text), 0o600))
			text = ""
		}
		if step, ok := strings.CutPrefix(line, "      - name: "); ok {
			name = strings.TrimSpace(step)
		}
		if text != "" {
			text += line[len(indent):]
		}
		if strings.TrimRight(line, "\n") == begin {
			text = "# " + name + "\n"
		}
	}
}

func pack(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: zip ARCHIVE FOLDER")
	}
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	ts.Check(w.AddFS(os.DirFS(ts.MkAbs(args[1]))))
	ts.Check(w.Close())
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), b.Bytes(), 0o600))
}

func edit(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 4 {
		ts.Fatalf("usage: edit FILE LINE OLD NEW")
	}
	name := ts.MkAbs(args[0])
	var out strings.Builder
	changed := false
	for line := range strings.Lines(ts.ReadFile(args[0])) {
		if strings.Contains(line, args[1]) && strings.Contains(line, args[2]) {
			line, changed = strings.ReplaceAll(line, args[2], args[3]), true
		}
		out.WriteString(line)
	}
	if !changed {
		ts.Fatalf("%s: no line with %q holds %q", args[0], args[1], args[2])
	}
	ts.Check(os.WriteFile(name, []byte(out.String()), 0o600))
}

// fillIn does what a person does who fills in a cell and saves the file.
func fillIn(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 4 {
		ts.Fatalf("usage: enter FILE ID COLUMN TEXT")
	}
	name := ts.MkAbs(args[0])
	f, err := workbook.Read(name)
	ts.Check(err)
	found := false
	for _, s := range f.Book.Sheets {
		h, ok := table.FindHeader(s, args[2])
		if !ok {
			continue
		}
		for i, row := range s.Rows {
			if !slices.ContainsFunc(row, func(c table.Cell) bool { return c.Text == args[1] }) {
				continue
			}
			for len(row) <= h.Column(args[2]) {
				row = append(row, table.Cell{})
			}
			row[h.Column(args[2])] = table.TextCell(args[3])
			s.Rows[i], found = row, true
		}
	}
	if !found {
		ts.Fatalf("%s: no row with %q below a header %q", args[0], args[1], args[2])
	}
	var out bytes.Buffer
	if filepath.Ext(name) == ".csv" {
		out.WriteString(separated(f.Book.Sheets[0], ","))
	} else {
		ts.Check(xlsx.Write(&out, asRead(f.Book)))
	}
	ts.Check(os.WriteFile(name, out.Bytes(), 0o600))
}

// separated is a sheet as a CSV file.
func separated(s table.Sheet, sign string) string {
	var b strings.Builder
	for _, row := range s.Rows {
		for i, c := range row {
			if i > 0 {
				b.WriteString(sign)
			}
			b.WriteString(`"` + strings.ReplaceAll(c.Text, `"`, `""`) + `"`)
		}
		b.WriteString("\r\n")
	}
	return b.String()
}

// asRead makes a book that was read one that can be written: the sheets that people fill in, their cells where they stood.
func asRead(b table.Book) table.Book {
	var out table.Book
	for _, s := range b.Sheets {
		h, ok := table.FindHeader(s, "Row id", "Decision")
		if !ok {
			continue
		}
		back := table.Sheet{Name: s.Name, Rows: s.Rows[h.Row+1:]}
		for _, row := range s.Rows[:h.Row] {
			back.Notes = append(back.Notes, row[0].Text)
		}
		for _, c := range s.Rows[h.Row] {
			back.Columns = append(back.Columns, table.Column{Header: c.Text})
		}
		out.Sheets = append(out.Sheets, back)
	}
	return out
}
