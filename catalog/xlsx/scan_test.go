package xlsx

import (
	"archive/zip"
	"bytes"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pocomigrate/pocomigrate/catalog/table"
)

// texts returns a book's cells as text, without empty ones at the ends.
func texts(b table.Book) map[string][][]string {
	out := map[string][][]string{}
	for _, s := range b.Sheets {
		rows := [][]string{}
		for _, r := range s.Rows {
			row := []string{}
			for _, c := range r {
				row = append(row, c.Text)
			}
			for len(row) > 0 && row[len(row)-1] == "" {
				row = row[:len(row)-1]
			}
			rows = append(rows, row)
		}
		for len(rows) > 0 && len(rows[len(rows)-1]) == 0 {
			rows = rows[:len(rows)-1]
		}
		out[s.Name] = rows
	}
	return out
}

// same asserts that a file that can be scanned has the cells that the library finds in it.
func same(t *testing.T, file []byte) (scanned bool) {
	t.Helper()
	fast, ok := scan(file)
	if !ok {
		return false
	}
	slow, err := readByLibrary(file, "x.xlsx")
	if err != nil {
		t.Skipf("scanned, but the library says: %v", err)
	}
	if diff := cmp.Diff(texts(slow), texts(fast)); diff != "" {
		t.Errorf("(-library +scan)\n%s", diff)
	}
	return true
}

func sampleFile(tb testing.TB) []byte {
	tb.Helper()
	b := table.Book{Sheets: []table.Sheet{
		{Name: "A & B", Notes: []string{"=note <&>"}, Columns: []table.Column{{Header: "Text"}, {Header: "Link"}, {Header: "n"}}, Rows: [][]table.Cell{
			{table.TextCell("a\nb \"x\" 'y' <z> &amp; ü"), table.LinkCell("https://www.po.co/?a=1&b=2", "old page"), table.IntegerCell(5)},
			{},
			{table.TextCell(" poco_x7 "), {}, table.MoneyCell(12345, "GBP", 2)},
		}},
		{Name: "Empty", Columns: []table.Column{{Header: "x"}}},
	}}
	var file bytes.Buffer
	if err := Write(&file, b); err != nil {
		tb.Fatal(err)
	}
	return file.Bytes()
}

func TestScanIsWhatTheLibraryReads(t *testing.T) {
	if !same(t, sampleFile(t)) {
		t.Error("a workbook of ours cannot be scanned")
	}
	// Files that other programs wrote, saved by the tests that drive them or lying beside the checkout.
	files, err := filepath.Glob("../../../shared/data/*/*.xlsx")
	if err != nil {
		t.Fatal(err)
	}
	scanned := 0
	for _, name := range files {
		file, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if len(file) < maxFile && same(t, file) {
			scanned++
		}
	}
	t.Logf("%d of %d files of others scanned", scanned, len(files))
}

// FuzzScan holds the scan to the library's reading.
func FuzzScan(f *testing.F) {
	f.Add(sampleFile(f))
	f.Fuzz(func(t *testing.T, file []byte) { same(t, file) })
}

// FuzzScanSheet does so for a sheet's part alone, which a change of an archive's bytes seldom reaches.
func FuzzScanSheet(f *testing.F) {
	f.Add(`<row r="2" s="1"><c r="B2" t="inlineStr"><is><r><rPr><b/></rPr><t>a&amp;b</t></r><t xml:space="preserve"> c</t></is></c><c><v>1</v></c></row>`)
	f.Add(`<row><c r="A1"><f>1+1</f><v>2</v></c><c r="C1" t="str"><f>HYPERLINK("x","y")</f><v>y</v></c></row><row r="5"/>`)
	base := sampleFile(f)
	f.Fuzz(func(t *testing.T, rows string) {
		same(t, withSheet(t, base, `<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>`+rows+`</sheetData></worksheet>`))
	})
}

// withSheet is a workbook with another first sheet.
func withSheet(tb testing.TB, file []byte, sheet string) []byte {
	tb.Helper()
	in, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		tb.Fatal(err)
	}
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, f := range in.File {
		to, err := w.Create(f.Name)
		if err != nil {
			tb.Fatal(err)
		}
		if f.Name == "xl/worksheets/sheet1.xml" {
			if _, err := to.Write([]byte(sheet)); err != nil {
				tb.Fatal(err)
			}
			continue
		}
		r, err := f.Open()
		if err != nil {
			tb.Fatal(err)
		}
		if _, err := io.Copy(to, r); err != nil { //nolint:gosec // our own file
			tb.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		tb.Fatal(err)
	}
	return out.Bytes()
}
