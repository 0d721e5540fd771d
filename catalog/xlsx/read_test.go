package xlsx_test

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"

	"github.com/pocomigrate/pocomigrate/catalog/table"
	"github.com/pocomigrate/pocomigrate/catalog/xlsx"
)

func read(t *testing.T, file []byte) table.Book {
	t.Helper()
	b, err := xlsx.Read(bytes.NewReader(file), "review.xlsx")
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestRoundTrip(t *testing.T) {
	got := read(t, write(t, book()))
	if diff := cmp.Diff(book().Names(), got.Names()); diff != "" {
		t.Fatal(diff)
	}
	var lines []string
	for _, s := range got.Sheets[:2] {
		for _, row := range s.Rows[:min(len(s.Rows), 4)] {
			var words []string
			for _, c := range row {
				words = append(words, c.Text)
			}
			lines = append(lines, strings.Join(words, " | "))
		}
	}
	want := []string{
		"Shops & counts", "One line.", "Another.", "",
		"How to decide.",
		"Title | Page | Score | Price | Captured | Count | Size | Status | Decision | Row id",
		"POCO C75 & friends <GBP> | old page | 0.973 | 129999 | 45599 | 1234 | 6.67 | review |  | 0690123456789",
		"POCO C75 & friends <EUR> | old page | 0.973 | 129999.01 | 45599 | 1235 | 6.67 | review |  | 0690123456789",
	}
	if diff := cmp.Diff(want, lines); diff != "" {
		t.Error(diff)
	}
}

// TestTextSurvives writes odd texts and reads them back.
func TestTextSurvives(t *testing.T) {
	long := strings.Repeat("€😀", 15_000) // 45,000 UTF-16 units
	tests := []struct{ name, text, want string }{
		{"formula", "=1+1", "=1+1"},
		{"XML", `<a href="x">&amp;</a>`, `<a href="x">&amp;</a>`},
		{"spaces at the ends", "  x  ", "  x  "},
		{"line breaks", "a\r\nb\rc\nd", "a\nb\nc\nd"},
		{"control characters", "a\x00b\x1fc\uFFFEd", "abcd"},
		{"no UTF-8", "a\xffb", "a\uFFFDb"},
		{"emoji", "🏃 POCO", "🏃 POCO"},
		{"digits", "0690123456789", "0690123456789"},
		{"exponent", "12E5", "12E5"},
		{"too long", long, strings.Repeat("€😀", 10_920) + "… (cut)"},
	}
	s := table.Sheet{Name: "S", Columns: []table.Column{{Header: "Text"}}}
	for _, tt := range tests {
		s.Rows = append(s.Rows, []table.Cell{table.TextCell(tt.text)})
	}
	rows := read(t, write(t, table.Book{Sheets: []table.Sheet{s}})).Sheets[0].Rows
	for i, tt := range tests {
		if got := rows[i+1][0].Text; got != tt.want {
			t.Errorf("%s: read %.60q (%d bytes), want %.60q (%d bytes)", tt.name, got, len(got), tt.want, len(tt.want))
		}
	}
}

func TestLongLinks(t *testing.T) {
	long := "https://www.po.co/uk/?q=" + strings.Repeat("x", 300)
	s := table.Sheet{Name: "S", Columns: []table.Column{{Header: "Link"}}, Rows: [][]table.Cell{
		{table.LinkCell(long, "old page")}, {table.LinkCell("https://www.po.co/", long)},
	}}
	file := write(t, table.Book{Sheets: []table.Sheet{s}})
	rows := read(t, file).Sheets[0].Rows
	if got := rows[1][0].Text; got != long {
		t.Errorf("a link too long for a formula reads %q, want its address", got)
	}
	if got := rows[2][0].Text; got != long[:255] {
		t.Errorf("a link with long words reads %q, want their beginning", got)
	}
	if n := strings.Count(parts(t, file)["xl/worksheets/sheet1.xml"], "<f>"); n != 1 {
		t.Errorf("%d formulas, want the second link's only", n)
	}
}

func TestReadErrors(t *testing.T) {
	good := write(t, book())
	tests := []struct {
		name string
		file []byte
		want string
	}{
		{"nothing", nil, "is it an .xlsx file"},
		{"text", []byte("Title,Price\r\nPOCO C75,329.00 GBP\r\n"), "is it an .xlsx file"},
		{"cut off", good[:len(good)/2], "is it an .xlsx file"},
		{"sheet torn inside the archive", replacePart(t, good, "xl/worksheets/sheet2.xml", func(s string) string { return s[:len(s)/2] }), "part xl/worksheets/sheet2.xml"},
		{"sheet that ends between cells", replacePart(t, good, "xl/worksheets/sheet2.xml", func(s string) string { return s[:strings.LastIndex(s, "<c ")] }), "damaged"},
		{"packed in a way of its own", packedOtherwise(t, good), "zip: unsupported compression algorithm"},
		{"texts torn inside the archive", sharedTorn(t, good), "damaged: part xl/sharedStrings.xml"},
		{"a row beyond the last", replacePart(t, good, "xl/worksheets/sheet2.xml", rowsOf(`<row r='1048577'><c><v>1</v></c></row>`)), `read workbook review.xlsx: sheet "Review": row number exceeds maximum limit`},
		{"a cell of no column", replacePart(t, good, "xl/worksheets/sheet2.xml", rowsOf(`<row r='1'><c r='1'><v>1</v></c></row>`)), `read workbook review.xlsx: sheet "Review": cannot convert cell "1" to coordinates: invalid cell name "1"`},
		{"no such sheet", replacePart(t, good, "xl/_rels/workbook.xml.rels", func(s string) string { return strings.Replace(s, "sheet2.xml", "sheet99.xml", 1) }), `sheet "Review"`},
		{"too many cells", replacePart(t, good, "xl/worksheets/sheet2.xml", wideRows), "more than 5000000 cells"},
		{"too large", bytes.Repeat([]byte{'x'}, 64<<20+1), "larger than 64 MiB"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := xlsx.Read(bytes.NewReader(tt.file), "review.xlsx")
			if err == nil || !strings.Contains(err.Error(), tt.want) || strings.Contains(err.Error(), "\n") || !strings.Contains(err.Error(), "review.xlsx") {
				t.Errorf("Read = %v, want an error of one line with %q and the file's name", err, tt.want)
			}
		})
	}
}

// TestReadWhatFewProgramsWrite: the forms of cells that are rare, and read by the library: truth values, errors, sections, escapes, single
// quotes, other character sets. Empty rows at the end are left out of them, too.
func TestReadWhatFewProgramsWrite(t *testing.T) {
	const head, tail = `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>`, `</sheetData></worksheet>`
	base := write(t, table.Book{Sheets: []table.Sheet{{Name: "S"}}})
	for _, tt := range []struct{ name, sheet, want string }{
		{"a truth value", head + `<row r="1"><c r="A1" t="b"><v>1</v></c></row>` + tail, "1"},
		{"an error", head + `<row r="1"><c r="A1" t="e"><v>#REF!</v></c></row>` + tail, "#REF!"},
		{"a section", head + `<row r="1"><c r="A1" t="inlineStr"><is><t><![CDATA[a<b]]></t></is></c></row>` + tail, "a<b"},
		{"a comment", head + `<row r="1"><c r="A1"><!-- <v>1</v> --><v>2</v></c></row>` + tail, "2"},
		{"an escape", head + `<row r="1"><c r="A1" t="inlineStr"><is><t>_x0041_</t></is></c></row>` + tail, "A"},
		{"single quotes and gaps", head + `<row r='2'><c r='B2'><v>1</v></c><c r='D2'><v>2</v></c></row>` + tail, "/|1||2"},
		{"empty rows at the end", head + `<row r='1'><c r='A1'><v>1</v></c></row><row r='2'/><row r='5'></row>` + tail, "1"},
		{"another character set", "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>" + head + "<row r='1'><c r='A1' t='inlineStr'><is><t>caf\xe9</t></is></c></row>" + tail, "café"},
		{"a reading for pronunciation", head + `<row r="1"><c r="A1" t="inlineStr"><is><t>a</t><rPh sb="0" eb="1"><t>b</t></rPh></is></c></row>` + tail, "a"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := read(t, replacePart(t, base, "xl/worksheets/sheet1.xml", func(string) string { return tt.sheet })).Sheets[0]
			var rows []string
			for _, row := range s.Rows {
				var words []string
				for _, c := range row {
					words = append(words, c.Text)
				}
				rows = append(rows, strings.Join(words, "|"))
			}
			if got := strings.Join(rows, "/"); s.Name != "S" || got != tt.want {
				t.Errorf("sheet %q holds %q, want %q", s.Name, got, tt.want)
			}
		})
	}
}

// TestReadBlamesTheReader: what goes wrong while the bytes come is told as it was, and nothing that happens there ends the program.
func TestReadBlamesTheReader(t *testing.T) {
	torn := errors.New("the line is down")
	if _, err := xlsx.Read(iotest.ErrReader(torn), "review.xlsx"); !errors.Is(err, torn) || err.Error() != "read workbook review.xlsx: the line is down" {
		t.Errorf("Read = %v, want the reader's error", err)
	}
	b, err := xlsx.Read(panicking{}, "review.xlsx")
	if want := "read workbook review.xlsx: damaged: out of range; open it in a spreadsheet program and save it again"; err == nil || err.Error() != want || len(b.Sheets) > 0 {
		t.Errorf("Read = %v, %v, want %s", b, err, want)
	}
}

type panicking struct{}

func (panicking) Read([]byte) (int, error) { panic("out of range") }

// packed makes a file of parts, packed by a method of ZIP.
func packed(t *testing.T, all map[string]string, method uint16) []byte {
	t.Helper()
	var out bytes.Buffer
	archive := zip.NewWriter(&out)
	archive.RegisterCompressor(unknownMethod, func(w io.Writer) (io.WriteCloser, error) { return flate.NewWriter(w, flate.BestSpeed) })
	for name, content := range all {
		w, err := archive.CreateHeader(&zip.FileHeader{Name: name, Method: method})
		if err == nil {
			_, err = io.WriteString(w, content)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := archive.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// unknownMethod is one that no reader knows.
const unknownMethod = 99

// packedOtherwise returns a workbook whose parts are packed by a method that no reader knows.
func packedOtherwise(t *testing.T, file []byte) []byte {
	t.Helper()
	return packed(t, parts(t, file), unknownMethod)
}

// sharedTorn returns a workbook with a list of shared texts that is cut off, and a sheet that only the library reads.
func sharedTorn(t *testing.T, file []byte) []byte {
	t.Helper()
	file = replacePart(t, file, "xl/_rels/workbook.xml.rels", func(s string) string {
		return strings.Replace(s, "</Relationships>", `<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>`, 1)
	})
	all := parts(t, file)
	all["xl/sharedStrings.xml"] = `<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>a</t></si><si><t>b`
	return packed(t, all, zip.Deflate)
}

// rowsOf makes a sheet of rows.
func rowsOf(rows string) func(string) string {
	return func(string) string {
		return `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>` + rows + `</sheetData></worksheet>`
	}
}

// wideRows returns a small sheet that claims to be a huge one: a cell in the last column of a thousand rows.
func wideRows(string) string {
	return rowsOf(strings.Repeat(`<row><c r="XFD1" t="inlineStr"><is><t>x</t></is></c></row>`, 1000))("")
}

// replacePart returns a workbook with one part changed.
func replacePart(t *testing.T, file []byte, name string, change func(string) string) []byte {
	t.Helper()
	all := parts(t, file)
	if all[name] == "" {
		t.Fatalf("no part %s", name)
	}
	all[name] = change(all[name])
	return packed(t, all, zip.Deflate)
}

// FuzzRead asserts that whatever a file holds, Read returns, that an error names the file, and that no sheet ends
// in empty rows.
func FuzzRead(f *testing.F) {
	small := table.Book{Sheets: []table.Sheet{{Name: "S", Columns: []table.Column{{Header: "A"}}, Rows: [][]table.Cell{{table.TextCell("=x")}}}}}
	f.Add(write(f, small))
	f.Add([]byte("PK\x03\x04"))
	f.Add([]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"))
	f.Fuzz(func(t *testing.T, file []byte) {
		b, err := xlsx.Read(bytes.NewReader(file), "review.xlsx")
		if err != nil && !strings.Contains(err.Error(), "review.xlsx") {
			t.Errorf("error does not name the file: %v", err)
		}
		for _, s := range b.Sheets {
			if n := len(s.Rows); n > 0 && len(s.Rows[n-1]) == 0 {
				t.Errorf("sheet %q ends in an empty row", s.Name)
			}
		}
	})
}
