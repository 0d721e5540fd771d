package normalize

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"
)

// tableSpec says how one table file is laid out.
type tableSpec struct {
	file    string
	columns []string // all of them, in order; the last is always "source"
	key     int      // the first key columns name a row
}

// row is one line of a table.
type row struct {
	file  string
	line  int
	cells []string
}

// errorf returns an error that names file and line of the row.
func (r row) errorf(format string, args ...any) error {
	return fmt.Errorf("%s:%d: %s", r.file, r.line, fmt.Sprintf(format, args...))
}

// rule names the row for people, by its first cells: the word, its language, the model that it is about.
func (r row) rule(cells int) string {
	said := make([]string, 0, cells)
	for _, c := range r.cells[:cells] {
		if c != "" {
			said = append(said, c)
		}
	}
	return r.file + ": " + strings.Join(said, ", ")
}

// list returns the parts of a cell that holds several values, separated by semicolons.
func (r row) list(column int) []string {
	if r.cells[column] == "" {
		return nil
	}
	parts := strings.Split(r.cells[column], ";")
	for i := range parts {
		parts[i] = spaced(parts[i])
	}
	return parts
}

// key returns what names the row among the others of its table.
func (r row) key(spec tableSpec) string {
	keys := make([]string, spec.key)
	for i := range keys {
		keys[i] = phraseKey(r.cells[i])
	}
	return strings.Join(keys, "\x00")
}

// read decodes one table file. It wants the header to name exactly the columns, every row to have a first cell and a
// source, and no row to be given twice. All faults are reported, joined. label names the file in errors. Lines that
// begin with "#" are comments.
func (spec tableSpec) read(r io.Reader, label string) ([]row, error) {
	reader := csv.NewReader(r)
	reader.Comment = '#'
	header, err := reader.Read()
	if err != nil {
		return nil, fmt.Errorf("%s: read the header: %w", label, err)
	}
	places, ok := spec.places(header)
	if !ok {
		return nil, fmt.Errorf("%s:1: columns are %q, want %q", label, header, spec.columns)
	}
	var rows []row
	var faults []error
	seen := map[string]bool{}
	for {
		cells, err := reader.Read()
		if errors.Is(err, io.EOF) {
			return rows, errors.Join(faults...)
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", label, err)
		}
		line, _ := reader.FieldPos(0)
		r := row{label, line, make([]string, len(spec.columns))}
		for i, place := range places {
			r.cells[place] = spaced(cells[i])
		}
		if err := spec.check(r, seen); err != nil {
			faults = append(faults, err)
			continue
		}
		rows = append(rows, r)
	}
}

// optional are columns that tables of a user may lack: they were written before the column was there. Their cells are
// empty.
var optional = map[string][]string{
	"colors.csv":     {"model"},
	"currencies.csv": {"regions"},
	"products.csv":   {"marketing_name", "memories"},
	"pricewords.csv": {"role"},
}

// places returns which column each one of a header is; ok is false where the header does not name exactly the columns of
// the table, in their order.
func (spec tableSpec) places(header []string) (places []int, ok bool) {
	for i, column := range spec.columns {
		if len(places) < len(header) && header[len(places)] == column {
			places = append(places, i)
		} else if !slices.Contains(optional[spec.file], column) {
			return nil, false
		}
	}
	return places, len(places) == len(header)
}

func (spec tableSpec) check(r row, seen map[string]bool) error {
	if r.cells[0] == "" {
		return r.errorf("column %q is empty", spec.columns[0])
	}
	if r.cells[len(r.cells)-1] == "" {
		return r.errorf("%q has no source", r.cells[0])
	}
	key := r.key(spec)
	if seen[key] {
		return r.errorf("%q given twice", strings.Join(slices.DeleteFunc(slices.Clone(r.cells[:spec.key]), func(s string) bool { return s == "" }), ", "))
	}
	seen[key] = true
	return nil
}

// lay returns the rows of base with those of over laid on them: a row with the same key takes the place of the built-in
// one, the others follow.
func (spec tableSpec) lay(base, over []row) []row {
	at := make(map[string]int, len(base))
	for i, r := range base {
		at[r.key(spec)] = i
	}
	out := slices.Clone(base)
	for _, r := range over {
		if i, ok := at[r.key(spec)]; ok {
			out[i] = r
			continue
		}
		out = append(out, r)
	}
	return out
}

// readFile reads the table from a file system, with the bytes it was read from. A file that is not there has no rows.
func (spec tableSpec) readFile(fsys fs.FS, path, label string) ([]row, []byte, error) {
	data, err := fs.ReadFile(fsys, path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil, nil
	}
	if err != nil {
		return nil, nil, fmt.Errorf("read %s: %w", label, err)
	}
	rows, err := spec.read(strings.NewReader(string(data)), label)
	return rows, data, err
}
