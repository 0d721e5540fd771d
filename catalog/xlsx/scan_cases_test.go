package xlsx

import (
	"archive/zip"
	"bytes"
	"hash/crc32"
	"io"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pocomigrate/pocomigrate/catalog/table"
)

const (
	xmlHead   = `<?xml version="1.0" encoding="UTF-8"?>`
	sheetHead = xmlHead + `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>`
	sheetTail = `</sheetData></worksheet>`
	sstHead   = xmlHead + `<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">`
	sheetOne  = "xl/worksheets/sheet1.xml"
	shared    = "xl/sharedStrings.xml"
)

const rels = "xl/_rels/workbook.xml.rels"

// bookOne is a workbook's list of sheets.
func bookOne(sheets string) string {
	return xmlHead + `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>` + sheets + `</sheets></workbook>`
}

// relsOne is a workbook's list of parts, with one in it, which is called r1.
func relsOne(kind, target string) string {
	return xmlHead + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/` + kind + `" Target="` + target + `"/></Relationships>`
}

// withParts is a workbook with some parts replaced or added; an empty one is left out.
func withParts(tb testing.TB, file []byte, parts map[string]string) []byte {
	tb.Helper()
	in, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		tb.Fatal(err)
	}
	all := map[string]string{}
	for _, f := range in.File {
		r, err := f.Open()
		if err != nil {
			tb.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			tb.Fatal(err)
		}
		all[f.Name] = string(text)
	}
	maps.Copy(all, parts)
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, name := range slices.Sorted(maps.Keys(all)) {
		if all[name] == "" {
			continue
		}
		to, err := w.Create(name)
		if err == nil {
			_, err = to.Write([]byte(all[name]))
		}
		if err != nil {
			tb.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		tb.Fatal(err)
	}
	return out.Bytes()
}

// lined writes the cells of the first sheet, "|" between them, "/" between rows.
func lined(rows [][]string) string {
	out := make([]string, len(rows))
	for i, row := range rows {
		out[i] = strings.Join(row, "|")
	}
	return strings.Join(out, "/")
}

// TestScanReadsWhatProgramsWrite: the forms in which Excel, LibreOffice and others store cells, one a line: what stands in the
// cells, and that the library says the same.
func TestScanReadsWhatProgramsWrite(t *testing.T) {
	base := sampleFile(t)
	const strs = sstHead + `<si><t>a</t></si><si/><si><r><t>b</t></r><r><rPr><b/><sz val="11"/><color rgb="FF000000"/></rPr><t xml:space="preserve"> c</t></r></si><si><t></t></si><si><t/></si></sst>`
	for _, tt := range []struct{ name, rows, strings, want string }{
		{"shared texts", `<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>2</v></c></row>`, strs, "a|b c"},
		{"empty shared texts", `<row r="1"><c r="A1" t="s"><v>1</v></c><c r="B1" t="s"><v>3</v></c><c r="C1" t="s"><v>4</v></c><c r="D1" t="s"><v>0</v></c></row>`, strs, "|||a"},
		{"texts in the cell", `<row r="1"><c r="A1" t="inlineStr"><is><t>a &amp; b</t></is></c></row>`, "", "a & b"},
		{"texts in runs", `<row r="1"><c r="A1" t="inlineStr"><is><r><rPr><i/></rPr><t>a</t></r><r><t>b</t></r></is></c></row>`, "", "ab"},
		{"numbers", `<row r="1"><c r="A1"><v>1</v></c><c r="B1" t="n"><v>2.50</v></c></row>`, "", "1|2.50"},
		{"formulas", `<row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1" t="str"><f>"y"</f><v>y</v></c></row>`, "", "2|y"},
		{"shared formulas", `<row r="1"><c r="A1"><f t="shared" si="0"/><v>2</v></c></row>`, "", "2"},
		{"a formula without a result", `<row r="1"><c r="A1"><f>1+1</f></c><c r="B1"><v>x</v></c></row>`, "", "|x"},
		{"values of nothing", `<row r="1"><c r="A1"><v/></c><c r="B1"/><c r="C1"><v>3</v></c></row>`, "", "||3"},
		{"gaps between cells and rows", `<row r="2"><c r="B2"><v>1</v></c><c r="D2"><v>2</v></c></row><row r="5"><c r="A5"><v>3</v></c></row>`, "", "/|1||2///3"},
		{"without places", `<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>`, "", "1|2/3"},
		{"a row without a place behind a gap", `<row r="3"><c r="A3"><v>1</v></c></row><row><c><v>2</v></c></row>`, "", "//1/2"},
		{"columns of two and three letters", `<row r="1"><c r="A1"><v>1</v></c><c r="AB1"><v>28</v></c></row>`, "", "1" + strings.Repeat("|", 27) + "28"},
		{"empty rows", `<row r="1"><c r="A1"><v>1</v></c></row><row r="2"/><row r="3"></row><row r="4"><c r="A4"><v>4</v></c></row>`, "", "1///4"},
		{"attributes on lines of their own", "<row\n\tr=\"1\"\n spans=\"1:2\"><c\tr=\"A1\"\n s=\"1\"><v>1</v></c></row>", "", "1"},
		{"an attribute that ends alike", `<row r="1"><c xr="A1" r="B1"><v>1</v></c></row>`, "", "|1"},
		{"characters written as numbers", `<row r="1"><c r="A1" t="inlineStr"><is><t>a&#10;b&#39;c&#34;d&lt;e&gt;f&quot;g&apos;h</t></is></c></row>`, "", "a\nb'c\"d<e>f\"g'h"},
		{"what looks like an escape and is none", `<row r="1"><c r="A1" t="inlineStr"><is><t>poco_x7 &amp; _x00</t></is></c></row>`, "", "poco_x7 & _x00"},
		{"no rows", ``, "", ""},
		{"empty rows at the end", `<row r="1"><c r="A1"><v>1</v></c></row><row r="2"/><row r="5"></row>`, "", "1"},
		{"line breaks at the end", `<row r="1"><c r="A1" t="s"><v>0</v></c></row>`, strs + "\n", "a"},
		{"instructions", `<?a b?><row r="1"><?a?><c r="A1"><?a "b"?><v>1</v></c></row>`, "", "1"},
		{"cells without the text of their own", `<row r="1"><c r="A1" t="inlineStr"></c><c r="B1" t="inlineStr"><is><t/></is></c><c r="C1"><v>1</v></c></row>`, "", "||1"},
		{"runs of nothing", `<row r="1"><c r="A1" t="inlineStr"><is><r><t>a</t></r><r><t/></r></is></c></row>`, "", "a"},
		{"long texts", `<row r="1"><c r="A1" t="str"><v>` + strings.Repeat("long ", 9) + `</v></c><c r="B1" t="str"><v>x</v></c><c r="C1" t="str"><v>x</v></c></row>`, "", strings.Repeat("long ", 9) + "|x|x"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			file := withParts(t, base, map[string]string{sheetOne: sheetHead + tt.rows + sheetTail, shared: tt.strings})
			if !same(t, file) {
				t.Fatal("it is not scanned")
			}
			b, _ := scan(file)
			if got := lined(texts(b)["A & B"]); got != tt.want {
				t.Errorf("cells %q, want %q", got, tt.want)
			}
			if rows := b.Sheets[0].Rows; len(rows) > 0 && len(rows[len(rows)-1]) == 0 {
				t.Errorf("the sheet ends in an empty row: %d rows", len(rows))
			}
		})
	}
	file := withParts(t, base, map[string]string{sheetOne: strings.Replace(sheetHead, "<sheetData>", "<sheetData/></worksheet>", 1)})
	if b, ok := scan(file); !ok || len(b.Sheets[0].Rows) > 0 {
		t.Errorf("a sheet without rows: %+v, %v", b, ok)
	}
}

// TestScanLeavesToTheLibrary: whatever is written in another way, or damaged, is not scanned: a scan that guessed would lose or
// move what people entered, without a word.
func TestScanLeavesToTheLibrary(t *testing.T) {
	base := sampleFile(t)
	row := func(cells string) map[string]string {
		return map[string]string{sheetOne: sheetHead + `<row r="1">` + cells + `</row>` + sheetTail, shared: sstHead + `<si><t>a</t></si></sst>`}
	}
	strs := func(text string) map[string]string {
		return map[string]string{sheetOne: sheetHead + sheetTail, shared: text}
	}
	whole := sheetHead + `<row r="1"><c r="A1"><v>1</v></c></row>` + sheetTail
	for name, parts := range map[string]map[string]string{
		"a shared text that is not there":        row(`<c r="A1" t="s"><v>1</v></c>`),
		"a shared text before the first":         row(`<c r="A1" t="s"><v>-1</v></c>`),
		"a shared text without a number":         row(`<c r="A1" t="s"><v>a</v></c>`),
		"a truth value":                          row(`<c r="A1" t="b"><v>1</v></c>`),
		"an error":                               row(`<c r="A1" t="e"><v>#REF!</v></c>`),
		"cells out of order":                     row(`<c r="B1"><v>2</v></c><c r="A1"><v>1</v></c>`),
		"a cell twice":                           row(`<c r="A1"><v>2</v></c><c r="A1"><v>1</v></c>`),
		"a cell of another row":                  row(`<c r="A2"><v>2</v></c>`),
		"a cell of no column":                    row(`<c r="1"><v>2</v></c>`),
		"a column beyond the last":               row(`<c r="XFE1"><v>2</v></c>`),
		"a place in small letters":               row(`<c r="a1"><v>2</v></c>`),
		"what is no cell":                        row(`<x r="A1"><v>2</v></x>`),
		"what is no value":                       row(`<c r="A1"><x/></c>`),
		"a value in a value":                     row(`<c r="A1"><v><v>2</v></v></c>`),
		"a cell that is closed twice":            row(`<c r="A1"></v></c>`),
		"places in single quotes":                row(`<c r='B1'><v>2</v></c>`),
		"a kind in single quotes":                row(`<c r="A1" t='s'><v>0</v></c>`),
		"a place behind a space":                 row(`<c r ="B1"><v>2</v></c>`),
		"a place with a space before it":         row(`<c r= "B1"><v>2</v></c>`),
		"an attribute without a value":           row(`<c x r="B1"><v>2</v></c>`),
		"an attribute with a tag's end in it":    row(`<c r="A1"><v x="a>b">2</v></c>`),
		"a row in single quotes":                 {sheetOne: sheetHead + `<row r='2'><c><v>1</v></c></row>` + sheetTail},
		"an instruction with a cell in it":       row(`<c r="A1"><v>1</v></c><?x ><c r="B1"><v>2</v></c>?>`),
		"a value beside the cell's own text":     row(`<c r="A1" t="inlineStr"><is><t>a</t></is><v>7</v></c>`),
		"a text of its own in a number":          row(`<c r="A1" t="n"><is><t>a</t></is></c>`),
		"an entity of one's own":                 row(`<c r="A1" t="inlineStr"><is><t>a&my;b</t></is></c>`),
		"a lone ampersand":                       row(`<c r="A1" t="inlineStr"><is><t>a & b</t></is></c>`),
		"an escape of workbooks":                 row(`<c r="A1" t="inlineStr"><is><t>a_x000D_b</t></is></c>`),
		"an escape beside an entity":             row(`<c r="A1" t="inlineStr"><is><t>a_x000D_b &amp; c</t></is></c>`),
		"a section":                              row(`<c r="A1" t="inlineStr"><is><t><![CDATA[a]]></t></is></c>`),
		"a comment":                              row(`<c r="A1"><!-- <v>1</v> --><v>2</v></c>`),
		"a carriage return":                      row("<c r=\"A1\" t=\"inlineStr\"><is><t>a\r\nb</t></is></c>"),
		"a control character":                    row("<c r=\"A1\" t=\"inlineStr\"><is><t>a\x01</t></is></c>"),
		"no UTF-8":                               row("<c r=\"A1\" t=\"inlineStr\"><is><t>\xe9</t></is></c>"),
		"two texts in a cell":                    row(`<c r="A1" t="inlineStr"><is><t>a</t><t>b</t></is></c>`),
		"a text and one of nothing":              row(`<c r="A1" t="inlineStr"><is><t>a</t><t/></is></c>`),
		"two texts in a run":                     row(`<c r="A1" t="inlineStr"><is><r><t>a</t><t>b</t></r></is></c>`),
		"a text behind runs":                     row(`<c r="A1" t="inlineStr"><is><r><t>a</t></r><t>b</t></is></c>`),
		"a run that does not end":                row(`<c r="A1" t="inlineStr"><is><r><t>a</t></is></c>`),
		"a run of nothing":                       row(`<c r="A1" t="inlineStr"><is><t>a</t><r/></is></c>`),
		"how a text looks, beside runs":          row(`<c r="A1" t="inlineStr"><is><b/><t>a</t></is></c>`),
		"what is no property of a run":           row(`<c r="A1" t="inlineStr"><is><r><x/><t>a</t></r></is></c>`),
		"a text in a text":                       row(`<c r="A1" t="inlineStr"><is><t>a<t>b</t></t></is></c>`),
		"a text beside runs":                     row(`<c r="A1" t="inlineStr"><is><t>a</t><r><t>b</t></r></is></c>`),
		"a reading for pronunciation":            row(`<c r="A1" t="inlineStr"><is><t>a</t><rPh sb="0" eb="1"><t>b</t></rPh></is></c>`),
		"rows out of order":                      {sheetOne: sheetHead + `<row r="2"/><row r="1"/>` + sheetTail},
		"rows out of order behind a gap":         {sheetOne: sheetHead + `<row r="5"/><row r="3"/>` + sheetTail},
		"a place that does not end":              row(`<c r="B1><v>2</v></c>`),
		"a row twice":                            {sheetOne: sheetHead + `<row r="1"/><row r="1"/>` + sheetTail},
		"a row of no number":                     {sheetOne: sheetHead + `<row r="x"/>` + sheetTail},
		"a row beyond the last":                  {sheetOne: sheetHead + `<row r="1048577"/>` + sheetTail},
		"a row that does not end":                {sheetOne: sheetHead + `<row r="1"><c r="A1"><v>1</v></c>` + sheetTail},
		"a sheet that does not end":              {sheetOne: whole[:len(whole)-3]},
		"a sheet cut in its rows":                {sheetOne: whole[:len(sheetHead)+20]},
		"a sheet cut in a value":                 {sheetOne: whole[:strings.Index(whole, "1</v>")+1]},
		"a sheet without rows that does not end": {sheetOne: strings.Replace(sheetHead, "<sheetData>", "<sheetData/>", 1)},
		"no sheet data":                          {sheetOne: xmlHead + `<worksheet></worksheet>`},
		"another encoding":                       {sheetOne: strings.Replace(whole, "UTF-8", "ISO-8859-1", 1)},
		"no such part":                           {sheetOne: ""},
		"no list of sheets":                      {"xl/workbook.xml": ""},
		"a list of sheets that is no XML":        {"xl/workbook.xml": "<workbook"},
		"no list of parts":                       {"xl/_rels/workbook.xml.rels": ""},
		"a list of sheets that does not end":     {"xl/workbook.xml": strings.TrimSuffix(bookOne(`<sheet name="A" r:id="r1"/>`), "</workbook>"), rels: relsOne("worksheet", "worksheets/sheet1.xml")},
		"a list of parts that does not end":      {"xl/workbook.xml": bookOne(`<sheet name="A" r:id="r1"/>`), rels: strings.TrimSuffix(relsOne("worksheet", "worksheets/sheet1.xml"), "</Relationships>")},
		"a sheet of charts":                      {"xl/workbook.xml": bookOne(`<sheet name="A" r:id="r1"/>`), rels: relsOne("chartsheet", "worksheets/sheet1.xml")},
		"a part named from the root":             {"xl/workbook.xml": bookOne(`<sheet name="A" r:id="r1"/>`), rels: relsOne("worksheet", "/worksheets/sheet1.xml")},
		"a sheet without a name":                 {"xl/workbook.xml": bookOne(`<sheet name="" r:id="r1"/>`), rels: relsOne("worksheet", "worksheets/sheet1.xml")},
		"a sheet that no part is named for":      {"xl/workbook.xml": bookOne(`<sheet name="A" r:id="r2"/>`), rels: relsOne("worksheet", "worksheets/sheet1.xml")},
		"no sheets":                              {"xl/workbook.xml": bookOne(""), rels: relsOne("worksheet", "worksheets/sheet1.xml")},
		"single quotes before the rows":          {sheetOne: strings.Replace(whole, "<sheetData>", "<cols><col min='1'/></cols><sheetData>", 1)},
		"rows in single quotes":                  {sheetOne: strings.Replace(whole, "<sheetData>", "<sheetData x='1'>", 1)},
		"a row that ends in another's name":      {sheetOne: sheetHead + `<row r="1"><c r="A1"><v>1</v></c></x>` + sheetTail},
		"a row whose end has attributes":         {sheetOne: sheetHead + `<row r="1"><c r="A1"><v>1</v></c></row x='1'>` + sheetTail},
		"an empty cell whose end has attributes": row(`<c r="A1"></c x='1'>`),
		"a cell whose end has attributes":        row(`<c r="A1"><v>1</v></c x='1'>`),
		"an instruction with a cell, in a cell":  row(`<c r="A1"><v>1</v><?x ><c r="B1"><v>2</v></c>?>`),
		"ends alone in a cell":                   row(`<c r="A1"></v>2</v></c>`),
		"ends of formulas alone":                 row(`<c r="A1"></f></f></c>`),
		"ends of texts alone":                    row(`<c r="A1" t="inlineStr"></is><t>a</t></is></c>`),
		"a text in single quotes among others":   strs(sstHead + `<si><t>a</t></si><si x='1'><t>b</t></si></sst>`),
		"a formula in two":                       row(`<c r="A1"><f>1<x/></f><v>2</v></c>`),
		"an empty text of the cell":              row(`<c r="A1" t="inlineStr"><is/></c>`),
		"a value that ends as another":           row(`<c r="A1"><v>2</f></c>`),
		"a column of four letters":               row(`<c r="AAAA1"><v>2</v></c>`),
		"half an instruction":                    {sheetOne: strings.Replace(whole, "<sheetData>", "<?><sheetData>", 1)},
		"a tag in an entity's place":             row(`<c r="A1" t="inlineStr"><is><t>a&amp;&amp b</t></is></c>`),
		"shared texts that do not end":           strs(sstHead + `<si><t>a</t></si>`),
		"shared texts cut in one":                strs(sstHead + `<si><t>a`),
		"shared texts cut after one":             strs(sstHead + `<si><t>a</t>`),
		"a shared text in two":                   strs(sstHead + `<si><t>a</t><t>b</t></si></sst>`),
		"shared texts in another encoding":       strs(strings.Replace(sstHead, "UTF-8", "UTF-16", 1) + `</sst>`),
		"an escape in a shared text":             strs(sstHead + `<si><t>_x0041_</t></si></sst>`),
	} {
		t.Run(name, func(t *testing.T) {
			if b, ok := scan(withParts(t, base, parts)); ok {
				t.Errorf("it is scanned as %q", lined(texts(b)["A & B"]))
			}
		})
	}
	if _, ok := scan([]byte("no archive")); ok {
		t.Error("what is no archive is scanned")
	}
}

// TestScanFollowsTheListOfParts: a sheet's part is the one that the workbook's own list names, whatever it is called.
func TestScanFollowsTheListOfParts(t *testing.T) {
	file := withParts(t, sampleFile(t), map[string]string{
		"xl/workbook.xml": bookOne(`<sheet name="One" sheetId="7" r:id="r1"/>`), rels: relsOne("worksheet", "worksheets/../cells/one.xml"),
		"xl/cells/one.xml": sheetHead + `<row r="1"><c r="A1"><v>1</v></c></row>` + sheetTail,
	})
	want := table.Book{Sheets: []table.Sheet{{Name: "One", Rows: [][]table.Cell{{table.TextCell("1")}}}}}
	if got, ok := scan(file); !ok || cmp.Diff(want, got) != "" {
		t.Errorf("scanned: %v\n%s", ok, cmp.Diff(want, got))
	}
}

// TestScanStopsAtItsLimits: of a file that unpacks to more bytes, or has more cells, than the limits allow, nothing is kept. The limits
// are brought near, since a file that reaches them takes half a gigabyte.
func TestScanStopsAtItsLimits(t *testing.T) {
	sheet := sheetHead + `<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="B2"><v>2</v></c></row>` + sheetTail
	file := withParts(t, sampleFile(t), map[string]string{sheetOne: sheet})
	archive, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	for _, claimed := range []int{len(sheet), 1} { // what the archive says a part unpacks to may be a lie
		for left, want := range map[int]bool{len(sheet) - 1: false, len(sheet): true, 2*len(sheet) - 1: true} {
			s := scanner{parts: map[string]*zip.File{}, left: int64(left)}
			for _, f := range archive.File {
				s.parts[f.Name] = f
			}
			part := *s.parts[sheetOne]
			part.UncompressedSize64 = uint64(claimed)
			s.parts[sheetOne] = &part
			want := want && claimed == len(sheet)
			if text, ok := s.part(sheetOne); ok != want || ok && string(text) != sheet {
				t.Errorf("a part of %d bytes that claims %d, with %d left: %q, %v", len(sheet), claimed, left, text, ok)
			}
			if _, again := s.part(sheetOne); again {
				t.Errorf("a part is unpacked twice with %d bytes left for %d", left, len(sheet))
			}
		}
	}
	for cells, want := range map[int]bool{maxCells: false, maxCells - 2: false, maxCells - 3: true} {
		s := scanner{cells: cells}
		if _, ok := s.rows([]byte(sheet)); ok != want {
			t.Errorf("three cells after %d are scanned: %v", cells, ok)
		}
	}
}

// TestScanRefusesPartsTwice: which of two parts of one name counts, programs do not agree on.
func TestScanRefusesPartsTwice(t *testing.T) {
	in, err := zip.NewReader(bytes.NewReader(sampleFile(t)), int64(len(sampleFile(t))))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, f := range append(in.File, in.File[0]) {
		if err := w.Copy(f); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if _, ok := scan(out.Bytes()); ok {
		t.Error("an archive with a part twice is scanned")
	}
}

// TestScanRefusesDamage: a part whose checksum is not that of its text was changed on the way, and what it says is not believed.
func TestScanRefusesDamage(t *testing.T) {
	whole := sampleFile(t)
	in, err := zip.NewReader(bytes.NewReader(whole), int64(len(whole)))
	if err != nil {
		t.Fatal(err)
	}
	text := []byte(sheetHead + `<row r="1"><c r="A1"><v>1</v></c></row>` + sheetTail)
	for sum, want := range map[uint32]bool{crc32.ChecksumIEEE(text): true, crc32.ChecksumIEEE(text) + 1: false} {
		var out bytes.Buffer
		w := zip.NewWriter(&out)
		for _, f := range in.File {
			if f.Name != sheetOne {
				if err := w.Copy(f); err != nil {
					t.Fatal(err)
				}
				continue
			}
			raw, err := w.CreateRaw(&zip.FileHeader{
				Name: sheetOne, Method: zip.Store, CRC32: sum, CompressedSize64: uint64(len(text)), UncompressedSize64: uint64(len(text)),
			})
			if err == nil {
				_, err = raw.Write(text)
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		if _, ok := scan(out.Bytes()); ok != want {
			t.Errorf("with the checksum %x of %x it is scanned: %v", sum, crc32.ChecksumIEEE(text), ok)
		}
	}
}
