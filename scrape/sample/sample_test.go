package sample_test

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/pocomigrate/pocomigrate/scrape"
	"github.com/pocomigrate/pocomigrate/scrape/sample"
	"github.com/pocomigrate/pocomigrate/scrape/warc"
)

// TestSampleHoldsItsFiles fails when the pages under testdata and the archive in the binary drift apart.
func TestSampleHoldsItsFiles(t *testing.T) {
	t.Parallel()
	archive, err := sample.Archive()
	if err != nil {
		t.Fatal(err)
	}
	compare(t, archive, "../../testdata/sample")
	for _, r := range records(t, archive) {
		if r.damage != "" {
			t.Errorf("the sample has no gaps, but: %s", r.damage)
		}
	}
}

// TestTroubleHoldsItsFiles does the same for the pages that are none, of which one cannot be read.
func TestTroubleHoldsItsFiles(t *testing.T) {
	t.Parallel()
	archive, err := warc.Open("../../testdata/trouble.wacz")
	if err != nil {
		t.Fatalf("%v; run go generate ./scrape/sample", err)
	}
	t.Cleanup(func() {
		if err := archive.Close(); err != nil {
			t.Error(err)
		}
	})
	compare(t, archive, "../../testdata/trouble")
	var damage []string
	for _, r := range records(t, archive) {
		if r.damage != "" {
			damage = append(damage, r.damage)
		}
	}
	if len(damage) != 1 || !strings.Contains(damage[0], "https://www.po.co/uk/product/poco-f6/: record cannot be read: block ends after") {
		t.Errorf("damage in trouble.wacz: %q, want the torn page of po.co/uk alone", damage)
	}
}

// TestTroubleExpectsSomethingOfEveryAddress keeps expected.tsv whole: one line for each address of the archive.
func TestTroubleExpectsSomethingOfEveryAddress(t *testing.T) {
	t.Parallel()
	table, err := os.ReadFile("../../testdata/trouble/expected.tsv")
	if err != nil {
		t.Fatal(err)
	}
	expected := map[string]bool{}
	for line := range strings.Lines(string(table)) {
		url, _, _ := strings.Cut(line, "\t")
		expected[url] = true
	}
	archive, err := warc.Open("../../testdata/trouble.wacz")
	if err != nil {
		t.Fatal(err)
	}
	held := map[string]bool{"url": true} // the header
	for _, r := range records(t, archive) {
		held[r.url] = true
		if !expected[r.url] {
			t.Errorf("expected.tsv has no line for %s", r.url)
		}
	}
	for url := range expected {
		if !held[url] {
			t.Errorf("expected.tsv names %s, which trouble.wacz does not hold", url)
		}
	}
	if err := archive.Close(); err != nil {
		t.Error(err)
	}
}

// record is all of a capture that both an archive and its files state.
type record struct {
	url, contentType, encoding, location, time string
	status                                     int
	body                                       string
	damage                                     string
}

func (r record) String() string {
	return fmt.Sprintf("%s %s: status %d, type %q, encoding %q, location %q, body of %d bytes, damage %q", r.time, r.url, r.status, r.contentType, r.encoding, r.location, len(r.body), r.damage)
}

func records(t *testing.T, a *warc.Archive) []record {
	t.Helper()
	var all []record
	for c, err := range a.List(t.Context()) {
		r := record{url: c.URL, time: c.Time.String()}
		var p *scrape.Page
		if err == nil {
			p, err = a.Open(t.Context(), c)
		}
		if damage, ok := errors.AsType[*scrape.DamagedError](err); ok {
			r.damage = strings.TrimPrefix(damage.Error(), a.Name())
		} else if err != nil {
			t.Fatal(err)
		} else {
			r.status, r.contentType, r.encoding = p.Status, p.ContentType(), p.Header.Get("Content-Encoding")
			r.location, r.body = p.Header.Get("Location"), string(p.Body)
		}
		all = append(all, r)
	}
	return all
}

// compare packs the folder anew and finds the first record in which it differs from the archive.
func compare(t *testing.T, archive *warc.Archive, folder string) {
	t.Helper()
	const remedy = "run go generate ./scrape/sample"
	fresh := pack(t, os.DirFS(folder))
	got, want := records(t, archive), records(t, fresh)
	for i := range max(len(got), len(want)) {
		switch {
		case i >= len(want):
			t.Fatalf("%s holds a record more than %s: %v; %s", archive.Name(), folder, got[i], remedy)
		case i >= len(got):
			t.Fatalf("%s lacks a record of %s: %v; %s", archive.Name(), folder, want[i], remedy)
		case got[i] != want[i]:
			t.Fatalf("%s and %s differ at record %d:\narchive %v\nfiles   %v\n%s", archive.Name(), folder, i+1, got[i], want[i], remedy)
		}
	}
}

func pack(t *testing.T, fsys fs.FS) *warc.Archive {
	t.Helper()
	data, err := sample.Pack(fsys)
	if err != nil {
		t.Fatal(err)
	}
	const limit = 1 << 20 // one is part of the binary, both of the repository
	if len(data) > limit {
		t.Errorf("packs to %d bytes, more than %d; trim the pages", len(data), limit)
	}
	a, err := warc.OpenBytes("fresh.wacz", data)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// TestPackReadsEveryKeyOfAList packs one capture of each kind.
func TestPackReadsEveryKeyOfAList(t *testing.T) {
	t.Parallel()
	files := fstest.MapFS{
		"README.md":      {Data: []byte("no shop")},
		"a/notes.md":     {Data: []byte("no page")},
		"a/variants.tsv": {Data: []byte("no page")},
		"a/page.html":    {Data: []byte("<h1>caf\xe9</h1>")},
		"a/captures.jsonl": {Data: []byte(strings.Join([]string{
			`{"file":"page.html","url":"https://po.co/1","time":"2024-10-01T14:00:00+02:00","status":200,"type":"text/html; charset=iso-8859-1"}`,
			`{"file":"page.html","url":"https://po.co/2","time":"2024-10-01T12:00:00Z","status":200,"type":"text/html","encoding":"gzip"}`,
			`{"file":"page.html","url":"https://po.co/3","time":"2024-10-01T12:00:00Z","type":"text/html","record":"resource"}`,
			`{"url":"https://po.co/4","time":"2024-10-01T12:00:00Z","status":301,"location":"https://mi.com/"}`,
			`{"url":"https://po.co/5","time":"2024-10-01T12:00:00Z","status":403,"type":"text/html","record":"revisit","of":1}`,
			`{"file":"page.html","url":"https://po.co/6","time":"2024-10-01T12:00:00Z","status":200,"type":"text/html","torn":true}`,
		}, "\n"))},
	}
	const body = "<h1>caf\xe9</h1>"
	const noon = "2024-10-01 12:00:00 +0000 UTC"
	want := []record{
		{url: "https://po.co/1", status: 200, contentType: "text/html; charset=iso-8859-1", time: noon, body: body},
		{url: "https://po.co/2", status: 200, contentType: "text/html", encoding: "gzip", time: noon, body: body},
		{url: "https://po.co/3", status: 200, contentType: "text/html", time: noon, body: body},
		{url: "https://po.co/4", status: 301, location: "https://mi.com/", time: noon},
		{url: "https://po.co/5", status: 403, contentType: "text/html", time: noon, body: body},
	}
	got := records(t, pack(t, files))
	if len(got) != len(want)+1 || got[len(want)].damage == "" {
		t.Fatalf("packs to %d records, the last of them %v; want %d and a torn one", len(got), got[len(got)-1], len(want))
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("record %d is %v, want %v", i+1, got[i], want[i])
		}
	}
	one, err1 := sample.Pack(files)
	two, err2 := sample.Pack(files)
	if !bytes.Equal(one, two) || err1 != nil || err2 != nil {
		t.Errorf("packing twice gives different bytes (errors %v, %v)", err1, err2)
	}
}

// TestPackedBody: a body that is listed as packed for the way lies in the archive as it came.
func TestPackedBody(t *testing.T) {
	t.Parallel()
	packed, err := sample.Pack(fstest.MapFS{
		"a/page.html": {Data: []byte("<h1>POCO F6</h1>")},
		"a/captures.jsonl": {Data: []byte(
			`{"file":"page.html","url":"https://po.co/","time":"2024-10-01T12:00:00Z","status":200,"type":"text/html","encoding":"gzip"}`,
		)},
	})
	if err != nil {
		t.Fatal(err)
	}
	wacz, err := zip.NewReader(bytes.NewReader(packed), int64(len(packed)))
	if err != nil {
		t.Fatal(err)
	}
	file, err := wacz.Open("archive/pages.warc.gz")
	if err != nil {
		t.Fatal(err)
	}
	members, err := gzip.NewReader(file)
	if err != nil {
		t.Fatal(err)
	}
	records, err := io.ReadAll(members)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(records, []byte("\r\n\r\n\x1f\x8b")) {
		t.Errorf("no record holds a packed body:\n%q", records)
	}
}

// TestPackRefusesAListThatIsWrong names the line, so that a forgotten page is noticed.
func TestPackRefusesAListThatIsWrong(t *testing.T) {
	t.Parallel()
	const start = `{"url":"https://po.co/","time":"2024-10-01T12:00:00Z","status":200`
	tests := []struct{ name, list, want string }{
		{"no JSON", "page.html", "a/captures.jsonl:1: invalid character"},
		{"a key misspelt", start + `,"file":"page.html","stauts":1}`, `a/captures.jsonl:1: json: unknown field "stauts"`},
		{"no time", `{"file":"page.html","url":"https://po.co/","status":200}`, "url and time must be given"},
		{"no status", `{"file":"page.html","url":"https://po.co/","time":"2024-10-01T12:00:00Z"}`, "a/captures.jsonl:1: status 0 is no HTTP status"},
		{"a status beyond all", `{"file":"page.html","url":"https://po.co/","time":"2024-10-01T12:00:00Z","status":600}`, "a/captures.jsonl:1: status 600 is no HTTP status"},
		{"no such record", start + `,"file":"page.html","record":"conversion"}`, `record "conversion" is neither`},
		{"no such encoding", start + `,"file":"page.html","encoding":"br"}`, `encoding "br" is not gzip`},
		{"no file", start + `}`, "a page names its file"},
		{"a file that is not there", start + `,"file":"other.html"}`, "a/captures.jsonl:1: open a/other.html"},
		{"a revisit of itself", start + `,"record":"revisit","of":1}`, "names an earlier line"},
		{"what no record holds", start + `,"file":"page.html","location":"https://mi.com/` + strings.Repeat("x", 1<<20) + `"}`, "a/captures.jsonl:1: write response https://po.co/: "},
		{"a page that is not listed", start + `,"location":"https://mi.com/"}`, "a/captures.jsonl does not list page.html"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			files := fstest.MapFS{"a/page.html": {Data: []byte("x")}, "a/captures.jsonl": {Data: []byte(tt.list)}}
			if _, err := sample.Pack(files); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("Pack error = %v, want one with %q", err, tt.want)
			}
		})
	}
	if _, err := sample.Pack(fstest.MapFS{"a/page.html": {Data: []byte("x")}}); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("Pack of a folder without a list: error %v, want one that says so", err)
	}
	if _, err := sample.Pack(fstest.MapFS{}); err == nil {
		t.Error("Pack of nothing succeeds")
	}
	if _, err := sample.Pack(os.DirFS(t.TempDir() + "/missing")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("Pack of a folder that is not there: error %v, want one that says so", err)
	}
}
