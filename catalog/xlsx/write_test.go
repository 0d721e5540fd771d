package xlsx_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"hash/crc32"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/pocomigrate/pocomigrate/catalog/table"
	"github.com/pocomigrate/pocomigrate/catalog/xlsx"
)

// book has a sheet of each sort and a cell of each kind.
func book() table.Book {
	day := time.Date(2024, time.November, 3, 8, 12, 0, 0, time.UTC)
	list := table.Sheet{
		Name: "Review", Notes: []string{"How to decide."}, Frozen: 1,
		Columns: []table.Column{
			{Header: "Title", Width: 30, Wrap: true},
			{Header: "Page"},
			{Header: "Score"},
			{Header: "Price"},
			{Header: "Captured"},
			{Header: "Count"},
			{Header: "Size"},
			{Header: "Status"},
			{Header: "Decision", Role: table.ForInput, Choices: []string{"accepted", "rejected"}, Help: "What is to happen."},
			{Header: "Row id", Role: table.ForProgram},
		},
		Rules: []table.Rule{{Column: "Status", Equals: `"review"`, Look: table.Alarm}, {Column: "Decision", Row: true, Look: table.Done}},
	}
	for i, currency := range []string{"GBP", "EUR", "INR", "USD", "SEK", "JPY"} {
		list.Rows = append(list.Rows, []table.Cell{
			table.TextCell("POCO C75 & friends <" + currency + ">"), table.LinkCell(`https://www.po.co/uk/?q="x"`, "old page"),
			table.PercentCell(0.973), table.MoneyCell(int64(12999900+i), currency, 2), table.DateCell(day),
			table.IntegerCell(1234 + i), table.DecimalCell(6.67, 2), table.TextCell("review"),
			{},
			table.TextCell("0690123456789"),
		})
	}
	summary := table.Sheet{
		Name: "Summary", Report: true, Heading: "Shops & counts", Notes: []string{"One line.", "Another."},
		Columns: []table.Column{{Header: "Shop"}, {Header: "Matched"}},
		Rows:    [][]table.Cell{{table.TextCell("po.co/uk"), table.IntegerCell(3)}, {table.TextCell("po.co/fr"), table.IntegerCell(4)}},
		Totals:  []table.Cell{table.TextCell("All"), table.IntegerCell(7)},
		Charts:  []table.Chart{{Title: "Counts", Category: "Shop", Series: []string{"Matched"}}},
	}
	b := table.Book{Title: "A review", Author: "tests", Identifier: "sha256:1", AsOf: day, Sheets: []table.Sheet{summary, list}}
	for _, name := range []string{"New on mi.com", "Empty", "Catalogue", "Issues"} {
		s := list
		s.Name = name
		if name == "Empty" {
			s.Rows = nil
		}
		b.Sheets = append(b.Sheets, s)
	}
	return b
}

func write(tb testing.TB, b table.Book) []byte {
	tb.Helper()
	var out bytes.Buffer
	if err := xlsx.Write(&out, b); err != nil {
		tb.Fatal(err)
	}
	return out.Bytes()
}

// parts unpacks a workbook.
func parts(t *testing.T, file []byte) map[string]string {
	t.Helper()
	archive, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, f := range archive.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		if sum := crc32.ChecksumIEEE(content); f.CRC32 != sum { // the reader takes a missing one for none
			t.Errorf("part %s: checksum %x, want %x", f.Name, f.CRC32, sum)
		}
		out[f.Name] = string(content)
	}
	return out
}

func TestWriteIsDeterministic(t *testing.T) {
	first := write(t, book())
	for i := range 20 {
		if !bytes.Equal(first, write(t, book())) {
			t.Fatalf("write %d of an equal book gave other bytes", i+2)
		}
	}
}

func TestWriteStatesNoClock(t *testing.T) {
	core := parts(t, write(t, book()))["docProps/core.xml"]
	for _, want := range []string{"<dc:title>A review<", "<dc:creator>tests<", "<dc:identifier>sha256:1<", ">2024-11-03T08:12:00Z</dcterms:created>", ">2024-11-03T08:12:00Z</dcterms:modified>"} {
		if !strings.Contains(core, want) {
			t.Errorf("core.xml lacks %s: %s", want, core)
		}
	}
	b := book()
	file := write(t, b)
	archive, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range archive.File {
		if day := time.Date(1980, time.January, 1, 0, 0, 0, 0, time.UTC); !f.Modified.Equal(day) {
			t.Errorf("part %s is of %v, want the first day that an archive knows", f.Name, f.Modified)
		}
	}
	b.AsOf, b.Author = time.Time{}, ""
	core = parts(t, write(t, b))["docProps/core.xml"]
	if !strings.Contains(core, ">1980-01-01T00:00:00Z</dcterms:created>") || strings.Contains(core, "xuri") {
		t.Errorf("core.xml of a book without time and author: %s", core)
	}
}

// unquote undoes the two ways in which parts write quotation marks.
var unquote = strings.NewReplacer("&#39;", "'", "&#34;", `"`, "&gt;", ">")

// TestWriteKeepsFurniture looks for what the library loses when it is set at the wrong moment.
func TestWriteKeepsFurniture(t *testing.T) {
	all := parts(t, write(t, book()))
	review, summary := all["xl/worksheets/sheet2.xml"], all["xl/worksheets/sheet1.xml"]
	tests := []struct{ name, in, want string }{
		{"dimension", review, `<dimension ref="A1:J8">`},
		{"frozen header and column", review, `<pane activePane="bottomRight" state="frozen" topLeftCell="B3" xSplit="1" ySplit="2">`},
		{"widths in rising order", review, `<cols><col min="1" max="1" width="30" customWidth="1"/><col min="2" max="2" `},
		{"table", all["xl/tables/table1.xml"], `displayName="T2_Review" ref="A2:J8"`},
		{"table's filter", all["xl/tables/table1.xml"], `<autoFilter ref="A2:J8">`},
		{"table's part", review, `<tableParts count="1">`},
		{"drop-down over all rows", review, `sqref="I3:I8" type="list"><formula1>"accepted,rejected"</formula1>`},
		{"help", review, `prompt="What is to happen."`},
		{"rule on a cell", review, `<conditionalFormatting sqref="H3:H8">`},
		{"rule's condition", review, `<formula>$H3="""review"""</formula>`},
		{"rule on the row", review, `<conditionalFormatting sqref="A3:J8">`},
		{"landscape, one page wide", review, `orientation="landscape"`},
		{"fit to page", review, `<pageSetUpPr fitToPage="true">`},
		{"as many pages down as it takes", review, `fitToHeight="0"`},
		{"report on one page", summary, `fitToHeight="1"`},
		{"footer", summary, `&amp;LA review&amp;C&amp;A&amp;Rsha256:1  &amp;P/&amp;N`},
		{"repeated header", all["xl/workbook.xml"], `localSheetId="1" name="_xlnm.Print_Titles">'Review'!$A:$A,'Review'!$2:$2</definedName>`},
		{"chart", summary, `<drawing `},
		{"chart's values", all["xl/charts/chart1.xml"], `'Summary'!$B$6:$B$7`},
		{"empty sheet's table", all["xl/tables/table3.xml"], `<autoFilter ref="A2:J3">`},
	}
	for _, tt := range tests {
		if !strings.Contains(unquote.Replace(tt.in), tt.want) {
			t.Errorf("%s: %s is missing", tt.name, tt.want)
		}
	}
	for name, part := range all {
		if strings.HasPrefix(name, "xl/worksheets/") && strings.Contains(part, "<autoFilter") {
			t.Errorf("%s: a filter beside a table makes Excel repair the file", name)
		}
	}
}

func TestWriteNumberFormats(t *testing.T) {
	styles := unquote.Replace(parts(t, write(t, book()))["xl/styles.xml"])
	for _, want := range []string{
		`"[$£-809]#,##0.00"`, `"#,##0.00 [$€-2]"`, `"[$$-409]#,##0.00"`, `"#,##0.00 [$SEK]"`, `"0.0%"`, `"yyyy\-mm\-dd"`,
		`"[>=10000000][$₹-4009] ##\,##\,##\,##0.00;[>=100000][$₹-4009] ##\,##\,##0.00;[$₹-4009] #,##0.00"`,
	} {
		if !strings.Contains(styles, "formatCode="+want) {
			t.Errorf("styles lack the format %s", want)
		}
	}
}

// TestDatesKeepClearOfTheNextColumn: a date is set right and off the edge, as a number is, and so is its header.
func TestDatesKeepClearOfTheNextColumn(t *testing.T) {
	all := parts(t, write(t, book()))
	xfs := regexp.MustCompile(`(?s)<xf .*?</xf>`).FindAllString(strings.SplitN(all["xl/styles.xml"], "<cellXfs", 2)[1], -1)
	for _, ref := range []string{"E2", "E3"} {
		id := regexp.MustCompile(`<c r="` + ref + `" s="(\d+)"`).FindStringSubmatch(all["xl/worksheets/sheet2.xml"])
		if id == nil {
			t.Fatalf("cell %s has no style", ref)
		}
		n, err := strconv.Atoi(id[1])
		if err != nil {
			t.Fatal(err)
		}
		if xf := xfs[n]; !strings.Contains(xf, `horizontal="right"`) || !strings.Contains(xf, `indent="1"`) {
			t.Errorf("cell %s: %s", ref, xf)
		}
	}
}

var (
	cellXML    = regexp.MustCompile(`<c r="([A-Z]+[0-9]+)"[^>]*?( s="(\d+)")?[^>]*?( t="(\w+)")?>(.*?)</c>`)
	formulaXML = regexp.MustCompile(`<f>(.*?)</f>`)
)

// TestTextIsNeverAFormula writes what a hostile page may say into each sort of cell that holds words.
func TestTextIsNeverAFormula(t *testing.T) {
	hostile := []string{"=1+1", `=HYPERLINK("https://evil","x")`, "=cmd|'/C calc'!A0", "+1", "-1", "@SUM(A1)", `"),WEBSERVICE("https://evil`, "\x00=1", "\t=1+1", "\r=1+1", "\n@x", "＝1+1", "＋1", "－1", "＠SUM(A1)"}
	s := table.Sheet{Name: "S", Heading: "=1+1", Notes: hostile, Columns: []table.Column{{Header: "=A1"}, {Header: "Link"}, {Header: "In", Role: table.ForInput}}}
	for _, h := range hostile {
		s.Rows = append(s.Rows, []table.Cell{table.TextCell(h), table.LinkCell("https://www.po.co/?q="+h, h), table.TextCell(h)})
	}
	sheet := parts(t, write(t, table.Book{Sheets: []table.Sheet{s}}))["xl/worksheets/sheet1.xml"]
	for _, m := range formulaXML.FindAllStringSubmatch(sheet, -1) {
		formula := strings.ReplaceAll(strings.ReplaceAll(m[1], "&#34;", `"`), `""`, "")
		if !regexp.MustCompile(`^HYPERLINK\("[^"]*","[^"]*"\)$`).MatchString(formula) {
			t.Errorf("formula %s is not one link", formula)
		}
	}
	for _, m := range cellXML.FindAllStringSubmatch(sheet, -1) {
		if m[5] != "inlineStr" && !strings.Contains(m[6], "<f>HYPERLINK(") {
			t.Errorf("cell %s is not stored as text: %s", m[1], m[0])
		}
	}
	styles := parts(t, write(t, table.Book{Sheets: []table.Sheet{s}}))["xl/styles.xml"]
	xfs := regexp.MustCompile(`(?s)<xf .*?</xf>`).FindAllString(strings.SplitN(styles, "<cellXfs", 2)[1], -1)
	for _, m := range cellXML.FindAllStringSubmatch(sheet, -1) {
		begins := regexp.MustCompile(`<t[^>]*>(?:[=+@\-\n\t＝＋－＠]|&#x9;)`).MatchString(m[6])
		n, err := strconv.Atoi(m[3])
		if err != nil {
			t.Fatalf("cell %s has no style", m[1])
		}
		if quoted := strings.Contains(xfs[n], `quotePrefix="true"`); quoted != begins {
			t.Errorf("cell %s would become a formula when it is edited, or is quoted without need: %s, style %s", m[1], m[0], xfs[n])
		}
	}
}

func TestWriteErrors(t *testing.T) {
	sheet := func(c table.Column) table.Book {
		return table.Book{Sheets: []table.Sheet{{Name: "S", Columns: []table.Column{c}, Rows: [][]table.Cell{{table.TextCell("x")}}}}}
	}
	tests := []struct {
		name string
		book table.Book
		want string
	}{
		{"no sheet", table.Book{}, "no sheet"},
		{"more columns than a sheet has", table.Book{Sheets: []table.Sheet{manyColumns(16385)}}, `write workbook: sheet "S": `},
		{"the second sheet", table.Book{Sheets: []table.Sheet{manyColumns(1), {Name: "It's"}}}, `write workbook: sheet "It's": name holds an apostrophe`},
		{"bad name", table.Book{Sheets: []table.Sheet{{Name: "a/b"}}}, `"a/b"`},
		{"apostrophe", table.Book{Sheets: []table.Sheet{{Name: "It's new"}}}, "apostrophe"},
		{"comma in a choice", sheet(table.Column{Header: "D", Choices: []string{"a,b"}}), `choice "a,b" holds a comma`},
		{"choices too long", sheet(table.Column{Header: "D", Choices: []string{strings.Repeat("a", 256)}}), `column "D": choices`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var out bytes.Buffer
			if err := xlsx.Write(&out, tt.book); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("Write = %v, want an error with %q", err, tt.want)
			}
			if out.Len() > 0 {
				t.Errorf("Write left %d bytes of a file that is none", out.Len())
			}
		})
	}
}

func manyColumns(n int) table.Sheet {
	s := table.Sheet{Name: "S"}
	for i := range n {
		s.Columns = append(s.Columns, table.Column{Header: strconv.Itoa(i)})
	}
	return s
}

// TestWriteTellsThatTheDiskIsFull wherever in the file that happens, and writes nothing after it.
func TestWriteTellsThatTheDiskIsFull(t *testing.T) {
	full := errors.New("disk full")
	b := book()
	b.Sheets = b.Sheets[:2]
	size := len(write(t, b))
	for room := 0; room < size; room += 500 {
		disk := disk{room: room, full: full}
		if err := xlsx.Write(&disk, b); !errors.Is(err, full) || err.Error() != "write workbook: disk full" || disk.tried != 1 {
			t.Fatalf("with room for %d of %d bytes Write = %v, and %d writes came after that", room, size, err, disk.tried-1)
		}
	}
	if err := xlsx.Write(&disk{room: size, full: full}, b); err != nil {
		t.Errorf("with room for all Write = %v", err)
	}
}

// disk takes so many bytes and counts the writes from when it was full.
type disk struct {
	room, tried int
	full        error
}

func (d *disk) Write(p []byte) (int, error) {
	if d.room -= len(p); d.room < 0 {
		d.tried++
		return 0, d.full
	}
	return len(p), nil
}

// TestLargeBooksWaitInTheFolderForTemporaryFiles: from 4 MiB of packed parts on; what lies there is gone when the book is written, and
// when it could not be.
func TestLargeBooksWaitInTheFolderForTemporaryFiles(t *testing.T) {
	header := []byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89")
	pictures := func(n int) table.Book {
		noise := rand.NewChaCha8([32]byte{})
		s := table.Sheet{Name: "S", Columns: []table.Column{{Header: "Picture"}}}
		for range n {
			file := append(slices.Clone(header), make([]byte, 250<<10)...)
			if _, err := noise.Read(file[len(header):]); err != nil {
				t.Fatal(err)
			}
			s.Rows = append(s.Rows, []table.Cell{table.PictureCell(file, "noise")})
		}
		return table.Book{Sheets: []table.Sheet{s}}
	}
	small, large := pictures(8), pictures(24)
	temp := t.TempDir()
	t.Setenv("TMPDIR", temp)
	whole := write(t, large)
	media := 0
	for name, part := range parts(t, whole) {
		if strings.HasPrefix(name, "xl/media/") && strings.HasPrefix(part, string(header)) {
			media++
		}
	}
	if media != len(large.Sheets[0].Rows) {
		t.Errorf("%d pictures of %d came back whole", media, len(large.Sheets[0].Rows))
	}
	full := errors.New("disk full")
	if err := xlsx.Write(&disk{room: 5 << 20, full: full}, large); !errors.Is(err, full) {
		t.Errorf("Write = %v, want the disk's error", err)
	}
	if left, err := os.ReadDir(temp); err != nil || len(left) > 0 {
		t.Errorf("%d files are left in the folder for temporary ones (%v)", len(left), err)
	}
	absent := filepath.Join(temp, "absent")
	t.Setenv("TMPDIR", absent)
	if got := write(t, small); len(got) < 8*250<<10 {
		t.Errorf("a book of %d bytes was written", len(got))
	}
	if err := xlsx.Write(io.Discard, large); !errors.Is(err, fs.ErrNotExist) || !strings.Contains(err.Error(), absent) {
		t.Errorf("Write = %v, want the folder that is not there named", err)
	}
}

// TestReportsAreReadLikeAPage: the header of a sheet that people work through stays in view; that of a report does not.
func TestReportsAreReadLikeAPage(t *testing.T) {
	for report, want := range map[bool]bool{false: true, true: false} {
		b := table.Book{Sheets: []table.Sheet{{Name: "A", Report: report, Columns: []table.Column{{Header: "x"}}}}}
		if got := strings.Contains(parts(t, write(t, b))["xl/worksheets/sheet1.xml"], "<pane "); got != want {
			t.Errorf("report %v: the header stays in view: %v, want %v", report, got, want)
		}
	}
}
