package xlsx_test

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/pocomigrate/pocomigrate/catalog/table"
	"github.com/pocomigrate/pocomigrate/catalog/xlsx"
)

// streamed returns the book with the rows of every sheet streamed.
func streamed(b table.Book) table.Book {
	b.Sheets = slices.Clone(b.Sheets)
	for i := range b.Sheets {
		s := &b.Sheets[i]
		s.Stream, s.StreamLen, s.Rows = slices.Values(s.Rows), len(s.Rows), nil
	}
	return b
}

func TestStreamedRowsAreTheSameBytes(t *testing.T) {
	if !bytes.Equal(write(t, book()), write(t, streamed(book()))) {
		t.Error("a book whose rows are streamed is written in other bytes than one that holds them")
	}
}

// TestLargeBooksAreTheSameBytes writes a sheet that the library streams through a file, beside a small one, and packs more than is
// held in memory; nothing of it is left behind.
func TestLargeBooksAreTheSameBytes(t *testing.T) {
	temp := t.TempDir()
	t.Setenv("TMPDIR", temp)
	b := listings(40_000)
	small := listings(10).Sheets[0]
	small.Name = "More listings"
	b.Sheets = append(b.Sheets, small)
	first := [sha256.Size]byte{}
	for i := range 2 {
		h := sha256.New()
		var size count
		if err := xlsx.Write(io.MultiWriter(h, &size), b); err != nil {
			t.Fatal(err)
		}
		if size <= 4<<20 {
			t.Fatalf("the book has %d bytes: too few to leave memory", size)
		}
		if sum := [sha256.Size]byte(h.Sum(nil)); i == 0 {
			first = sum
		} else if sum != first {
			t.Fatalf("write %d of an equal book gave other bytes", i+1)
		}
	}
	left, err := os.ReadDir(temp)
	if err != nil || len(left) > 0 {
		t.Errorf("%d files are left in the folder for temporary ones (%v)", len(left), err)
	}
}

type count int

func (c *count) Write(p []byte) (int, error) {
	*c += count(len(p))
	return len(p), nil
}

func TestStreamErrors(t *testing.T) {
	rows := func(n, wide int) func(func([]table.Cell) bool) {
		return func(yield func([]table.Cell) bool) {
			for range n {
				if !yield(make([]table.Cell, wide)) {
					return
				}
			}
		}
	}
	tests := []struct {
		name  string
		sheet table.Sheet
		want  string
	}{
		{"too few", table.Sheet{Stream: rows(2, 1), StreamLen: 3}, "one too few"},
		{"too many", table.Sheet{Stream: rows(4, 1), StreamLen: 3}, "one too many"},
		{"too wide", table.Sheet{Stream: rows(3, 2), StreamLen: 3}, "wider than the header"},
		{"held and streamed", table.Sheet{Stream: rows(1, 1), StreamLen: 1, Rows: [][]table.Cell{nil}}, "not both"},
		{"more than a sheet holds", table.Sheet{Stream: rows(1, 1), StreamLen: 1 << 20}, "a sheet has room for 1048576"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tt.sheet.Name, tt.sheet.Columns = "S", []table.Column{{Header: "A"}}
			var out bytes.Buffer
			err := xlsx.Write(&out, table.Book{Sheets: []table.Sheet{tt.sheet}})
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("Write = %v, want an error with %q", err, tt.want)
			}
			if out.Len() > 0 {
				t.Errorf("Write left %d bytes of a file that is none", out.Len())
			}
		})
	}
}

// TestFormulasCarryTheirResults: programs that do not calculate read the value.
func TestFormulasCarryTheirResults(t *testing.T) {
	s := table.Sheet{Name: "S", Columns: []table.Column{{Header: "N"}, {Header: "M"}}, Rows: [][]table.Cell{
		{table.FormulaCell(42, `COUNTIFS({{In|A}},{{@M}},{{S|N}},"?*")`), table.MarkedCell("Metal Bronze phone", "bronze", "PHONE", "absent")},
	}}
	in := table.Sheet{Name: "In", Columns: []table.Column{{Header: "A", Role: table.ForInput}}}
	file := write(t, table.Book{Sheets: []table.Sheet{s, in}})
	sheet := unquote.Replace(parts(t, file)["xl/worksheets/sheet1.xml"])
	if want := `<f>COUNTIFS('In'!$A$2:$A$1002,$B2,'S'!$A$2,"?*")</f><v>42</v>`; !strings.Contains(sheet, want) {
		t.Errorf("the sheet lacks %s: %s", want, sheet)
	}
	if n := strings.Count(sheet, `<b val="1"></b>`); n != 2 {
		t.Errorf("%d pieces stand out, want 2: %s", n, sheet)
	}
	if got := read(t, file).Sheets[0].Rows[1]; got[0].Text != "42" || got[1].Text != "Metal Bronze phone" {
		t.Errorf("read back %q", got)
	}
}

func TestFormulasNameWhatIsThere(t *testing.T) {
	for formula, want := range map[string]string{
		"{{@Absent}}":         `no column "Absent"`,
		"SUM({{S|Absent}})":   `no sheet "S" with a column "Absent"`,
		"SUM({{Absent|N}})+1": `no sheet "Absent" with a column "N"`,
	} {
		s := table.Sheet{Name: "S", Notes: []string{"A note."}, Columns: []table.Column{{Header: "N"}}, Rows: [][]table.Cell{{}, {table.FormulaCell(1, formula)}}}
		want = `write workbook: sheet "S": cell A4: formula ` + formula + ": " + want
		if err := xlsx.Write(io.Discard, table.Book{Sheets: []table.Sheet{s}}); err == nil || err.Error() != want {
			t.Errorf("Write = %v, want %s", err, want)
		}
		// The last line is written as the others are.
		s.Rows, s.Totals = nil, s.Rows[1]
		want = strings.Replace(want, "A4", "A3", 1)
		if err := xlsx.Write(io.Discard, table.Book{Sheets: []table.Sheet{s}}); err == nil || err.Error() != want {
			t.Errorf("Write = %v, want %s", err, want)
		}
	}
}

// TestChoicesFromAnotherSheet: the list of a row is found by the row's own cell, so that sorting leaves it true.
func TestChoicesFromAnotherSheet(t *testing.T) {
	list := table.Sheet{Name: "Lists", Hidden: true, Columns: []table.Column{{Header: "Shop"}, {Header: "SKU"}}}
	for i := range 5 {
		list.Rows = append(list.Rows, []table.Cell{table.TextCell("mi.com/uk"), table.TextCell(strconv.Itoa(i))})
	}
	review := table.Sheet{
		Name: "Review", Columns: []table.Column{
			{Header: "Shop"}, {Header: "SKU", ChoicesFrom: &table.Lookup{By: "Shop", Sheet: "Lists", Key: "Shop", Header: "SKU"}},
		},
		Rows: [][]table.Cell{{table.TextCell("mi.com/uk")}, {table.TextCell("mi.com/fr")}},
	}
	all := parts(t, write(t, table.Book{Sheets: []table.Sheet{review, list}}))
	want := `sqref="B2:B3" type="list"><formula1>OFFSET('Lists'!$B$1,IFERROR(MATCH($A2,'Lists'!$A$2:$A$6,0),6),0,MAX(1,COUNTIF('Lists'!$A$2:$A$6,$A2)),1)</formula1>`
	if got := unquote.Replace(all["xl/worksheets/sheet1.xml"]); !strings.Contains(got, want) {
		t.Errorf("the sheet lacks %s: %s", want, got)
	}
	if !strings.Contains(all["xl/worksheets/sheet2.xml"], "<sheetProtection") || strings.Contains(all["xl/worksheets/sheet1.xml"], "<sheetProtection") {
		t.Error("the hidden sheet alone is guarded")
	}
	if !strings.Contains(all["xl/workbook.xml"], `name="Lists" sheetId="2" r:id="rId4" state="hidden"`) {
		t.Errorf("the sheet is not hidden: %s", all["xl/workbook.xml"])
	}
	review.Columns[1].ChoicesFrom.Sheet = "None"
	if err := xlsx.Write(io.Discard, table.Book{Sheets: []table.Sheet{review, list}}); err == nil || !strings.Contains(err.Error(), `no sheet "None"`) {
		t.Errorf("Write = %v, want the missing sheet named", err)
	}
}

// TestPictures shows what is a picture of a sensible size, each file once, and the words of what is not.
func TestPictures(t *testing.T) {
	paint := func(width, height int, encode func(io.Writer, image.Image) error) []byte {
		m := image.NewPaletted(image.Rect(0, 0, width, height), color.Palette{color.White, color.Black})
		var b bytes.Buffer
		if err := encode(&b, m); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	asGIF := func(w io.Writer, m image.Image) error { return gif.Encode(w, m, nil) }
	asJPEG := func(w io.Writer, m image.Image) error { return jpeg.Encode(w, m, nil) }
	small := paint(160, 80, png.Encode)
	tests := []struct {
		name  string
		file  []byte
		shown bool
	}{
		{"PNG", small, true},
		{"the same again", small, true},
		{"JPEG", paint(10, 20, asJPEG), true},
		{"GIF", paint(3000, 4096, asGIF), true},
		{"too wide", paint(5000, 10, png.Encode), false},
		{"torn", small[:20], false},
		{"a page", []byte("<!doctype html><p>Access Denied"), false},
		{"a vector", []byte(`<svg xmlns="http://www.w3.org/2000/svg"/>`), false},
		{"too many bytes", append(slices.Clone(small), make([]byte, 256<<10)...), false},
	}
	s := table.Sheet{Name: "S", Columns: []table.Column{{Header: "Picture", Width: 12}}}
	shown := 0
	for _, tt := range tests {
		s.Rows = append(s.Rows, []table.Cell{table.PictureCell(tt.file, tt.name)})
		if tt.shown {
			shown++
		}
	}
	all := parts(t, write(t, table.Book{Sheets: []table.Sheet{s}}))
	drawing := all["xl/drawings/drawing1.xml"]
	if n := strings.Count(drawing, "<xdr:oneCellAnchor"); n != shown {
		t.Errorf("%d pictures, want %d", n, shown)
	}
	for i, tt := range tests {
		if strings.Contains(drawing, `descr="`+tt.name+`"`) != tt.shown {
			t.Errorf("%s: shown is not %v", tt.name, tt.shown)
		}
		if words := strings.Contains(all["xl/worksheets/sheet1.xml"], fmt.Sprintf(`<c r="A%d"`, i+2)); words == tt.shown {
			t.Errorf("%s: its words stand in the cell: %v", tt.name, words)
		}
	}
	if want := `<xdr:ext cx="685800" cy="342900">`; !strings.Contains(drawing, want) { // 72 × 36 pixels
		t.Errorf("the first picture is not scaled into its cell: %s", regexp.MustCompile(`<xdr:ext[^>]*>`).FindAllString(drawing, -1))
	}
	files := 0
	for name := range all {
		if strings.HasPrefix(name, "xl/media/") {
			files++
		}
	}
	if files != shown-1 {
		t.Errorf("%d files of pictures, want %d: equal ones are stored once", files, shown-1)
	}
}

// TestPropertiesNameTheSnapshot: as the document's own property, and as a custom one.
func TestPropertiesNameTheSnapshot(t *testing.T) {
	custom := parts(t, write(t, book()))["docProps/custom.xml"]
	if !strings.Contains(custom, `name="Identifier"`) || !strings.Contains(custom, "sha256:1") {
		t.Errorf("custom properties: %s", custom)
	}
}
