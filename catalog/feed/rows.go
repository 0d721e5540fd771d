package feed

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/pocomigrate/pocomigrate/catalog/table"
)

// rows is a file as rows of named cells.
type rows struct {
	name   string // of the file, for errors
	reader string // the format, as provenance names it
	header []string
	lines  []line
}

// line is one row and its number in the file, counted from 1.
type line struct {
	number int
	cells  []string
}

// cell returns what stands in a field, spaces trimmed; "" where the row ends before it.
func (l line) cell(c columns, field string) string {
	if i, ok := c[field]; ok && i < len(l.cells) {
		return strings.TrimSpace(l.cells[i])
	}
	return ""
}

// faultf returns an error that names file and row; row 0 is the file as a whole.
func (t *rows) faultf(row int, format string, args ...any) error {
	where := t.name
	if row > 0 {
		where += ":" + strconv.Itoa(row)
	}
	return fmt.Errorf("%s: %s", where, fmt.Sprintf(format, args...))
}

// parse reads a file by what it holds: XML, JSON lines or a table with a header.
func parse(data []byte, name string) (*rows, error) {
	data = bytes.TrimPrefix(data, []byte("\uFEFF"))
	t := &rows{name: name}
	if !utf8.Valid(data) {
		return nil, t.faultf(0, "not UTF-8 text; save it as UTF-8, or as .xlsx")
	}
	start := bytes.TrimSpace(data)
	switch {
	case len(start) == 0:
		return nil, t.faultf(0, "empty")
	case start[0] == '<':
		return t, t.readXML(data)
	case start[0] == '{':
		return t, t.readJSON(data)
	}
	return t, t.readTable(string(data))
}

// readTable reads separated values. The separator is the sign that parts the header most often.
func (t *rows) readTable(text string) error {
	t.reader = "csv"
	first, _, _ := strings.Cut(text, "\n")
	r := csv.NewReader(strings.NewReader(text))
	r.FieldsPerRecord = -1
	for _, sign := range "\t;|" {
		if strings.Count(first, string(sign)) > strings.Count(first, string(r.Comma)) {
			r.Comma = sign
		}
	}
	r.LazyQuotes = r.Comma == '\t' // tab-separated text knows no quotes: 6.67" is written as it is
	for {
		cells, err := r.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("%s: %w", t.name, err)
		}
		number, _ := r.FieldPos(0)
		if t.header == nil {
			t.header = cells
			continue
		}
		if len(cells) > len(t.header) {
			return t.faultf(number, "%d cells under %d headers", len(cells), len(t.header))
		}
		t.lines = append(t.lines, line{number, cells})
	}
}

// readJSON reads one object a line. What is not text, number, truth value or a list of these is left out.
func (t *rows) readJSON(data []byte) error {
	t.reader = "json"
	var objects []map[string]any
	var numbers []int
	number := 0
	for text := range bytes.Lines(data) {
		number++
		if len(bytes.TrimSpace(text)) == 0 {
			continue
		}
		d := json.NewDecoder(bytes.NewReader(text))
		d.UseNumber()
		var o map[string]any
		err := d.Decode(&o)
		if err == nil && d.More() {
			err = errors.New("more than one object in the line")
		}
		if err != nil {
			return t.faultf(number, "%v", err)
		}
		objects, numbers = append(objects, o), append(numbers, number)
	}
	keys := map[string]bool{}
	for _, o := range objects {
		for k := range o {
			keys[k] = true
		}
	}
	t.header = slices.Sorted(maps.Keys(keys))
	for i, o := range objects {
		cells := make([]string, len(t.header))
		for j, k := range t.header {
			cells[j] = scalar(o[k])
		}
		t.lines = append(t.lines, line{numbers[i], cells})
	}
	return nil
}

// scalar words a JSON value; of a list the first value counts.
func scalar(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case json.Number:
		return v.String()
	case bool:
		return strconv.FormatBool(v)
	case []any:
		if len(v) > 0 {
			return scalar(v[0])
		}
	}
	return ""
}

// readXML reads a Merchant feed: RSS with an item, or Atom with an entry, for each product. Of an element that stands
// several times in a product the first counts.
func (t *rows) readXML(data []byte) error {
	t.reader = "xml"
	d := xml.NewDecoder(bytes.NewReader(data))
	p := product{rows: t, at: map[string]int{}}
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return fmt.Errorf("%s: %w", t.name, err)
		}
		switch token := token.(type) {
		case xml.StartElement:
			row, _ := d.InputPos()
			p.start(token.Name.Local, row)
		case xml.CharData:
			p.text(token)
		case xml.EndElement:
			p.end()
		}
	}
	if len(t.lines) == 0 {
		return t.faultf(0, "XML without an item or entry: is it a Merchant feed?")
	}
	return nil
}

// product is an item of a feed while it is being read.
type product struct {
	rows  *rows
	at    map[string]int // columns by element
	cells map[int]string // nil outside an item
	row   int
	depth int // of elements within the item
	field string
	words strings.Builder
}

func (p *product) start(name string, row int) {
	switch {
	case p.cells == nil && (name == "item" || name == "entry"):
		p.cells, p.depth, p.row = map[int]string{}, 0, row
	case p.cells != nil:
		if p.depth++; p.depth == 1 {
			p.field = name
			p.words.Reset()
		}
	}
}

func (p *product) text(text []byte) {
	if p.cells != nil && p.depth == 1 {
		p.words.Write(text)
	}
}

func (p *product) end() {
	switch {
	case p.cells == nil:
	case p.depth == 0:
		p.rows.lines = append(p.rows.lines, line{p.row, spread(p.cells)})
		p.cells = nil
	default:
		if p.depth == 1 {
			p.rows.put(p.at, p.cells, p.field, p.words.String())
		}
		p.depth--
	}
}

func (t *rows) put(at map[string]int, cells map[int]string, field, text string) {
	i, ok := at[field]
	if !ok {
		i = len(t.header)
		at[field] = i
		t.header = append(t.header, field)
	}
	if _, taken := cells[i]; !taken {
		cells[i] = text
	}
}

func spread(cells map[int]string) []string {
	var out []string
	for _, i := range slices.Sorted(maps.Keys(cells)) {
		for len(out) < i {
			out = append(out, "")
		}
		out = append(out, cells[i])
	}
	return out
}

// fromSheet takes the rows of a sheet that was read from a workbook. The first row with more than one cell is the header.
func fromSheet(s table.Sheet, name string) *rows {
	t := &rows{name: name, reader: "xlsx"}
	for i, cells := range s.Rows {
		texts := make([]string, len(cells))
		filled := 0
		for j, c := range cells {
			texts[j] = c.Text
			if c.Text != "" {
				filled++
			}
		}
		switch {
		case t.header == nil && filled > 1:
			t.header = texts
		case t.header != nil:
			t.lines = append(t.lines, line{i + 1, texts})
		}
	}
	return t
}
