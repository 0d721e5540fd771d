package addresses_test

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/pocomigrate/pocomigrate/catalog/addresses"
	"github.com/pocomigrate/pocomigrate/catalog/table"
)

func read(t *testing.T, text string, o addresses.Options) *addresses.List {
	t.Helper()
	lists, err := addresses.Read([]byte(text), "list", o)
	if err != nil || len(lists) != 1 {
		t.Fatalf("Read = %d lists, %v", len(lists), err)
	}
	return lists[0]
}

// TestWholeNumbers: a column of whole numbers is read whatever parts its groups; what is none is not stated, never zero.
func TestWholeNumbers(t *testing.T) {
	for cell, want := range map[string]int64{
		"0": 0, "7": 7, "1204": 1204, "1,204": 1204, "1.204": 1204, "1 204": 1204, "1\u00a0204": 1204, "1\u202f204": 1204, "1'204": 1204, "1’204": 1204,
		"12,34,567": 1234567, "1.234.567": 1234567, "999999999999": 999999999999,
		"": -1, "-": -1, "12.5": -1, "-3": -1, "3%": -1, "1e3": -1, "1,23": -1, "many": -1, "1000000000000": -1, "١٢": -1,
	} {
		l := read(t, "Address\tClicks\nhttps://www.po.co/uk/\t"+cell+"\n", addresses.Options{})
		if e := l.Entries[0]; e.Counted != (want >= 0) || e.Count != max(want, 0) {
			t.Errorf("%q is read as %d, stated %v, want %d", cell, e.Count, e.Counted, want)
		}
	}
}

// TestFurniture: what is on every site, and what those ask for who probe it, is counted and no page.
func TestFurniture(t *testing.T) {
	for path, want := range map[string]bool{
		"/a.css": true, "/a.JS?v=3": true, "/f.woff2": true, "/favicon.ico": true, "/robots.txt": true, "/wp-login.php": true, "/x/phpMyAdmin/": true,
		"/.htpasswd": true, "/_vti_bin/x": true, "/a.jpg": true, "/sitemap.xml": true, "/.env": true, "/.git/config": true,
		"/uk/product/poco-f6/": false, "/uk/js/": false, "/manual.pdf": false, "/api/product.json": false, "/uk/?x=a.css": false, "/uk/poco.css/specs": false,
	} {
		l := read(t, "Address,Hits\nhttps://www.po.co"+path+",3\n", addresses.Options{})
		ignored := slices.ContainsFunc(l.Ignored, func(i addresses.Ignored) bool {
			return i.Reason == addresses.Furniture && i.Rows == 1 && i.Count == 3
		})
		if ignored != want || len(l.Entries) == 1 == want {
			t.Errorf("%s: furniture %v, want %v", path, ignored, want)
		}
	}
}

// TestNamedColumns: what the caller says about columns goes before what is recognised, and must make sense.
func TestNamedColumns(t *testing.T) {
	text := "Seite,Wert,Nach\nhttps://www.po.co/uk/,3,https://www.mi.com/uk/\n"
	l := read(t, text, addresses.Options{Columns: []string{"url", " Clicks"}})
	if len(l.Entries) != 1 || l.Entries[0].Count != 3 || l.Unit != addresses.Clicks {
		t.Errorf("Read = %+v", l)
	}
	if l = read(t, text, addresses.Options{Columns: []string{"-", "-", "url"}}); l.Entries[0].Address != "https://www.mi.com/uk/" {
		t.Errorf("Read = %+v", l)
	}
	for columns, want := range map[string]string{
		"clicks,-":        "none of the columns named holds the url",
		"url,url":         `two columns are said to hold the same, the second is "url"`,
		"url,weight":      `columns hold url, host, clicks, sessions, views, hits, linking sites, links or - for anything else, and not "weight"`,
		"url,-,-,-":       "4 columns are named, and it has 3",
		"url,clicks,hits": "said to hold the same",
	} {
		_, err := addresses.Read([]byte(text), "list", addresses.Options{Columns: strings.Split(columns, ",")})
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("columns %s: %v, want %q", columns, err, want)
		}
	}
}

// TestThousandRows: an export of exactly 1,000 rows was cut, and that is said; one of 999 or 1,001 was not.
func TestThousandRows(t *testing.T) {
	for _, n := range []int{999, 1000, 1001} {
		var b strings.Builder
		b.WriteString("Top pages,Clicks,Impressions,CTR,Position\n")
		for i := range n {
			fmt.Fprintf(&b, "https://www.po.co/uk/%d,1,2,50%%,1.5\n", i)
		}
		said := strings.Contains(strings.Join(read(t, b.String(), addresses.Options{}).Notes, "\n"), "exactly 1,000 rows")
		if said != (n == 1000) {
			t.Errorf("%d rows: said %v", n, said)
		}
	}
}

// TestPacked: the archive of Search Console and a log that was rotated are read as they come.
func TestPacked(t *testing.T) {
	pages, err := os.ReadFile("testdata/dialects/search-console-en.csv")
	if err != nil {
		t.Fatal(err)
	}
	var packed bytes.Buffer
	z := zip.NewWriter(&packed)
	for name, text := range map[string]string{
		"Pages.csv": string(pages), "Queries.csv": "Top queries,Clicks,Impressions,CTR,Position\npoco f6,1,2,50%,1.5\n",
		"Chart.csv": "Date,Clicks\n2024-10-01,3\n", "Filters.csv": "Filter,Value\nSearch type,Web\n",
	} {
		w, err := z.Create(name)
		if err == nil {
			_, err = w.Write([]byte(text))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	lists, err := addresses.Read(packed.Bytes(), "export.zip", addresses.Options{})
	if err != nil || len(lists) != 1 || lists[0].Name != "export.zip (Pages.csv)" || lists[0].Total() != 1256 {
		t.Fatalf("Read = %+v, %v", lists, err)
	}
	for _, other := range []string{"Queries.csv", "Chart.csv", "Filters.csv"} {
		if !strings.Contains(strings.Join(lists[0].Notes, " "), other) {
			t.Errorf("nothing is said of %s: %q", other, lists[0].Notes)
		}
	}

	packed.Reset()
	g := gzip.NewWriter(&packed)
	if _, err := g.Write([]byte("https://www.po.co/uk/\n")); err != nil {
		t.Fatal(err)
	}
	if err := g.Close(); err != nil {
		t.Fatal(err)
	}
	if l := read(t, packed.String(), addresses.Options{}); len(l.Entries) != 1 {
		t.Errorf("Read = %+v", l)
	}
	if _, err := addresses.Read(packed.Bytes()[:packed.Len()-9], "torn.gz", addresses.Options{}); err == nil || !strings.Contains(err.Error(), "torn.gz: unexpected EOF") {
		t.Errorf("torn gzip: %v", err)
	}
}

// TestSheet: a workbook holds percentages as shares of one, and headings above the header.
func TestSheet(t *testing.T) {
	row := func(cells ...string) []table.Cell {
		var out []table.Cell
		for _, c := range cells {
			out = append(out, table.TextCell(c))
		}
		return out
	}
	l, err := addresses.ReadSheet(table.Sheet{Name: "Strony", Rows: [][]table.Cell{
		row("Eksport"), nil, row("Najpopularniejsze strony", "Kliknięcia", "Wyświetlenia", "CTR", "Pozycja"),
		row("https://www.po.co/uk/", "1204", "40113", "0.0300152", "4.2"), row("https://www.po.co/uk/a", "3", "5", "0.6", "1"),
	}}, "book.xlsx (Strony)", addresses.Options{})
	if err != nil || l.Format != "Search Console" || l.Total() != 1207 || l.Entries[0].Line != 4 {
		t.Errorf("ReadSheet = %+v, %v", l, err)
	}
}

// TestCells: what stands between two signs is a cell without the spaces around it, whatever it holds.
func TestCells(t *testing.T) {
	for name, text := range map[string]string{
		"spaces around cells":             "Address , Clicks\n https://www.po.co/uk/ , 7 \n",
		"more commas in quotes than bare": "\"Address, full, canonical\";Clicks\nhttps://www.po.co/uk/;7\n",
		"an inch sign between tabs":       "Address\tTitle\tClicks\nhttps://www.po.co/uk/\tPOCO F6 6.67\" phone\t7\n",
	} {
		l, err := addresses.Read([]byte(text), "list", addresses.Options{})
		if err != nil || len(l[0].Entries) != 1 || l[0].Entries[0].Address != "https://www.po.co/uk/" || l[0].Entries[0].Count != 7 {
			t.Errorf("%s: %+v, %v", name, l, err)
		}
	}
}

// TestFragments: the place within a page is no part of the page's address, and stays in the spelling.
func TestFragments(t *testing.T) {
	want := addresses.Entry{Line: 1, Address: "https://www.po.co/uk/#top", Canonical: "https://www.po.co/uk"}
	if l := read(t, "https://www.po.co/uk/#top\n", addresses.Options{}); len(l.Entries) != 1 || l.Entries[0] != want {
		t.Errorf("entries %+v, want %+v", l.Entries, want)
	}
}

// TestTables: an empty line parts tables, each with columns of its own, in a sheet and between words; words between rows part nothing.
func TestTables(t *testing.T) {
	lines := []string{"Page Clicks", "https://www.po.co/uk/ 1", "", "Clicks Page", "2 https://www.po.co/uk/a", "see also", "3 https://www.po.co/uk/b"}
	var s table.Sheet
	for _, line := range lines {
		var row []table.Cell
		for cell := range strings.FieldsSeq(line) {
			row = append(row, table.TextCell(cell))
		}
		s.Rows = append(s.Rows, row)
	}
	sheet, err := addresses.ReadSheet(s, "list", addresses.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for name, l := range map[string]*addresses.List{"sheet": sheet, "words": read(t, strings.Join(lines, "\n"), addresses.Options{})} {
		if len(l.Entries) != 3 || l.Total() != 6 {
			t.Errorf("%s: entries %+v", name, l.Entries)
		}
		want := map[string]string{"sheet": "list:6: also", "words": "list:6: see also"}[name]
		if len(l.Ignored) != 1 || l.Ignored[0].Reason != addresses.NoAddress || l.Ignored[0].First != want {
			t.Errorf("%s: ignored %+v, want the words between two rows", name, l.Ignored)
		}
	}
}

// TestSignsFarDown: what may part cells is looked for at the top, where a header would stand; a comma in the address of a line far
// below is one of the address, and nobody needs to be told.
func TestSignsFarDown(t *testing.T) {
	for above, want := range map[int]string{20: `its addresses are read with the ',' in them; a header tells columns apart`, 21: ""} {
		var b strings.Builder
		for i := range above {
			fmt.Fprintf(&b, "https://www.po.co/uk/%d\n", i)
		}
		b.WriteString("https://www.po.co/uk/a,b\n")
		l := read(t, b.String(), addresses.Options{})
		if said := strings.Join(l.Notes, "; "); said != want || len(l.Entries) != above+1 || l.Entries[above].Address != "https://www.po.co/uk/a,b" {
			t.Errorf("below %d lines: %d entries, noted %q, want %q", above, len(l.Entries), said, want)
		}
	}
}

// TestBadFiles: what cannot be read is an error that names the file and what to do.
func TestBadFiles(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"empty", "", "list: empty"},
		{"comments only", "# nothing\n\n", "list: empty"},
		{"no text", "h\x00t\x00t\x00p\x00", "list: is no text in UTF-8"},
		{"latin 1", "H\xe4ufigste Seiten,Klicks\n", "save the list as plain text, CSV or .xlsx"},
		{"words", "see above\nand below\n", "no column holds addresses"},
		{"numbers", "3\n4\n", "list: no column holds addresses; say what each column holds with --columns"},
		{"few addresses", "Name,Clicks\na,1\nhttps://www.po.co/uk/,2\nb,3\n", "no column holds addresses among Name, Clicks"},
		{"open quote", "Address,Clicks\n\"https://www.po.co/uk/,3\n", `list: parse error on line 2, column 26: extraneous or missing "`},
		{"no zip", "PK\x03\x04junk", "list: zip: not a valid zip file"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := addresses.Read([]byte(tt.text), "list", addresses.Options{})
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("Read = %v, want %q", err, tt.want)
			}
		})
	}
	if _, err := addresses.Read([]byte("/uk/\n"), "list", addresses.Options{Host: "https://www.po.co/"}); err == nil || !strings.Contains(err.Error(), "without scheme and path") {
		t.Errorf("host with a scheme: %v", err)
	}
	long := read(t, "https://www.po.co/uk/\nhttps://www.po.co/"+strings.Repeat("x", 8192)+"\n", addresses.Options{})
	if len(long.Ignored) != 1 || long.Ignored[0].Reason != addresses.TooLong || long.Ignored[0].First != "list:2: https://www.po.co/"+strings.Repeat("x", 61)+"…" {
		t.Errorf("a long address: %+v", long.Ignored)
	}
}

// BenchmarkRead reads and joins what Search Console writes, in addresses a second.
func BenchmarkRead(b *testing.B) {
	const rows = 100_000
	var text bytes.Buffer
	text.WriteString("Top pages,Clicks,Impressions,CTR,Position\n")
	for i := range rows {
		fmt.Fprintf(&text, "https://www.po.co/uk/product/poco-%d/?srsltid=x,\"1,%03d\",40113,3.27%%,4.2\n", i/2, i%1000)
	}
	for b.Loop() {
		lists, err := addresses.Read(text.Bytes(), "Pages.csv", addresses.Options{Canonical: canonical})
		if err != nil || len(addresses.Join(lists...).Rows) != rows/2 {
			b.Fatal(err)
		}
	}
	b.ReportMetric(rows*float64(b.N)/b.Elapsed().Seconds(), "addresses/s")
}
