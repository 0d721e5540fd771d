package addresses_test

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"errors"
	"strings"
	"testing"

	"github.com/pocomigrate/pocomigrate/catalog/addresses"
	"github.com/pocomigrate/pocomigrate/catalog/table"
)

// zipped packs files: names and contents by turns. A name that ends in a slash is a folder.
func zipped(t *testing.T, files ...string) []byte {
	t.Helper()
	var packed bytes.Buffer
	z := zip.NewWriter(&packed)
	for i := 0; i < len(files); i += 2 {
		w, err := z.Create(files[i])
		if err == nil {
			_, err = w.Write([]byte(files[i+1]))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return packed.Bytes()
}

// TestArchives: several lists of one archive are read, folders are not, and an archive without any says what it holds.
func TestArchives(t *testing.T) {
	const list = "Address,Clicks\nhttps://www.po.co/uk/,1\n"
	lists, err := addresses.Read(zipped(t, "lists/", "", "lists/a.csv", list, "lists/b.csv", list), "export.zip", addresses.Options{})
	if err != nil || len(lists) != 2 || lists[0].Name != "export.zip (lists/a.csv)" || lists[1].Name != "export.zip (lists/b.csv)" || len(lists[0].Notes) > 0 {
		t.Errorf("Read = %+v, %v", lists, err)
	}
	none := zipped(t, "Queries.csv", "Top queries,Clicks\npoco f6,1\n", "Filters.csv", "Filter,Value\nSearch type,Web\n")
	_, err = addresses.Read(none, "export.zip", addresses.Options{})
	if !errors.Is(err, addresses.ErrNoAddresses) || !strings.Contains(err.Error(), "export.zip: none of its files holds addresses: Queries.csv, Filters.csv") {
		t.Errorf("an archive without addresses: %v", err)
	}
	_, err = addresses.Read(zipped(t, "a.csv", list, "notes.txt", "H\xe4ufig\n"), "export.zip", addresses.Options{})
	if err == nil || !strings.Contains(err.Error(), "export.zip (notes.txt): is no text in UTF-8") {
		t.Errorf("an archive with a file that cannot be read: %v", err)
	}
	torn := zipped(t, "a.csv", strings.Repeat("https://www.po.co/uk/\n", 1000))
	torn[60] ^= 0xff // within the packed file
	if _, err = addresses.Read(torn, "export.zip", addresses.Options{}); err == nil || !strings.Contains(err.Error(), "export.zip: a.csv: ") {
		t.Errorf("an archive with a torn file: %v", err)
	}
}

// TestTooLarge: a list beyond the bound is refused, packed or not, and the memory is not filled with it.
func TestTooLarge(t *testing.T) {
	if testing.Short() {
		t.Skip("unpacks more than 256 MiB")
	}
	if _, err := addresses.Read(make([]byte, addresses.MaxFile+1), "list", addresses.Options{}); err == nil ||
		!strings.Contains(err.Error(), "list: larger than 256 MiB; part it by host or month") {
		t.Errorf("more than 256 MiB: %v", err)
	}
	var packed bytes.Buffer
	g, err := gzip.NewWriterLevel(&packed, gzip.BestSpeed)
	if err != nil {
		t.Fatal(err)
	}
	zeros := make([]byte, 1<<20)
	for range 257 {
		if _, err := g.Write(zeros); err != nil {
			t.Fatal(err)
		}
	}
	if err := g.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := addresses.Read(packed.Bytes(), "list", addresses.Options{}); err == nil || !strings.Contains(err.Error(), "list: larger than 256 MiB unpacked") {
		t.Errorf("more than 256 MiB unpacked: %v", err)
	}
}

// TestBigEndian: what some programs for Windows call Unicode is read in both orders of its bytes.
func TestBigEndian(t *testing.T) {
	for name, mark := range map[string]string{"big end first": "\xfe\xff", "little end first": "\xff\xfe"} {
		var b strings.Builder
		b.WriteString(mark)
		for _, c := range []byte("Address\tClicks\nhttps://www.po.co/uk/\t7\n") {
			if mark[0] == 0xfe {
				b.Write([]byte{0, c})
			} else {
				b.Write([]byte{c, 0})
			}
		}
		if l := read(t, b.String(), addresses.Options{}); len(l.Entries) != 1 || l.Entries[0].Count != 7 {
			t.Errorf("%s: %+v", name, l.Entries)
		}
	}
}

// TestTwoUnits: tables of one file that count different things cannot be summed, and the file is refused.
func TestTwoUnits(t *testing.T) {
	const clicks, views = "# clicks\n\nPage,Clicks\nhttps://www.po.co/uk/,1\nhttps://www.po.co/uk/a,2\n", "\n# views\n\nPage,Views\nhttps://www.po.co/uk/,3\nhttps://www.po.co/uk/a,4\n"
	_, err := addresses.Read([]byte(clicks+views), "list", addresses.Options{})
	if err == nil || !strings.Contains(err.Error(), "list: its tables count different things, clicks and views; give each a file of its own") {
		t.Errorf("two units: %v", err)
	}
	l := read(t, clicks+strings.ReplaceAll(views, "Views", "Clicks"), addresses.Options{})
	if l.Unit != addresses.Clicks || l.Total() != 10 || len(l.Entries) != 4 {
		t.Errorf("one unit: %s, %d of %d entries", l.Unit, l.Total(), len(l.Entries))
	}
}

// TestPeriods: the time that an export's comments name is kept as it is written, one end of it too.
func TestPeriods(t *testing.T) {
	for comments, want := range map[string]string{
		"# Start date: 20240901\n# End date: 20240930\n": "20240901 to 20240930",
		"# Start date: 20240901\n":                       "from 20240901",
		"# End date: 20240930\n":                         "to 20240930",
		"# 20240901-20240930\n":                          "20240901 to 20240930",
		"# Pages and screens\n":                          "",
	} {
		l := read(t, comments+"\nPage,Views\nhttps://www.po.co/uk/,3\nhttps://www.po.co/uk/a,4\n", addresses.Options{})
		if l.Period != want {
			t.Errorf("%q: period %q, want %q", comments, l.Period, want)
		}
	}
}

// TestLogs: comments and empty lines of a log are no requests, requests that are no pages are counted as ignored, and the
// host may carry the port that its scheme has anyhow.
func TestLogs(t *testing.T) {
	log := "# rotated\n\n" +
		`www.po.co:443 10.0.0.1 - - [03/Nov/2024:10:00:00 +0000] "GET /uk/ HTTP/1.1" 200 1 "-" "-"` + "\n" +
		`www.po.co:80 10.0.0.1 - - [01/Nov/2024:10:00:00 +0000] "HEAD /uk/a HTTP/1.1" 404 1 "-" "-"` + "\n" +
		`www.po.co 10.0.0.1 - - [02/Nov/2024:23:30:00 -0200] "POST /uk/cart HTTP/1.1" 200 1 "-" "-"` + "\n" +
		`www.po.co 10.0.0.1 - - [02/Nov/2024:10:00:00 +0000] "GET * HTTP/1.1" 400 1 "-" "-"` + "\n" +
		"a torn li\n"
	l := read(t, log, addresses.Options{})
	var got []string
	for _, e := range l.Entries {
		got = append(got, e.Address)
	}
	if strings.Join(got, " ") != "https://www.po.co/uk/ https://www.po.co/uk/a" || l.Period != "2024-11-01 to 2024-11-03" || l.Total() != 2 {
		t.Errorf("entries %q, period %s, total %d", got, l.Period, l.Total())
	}
	reasons := map[string]int{}
	for _, i := range l.Ignored {
		reasons[i.Reason] += i.Rows
	}
	if reasons[addresses.NotAPage] != 1 || reasons[addresses.NoAddress] != 2 {
		t.Errorf("ignored %v", reasons)
	}
}

// TestHostColumns: the caller may say which column holds the host, and a sheet is held to the same.
func TestHostColumns(t *testing.T) {
	o := addresses.Options{Columns: []string{"host", "url", "hits"}}
	l := read(t, "a,b,c\nwww.po.co,/uk/,3\n,/uk/a,2\nwww.po.co,/uk/%zz,1\n", o)
	if len(l.Entries) != 1 || l.Entries[0].Address != "https://www.po.co/uk/" || len(l.Ignored) != 2 || l.Ignored[0].Reason != addresses.NoHost || l.Ignored[1].Reason != addresses.NoAddress {
		t.Errorf("entries %+v, ignored %+v", l.Entries, l.Ignored)
	}
	_, err := addresses.ReadSheet(table.Sheet{}, "book.xlsx (A)", addresses.Options{Host: "www.po.co/uk"})
	if err == nil || !strings.Contains(err.Error(), `book.xlsx (A): host "www.po.co/uk": write it as www.po.co, without scheme and path`) {
		t.Errorf("host with a path: %v", err)
	}
}

// TestElementPaths: two slashes begin an address where a host follows, and the path of an element of a page where none does.
func TestElementPaths(t *testing.T) {
	l := read(t, "Address,Clicks\n//www.po.co/uk/,1\n//main/div,2\n//www.po.co/uk/a,3\n", addresses.Options{})
	if len(l.Entries) != 2 || l.Total() != 4 || len(l.Ignored) != 1 || !strings.Contains(l.Ignored[0].First, "list:3: //main/div") {
		t.Errorf("entries %+v, ignored %+v", l.Entries, l.Ignored)
	}
}

// TestWeight: what counts visits goes before what stands in for them, in whatever order the lists stand.
func TestWeight(t *testing.T) {
	clicks, links := addresses.Count{List: "b", Unit: addresses.Clicks, Count: 1, Share: 0.01}, addresses.Count{List: "a", Unit: addresses.Links, Count: 9, Share: 0.9}
	for _, counts := range [][]addresses.Count{{links, clicks}, {clicks, links}} {
		r := addresses.Row{Counts: counts}
		if c, ok := r.Weight(); !ok || c != clicks {
			t.Errorf("the weight of %+v is %+v, want that of clicks", counts, c)
		}
	}
}

// TestPlainest: of the ways of writing an address the shortest is asked for, of equally short ones the first.
func TestPlainest(t *testing.T) {
	for want, spellings := range map[string][]string{
		"https://po.co/uk": {"http://www.po.co/uk", "https://po.co/uk", "https://www.po.co/uk"},
		"http://po.co/a":   {"http://po.co/a", "http://po.co/b"},
	} {
		var r addresses.Row
		for _, s := range spellings {
			r.Spellings = append(r.Spellings, addresses.Spelling{Address: s})
		}
		if got := r.Plainest().Address; got != want {
			t.Errorf("the plainest of %q is %s, want %s", spellings, got, want)
		}
	}
}
